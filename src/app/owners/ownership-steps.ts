/** What to do about the owner of an account or opportunity, by the codes of reasons. */

import { type OwnerAnswer, reasonsOf, subjectOf } from '../../plans/owner-answer.ts'
import { type Facts, factsOf } from '../../plans/ownership-sentences.ts'
import { stateOf } from '../../rules/cam/finding.ts'
import type { Reason, ReasonCode } from '../../rules/cam/types.ts'
import { shellWord } from '../../terminal/shell-word.ts'

const TABLES = 'check the tables: phd cam mapping list; import a corrected one: phd import <table.csv>'
const DECIDE = 'if it is clear who should own it: phd cam set <partner> --owner <name> --reason "…"'
const ACCOUNT = (field: string): string =>
  `correct "${field}" in Salesforce, export the accounts again and import them: phd import <accounts.csv>`
const USERS = 'export the Salesforce users again, including inactive ones, and import them: phd import <users.csv>'

/** Null: there is nothing to do. */
const NEXT: Readonly<Record<ReasonCode, string | null | ((facts: Facts) => string)>> = {
  country_blank: ACCOUNT('Billing Country'),
  country_unknown: ACCOUNT('Billing Country'),
  state_blank: ACCOUNT('Billing State/Province'),
  state_unknown: ACCOUNT('Billing State/Province'),
  zip_blank: ACCOUNT('Billing Zip/Postal Code'),
  zip_unreadable: ACCOUNT('Billing Zip/Postal Code'),
  zip_of_another_state: ACCOUNT('Billing Zip/Postal Code'),
  zip_contradicts_state: ACCOUNT('Billing State/Province" or "Billing Zip/Postal Code'),
  zip_of_no_state: ACCOUNT('Billing Zip/Postal Code'),
  zip_not_read: ACCOUNT('Billing Country" or "Billing Zip/Postal Code'),
  city_contradicts_state: ACCOUNT('Billing State/Province" or "Billing City'),
  country_not_listed: `${DECIDE}; or add a row for it to the list and import it again (data/territories.csv has every country)`,
  nobody_for_country: `${DECIDE}; ${TABLES}`,
  nobody_for_track: `${DECIDE}; ${TABLES}`,
  nobody_for_territory: `${DECIDE}; ${TABLES}`,
  table_missing: TABLES,
  country_twice: 'correct data/territories.csv, or your own list, and import it',
  country_in_two_regions: 'correct data/territories.csv, or your own list, and import it',
  track_neither: `${DECIDE}, or ${ACCOUNT('Partner Track')}`,
  public_sector_abroad: ACCOUNT('Public Sector Partner'),
  public_sector_unknown: ACCOUNT('Public Sector Partner'),
  public_sector_by_partner:
    'export the table of US PubSec partners from CAM Mapping and import it: phd import <table.csv>; or phd cam set <partner> --owner <name> --reason "…"',
  mapped_by_partner_too: DECIDE,
  partner_row_shared: 'add the Account ID of the partner to that row, and import the table again',
  rows_disagree: 'correct the table and import it again; see: phd cam mapping check',
  row_set_aside: 'correct the row and import the table again',
  account_set_aside: 'correct the row in its rejects file and import that file; see: phd doctor',
  account_stale: 'export it again and import it, or accept older records: --max-age <days>',
  record_left_list: 'find out why; if it should be there, export the whole list again and import it',
  would_be: null,
  segment_blank: 'export the opportunities with that column and import them',
  segment_table_missing: 'export it from CAM Mapping, the tab "Mapping Tables", and import it: phd import <table.csv>',
  segment_unknown: TABLES,
  sales_territory_blank: 'export the opportunities with that column and import them',
  sales_territory_table_missing: 'export it from CAM Mapping, the tab "Mapping Tables", and import it: phd import <table.csv>',
  sales_territory_unknown: TABLES,
  opportunity_partner_unknown: ({ partner }) =>
    `if it is a partner under another name: phd partner alias add ${shellWord(partner ?? '')} <partner>; otherwise import a newer accounts export`,
  opportunity_public_sector: 'check the partner in CAM Mapping',
  partner_tables_missing: 'export them from CAM Mapping and import them: phd import <table.csv>',
  users_missing: USERS,
  users_stale: USERS,
  user_left_list: USERS,
  owner_absent: `correct the table, or the name in it, and import it again; or ${USERS}`,
  owner_left: `correct the table and import it again; or, if that export was incomplete, ${USERS}`,
  current_owner_ambiguous: 'export the accounts with the column OwnerId too, and import them',
  owner_inactive: `ask the channel director who takes over; correct the table and import it, or ${DECIDE}`,
  owner_activity_unknown: USERS,
  owner_ambiguous: 'choose one by id: phd cam set <partner> --owner <005…> --reason "…"',
  public_sector_not_no: ACCOUNT('Public Sector Partner'),
  current_owner_unknown: ({ namesakes }) =>
    namesakes === '0' ? USERS : 'export the accounts with the column OwnerId too, and import them',
  set_lapsed: null,
  record_gone: 'make a new plan: phd cam plan',
  owner_changed: 'make a new plan: phd cam plan',
  territories_changed: 'make a new plan: phd cam plan',
  contract_changed: 'make a new plan: phd cam plan',
  answer_changed: 'make a new plan: phd cam plan',
  no_territory_value: ({ territory }) =>
    territory
      ? 'add it to the setting "contractedTerritories"'
      : 'change this account by hand, or export it without the setting "contractedTerritories"',
}

/** What to do about a reason, with `<partner>` for the partner; null for nothing. */
export function stepFor(reason: Reason): string | null {
  const step = NEXT[reason.code]
  return typeof step === 'function' ? step(factsOf(reason)) : step
}

/** What to do, each step once, with `partner` in place of `<partner>`. */
export function stepsFor(reasons: readonly Reason[], partner: string): string[] {
  const steps = reasons.flatMap((reason) => stepFor(reason) ?? [])
  return [...new Set(steps)].map((step) => step.replaceAll('<partner>', partner))
}

/** What to do about an answer. */
export function nextSteps({ subject, finding }: Pick<OwnerAnswer, 'subject' | 'finding'>): string[] {
  const { id } = subjectOf(subject)
  const steps = stepsFor(reasonsOf(finding), id)
  if (stateOf(finding) === 'differs' && subject.kind === 'account') {
    steps.unshift(`plan the change: phd cam plan --only ${id} --out plan.json`)
  }
  return steps
}
