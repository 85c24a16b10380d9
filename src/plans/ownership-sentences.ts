/** Sentences for who owns what, made from the codes of reasons: why, and what to do next. */

import type { Reason } from '../rules/cam/types.ts'
import { shellWord } from '../terminal/shell-word.ts'

interface Sentence {
  /** Why, as a sentence without a period. */
  why: string
  /** What to do about it; null for nothing. */
  next: string | null
}

type Facts = Readonly<Record<string, string>>

const TABLES = 'check the tables: phd cam mapping list; import a corrected one: phd import <table.csv>'
const DECIDE = 'if it is clear who should own it: phd cam set <partner> --owner <name> --reason "…"'
const ACCOUNT = (field: string): string =>
  `correct "${field}" in Salesforce, export the accounts again and import them: phd import <accounts.csv>`
const USERS = 'export the Salesforce users again, including inactive ones, and import them: phd import <users.csv>'

const SENTENCES: Readonly<Record<string, (facts: Facts) => Sentence>> = {
  country_blank: () => ({ why: 'the account has no billing country', next: ACCOUNT('Billing Country') }),
  country_unknown: ({ country }) => ({ why: `unknown country "${country}"`, next: ACCOUNT('Billing Country') }),
  state_blank: () => ({
    why: 'accounts in the United States are mapped by state; the account has no billing state',
    next: ACCOUNT('Billing State/Province'),
  }),
  state_unknown: ({ state }) => ({
    why: `"${state}" is not a state of the United States`,
    next: ACCOUNT('Billing State/Province'),
  }),
  zip_blank: ({ state }) => ({
    why: `${state} is divided by ZIP code; the account has no ZIP code`,
    next: ACCOUNT('Billing Zip/Postal Code'),
  }),
  zip_unreadable: ({ state, zip }) => ({
    why: `${state} is divided by ZIP code; "${zip}" is not a ZIP code`,
    next: ACCOUNT('Billing Zip/Postal Code'),
  }),
  zip_of_another_state: ({ state, zip }) => ({
    why: `${state} is divided by ZIP code; ${zip} is not a ZIP code of ${state}`,
    next: ACCOUNT('Billing Zip/Postal Code'),
  }),
  zip_contradicts_state: ({ state, zip, lies }) => ({
    why: `the ZIP code ${zip} is in ${lies}, but the billing state is ${state}`,
    next: ACCOUNT('Billing State/Province" or "Billing Zip/Postal Code'),
  }),
  zip_of_no_state: ({ state, zip }) => ({
    why: `no state has the ZIP code ${zip}; the billing state is ${state}`,
    next: ACCOUNT('Billing Zip/Postal Code'),
  }),
  zip_not_read: ({ state, zip }) => ({
    why: `"${zip}" is not a ZIP code of the United States; the billing state is ${state}`,
    next: ACCOUNT('Billing Country" or "Billing Zip/Postal Code'),
  }),
  city_contradicts_state: ({ state, city }) => ({
    why: `the city ${city} is not in the billing state ${state}`,
    next: ACCOUNT('Billing State/Province" or "Billing City'),
  }),
  country_not_listed: ({ country }) => ({
    why: `no channel manager is mapped to ${country}: it is not in the list of countries`,
    next: `${DECIDE}; or add a row for it to the list and import it again (data/territories.csv has every country)`,
  }),
  nobody_for_country: ({ country, basis }) => ({
    why: `no channel manager is mapped to ${country}${basis ? `: ${basis}` : ''}`,
    next: `${DECIDE}; ${TABLES}`,
  }),
  nobody_for_track: ({ table, country }) => ({
    why: `no channel manager of ${table} is mapped to ${country}`,
    next: `${DECIDE}; ${TABLES}`,
  }),
  nobody_for_territory: ({ table, territory }) => ({
    why: `no channel manager is mapped to ${territory} in the table ${table}`,
    next: `${DECIDE}; ${TABLES}`,
  }),
  table_missing: ({ table }) => ({ why: `there is no table ${table}`, next: TABLES }),
  country_twice: ({ country }) => ({
    why: `the list of countries has ${country} twice`,
    next: 'correct data/territories.csv, or your own list, and import it',
  }),
  country_in_two_regions: ({ country }) => ({
    why: `the list of countries has ${country} both in APAC and in EMEA`,
    next: 'correct data/territories.csv, or your own list, and import it',
  }),
  track_neither: ({ track }) => ({
    why: `EMEA is mapped by track; the account's track is ${track ? `"${track}"` : 'blank'}, neither Open nor Select`,
    next: `${DECIDE}, or ${ACCOUNT('Partner Track')}`,
  }),
  public_sector_abroad: ({ country }) => ({
    why: `"Public Sector Partner" is Yes, but the account is in ${country}, not in the United States`,
    next: ACCOUNT('Public Sector Partner'),
  }),
  public_sector_unknown: ({ value }) => ({
    why: `unclear whether it is a US public sector account: "Public Sector Partner" is ${value ? `"${value}"` : 'blank or not in the export'}`,
    next: ACCOUNT('Public Sector Partner'),
  }),
  public_sector_by_partner: ({ partner, track }) => ({
    why: `US public sector accounts that are not Open are mapped by partner; no table has ${partner} (track ${track || 'blank'})`,
    next: 'export the table of US PubSec partners from CAM Mapping and import it: phd import <table.csv>; or phd cam set <partner> --owner <name> --reason "…"',
  }),
  mapped_by_partner_too: ({ table, manager, territory, rule }) => ({
    why: `${table} has ${manager} for this partner; by territory it is ${territory} (${rule})`,
    next: DECIDE,
  }),
  partner_row_shared: ({ rule, file, line }) => ({
    why: `the name in "${rule}" (${file}, line ${line}) fits several partners`,
    next: 'add the Account ID of the partner to that row, and import the table again',
  }),
  rows_disagree: ({ rows }) => ({
    why: `rows of the tables disagree: ${rows}`,
    next: 'correct the table and import it again; see: phd cam mapping check',
  }),
  row_set_aside: ({ row, file, line }) => ({
    why: `a newer row of "${row}" was rejected (${file}, line ${line})`,
    next: 'correct the row and import the table again',
  }),
  account_set_aside: ({ file, line }) => ({
    why: `a newer row of the account was rejected (${file}, line ${line})`,
    next: 'correct the row in its rejects file and import that file; see: phd doctor',
  }),
  account_stale: ({ file, lastSeenAt }) => ({
    why: `the record is too old: last seen on ${lastSeenAt?.slice(0, 10)} in ${file}`,
    next: 'export it again and import it, or accept older records: --max-age <days>',
  }),
  record_left_list: ({ file }) => ({
    why: `the record is not in the newest list (${file})`,
    next: 'find out why; if it should be there, export the whole list again and import it',
  }),
  would_be: ({ manager, rule }) => ({ why: `by the tables it would be ${manager} (${rule})`, next: null }),
  segment_blank: () => ({
    why: 'the opportunity has no "[Deprecated] Owner Segment-Geo-Region-Area"',
    next: 'export the opportunities with that column and import them',
  }),
  segment_table_missing: ({ segment }) => ({
    why: `the table by Owner Segment-Geo-Region-Area was never imported; "${segment}" cannot be looked up`,
    next: 'export it from CAM Mapping, the tab "Mapping Tables", and import it: phd import <table.csv>',
  }),
  segment_unknown: ({ segment }) => ({ why: `no channel manager is mapped to the segment "${segment}"`, next: TABLES }),
  sales_territory_blank: ({ segment }) => ({
    why: `the table says "Look at Territory" for "${segment}", but the opportunity has no "Stamped Account Sales Territory"`,
    next: 'export the opportunities with that column and import them',
  }),
  sales_territory_table_missing: ({ territory }) => ({
    why: `the table by Stamped Account Sales Territory was never imported; "${territory}" cannot be looked up`,
    next: 'export it from CAM Mapping, the tab "Mapping Tables", and import it: phd import <table.csv>',
  }),
  sales_territory_unknown: ({ territory }) => ({
    why: `no channel manager is mapped to the territory "${territory}"`,
    next: TABLES,
  }),
  opportunity_partner_unknown: ({ partner }) => ({
    why: `unknown partner account "${partner}"; it may be mapped by partner`,
    next: `if it is a partner under another name: phd partner alias add ${shellWord(partner ?? '')} <partner>; otherwise import a newer accounts export`,
  }),
  opportunity_public_sector: () => ({
    why: 'public sector opportunities are mapped by partner; its partner is not a US public sector partner in the records',
    next: 'check the partner in CAM Mapping',
  }),
  partner_tables_missing: ({ partner }) => ({
    why: `the tables by partner were never imported; if ${partner} is an Alliance or GSI partner, it is mapped there instead`,
    next: 'export them from CAM Mapping and import them: phd import <table.csv>',
  }),
  users_missing: ({ name }) => ({
    why: `unclear whether ${name} is active in Salesforce: no Salesforce users were imported`,
    next: USERS,
  }),
  users_stale: ({ file }) => ({
    why: `unclear whether the manager is still active: the Salesforce users (${file}) are too old`,
    next: USERS,
  }),
  user_left_list: ({ name, file }) => ({
    why: `unclear whether ${name} is still active: ${name} is not in the newest list of Salesforce users (${file})`,
    next: USERS,
  }),
  owner_absent: ({ name }) => ({
    why: `${name} is not among the Salesforce users and cannot be given an account`,
    next: `correct the table, or the name in it, and import it again; or ${USERS}`,
  }),
  owner_left: ({ name, file }) => ({
    why: `${name} is not in the newest export of Salesforce users (${file}) and cannot be given an account`,
    next: `correct the table and import it again; or, if that export was incomplete, ${USERS}`,
  }),
  current_owner_ambiguous: ({ name, ids }) => ({
    why: `several Salesforce users have the name of the record's owner, ${name} (${ids})`,
    next: 'export the accounts with the column OwnerId too, and import them',
  }),
  owner_inactive: ({ name }) => ({
    why: `${name} is no longer active in Salesforce and cannot be given an account`,
    next: `ask the channel director who takes over; correct the table and import it, or ${DECIDE}`,
  }),
  owner_activity_unknown: ({ name }) => ({ why: `the Salesforce users do not say whether ${name} is active`, next: USERS }),
  owner_ambiguous: ({ name, ids }) => ({
    why: `several active Salesforce users are named ${name}: ${ids}`,
    next: 'choose one by id: phd cam set <partner> --owner <005…> --reason "…"',
  }),
  public_sector_not_no: ({ value }) => ({
    why: `"Public Sector Partner" is ${value ? `"${value}"` : 'blank or not in the export'}; it must be No before the owner is changed`,
    next: ACCOUNT('Public Sector Partner'),
  }),
  current_owner_unknown: ({ name, namesakes }) => ({
    why: !name
      ? 'the record has no owner, so the change could not be rolled back'
      : namesakes === '0'
        ? `the current owner ${name} is not among the Salesforce users, so the change could not be rolled back`
        : `${namesakes} Salesforce users are named ${name}; unclear which one owns it now`,
    next: namesakes === '0' ? USERS : 'export the accounts with the column OwnerId too, and import them',
  }),
  set_lapsed: ({ actor, until, owner }) => ({
    why: `the decision of ${actor} for ${owner} ended on ${until}; the tables apply again`,
    next: null,
  }),
  record_gone: () => ({
    why: 'the account is no longer a partner in the records',
    next: 'make a new plan: phd cam plan',
  }),
  owner_changed: ({ planned, now }) => ({
    why: `the record's owner was ${planned} when the plan was made, and is ${now} now`,
    next: 'make a new plan: phd cam plan',
  }),
  territories_changed: ({ planned, now }) => ({
    why: `it was planned by ${planned}, and now goes by ${now}`,
    next: 'make a new plan: phd cam plan',
  }),
  contract_changed: ({ planned, now }) => ({
    why: `the contracted territories were ${planned || 'blank'} when the plan was made, and are ${now || 'blank'} now`,
    next: 'make a new plan: phd cam plan',
  }),
  answer_changed: ({ planned, now }) => ({
    why: `it was planned for ${planned}; now it should be ${now}`,
    next: 'make a new plan: phd cam plan',
  }),
  no_territory_value: ({ territory }) => ({
    why: territory
      ? `the settings have no value of the field Contracted Territories for "${territory}"`
      : 'the tables have no territory for it, but the settings say to write contracted territories',
    next: territory
      ? 'add it to "contractedTerritories" in config.json'
      : 'change this account by hand, or export it without "contractedTerritories" in config.json',
  }),
}

/** The sentence of a reason. */
export function sentenceOf({ code, facts }: Reason): Sentence {
  const make = SENTENCES[code]
  if (!make) throw new Error(`no sentence for ${code}`)
  return make(Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact ?? ''])))
}

/** Why, in one line. */
export function whyOf(reasons: readonly Reason[]): string {
  return reasons.map((reason) => sentenceOf(reason).why).join('; ')
}

/** What to do, each step once, with `partner` in place of `<partner>`. */
export function stepsFor(reasons: readonly Reason[], partner: string): string[] {
  const steps = reasons.flatMap((reason) => sentenceOf(reason).next ?? [])
  return [...new Set(steps)].map((step) => step.replaceAll('<partner>', partner))
}
