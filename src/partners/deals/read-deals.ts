/** Deal registrations with all that is known of each, judged by the rules; each source is read once for all of them. */

import { PackedById } from '../../packed/packed-by-id.ts'
import { compareText } from '../../records/compare.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { daySeen } from '../../records/seen-by.ts'
import { type IsOld, olderThan } from '../../rules/checks.ts'
import { type DealRules, judgeDeal } from '../../rules/deals/judge.ts'
import { decidingWord, isApproved, programOf } from '../../rules/deals/status.ts'
import type { DealEvidence, DealPolicy, Entitlement, Rival, StatusSince } from '../../rules/deals/types.ts'
import type { Source } from '../../rules/verdict.ts'
import type { RecordReader, ValueSince } from '../../store/store.ts'
import { partnerIndex } from '../every/partner-index.ts'
import { sourceOf } from '../facts.ts'
import type { EvidenceReader } from '../gather.ts'
import type { NamedPartner, RowLink } from '../linking/links.ts'
import { type Deal, opportunityIdOf, recordOf } from './deal.ts'
import { entitlementsOf } from './entitlements.ts'
import { type OpportunityIndex, OpportunityReader } from './opportunities.ts'
import { type DealOrder, PackedDeals } from './packed-deals.ts'

type Row = Deal['row']

/** What reading registrations needs of the store. */
type DealReader = EvidenceReader & Pick<RecordReader, 'recordBatches' | 'recordsWithKeys' | 'valueSince' | 'wasImported'>

/** How registrations are read and judged. */
interface Reading extends DealRules {
  /** ISO 8601; evidence older than `maxAgeDays` decides nothing. */
  now: string
  maxAgeDays: number
  /** The day of a moment in the desk's zone. */
  dayOf(moment: string): string
  /** Skips whether each partner may register, for which the people of all partners are counted; days do not depend on it. */
  isDaysOnly?: boolean
}

/** So many rows that were kept are judged at a time. */
const BATCH = 500
/** So many rows are kept while the approved ones are looked for; more are read twice. */
const MOST_KEPT = 5_000

/** Which registrations are kept, and in which order; the others leave nothing in memory. */
export interface DealChoice<Key> {
  isKept?: ((deal: Deal, policy: DealPolicy) => boolean) | undefined
  order?: DealOrder<Key> | undefined
}

/** Every registration, judged, late ones first unless another order is given. */
export async function readDeals<Key = null>(
  store: DealReader,
  reading: Reading,
  { isKept = () => true, order }: DealChoice<Key> = {},
): Promise<PackedDeals<Key>> {
  const { policy, now, maxAgeDays } = reading
  const isOld = olderThan(now, maxAgeDays)
  const { index } = await partnerIndex(store)
  const opportunities = new OpportunityReader(store, policy, isOld)
  const linkOf = (row: Row): RowLink<NamedPartner> => index.link(namedBy(row))
  const rivals = new Rivals(policy)
  const partners = new Set<string>()
  const found = new PackedDeals<Key>(policy, (id) => index.withId(id), order ?? null)
  let kept: Row[] | null = []
  for await (const rows of store.recordBatches(dealRegistrations)) {
    const approved = rows.filter(({ record }) => isApproved(record, policy))
    // An id says by itself which opportunity it is.
    const named = await opportunities.of(approved.flatMap(({ record }) => (record.opportunityId === null ? [record] : [])))
    for (const row of approved) rivals.add(linkedRow(row, linkOf(row), named))
    if (!reading.isDaysOnly) for (const row of rows) partners.add(linkOf(row).partner?.id ?? '')
    kept = kept && kept.length + rows.length <= MOST_KEPT ? [...kept, ...rows] : null
  }
  if (kept?.length === 0) return found
  const entitlements = reading.isDaysOnly ? null : await entitlementsOf(store, policy, isOld, (id) => partners.has(id))
  for await (const rows of kept ? inBatches(kept) : store.recordBatches(dealRegistrations)) {
    const [known, since] = await Promise.all([
      opportunities.of(rows.map(({ record }) => record)),
      store.valueSince(dealRegistrations, 'status', rows.map(keyOf)),
    ])
    for (const row of rows) {
      const deal = judged(linkedRow(row, linkOf(row), known), { isOld, entitlements, rivals, since, reading })
      if (isKept(deal, policy)) found.add(deal)
    }
  }
  return found.sort()
}

function* inBatches(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH)
}

