/** Brings together the rows of the other sources that are a partner's, for one partner and for all; both ways must find the same. */

import type { Kind } from '../records/kind.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { certificationDashboard, type DashboardRow, regionOfKey } from '../records/kinds/certification-dashboard.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { isLater } from '../records/seen-by.ts'
import type { PeopleGone } from '../rules/checks.ts'
import type { CountedPeople } from '../rules/trainings.ts'
import type { Candidate, CandidateReason, Fact, Source } from '../rules/verdict.ts'
import type { ImportEntry, PartnerRows, PeopleCount, RecordReader, RowSetAside, Stored } from '../store/store.ts'
import { indexFor, type SpellingLookup, spellingsOf, wholeIndex } from './linked-names.ts'
import { type NamedRow, type NameIndex, partnersOf, type WhyUnlinked } from './links.ts'
import type { Partner } from './partner.ts'

/** What gathering evidence needs of the store. */
export interface EvidenceReader extends SpellingLookup {
  dashboardRows(of?: PartnerRows): Promise<Stored<DashboardRow>[]>
  records: RecordReader['records']
  rowsSetAside(kind: Kind, of?: PartnerRows): Promise<RowSetAside[]>
  countPeople: RecordReader['countPeople']
  wasImported(kind: Kind): Promise<boolean>
  newestImports(): Promise<ImportEntry[]>
}

/** Which evidence a rule asks for. */
export interface Wanted {
  /** Fields of a portal user that show a credential, by the name it is counted under. */
  holding: Readonly<Record<string, readonly string[]>>
  /** Whether to find the line of the first person who holds each. */
  lines: boolean
  /** Further kinds whose rows are asked for. */
  kinds: readonly Kind[]
}

/** A row, or people counted, that may be a partner's: not linked to it, and why not. */
export interface Unsure<R> {
  row: R
  name: string | null
  accountId: string | null
  why: CandidateReason
  /** The partners besides this one that it may be of, by name and id. */
  of: readonly string[]
}

/** The rows of one partner in the other sources. */
export interface PartnerData {
  dashboard: Stored<DashboardRow>[]
  unsureDashboard: Unsure<Stored<DashboardRow>>[]
  setAside: Record<'accounts' | 'dashboard' | 'users', RowSetAside[]>
  people: PeopleCount[]
  unsurePeople: Unsure<PeopleCount>[]
  /** Rows of the further kinds, by kind. */
  others: ReadonlyMap<string, OtherRows<Record<string, unknown>>>
}

/** The partner's own rows of a kind, those that may be its, and those set aside. */
interface OtherRows<R> {
  own: Stored<R>[]
  unsure: Unsure<Stored<R>>[]
  setAside: RowSetAside[]
}

function noData({ kinds }: Wanted): PartnerData {
  return {
    dashboard: [],
    unsureDashboard: [],
    setAside: { accounts: [], dashboard: [], users: [] },
    people: [],
    unsurePeople: [],
    others: new Map(kinds.map(({ kind }) => [kind, { own: [], unsure: [], setAside: [] }])),
  }
}

/** Rows of a further kind, as the type its declaration gives them. */
export function rowsOf<R>({ others }: PartnerData, { kind }: Kind): OtherRows<R> {
  const rows = others.get(kind)
  if (!rows) throw new Error(`${kind} was not asked for`)
  return rows as unknown as OtherRows<R>
}

/** A value with the place it stands in. */
export function fact<T>(stored: Stored<object>, field: string, value: T): Fact<T> {
  return { value, source: sourceOf(stored, field), doubt: stored.doubt }
}

/** The place of a row, or of one of its fields. */
export function sourceOf(
  { source: { kind, importId, file, line, headings, extraHeadings, ...seen } }: Stored<object>,
  field?: string,
): Source {
  return { kind, importId, file, line, column: field === undefined ? null : (headings[field] ?? null), ...seen }
}

/** A fact only where the file that the record was last seen in has the column: what an earlier one said there may be true no more. */
export function factIfThere<T>(stored: Stored<object>, field: string, value: T): Fact<T> | null {
  return field in stored.source.headings ? fact(stored, field, value) : null
}

/** A mark that warns: also one that only an earlier file had. */
export function markIfThere<T>(stored: Stored<object>, field: string, value: T): Fact<T> | null {
  return field in stored.source.headings || value !== null ? fact(stored, field, value) : null
}

