/**
 * Who should own a partner account, and who is the channel manager of an opportunity
 * (Partner Help Desk, Channel Manager Ownership in SFDC - Accounts and Opportunities).
 */

import { foldCode } from '../records/key.ts'
import { foldName } from '../records/name.ts'
import { isDamagedWord } from '../records/word.ts'
import type { Dated } from './policy.ts'
import type { Citation, Source } from './verdict.ts'

/** How the tables are read. */
export interface CamPolicy extends Dated {
  /** What the tables are called in their own column. */
  tables: Record<'amer' | 'apac' | 'emeaSelect' | 'emeaOpen' | 'usPubSec', string>
  /** The track whose US public sector accounts all have one manager. */
  usPubSecTrack: string
  /** The words for the tables by partner: of US public sector, and of others that go before a segment. */
  mappedByPartner: { usPubSec: readonly string[]; also: readonly string[] }
  /** States that are divided, by the first three digits of the ZIP code. */
  splits: ReadonlyArray<{ state: string; territory: string; from: number; to: number }>
  /** States whose names are taken for each other: a word may mean either. */
  sameWord: ReadonlyArray<readonly string[]>
  /** What the field `Public Sector Partner` holds. */
  publicSector: { yes: readonly string[]; no: readonly string[] }
  /** What stands instead of a manager where the territory decides. */
  lookAtTerritory: readonly string[]
  /** More changes than this are exported only when it is said. */
  mostChanges: number
  handbook: Record<'accounts' | 'change' | 'territories' | 'opportunities', Citation>
}

/** Where a row stands; a table that was never imported is the one that came with phd, and has no import. */
export type Evidence = Omit<Source, 'importId'> & { importId: number | null }

/** A row of a table: whose a territory, a segment or a partner is. */
export interface ManagerRow {
  /** The table, as it is called in its own column. */
  table: string
  /** What the row is for, as it stands there. */
  of: string
  /** Null where nobody is. */
  manager: string | null
  source: Evidence
  /** A newer row of the same, which had to be set aside. */
  doubt: { file: string; line: number } | null
  /** Whether its partner's name fits others too, so that nobody can know whose it is. */
  shared: boolean
}

/** The groups a country belongs to. */
export interface CountryGroups {
  apac: string | null
  emeaSelect: string | null
  emeaOpen: string | null
  /** Why it was put there, or stands in no group. */
  basis: string | null
  source: Evidence
  /** A newer row of the country, which had to be set aside. */
  doubt: { file: string; line: number } | null
}

/** The tables, ready to be looked up in. */
export interface CamTables {
  /** Rows for accounts of a table, for a state (by its code) or a group of countries. */
  ofTerritory(table: string, territory: string): readonly ManagerRow[]
  /** Whether a table has any row. */
  has(table: string): boolean
  /** What is said of a country (by its code): one row, unless it stands there twice. */
  groupsOf(country: string): readonly CountryGroups[]
  /** Rows of the tables by partner. */
  ofPartner(partner: PartnerName): readonly ManagerRow[]
  /** Rows for opportunities; null where the table was never imported. */
  ofSegment(segment: string): readonly ManagerRow[] | null
  ofSalesTerritory(territory: string): readonly ManagerRow[] | null
  /** Whether the tables by partner were ever imported. */
  knowsPartners: boolean
}

export interface PartnerName {
  id: string | null
  name: string
}

/** A place as the record has it, and its code where the text names one. */
export interface PlaceText {
  text: string | null
  code: string | null
}

/** What of an account decides who owns it. */
export interface AccountFacts {
  id: string
  name: string
  track: string | null
  publicSector: string | null
  country: PlaceText
  state: PlaceText
  zip: AddressPart
  city: AddressPart
}

/** A part of an address as the record has it, and the states it may lie in; null where that cannot be told from it. */
export interface AddressPart {
  text: string | null
  states: readonly string[] | null
}