/** What every registration is judged with. */
interface Judging {
  isOld: IsOld
  /** By the partner's id; null: not asked for. */
  entitlements: PackedById<Entitlement> | null
  rivals: Rivals
  since: ReadonlyMap<string, ValueSince>
  reading: Reading
}

function judged(linked: Linked, { isOld, entitlements, rivals, since: all, reading }: Judging): Deal {
  const began = all.get(keyOf(linked.row))
  const since = began ? sinceOf(began, reading) : null
  const entitlement = linked.partner && (entitlements?.of(linked.partner.id)[0] ?? null)
  const evidence = evidenceOf(linked, { isOld, entitlement, rivals: rivals.of(linked), since })
  return { ...linked, entitlement, since, finding: judgeDeal(evidence, reading) }
}

type Linked = Omit<Deal, 'finding' | 'since' | 'entitlement'>

function namedBy({ record: { partner, partnerId } }: Row): { name: string | null; accountId: string | null } {
  return { name: partner, accountId: partnerId }
}

function linkedRow(row: Row, link: RowLink<NamedPartner>, opportunities: OpportunityIndex): Linked {
  const { record } = row
  const opportunity = opportunities.link(record)
  const known = opportunity.found === 'one' ? opportunities.get(opportunity.id) : null
  return {
    row,
    record: recordOf(row),
    partner: link.partner,
    unlinked: link.partner === null ? { why: link.why, candidates: link.candidates } : null,
    opportunity,
    opportunityName: known?.record.name ?? record.opportunity,
  }
}

function sinceOf({ importId, file, line, seenAt, before, importBefore }: ValueSince, { dayOf }: Reading): StatusSince {
  return {
    day: daySeen(seenAt, dayOf),
    file,
    line,
    importId,
    before: before && { status: before.value, day: daySeen(before.seenAt, dayOf) },
    importBefore: importBefore && daySeen(importBefore, dayOf),
  }
}

/** The field of the row that a field of the evidence is from. */
const FIELD: Readonly<Record<string, string>> = { opportunity: 'opportunityId' }

function placeIn(row: Row): (field: string) => Source {
  return (field) => {
    const from = FIELD[field]
    return sourceOf(row, from !== undefined && from in row.source.headings ? from : field)
  }
}

interface JudgedWith {
  isOld: IsOld
  entitlement: Entitlement | null
  rivals: DealEvidence['rivals']
  since: StatusSince | null
}

function evidenceOf(
  { row, record, unlinked, opportunity }: Linked,
  { isOld, entitlement, rivals, since }: JudgedWith,
): DealEvidence {
  return {
    record,
    place: placeIn(row),
    isOld: isOld(row.source),
    doubt: row.doubt,
    since,
    unlinked: unlinked && { named: row.record.partner ?? row.record.partnerId, why: unlinked.why },
    entitlement,
    opportunity,
    rivals,
  }
}

/** An approved registration, as the others on its opportunity need it. */
interface Approved {
  key: string
  program: ReturnType<typeof programOf>
  rival: Rival
}

/** The approved registrations of each opportunity. */
class Rivals {
  readonly #policy: DealPolicy
  readonly #approved = new PackedById<Approved>()

  constructor(policy: DealPolicy) {
    this.#policy = policy
  }

  add(deal: Linked): void {
    const id = opportunityIdOf(deal)
    if (id === null || !isApproved(deal.record, this.#policy)) return
    const program = programOf(deal.record, this.#policy)
    this.#approved.add(id, { key: keyOf(deal.row), program, rival: rivalOf(deal, this.#policy) })
  }

  /** The others on the opportunity of a registration. */
  of(deal: Linked): DealEvidence['rivals'] {
    const id = opportunityIdOf(deal)
    const others = id === null ? [] : this.#approved.of(id).filter(({ key }) => key !== keyOf(deal.row))
    const of = (wanted: 'partnerSourced' | 'serviceAttach'): Rival[] =>
      others
        .filter(({ program }) => program === wanted)
        .map(({ rival }) => rival)
        .sort((a, b) => compareText(a.name, b.name))
    return { partnerSourced: of('partnerSourced'), serviceAttach: of('serviceAttach') }
  }
}

function keyOf({ record }: Row): string {
  return dealRegistrations.key(record) ?? ''
}

function rivalOf({ row, record, partner }: Linked, policy: DealPolicy): Rival {
  return {
    name: record.name,
    status: decidingWord(record, policy) ?? '',
    partner: partner?.name ?? row.record.partner,
    source: sourceOf(row, 'status'),
  }
}