/** The rows of the dashboard that decide, and what is to be known of the others; both rules see the dashboard the same way. */
export interface DashboardView {
  rows: Stored<DashboardRow>[]
  setAside: { file: string; line: number; lastSeenAt: string } | null
  /** Rows that may be the partner's. */
  candidates: (Candidate & { row: Stored<DashboardRow> })[]
}

export function dashboardView({
  dashboard,
  unsureDashboard,
  setAside,
}: Pick<PartnerData, 'dashboard' | 'unsureDashboard' | 'setAside'>): DashboardView {
  const newestOf = newestByRegion(dashboard)
  const rows = dashboard.filter((row) => !isReplaced(row, newestOf))
  return {
    rows,
    setAside: newest(setAside.dashboard.filter((row) => !isCorrected(row, dashboard))),
    candidates: unsureDashboard.map(({ row, ...unsure }) => ({
      ...candidateOf(unsure),
      row,
      // A row that a newer one of the partner's own replaced says nothing any more; of another company's name, none of the same file does.
      counts:
        !row.source.gone &&
        rows.every(({ source }) =>
          unsure.why === 'contradicts_its_id' ? !isNewer(source, row.source) : isNewer(row.source, source),
        ),
    })),
  }
}

function candidateOf({ name, accountId, why, of }: Omit<Unsure<unknown>, 'row'>): Omit<Candidate, 'counts'> {
  return { name, accountId, why, of }
}

/** The newest row of the account that had to be set aside since the account was last seen. */
export function accountSetAside({ account }: Partner, data: PartnerData): DashboardView['setAside'] {
  return newest(data.setAside.accounts.filter((row) => isNewer(row, account.source)))
}

/** People counted, all spellings together. */
export interface PeopleView extends CountedPeople {
  file: string
  lastSeenAt: string
  /** The newest list, where it lacks all of them; and those whom it lacks beside others, who are not counted. */
  gone: Stored<unknown>['source']['gone']
  left: PeopleGone | null
  /** Without those seen longest ago; null where all were seen at one time. */
  fresher: PeopleView | null
}

/** The people who are listed, without those seen longest ago. */
export function seenSince(people: readonly PeopleCount[]): PeopleCount[] {
  const listed = people.filter(({ source }) => !source.gone)
  const oldest = listed.map(({ source }) => source.lastSeenAt).sort()[0] ?? ''
  return listed.filter(({ source }) => source.lastSeenAt > oldest)
}

/** The people of a partner, all spellings together; null where no users were imported for it. */
export function peopleOf({ people }: Pick<PartnerData, 'people'>): PeopleView | null {
  return together(people)
}

/** The people who may be a partner's; null where there are none. */
export function unsurePeopleOf({ unsurePeople }: PartnerData): (PeopleView & { candidates: Omit<Candidate, 'counts'>[] }) | null {
  const listed = unsurePeople.filter(({ row }) => !row.source.gone)
  const view = together(listed.map(({ row }) => row))
  return view && { ...view, candidates: listed.map(({ row, ...unsure }) => candidateOf(unsure)) }
}

function together(people: readonly PeopleCount[]): PeopleView | null {
  const left = people.filter(({ source }) => source.gone)
  // Who left the newest list is not counted; where all did, nothing else is known.
  const listed = left.length < people.length ? people.filter(({ source }) => !source.gone) : people
  const [first] = listed
  if (!first) return null
  const holdingOf = (some: readonly PeopleCount[]): Record<string, number> =>
    Object.fromEntries(Object.keys(first.holding).map((id) => [id, sum(some.map(({ holding }) => holding[id] ?? 0))]))
  const [leaver] = left
  return {
    holding: holdingOf(listed),
    inactive: Object.fromEntries(
      Object.keys(first.holding).map((id) => [id, sum(listed.map(({ inactive }) => inactive[id] ?? 0))]),
    ),
    file: first.source.file,
    lastSeenAt: listed.map(({ source }) => source.lastSeenAt).reduce((a, b) => (a < b ? a : b)),
    gone: first.source.gone,
    fresher: together(seenSince(people)),
    left: leaver?.source.gone
      ? { people: sum(left.map(({ people: count }) => count)), holding: holdingOf(left), file: leaver.source.gone.file }
      : null,
  }
}

