/** Sentences of `cam`, other than those of plans/ownership-sentences.ts and app/ownership-steps.ts. */

import type { Unusable } from '../../plans/reconcile.ts'
import type { VerifiedChange } from '../../plans/verify.ts'
import type { MappingCode, MappingFinding } from '../../rules/cam/mapping-types.ts'

/** Reasons that several accounts share, where the sentence of each account has a value of its own. */
const GENERAL: Readonly<Record<string, string>> = {
  country_unknown: 'unknown billing country',
  state_unknown: 'the billing state is not a state of the United States',
  zip_contradicts_state: 'the ZIP code is not in the billing state',
  zip_of_no_state: 'no state has the ZIP code',
  zip_not_read: 'the postal code is not a ZIP code of the United States',
  city_contradicts_state: 'the city is not in the billing state',
  country_not_listed: 'the country is not in the list of countries',
  nobody_for_country: 'no channel manager is mapped to the country',
  nobody_for_track: 'no channel manager of this track is mapped to the country',
  nobody_for_territory: 'no channel manager is mapped to the territory',
  track_neither: 'EMEA is mapped by track, and the track is neither Open nor Select',
  public_sector_abroad: '"Public Sector Partner" is Yes, but the account is not in the United States',
  public_sector_unknown: 'unclear whether it is a US public sector account',
  public_sector_by_partner: 'US public sector accounts that are not Open are mapped by partner; no table has this one',
  mapped_by_partner_too: 'a table by partner has a different manager than the territory',
  rows_disagree: 'rows of the tables disagree',
  row_set_aside: 'a newer row of the tables was rejected',
  account_set_aside: 'a newer row of the account was rejected',
  account_stale: 'the record is too old',
  users_missing: 'the Salesforce users were never imported',
  owner_absent: 'the manager is not among the Salesforce users',
  owner_left: 'the manager is not in the newest export of users',
  owner_inactive: 'the manager is no longer active in Salesforce and cannot be given an account',
  owner_activity_unknown: 'the Salesforce users do not say whether the manager is active',
  owner_ambiguous: 'several active Salesforce users have the name of the manager',
  current_owner_ambiguous: 'several Salesforce users have the name of the current owner',
  current_owner_unknown: 'the current owner is not among the Salesforce users',
  public_sector_not_no: '"Public Sector Partner" must be No before the owner is changed',
}

/** The sentence of a reason for several accounts together; null where each needs its own. */
export function generalWhy(code: string): string | null {
  return GENERAL[code] ?? null
}

/** What else a change of the owner through the API does, and what it does not do. */
export const CONSEQUENCES: readonly string[] = [
  'Account team: the API removes it, unless the request keeps it (KeepAccountTeam).',
  'Contacts: they stay with the former owner.',
  'Open opportunities: they stay with the former owner; the channel manager of an opportunity is another question (phd cam owner <opportunity id>).',
  'Notes, activities, cases, contracts and orders: they are not transferred.',
  'Manual sharing of the account is lost.',
]

/** The titles of the groups of findings. */
export const MAPPING_TITLES = {
  gap: 'Gaps: no one is mapped',
  overlap: 'Overlaps: several are mapped, or it is unclear who',
  manager: 'Managers who cannot be given an account',
  unused: 'Rows that no account can reach',
} as const

type MappingSentence = (place: string, finding: MappingFinding) => string