export type Region = 'AMER' | 'APAC' | 'EMEA' | 'US-PubSec'
export const REGIONS: readonly Region[] = ['AMER', 'APAC', 'EMEA', 'US-PubSec']

/** Why something is so: a code, and the facts for its sentence. */
export interface Reason {
  code: string
  facts: Readonly<Record<string, string | null>>
}

type OwnershipDecision = 'assigned' | 'unmapped' | 'conflict' | 'needs_review'

/** Who should own something, by which row. */
export interface Ownership {
  decision: OwnershipDecision
  /** The manager's name as the row has it; null unless assigned. */
  manager: string | null
  via: { mapping: string; territory: string | null; rule: string } | null
  region: Region | null
  /** Why nobody may go by it before a person has looked: the record contradicts itself. */
  hold: Reason | null
  /** Why it is not assigned; where it is, what else is to be known. */
  reasons: readonly Reason[]
  /** The rows it rests on. */
  rows: ReadonlyArray<{ row: ManagerRow | null; groups: CountryGroups | null }>
}

/** Who should own an account, by its table. */
export function accountOwnership(account: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const byTable = byPlace(account, tables, policy)
  if (byTable.decision !== 'assigned' || byTable.region === 'US-PubSec') return byTable
  const others = tables.ofPartner(account).filter((row) => isOneOf(row.table, policy.mappedByPartner.also))
  const other = others.find(({ manager }) => manager !== null && !isSameName(manager, byTable.manager ?? ''))
  if (!other) return byTable
  const facts = { manager: other.manager, table: other.table, territory: byTable.manager, rule: byTable.via?.rule ?? null }
  return {
    ...byTable,
    decision: 'conflict',
    manager: null,
    reasons: [{ code: 'mapped_by_partner_too', facts }],
    rows: [...byTable.rows, { row: other, groups: null }],
  }
}

function byPlace(account: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const { country, track } = account
  const flag = publicSectorFlag(account.publicSector, policy)
  if (country.code === null) return open('needs_review', null, placeReason('country', country))
  const isUs = country.code === 'US'
  if (flag === 'yes') {
    return isUs
      ? publicSector(account, tables, policy)
      : open('needs_review', null, reason('public_sector_abroad', { country: country.text }))
  }
  if (isUs && flag === 'unknown')
    return open('needs_review', 'AMER', reason('public_sector_unknown', { value: account.publicSector }))
  if (isUs) return byState(account, tables, policy)
  const [groups, again] = tables.groupsOf(country.code)
  if (!groups) return open('unmapped', null, reason('country_not_listed', { country: country.text }))
  if (again) return open('conflict', null, reason('country_twice', { country: country.text }))
  if (groups.doubt) {
    const { file, line } = groups.doubt
    return open(
      'needs_review',
      null,
      reason('row_set_aside', { file, line: String(line), row: `countries: ${country.text}` }),
      groups,
    )
  }
  const isEmea = groups.emeaSelect !== null || groups.emeaOpen !== null
  if (groups.apac !== null && isEmea) return open('conflict', null, reason('country_in_two_regions', { country: country.text }))
  if (groups.apac !== null) return byGroup(policy.tables.apac, groups.apac, 'APAC', groups)
  if (!isEmea) {
    return open('unmapped', null, reason('nobody_for_country', { country: country.text, basis: groups.basis }), groups)
  }
  const folded = foldCode(track ?? '')
  if (folded !== 'open' && folded !== 'select') return open('needs_review', 'EMEA', reason('track_neither', { track }), groups)
  const [table, group] =
    folded === 'open' ? [policy.tables.emeaOpen, groups.emeaOpen] : [policy.tables.emeaSelect, groups.emeaSelect]
  if (group === null) return open('unmapped', 'EMEA', reason('nobody_for_track', { table, country: country.text }), groups)
  return byGroup(table, group, 'EMEA', groups)

  function byGroup(name: string, group: string, region: Region, row: CountryGroups): Ownership {
    return fromRows(tables.ofTerritory(name, group), tables.has(name), { table: name, territory: group, region, groups: row })
  }
}

