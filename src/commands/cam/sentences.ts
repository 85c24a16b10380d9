/** Sentences of `cam` beside those of ownership: what an export also does, what is wrong with tables, what became of a load. */

import type { Unusable } from '../../plans/reconcile.ts'
import type { VerifiedChange } from '../../plans/verify.ts'
import type { MappingCode, MappingFinding } from '../../rules/cam/mapping.ts'

/** What a reason says of several accounts together, where each has a value of its own in its sentence. */
const GENERAL: Readonly<Record<string, string>> = {
  country_unknown: 'phd does not know the billing country',
  state_unknown: 'the billing state is no state of the United States',
  zip_contradicts_state: 'the ZIP code lies in another state than the account says',
  zip_of_no_state: 'no state has the ZIP code',
  zip_not_read: 'the postal code is no ZIP code of the United States',
  city_contradicts_state: 'the city lies in another state than the account says',
  country_not_listed: 'the country is not in the list of countries',
  nobody_for_country: 'no channel manager is mapped to the country',
  nobody_for_track: 'no channel manager of this track is mapped to the country',
  nobody_for_territory: 'no channel manager is mapped to the territory',
  track_neither: "EMEA is mapped by track, and the account's is neither Open nor Select",
  public_sector_abroad: '"Public Sector Partner" is Yes, and the account is not in the United States',
  public_sector_unknown: 'whether it is a US public sector account cannot be told',
  public_sector_by_partner: 'US public sector accounts that are not Open are mapped by partner, and no table has this one',
  mapped_by_partner_too: 'a table by partner has another manager than the territory',
  rows_disagree: 'rows of the tables disagree',
  row_set_aside: 'a newer row of the tables had to be set aside',
  account_set_aside: 'a newer row of the account had to be set aside',
  account_stale: 'the record is too old to go by',
  users_missing: 'the Salesforce users were never imported',
  owner_absent: 'the manager is not among the Salesforce users',
  owner_left: 'the manager is not in the newest export of users any more',
  owner_inactive: 'the manager is not active in Salesforce any more, and cannot be given an account',
  owner_activity_unknown: 'the Salesforce users do not say whether the manager is active',
  owner_ambiguous: 'several active Salesforce users have the name of the manager',
  current_owner_ambiguous: 'several Salesforce users have the name of the present owner',
  current_owner_unknown: 'the present owner is not among the Salesforce users',
  public_sector_not_no: '"Public Sector Partner" must be No before the owner is changed',
}

/** What a reason says of several accounts together; null where its sentence has to be said of each. */
export function generalWhy(code: string): string | null {
  return GENERAL[code] ?? null
}

/** What a change of the owner through the API does besides, and leaves undone. */
export const CONSEQUENCES: readonly string[] = [
  'Account team: the API removes it, unless the request says to keep it (KeepAccountTeam).',
  'Contacts: they stay with the former owner.',
  'Open opportunities: they stay with the former owner; the channel manager of an opportunity is another question (phd cam owner <opportunity id>).',
  'Notes, activities, cases, contracts and orders: they are not transferred.',
  'Sharing that was given by hand on the account is lost.',
]

/** What the findings of each group are. */
export const MAPPING_TITLES = {
  gap: 'Gaps: nobody is mapped',
  overlap: 'Overlaps: more than one is mapped, or nobody can know who',
  manager: 'Managers who cannot be given an account',
  unused: 'Rows that no account can reach',
} as const

type MappingSentence = (place: string, finding: MappingFinding) => string

