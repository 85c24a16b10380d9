/** Brings together the rows of the other sources that are a partner's, for one partner and for all; both ways must find the same. */

import type { Kind } from '../records/kind.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { certificationDashboard, type DashboardRow } from '../records/kinds/certification-dashboard.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import type { Candidate, CandidateReason } from '../rules/verdict.ts'
import type { PartnerRows, PeopleCount, RecordReader, RejectedRow, Stored } from '../store/store.ts'
import type { EveryReader } from './every/reader.ts'
import { isNewer, type NewestReject, newest } from './facts.ts'
import type { SpellingLookup } from './linking/linked-names.ts'
import { type NamedPartner, type NamedRow, type NameIndex, partnersOf, type Unlinked, type WhyUnlinked } from './linking/links.ts'
import { readLinked } from './linking/read-linked.ts'
import type { Partner } from './partner.ts'

/** What gathering evidence needs of the store. */
export interface EvidenceReader extends SpellingLookup, EveryReader {
  dashboardRows(of?: PartnerRows): Promise<Stored<DashboardRow>[]>
  records: RecordReader['records']
  rejectedRows(kind: Kind, of?: PartnerRows): Promise<RejectedRow[]>
  countPeople: RecordReader['countPeople']
  wasImported(kind: Kind): Promise<boolean>
  newestImports: RecordReader['newestImports']
}

/** Which evidence a rule asks for. */
export interface Wanted {
  /** Fields of a portal user that show a credential, by the name it is counted under. */
  holding: Readonly<Record<string, readonly string[]>>
  /** Whether to find the line of the first person who holds each. */
  lines: boolean
  /** Further kinds of rows to read. */
  kinds: readonly Kind[]
}

/** A row, or people counted, that may be a partner's: not linked to it, and why not. */
export interface Unsure<R> {
  row: R
  name: string | null
  accountId: string | null
  why: CandidateReason
  /** The other partners that it may be of, by name and id. */
  of: readonly string[]
}

/** The rows of one partner in the other sources. */
export interface PartnerData {
  dashboard: Stored<DashboardRow>[]
  unsureDashboard: Unsure<Stored<DashboardRow>>[]
  setAside: Record<'accounts' | 'dashboard' | 'users', RejectedRow[]>
  people: PeopleCount[]
  unsurePeople: Unsure<PeopleCount>[]
  /** Rows of the further kinds, by kind. */
  others: ReadonlyMap<string, OtherRows<Record<string, unknown>>>
}

/** The partner's own rows of a kind, those that may be its, and the rejected ones. */
interface OtherRows<R> {
  own: Stored<R>[]
  unsure: Unsure<Stored<R>>[]
  setAside: RejectedRow[]
}

/** A partner without any rows, to be filled. */
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

/** A row that may be a partner's, as a rule sees it. */
export function candidateOf({ name, accountId, why, of }: Omit<Unsure<unknown>, 'row'>): Omit<Candidate, 'counts'> {
  return { name, accountId, why, of }
}

/** The newest rejected row of the account since the account was last seen. */
export function rejectedAccountRow({ account }: Partner, data: PartnerData): NewestReject | null {
  return newest(data.setAside.accounts.filter((row) => isNewer(row, account.source)))
}

function labelOf({ id, name }: NamedPartner): string {
  return `${name} (${id})`
}

/** What was read of the other sources, before each row is linked to a partner. */
interface ReadRows {
  dashboard: readonly Stored<DashboardRow>[]
  people: readonly PeopleCount[]
  others: ReadonlyMap<Kind, readonly Stored<Record<string, unknown>>[]>
  setAside: ReadonlyMap<Kind, readonly RejectedRow[]>
}

async function readRows(store: EvidenceReader, { holding, lines, kinds }: Wanted, of: PartnerRows): Promise<ReadRows> {
  const [dashboard, people, others, setAside] = await Promise.all([
    store.dashboardRows(of),
    store.countPeople(holding, of, { lines }),
    byKind(kinds, (kind) => store.records(kind, of)),
    byKind([accounts, certificationDashboard, portalUsers, ...kinds], (kind) => store.rejectedRows(kind, of)),
  ])
  return { dashboard, people, others, setAside }
}

/** What is read of some kinds, asked for at once. */
async function byKind<R>(kinds: readonly Kind[], read: (kind: Kind) => Promise<R>): Promise<Map<Kind, R>> {
  return new Map(await Promise.all(kinds.map(async (kind) => [kind, await read(kind)] as const)))
}

/** A row of a kind as it names its partner. */
export function namedBy({ partnerName, partnerId }: Kind, record: Readonly<Record<string, unknown>>): NamedRow {
  const textOf = (field: string | null): string | null => (field === null ? null : ((record[field] as string | null) ?? null))
  return { name: textOf(partnerName), accountId: textOf(partnerId) }
}

/** A rejected row. An account's own row belongs to its id, whatever name it has now. */
function namedByReject(kind: Kind, { name, accountId }: RejectedRow): NamedRow {
  return kind.isPartner && accountId !== null ? { name: null, accountId } : { name, accountId }
}