function publicSector(account: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const name = policy.tables.usPubSec
  const region: Region = 'US-PubSec'
  const isOpen = foldCode(account.track ?? '') === foldCode(policy.usPubSecTrack)
  const territory = isOpen ? `US PubSec ${policy.usPubSecTrack}` : 'US PubSec'
  if (isOpen)
    return fromRows(tables.ofTerritory(name, policy.usPubSecTrack), tables.has(name), { table: name, territory, region })
  const rows = tables.ofPartner(account).filter((row) => isOneOf(row.table, policy.mappedByPartner.usPubSec))
  // A damaged track may be the one whose accounts all have one manager.
  if (rows.length > 0 && !isDamagedWord(account.track)) return fromRows(rows, true, { table: name, territory, region })
  return open('needs_review', region, reason('public_sector_by_partner', { track: account.track, partner: account.name }))
}

/** The first three digits of a ZIP code of the United States; null where it is none. */
function zipPrefix(zip: string): number | null {
  const digits = /^(\d{3})\d{2}(?:[- ]?\d{4})?$/.exec(zip.trim())?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * By the state, unless the address contradicts it. Where the word for the state means another one too, as "Washington" does, nobody can
 * tell whose the account is; else the state says so, and a person looks before anything is done by it.
 */
function byState(account: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const found = byStateAlone(account, tables, policy)
  const { state } = account
  const contradiction = contradictionOf(account)
  if (state.code === null || found.decision === 'needs_review' || !contradiction) return found
  const isSameWord = policy.sameWord.some(
    (own) => own.includes(state.code ?? '') && own.some((other) => other !== state.code && contradiction.states.includes(other)),
  )
  if (found.decision === 'assigned' && !isSameWord) return { ...found, hold: contradiction.why }
  const reasons = found.decision === 'assigned' ? [] : found.reasons
  return { ...open('needs_review', 'AMER', contradiction.why), reasons: [contradiction.why, ...reasons], rows: found.rows }
}

/** What of the address lies in other states than the account's, and why that is known. */
function contradictionOf({ state, zip, city }: AccountFacts): { states: readonly string[]; why: Reason } | null {
  if (state.code === null) return null
  const facts = { state: state.text, zip: zip.text, city: city.text }
  if (/\d/.test(zip.text ?? '')) {
    if (zip.states === null) return { states: [], why: reason('zip_not_read', facts) }
    if (zip.states.length === 0) return { states: [], why: reason('zip_of_no_state', facts) }
    if (!zip.states.includes(state.code))
      return { states: zip.states, why: reason('zip_contradicts_state', { ...facts, lies: zip.states.join(' or ') }) }
  }
  if (city.states === null || city.states.includes(state.code)) return null
  return { states: city.states, why: reason('city_contradicts_state', facts) }
}

function byStateAlone({ state, zip: { text: zip } }: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const table = policy.tables.amer
  if (state.code === null) return open('needs_review', 'AMER', placeReason('state', state))
  const whole = tables.ofTerritory(table, state.code)
  const parts = policy.splits.filter((split) => split.state === state.code)
  const isDivided = parts.some(({ territory }) => tables.ofTerritory(table, territory).length > 0)
  if (!isDivided) return fromRows(whole, tables.has(table), { table, territory: state.code, region: 'AMER' })
  const facts = { state: state.text, zip }
  if (!zip?.trim()) return open('needs_review', 'AMER', reason('zip_blank', facts))
  const prefix = zipPrefix(zip)
  if (prefix === null) return open('needs_review', 'AMER', reason('zip_unreadable', facts))
  const part = parts.find(({ from, to }) => from <= prefix && prefix <= to)
  if (!part) return open('needs_review', 'AMER', reason('zip_of_another_state', facts))
  const rows = [...whole, ...tables.ofTerritory(table, part.territory)]
  return fromRows(rows, true, { table, territory: part.territory, region: 'AMER' })
}

/** What the rows found say together. */
function fromRows(
  rows: readonly ManagerRow[],
  isKnown: boolean,
  {
    table,
    territory,
    region,
    groups = null,
  }: { table: string; territory: string; region: Region | null; groups?: CountryGroups | null },
): Ownership {
  const [first] = rows
  if (!first) {
    return isKnown
      ? open('unmapped', region, reason('nobody_for_territory', { table, territory }), groups)
      : open('needs_review', region, reason('table_missing', { table }), groups)
  }
  const evidence = rows.map((row) => ({ row, groups }))
  const shared = rows.find((row) => row.shared)
  if (shared) {
    const facts = { rule: `${shared.table}: ${shared.of}`, file: shared.source.file, line: String(shared.source.line) }
    return { ...open('needs_review', region, reason('partner_row_shared', facts)), rows: evidence }
  }
  if (new Set(rows.length > 1 ? rows.map(({ manager }) => foldName(manager ?? '').folded) : []).size > 1) {
    const facts = { rows: rows.map(({ of, manager }) => `${of}: ${manager ?? 'nobody'}`).join('; '), table }
    return { ...open('conflict', region, reason('rows_disagree', facts)), rows: evidence }
  }
  const doubted = rows.find(({ doubt }) => doubt)
  if (doubted?.doubt) {
    const { file, line } = doubted.doubt
    return {
      ...open('needs_review', region, reason('row_set_aside', { file, line: String(line), row: `${first.table}: ${first.of}` })),
      rows: evidence,
    }
  }
  if (first.manager === null) {
    return { ...open('unmapped', region, reason('nobody_for_territory', { table, territory: first.of })), rows: evidence }
  }
  return {
    decision: 'assigned',
    manager: first.manager,
    via: {
      mapping: foldCode(first.table),
      territory: isGroup(region) ? first.of : territory,
      rule: `${first.table}: ${first.of}`,
    },
    region,
    hold: null,
    reasons: [],
    rows: evidence,
  }
}

/** Regions whose territories are groups of countries, named as their table names them. */
function isGroup(region: Region | null): boolean {
  return region === 'APAC' || region === 'EMEA'
}

/** What of an opportunity decides who its channel manager is. */
export interface OpportunityFacts {
  segment: string | null
  territory: string | null
  publicSector: boolean | null
  /** The partners it names, and the account of each; null where none, or more than one, is called so. */
  partners: ReadonlyArray<{ name: string; account: AccountFacts | null }>
}

/** Who the channel manager of an opportunity is: by its partner, else by segment, then by territory. */
export function opportunityOwnership(opportunity: OpportunityFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const byPartner = mappedByPartner(opportunity, tables, policy)
  if (byPartner) return byPartner
  const unknown = opportunity.partners.find(({ account }) => account === null)
  if (unknown) return open('needs_review', null, reason('opportunity_partner_unknown', { partner: unknown.name }))
  if (opportunity.publicSector === true) return open('needs_review', null, reason('opportunity_public_sector', {}))
  const found = bySegment(opportunity, tables, policy)
  const partner = opportunity.partners[0]?.name
  if (tables.knowsPartners || partner === undefined) return found
  return { ...found, reasons: [...found.reasons, reason('partner_tables_missing', { partner })] }
}

/** By the tables of partners, where one of the opportunity's stands there, or is a US public sector partner. */
function mappedByPartner({ partners }: OpportunityFacts, tables: CamTables, policy: CamPolicy): Ownership | null {
  const words = [...policy.mappedByPartner.usPubSec, ...policy.mappedByPartner.also]
  const found = partners.flatMap(({ name, account }): Ownership[] => {
    const isPubSec = account?.country.code === 'US' && publicSectorFlag(account.publicSector, policy) === 'yes'
    if (account && isPubSec) return [publicSector(account, tables, policy)]
    const rows = tables.ofPartner(account ?? { id: null, name }).filter((row) => isOneOf(row.table, words))
    return rows.length === 0 ? [] : [fromRows(rows, true, { table: rows[0]?.table ?? '', territory: name, region: null })]
  })
  const [first, ...others] = found
  if (!first) return null
  const other = others.find(
    ({ manager, decision }) => decision !== first.decision || !isSameName(manager ?? '', first.manager ?? ''),
  )
  if (!other) return { ...first, region: null }
  const facts = {
    rows: [first, other].map(({ via, manager }) => `${via?.rule ?? 'by partner'}: ${manager ?? 'nobody'}`).join('; '),
    table: null,
  }
  return { ...open('conflict', null, reason('rows_disagree', facts)), rows: [...first.rows, ...other.rows] }
}

function bySegment({ segment, territory }: OpportunityFacts, tables: CamTables, policy: CamPolicy): Ownership {
  if (!segment?.trim()) return open('needs_review', null, reason('segment_blank', {}))
  const rows = tables.ofSegment(segment)
  if (rows === null) return open('needs_review', null, reason('segment_table_missing', { segment }))
  const [first] = rows
  if (!first) return open('unmapped', null, reason('segment_unknown', { segment }))
  if (first.manager === null || !isOneOf(first.manager, policy.lookAtTerritory))
    return named(first, segment, first.doubt, 'segment')
  if (!territory?.trim()) return open('needs_review', null, reason('sales_territory_blank', { segment }))
  const second = tables.ofSalesTerritory(territory)
  if (second === null) return open('needs_review', null, reason('sales_territory_table_missing', { territory }))
  const [row] = second
  if (!row)
    return { ...open('unmapped', null, reason('sales_territory_unknown', { territory })), rows: [{ row: first, groups: null }] }
  const result = named(row, territory, first.doubt ?? row.doubt, 'territory')
  return { ...result, rows: [{ row: first, groups: null }, ...result.rows] }
}

function named(row: ManagerRow, of: string, doubt: ManagerRow['doubt'], mapping: 'segment' | 'territory'): Ownership {
  const found = fromRows([{ ...row, doubt }], true, { table: row.table, territory: of, region: null })
  return found.via ? { ...found, via: { ...found.via, mapping: `opportunity-${mapping}`, territory: row.of } } : found
}

/** What the field `Public Sector Partner` says; anything but its two words is unknown. */
export function publicSectorFlag(value: string | null, { publicSector }: CamPolicy): 'yes' | 'no' | 'unknown' {
  if (isOneOf(value ?? '', publicSector.yes)) return 'yes'
  return isOneOf(value ?? '', publicSector.no) ? 'no' : 'unknown'
}

function isOneOf(text: string, words: readonly string[]): boolean {
  const folded = foldedWords.get(words) ?? new Set(words.map(foldCode))
  foldedWords.set(words, folded)
  return folded.has(foldCode(text.replace(/\.\s*$/, '')))
}

/** The few words of a policy, folded once for many accounts. */
const foldedWords = new WeakMap<readonly string[], Set<string>>()

/** Whether two names are one person's, however they are spelled. */
export function isSameName(a: string, b: string): boolean {
  return foldName(a).folded === foldName(b).folded
}

function reason(code: string, facts: Reason['facts']): Reason {
  return { code, facts }
}

function placeReason(what: 'country' | 'state', { text }: PlaceText): Reason {
  return reason(text?.trim() ? `${what}_unknown` : `${what}_blank`, { [what]: text })
}

function open(
  decision: Exclude<OwnershipDecision, 'assigned'>,
  region: Region | null,
  why: Reason,
  groups: CountryGroups | null = null,
): Ownership {
  return { decision, manager: null, via: null, region, hold: null, reasons: [why], rows: groups ? [{ row: null, groups }] : [] }
}
