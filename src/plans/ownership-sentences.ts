/** Why an account or opportunity has this owner or none, made from the codes of reasons: sentences without a period. */

import type { Reason, ReasonCode } from '../rules/cam/types.ts'

export type Facts = Readonly<Record<string, string>>

const WHY: Readonly<Record<ReasonCode, (facts: Facts) => string>> = {
  country_blank: () => 'the account has no billing country',
  country_unknown: ({ country }) => `unknown country "${country}"`,
  state_blank: () => 'accounts in the United States are mapped by state; the account has no billing state',
  state_unknown: ({ state }) => `"${state}" is not a state of the United States`,
  zip_blank: ({ state }) => `${state} is divided by ZIP code; the account has no ZIP code`,
  zip_unreadable: ({ state, zip }) => `${state} is divided by ZIP code; "${zip}" is not a ZIP code`,
  zip_of_another_state: ({ state, zip }) => `${state} is divided by ZIP code; ${zip} is not a ZIP code of ${state}`,
  zip_contradicts_state: ({ state, zip, lies }) => `the ZIP code ${zip} is in ${lies}, but the billing state is ${state}`,
  zip_of_no_state: ({ state, zip }) => `no state has the ZIP code ${zip}; the billing state is ${state}`,
  zip_not_read: ({ state, zip }) => `"${zip}" is not a ZIP code of the United States; the billing state is ${state}`,
  city_contradicts_state: ({ state, city }) => `the city ${city} is not in the billing state ${state}`,
  country_not_listed: ({ country }) => `no channel manager is mapped to ${country}: it is not in the list of countries`,
  nobody_for_country: ({ country, basis }) => `no channel manager is mapped to ${country}${basis ? `: ${basis}` : ''}`,
  nobody_for_track: ({ table, country }) => `no channel manager of ${table} is mapped to ${country}`,
  nobody_for_territory: ({ table, territory }) => `no channel manager is mapped to ${territory} in the table ${table}`,
  table_missing: ({ table }) => `no table ${table}`,
  country_twice: ({ country }) => `the list of countries has ${country} twice`,
  country_in_two_regions: ({ country }) => `the list of countries has ${country} both in APAC and in EMEA`,
  track_neither: ({ track }) =>
    `EMEA is mapped by track; the account's track is ${track ? `"${track}"` : 'blank'}, neither Open nor Select`,
  public_sector_abroad: ({ country }) =>
    `"Public Sector Partner" is Yes, but the account is in ${country}, not in the United States`,
  public_sector_unknown: ({ value }) =>
    `unclear whether it is a US public sector account: "Public Sector Partner" is ${value ? `"${value}"` : 'blank or not in the export'}`,
  public_sector_by_partner: ({ partner, track }) =>
    `US public sector accounts that are not Open are mapped by partner; no table has ${partner} (track ${track || 'blank'})`,
  mapped_by_partner_too: ({ table, manager, territory, rule }) =>
    `${table} has ${manager} for this partner; by territory it is ${territory} (${rule})`,
  partner_row_shared: ({ rule, file, line }) => `the name in "${rule}" (${file}, line ${line}) matches several partners`,
  rows_disagree: ({ rows }) => `rows of the tables disagree: ${rows}`,
  row_set_aside: ({ row, file, line }) => `a newer row of "${row}" was rejected (${file}, line ${line})`,
  account_set_aside: ({ file, line }) => `a newer row of the account was rejected (${file}, line ${line})`,
  account_stale: ({ file, lastSeenAt }) => `the record is too old: last seen on ${lastSeenAt?.slice(0, 10)} in ${file}`,
  record_left_list: ({ file }) => `the record is not in the newest list (${file})`,
  would_be: ({ manager, rule }) => `by the tables it would be ${manager} (${rule})`,
  segment_blank: () => 'the opportunity has no "[Deprecated] Owner Segment-Geo-Region-Area"',
  segment_table_missing: ({ segment }) =>
    `the table by Owner Segment-Geo-Region-Area was never imported; "${segment}" cannot be looked up`,
  segment_unknown: ({ segment }) => `no channel manager is mapped to the segment "${segment}"`,
  sales_territory_blank: ({ segment }) =>
    `the table says "Look at Territory" for "${segment}", but the opportunity has no "Stamped Account Sales Territory"`,
  sales_territory_table_missing: ({ territory }) =>
    `the table by Stamped Account Sales Territory was never imported; "${territory}" cannot be looked up`,
  sales_territory_unknown: ({ territory }) => `no channel manager is mapped to the territory "${territory}"`,
  opportunity_partner_unknown: ({ partner }) => `unknown partner account "${partner}"; it may be mapped by partner`,
  opportunity_public_sector: () =>
    'public sector opportunities are mapped by partner; its partner is not a US public sector partner in the records',
  partner_tables_missing: ({ partner }) =>
    `the tables by partner were never imported; if ${partner} is an Alliance or GSI partner, it is mapped there instead`,
  users_missing: ({ name }) => `unclear whether ${name} is active in Salesforce: no Salesforce users were imported`,
  users_stale: ({ file }) => `unclear whether the manager is still active: the Salesforce users (${file}) are too old`,
  user_left_list: ({ name, file }) =>
    `unclear whether ${name} is still active: ${name} is not in the newest list of Salesforce users (${file})`,
  owner_absent: ({ name }) => `${name} is not among the Salesforce users and cannot be given an account`,
  owner_left: ({ name, file }) =>
    `${name} is not in the newest export of Salesforce users (${file}) and cannot be given an account`,
  current_owner_ambiguous: ({ name, ids }) => `several Salesforce users have the name of the record's owner, ${name} (${ids})`,
  owner_inactive: ({ name }) => `${name} is no longer active in Salesforce and cannot be given an account`,
  owner_activity_unknown: ({ name }) => `the Salesforce users do not say whether ${name} is active`,
  owner_ambiguous: ({ name, ids }) => `several active Salesforce users are named ${name}: ${ids}`,
  public_sector_not_no: ({ value }) =>
    `"Public Sector Partner" is ${value ? `"${value}"` : 'blank or not in the export'}; it must be No before the owner is changed`,
  current_owner_unknown: ({ name, namesakes }) =>
    !name
      ? 'the record has no owner, so the change could not be rolled back'
      : namesakes === '0'
        ? `the current owner ${name} is not among the Salesforce users, so the change could not be rolled back`
        : `${namesakes} Salesforce users are named ${name}; unclear which one owns it now`,
  set_lapsed: ({ actor, until, owner }) => `the decision of ${actor} for ${owner} ended on ${until}; the tables apply again`,
  record_gone: () => 'the account is no longer a partner in the records',
  owner_changed: ({ planned, now }) => `the record's owner was ${planned} when the plan was made, and is ${now} now`,
  territories_changed: ({ planned, now }) => `it was planned by ${planned}; now ${now} applies`,
  contract_changed: ({ planned, now }) =>
    `the contracted territories were ${planned || 'blank'} when the plan was made, and are ${now || 'blank'} now`,
  answer_changed: ({ planned, now }) => `it was planned for ${planned}; now it should be ${now}`,
  no_territory_value: ({ territory }) =>
    territory
      ? `the settings have no value of the field Contracted Territories for "${territory}"`
      : 'the tables have no territory for it, but the settings say to write contracted territories',
}

/** The facts of a reason as text; empty where one is unknown. */
export function factsOf({ facts }: Reason): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact ?? '']))
}

/** Why, in one line. */
export function whyOf(...reasons: readonly Reason[]): string {
  return reasons.map((reason) => WHY[reason.code](factsOf(reason))).join('; ')
}