const MAPPING_SENTENCES: Readonly<Record<MappingCode, MappingSentence>> = {
  state_unmapped: (place, { table: name }) => `${name}: no one for ${place}`,
  part_unmapped: (place, { table: name }) => `${name}: no one for ${place}, though the state is divided`,
  country_unmapped: (place) => `${place}: in no group`,
  track_unmapped: (place, { table: name }) => `${name}: no one for ${place}`,
  group_unmapped: (place, { table: name }) => `${name}: no row for the group ${place}`,
  row_blank: (place, { table: name }) => `${name}: the row ${place} names no one`,
  partner_unmapped: (place, { table: name }) => `${name}: ${place} is not Open, and no table by partner has it`,
  twice: (place, finding) => `${finding.table}: ${place} twice${managersOf(finding)}`,
  state_and_part: (place, finding) => `${finding.table}: a state and parts of it, ${place}${managersOf(finding)}`,
  country_twice: (place) => `countries: ${place} twice`,
  country_in_two_regions: (place) => `countries: ${place} is both in APAC and in EMEA`,
  partner_twice: (place, finding) => `by partner: ${place} has several rows (${finding.table})${managersOf(finding)}`,
  partner_shared: (place, { table: name }) => `${name}: the name ${place} matches several partners; give the row an Account ID`,
  row_unreachable: (place, { table: name }) =>
    `${name}: ${place} is not a state of the United States, and no country is in a group of that name`,
  table_unknown: (place, { table: name }) => `${name}: unknown table; its row ${place} applies to no account`,
  country_unknown: (place) => `countries: unknown country "${place}"`,
  manager_inactive: (place, { manager, table: name }) => `${manager} is no longer active in Salesforce (${name}: ${place})`,
  manager_absent: (place, { manager, table: name }) =>
    `${manager} is not among the Salesforce users of the newest export (${name}: ${place})`,
  manager_ambiguous: (place, { manager, table: name }) =>
    `several active Salesforce users are named ${manager} (${name}: ${place})`,
  manager_unknown: (place, { manager, table: name }) =>
    `the Salesforce users do not say whether ${manager} is active (${name}: ${place})`,
}

function managersOf({ rows }: MappingFinding): string {
  return `: ${rows.map(({ of, manager }) => `${of} ${manager ?? 'no one'}`).join('; ')}`
}

/** What is wrong with the tables; `place` is the name of the place. */
export function mappingSentence(finding: MappingFinding, place: string): string {
  return MAPPING_SENTENCES[finding.code](place, finding)
}

/** Why a row of a result file cannot be used. */
export const UNUSABLE: Readonly<Record<Unusable['why'], string>> = {
  not_in_plan: 'the account is not in the plan',
  no_id: 'it has no Salesforce id of an account',
  other_owner: 'its owner is not the planned one',
  created: 'the loader made a new record instead of updating one',
  unknown_status: 'its status is not one that a loader gives for an update',
  ids_disagree: 'its columns name two accounts',
  contradictory: 'the files say both that it was done and that it failed',
  done_before: 'it failed, but an earlier file said that it was done',
}

/** What to do about the failures that loaders report most often. */
const REMEDIES: ReadonlyArray<readonly [said: RegExp, remedy: string]> = [
  [/UNABLE_TO_LOCK_ROW/i, 'someone was changing the account at that moment: load the retry file'],
  [
    /INACTIVE_OWNER|inactive user|OP_WITH_INVALID_USER_TYPE/i,
    'the new owner is no longer active: import the users again and make a new plan',
  ],
  [
    /INSUFFICIENT_ACCESS|TRANSFER_REQUIRES_READ|NO_ACCESS/i,
    'the user who loads it may not transfer these accounts: ask the Salesforce administrator',
  ],
  [
    /ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY|MALFORMED_ID/i,
    'the account or the user no longer exists: import both exports again and make a new plan',
  ],
  [
    /FIELD_CUSTOM_VALIDATION|FIELD_INTEGRITY|RESTRICTED_PICKLIST/i,
    'Salesforce has a rule against this value: correct the account there, then load the retry file',
  ],
]

/** What to do about a failure; null where the message of the loader is unknown. */
export function remedyOf(said: string): string | null {
  return REMEDIES.find(([pattern]) => pattern.test(said))?.[1] ?? null
}

/** What became of a change. */
export const FOUND: Readonly<Record<VerifiedChange['found'], string>> = {
  landed: 'landed',
  overwritten: 'overwritten',
  open: 'still open',
  not_seen: 'not seen since',
  gone: 'no longer a partner',
  unclear: 'unclear',
  superseded: 'in a later plan',
}