/** The counts of a row of the dashboard, by column; null where its file has no such column. */
export function countsOf({ record, source: { headings } }: Stored<DashboardRow>): Record<string, number | null> {
  const { salesCore, salesPro, saCore, pse } = record
  const counts = Object.entries({ salesCore, salesPro, saCore, pse })
  return Object.fromEntries(counts.map(([field, count]) => [field, field in headings ? count : null]))
}

/** The source of the newest row of each region that the newest list still has. */
function newestByRegion(rows: readonly Stored<DashboardRow>[]): Map<string, Dated> {
  const newestOf = new Map<string, Dated>()
  for (const row of rows) {
    const known = newestOf.get(regionOf(row))
    if (!row.source.gone && (!known || isNewer(row.source, known))) newestOf.set(regionOf(row), row.source)
  }
  return newestOf
}

/** Whether a newer file has the partner's row of the region under another name or id. */
function isReplaced(row: Stored<DashboardRow>, newestOf: ReadonlyMap<string, Dated>): boolean {
  const newest = newestOf.get(regionOf(row))
  return newest !== undefined && isNewer(newest, row.source)
}

/** Whether a newer file has what the row that was set aside should have said; where its record is not known, any row of the partner. */
function isCorrected(setAside: RowSetAside, rows: readonly Stored<DashboardRow>[]): boolean {
  const { key } = setAside
  return rows.some((row) => isNewer(row.source, setAside) && (key === null || regionOfKey(key) === regionOf(row)))
}

function regionOf({ record }: Stored<DashboardRow>): string {
  return regionOfKey(certificationDashboard.key(record) ?? '')
}

/** The newest of the rows set aside, as a rule sees it. */
export function newest(rows: readonly RowSetAside[]): DashboardView['setAside'] {
  const [row] = [...rows].sort((a, b) => (isNewer(a, b) ? -1 : isNewer(b, a) ? 1 : a.line - b.line))
  return row ? { file: row.file, line: row.line, lastSeenAt: row.lastSeenAt } : null
}

/** Whether rows were seen later than others (see isLater); where neither was, the import that came later has the newer ones. */
export function isNewer(one: Dated, other: Dated): boolean {
  if (isLater(one.lastSeenAt, other.lastSeenAt)) return true
  return !isLater(other.lastSeenAt, one.lastSeenAt) && one.importId > other.importId
}

type Dated = Pick<RowSetAside, 'importId' | 'lastSeenAt'>