function* namesIn({ dashboard, people, others, setAside }: ReadRows): Generator<NamedRow, void, void> {
  for (const { record } of dashboard) yield namedBy(certificationDashboard, record)
  yield* people
  for (const [kind, rows] of others) for (const { record } of rows) yield namedBy(kind, record)
  for (const [kind, rows] of setAside) for (const row of rows) yield namedByReject(kind, row)
}

/** Gives each row to the partner it belongs to, or to each of those it may belong to. */
class HandOut {
  readonly #index: NameIndex<Partner>
  readonly #dataOf: (partnerId: string) => PartnerData | undefined

  constructor(index: NameIndex<Partner>, dataOf: (partnerId: string) => PartnerData | undefined) {
    this.#index = index
    this.#dataOf = dataOf
  }

  all({ dashboard, people, others, setAside }: ReadRows): void {
    for (const row of dashboard) {
      const named = namedBy(certificationDashboard, row.record)
      this.#one(row, named, (data) => ({ own: data.dashboard, unsure: data.unsureDashboard }))
    }
    for (const count of people) this.#one(count, count, (data) => ({ own: data.people, unsure: data.unsurePeople }))
    for (const [kind, rows] of others) {
      for (const row of rows) this.#one(row, namedBy(kind, row.record), (data) => rowsOf<Record<string, unknown>>(data, kind))
    }
    for (const [kind, rows] of setAside) for (const row of rows) this.#rejected(kind, row)
  }

  #one<R>(row: R, named: NamedRow, listsOf: (data: PartnerData) => { own: R[]; unsure: Unsure<R>[] }): void {
    const link = this.#index.link(named)
    if (link.partner !== null) {
      const data = this.#dataOf(link.partner.id)
      if (data) listsOf(data).own.push(row)
      return
    }
    for (const { id } of mayBeOf(link)) {
      const data = this.#dataOf(id)
      if (data) listsOf(data).unsure.push(unsureOf(row, named, link, id))
    }
  }

  #rejected(kind: Kind, row: RejectedRow): void {
    for (const { id } of doubted(this.#index, kind, row)) {
      const data = this.#dataOf(id)
      if (data) rejectedOf(kind, data).push(row)
    }
  }
}

/** The partners that an unlinked row may be of; none where it is certainly not theirs. */
export function mayBeOf<P extends NamedPartner>(link: Unlinked<P>): readonly P[] {
  return CANDIDATE_WHY[link.why] === undefined ? [] : link.candidates
}

/** A row that may be of one of several partners, as that one sees it. */
export function unsureOf<R>(row: R, { name, accountId }: NamedRow, link: Unlinked<NamedPartner>, partnerId: string): Unsure<R> {
  const why = CANDIDATE_WHY[link.why]
  if (why === undefined) throw new Error(`nobody may own a row that is ${link.why}`)
  return { row, name, accountId, why, of: link.candidates.filter(({ id }) => id !== partnerId).map(labelOf) }
}

/** The partners that a rejected row casts doubt on: each that it may be of. */
export function doubted<P extends NamedPartner>(index: NameIndex<P>, kind: Kind, row: RejectedRow): readonly P[] {
  const link = index.link(namedByReject(kind, row))
  // Another company's row decides nothing, and one that could not be read decides no more than that.
  return 'why' in link && link.why === 'other_legal_form' ? [] : partnersOf(link)
}

/** Where the rejected rows of a kind belong. */
export function rejectedOf(kind: Kind, data: PartnerData): RejectedRow[] {
  if (kind.kind === accounts.kind) return data.setAside.accounts
  if (kind.kind === certificationDashboard.kind) return data.setAside.dashboard
  return kind.kind === portalUsers.kind ? data.setAside.users : rowsOf(data, kind).setAside
}

/** Why a row may be a partner's, in the words of a check; the rest is certainly not its. */
const CANDIDATE_WHY: Readonly<Partial<Record<WhyUnlinked, CandidateReason>>> = {
  several: 'ambiguous',
  other_legal_form: 'other_legal_form',
  contradicts_its_id: 'contradicts_its_id',
  former_name: 'former_name',
  unknown_id: 'unknown_id',
}

/** The rows of some partners, each by its own. */
export async function gatherSome(
  store: EvidenceReader,
  partners: readonly Partner[],
  wanted: Wanted,
): Promise<(partner: Partner) => PartnerData> {
  const { rows, index } = await readLinked(store, partners, (of) => readRows(store, wanted, of), namesIn)
  const data = new Map(partners.map(({ id }) => [id, noData(wanted)]))
  new HandOut(index, (id) => data.get(id)).all(rows)
  return ({ id }) => data.get(id) ?? noData(wanted)
}

/** The rows of one partner. */
export async function gatherOne(store: EvidenceReader, partner: Partner, wanted: Wanted): Promise<PartnerData> {
  return (await gatherSome(store, [partner], wanted))(partner)
}