const MAPPING_SENTENCES: Readonly<Record<MappingCode, MappingSentence>> = {
  state_unmapped: (place, { table: name }) => `${name}: nobody for ${place}`,
  part_unmapped: (place, { table: name }) => `${name}: nobody for ${place}, though the state is divided`,
  country_unmapped: (place) => `${place}: in no group`,
  track_unmapped: (place, { table: name }) => `${name}: nobody for ${place}`,
  group_unmapped: (place, { table: name }) => `${name}: no row for the group ${place}`,
  row_blank: (place, { table: name }) => `${name}: the row ${place} names nobody`,
  partner_unmapped: (place, { table: name }) => `${name}: ${place} is not Open, and no table by partner has it`,
  twice: (place, finding) => `${finding.table}: twice, ${place}${managersOf(finding)}`,
  state_and_part: (place, finding) => `${finding.table}: a state and parts of it, ${place}${managersOf(finding)}`,
  country_twice: (place) => `countries: twice, ${place}`,
  country_in_two_regions: (place) => `countries: ${place} is both in APAC and in EMEA`,
  partner_twice: (place, finding) => `by partner: ${place} stands more than once (${finding.table})${managersOf(finding)}`,
  partner_shared: (place, { table: name }) => `${name}: the name ${place} fits several partners; give the row an Account ID`,
  row_unreachable: (place, { table: name }) =>
    `${name}: ${place} is no state of the United States, and no country is in a group called so`,
  table_unknown: (place, { table: name }) => `${name}: there is no such table, so its row ${place} is for nobody`,
  country_unknown: (place) => `countries: "${place}" is no country that phd knows`,
  manager_inactive: (place, { manager, table: name }) => `${manager} is not active in Salesforce any more (${name}: ${place})`,
  manager_absent: (place, { manager, table: name }) =>
    `${manager} is not among the Salesforce users of the newest export (${name}: ${place})`,
  manager_ambiguous: (place, { manager, table: name }) =>
    `several active Salesforce users are called ${manager} (${name}: ${place})`,
  manager_unknown: (place, { manager, table: name }) =>
    `the Salesforce users do not say whether ${manager} is active (${name}: ${place})`,
}

function managersOf({ rows }: MappingFinding): string {
  return `: ${rows.map(({ of, manager }) => `${of} ${manager ?? 'nobody'}`).join('; ')}`
}

/** What is wrong with the tables; `place` is the name of the place. */
export function mappingSentence(finding: MappingFinding, place: string): string {
  return MAPPING_SENTENCES[finding.code](place, finding)
}

/** Why a row of a result file cannot be used. */
export const UNUSABLE: Readonly<Record<Unusable['why'], string>> = {
  not_in_plan: 'the account is not in the plan',
  no_id: 'it has no Salesforce id of an account',
  other_owner: 'it has another owner than the plan',
  created: 'the loader made a new record instead of updating one',
  unknown_status: 'its status is none that a loader gives for an update',
  ids_disagree: 'its columns name two accounts',
  contradictory: 'the files say both that it was done and that it failed',
  done_before: 'it failed, but an earlier file said that it was done',
}

/** What to do about what loaders say most often when an owner is refused. */
const REMEDIES: ReadonlyArray<readonly [said: RegExp, remedy: string]> = [
  [/UNABLE_TO_LOCK_ROW/i, 'somebody was changing the account at that moment: load the retry file'],
  [
    /INACTIVE_OWNER|inactive user|OP_WITH_INVALID_USER_TYPE/i,
    'the new owner is not active any more: import the users again, and plan anew',
  ],
  [
    /INSUFFICIENT_ACCESS|TRANSFER_REQUIRES_READ|NO_ACCESS/i,
    'whoever loads it lacks the right to transfer these accounts: ask the Salesforce administrator',
  ],
  [
    /ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY|MALFORMED_ID/i,
    'the account or the user is not there: import both exports again, and plan anew',
  ],
  [
    /FIELD_CUSTOM_VALIDATION|FIELD_INTEGRITY|RESTRICTED_PICKLIST/i,
    'Salesforce has a rule against this value: correct the account there, then load the retry file',
  ],
]

/** What to do about a failure; null where what the loader said is not known. */
export function remedyOf(said: string): string | null {
  return REMEDIES.find(([pattern]) => pattern.test(said))?.[1] ?? null
}

/** What became of a change. */
export const FOUND: Readonly<Record<VerifiedChange['found'], string>> = {
  landed: 'landed',
  overwritten: 'overwritten by somebody',
  open: 'still open',
  not_seen: 'not seen since',
  gone: 'no partner any more',
  unclear: 'cannot be told',
  superseded: 'in a later plan',
}