function labelOf({ id, name }: Partner): string {
  return `${name} (${id})`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** What was read of the other sources, before it is told whose it is. */
interface ReadRows {
  dashboard: readonly Stored<DashboardRow>[]
  people: readonly PeopleCount[]
  others: ReadonlyMap<Kind, readonly Stored<Record<string, unknown>>[]>
  setAside: ReadonlyMap<Kind, readonly RowSetAside[]>
}

async function readRows(store: EvidenceReader, { holding, lines, kinds }: Wanted, of?: PartnerRows): Promise<ReadRows> {
  const others = new Map<Kind, Stored<Record<string, unknown>>[]>()
  const setAside = new Map<Kind, RowSetAside[]>()
  for (const kind of kinds) others.set(kind, await store.records(kind, of))
  for (const kind of [accounts, certificationDashboard, portalUsers, ...kinds])
    setAside.set(kind, await store.rowsSetAside(kind, of))
  return {
    dashboard: await store.dashboardRows(of),
    people: await store.countPeople(holding, of, { lines }),
    others,
    setAside,
  }
}

/** A row of a kind as it names its partner. */
function namedBy({ partnerName, partnerId }: Kind, record: Readonly<Record<string, unknown>>): NamedRow {
  const textOf = (field: string | null): string | null => (field === null ? null : ((record[field] as string | null) ?? null))
  return { name: textOf(partnerName), accountId: textOf(partnerId) }
}

/** A row that was set aside. An account's own row is of its id, whatever name it says now. */
function namedAside(kind: Kind, { name, accountId }: RowSetAside): NamedRow {
  return kind.isPartner && accountId !== null ? { name: null, accountId } : { name, accountId }
}

function* namesIn({ dashboard, people, others, setAside }: ReadRows): Generator<NamedRow, void, void> {
  for (const { record } of dashboard) yield namedBy(certificationDashboard, record)
  yield* people
  for (const [kind, rows] of others) for (const { record } of rows) yield namedBy(kind, record)
  for (const [kind, rows] of setAside) for (const row of rows) yield namedAside(kind, row)
}

/** Hands each row to the partner it is of, or to each of those it may be of; a row set aside casts its doubt on each of them. */
function handOut(rows: ReadRows, index: NameIndex<Partner>, dataOf: (partnerId: string) => PartnerData | undefined): void {
  const hand = <R>(
    row: R,
    named: NamedRow,
    own: (data: PartnerData) => R[],
    unsure: (data: PartnerData) => Unsure<R>[],
  ): void => {
    const link = index.link(named)
    if (link.partner !== null) {
      const data = dataOf(link.partner.id)
      if (data) own(data).push(row)
      return
    }
    const why = CANDIDATE_WHY[link.why]
    if (why === undefined) return
    for (const { id } of link.candidates) {
      const data = dataOf(id)
      const of = link.candidates.filter((rival) => rival.id !== id).map(labelOf)
      if (data) unsure(data).push({ row, name: named.name, accountId: named.accountId, why, of })
    }
  }
  for (const row of rows.dashboard) {
    hand(
      row,
      namedBy(certificationDashboard, row.record),
      (data) => data.dashboard,
      (data) => data.unsureDashboard,
    )
  }
  for (const count of rows.people) {
    hand(
      count,
      count,
      (data) => data.people,
      (data) => data.unsurePeople,
    )
  }
  const ofKind = ({ kind }: Kind, { others }: PartnerData): OtherRows<Record<string, unknown>> => {
    const found = others.get(kind)
    if (!found) throw new Error(`${kind} was not asked for`)
    return found
  }
  for (const [kind, found] of rows.others) {
    for (const row of found) {
      hand(
        row,
        namedBy(kind, row.record),
        (data) => ofKind(kind, data).own,
        (data) => ofKind(kind, data).unsure,
      )
    }
  }
  for (const [kind, found] of rows.setAside) {
    for (const row of found) {
      const link = index.link(namedAside(kind, row))
      // Another company's row decides nothing, and one that could not be read decides no more than that.
      if (link.partner === null && link.why === 'other_legal_form') continue
      for (const { id } of partnersOf(link)) {
        const data = dataOf(id)
        if (data) setAsideOf(kind, data, ofKind).push(row)
      }
    }
  }
}

function setAsideOf(kind: Kind, data: PartnerData, ofKind: (kind: Kind, data: PartnerData) => OtherRows<unknown>): RowSetAside[] {
  if (kind.kind === accounts.kind) return data.setAside.accounts
  if (kind.kind === certificationDashboard.kind) return data.setAside.dashboard
  return kind.kind === portalUsers.kind ? data.setAside.users : ofKind(kind, data).setAside
}

/** Why a row may be a partner's, in the words of a check; the rest is certainly not its. */
const CANDIDATE_WHY: Readonly<Partial<Record<WhyUnlinked, CandidateReason>>> = {
  several: 'ambiguous',
  other_legal_form: 'other_legal_form',
  contradicts_its_id: 'contradicts_its_id',
  former_name: 'former_name',
  unknown_id: 'unknown_id',
}

/** The rows of one partner. */
export async function gatherOne(store: EvidenceReader, partner: Partner, wanted: Wanted): Promise<PartnerData> {
  const asked: PartnerRows = { names: await spellingsOf(store, partner), accountId: partner.id, whateverId: true }
  const rows = await readRows(store, wanted, asked)
  const data = noData(wanted)
  handOut(rows, await indexFor(store, namesIn(rows)), (id) => (id === partner.id ? data : undefined))
  return data
}

/** The rows of every partner, in order of name, then id; each source is read once. */
export async function* gatherAll(store: EvidenceReader, wanted: Wanted): AsyncGenerator<{ partner: Partner; data: PartnerData }> {
  const { index, partners } = await wholeIndex(store)
  const data = new Map<string, PartnerData>(partners.map(({ id }) => [id, noData(wanted)]))
  handOut(await readRows(store, wanted), index, (id) => data.get(id))
  const forms = await store.foldedNames(accounts)
  const sortKey = (name: string): string => forms.get(name)?.light ?? name
  const inOrder = partners.map((partner) => ({ partner, sort: sortKey(partner.name) }))
  inOrder.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : a.partner.id < b.partner.id ? -1 : 1))
  for (const { partner } of inOrder) {
    const found = data.get(partner.id)
    if (found) yield { partner, data: found }
  }
}
