/** Deal registrations with all that is known of each, judged by the rules; each source is read once for all of them. */

import { compareText } from '../../records/compare.ts'
import { type DealRegistration, dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { daySeen } from '../../records/seen-by.ts'
import { type IsOld, olderThan } from '../../rules/checks.ts'
import { type DealRules, judgeDeal } from '../../rules/deals/judge.ts'
import { decidingWord, isApproved, programOf } from '../../rules/deals/status.ts'
import type {
  DealEvidence,
  DealFinding,
  DealPolicy,
  DealRecord,
  Entitlement,
  LinkedOpportunity,
  Rival,
  StatusSince,
} from '../../rules/deals/types.ts'
import type { Source } from '../../rules/verdict.ts'
import type { RecordReader, Stored, ValueSince } from '../../store/store.ts'
import { partnerIndex } from '../every/partner-index.ts'
import { sourceOf } from '../facts.ts'
import type { EvidenceReader } from '../gather.ts'
import type { NamedPartner, RowLink, WhyUnlinked } from '../links.ts'
import { entitlementsOf } from './entitlements.ts'
import { type OpportunityIndex, OpportunityReader } from './opportunities.ts'

type Row = Stored<DealRegistration>

/** A registration, what it is linked to, and what the rules say. */
export interface Deal {
  row: Row
  record: DealRecord
  partner: NamedPartner | null
  unlinked: { why: WhyUnlinked; candidates: readonly NamedPartner[] } | null
  opportunity: LinkedOpportunity
  /** The name of the opportunity, by its own record, else by the registration's. */
  opportunityName: string | null
  entitlement: Entitlement | null
  since: StatusSince | null
  finding: DealFinding
}

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

/** So many rows are kept while the approved ones are looked for; more are read twice. */
const MOST_KEPT = 5_000

/** Every registration, judged; of those that are not kept nothing stays in memory. */
export async function readDeals(
  store: DealReader,
  reading: Reading,
  isKept: (deal: Deal) => boolean = () => true,
): Promise<Deal[]> {
  const { policy, now, maxAgeDays } = reading
  const isOld = olderThan(now, maxAgeDays)
  const { index } = await partnerIndex(store)
  const opportunities = new OpportunityReader(store, policy, isOld)
  const linkOf = (row: Row): RowLink<NamedPartner> => index.link(namedBy(row))
  const rivals = new Rivals(policy)
  const partners = new Set<string>()
  let kept: Row[] | null = []
  for await (const rows of store.recordBatches(dealRegistrations)) {
    const approved = rows.filter(({ record }) => isApproved(record, policy))
    // An id says by itself which opportunity it is.
    const named = await opportunities.of(approved.flatMap(({ record }) => (record.opportunityId === null ? [record] : [])))
    for (const row of approved) rivals.add(linkedRow(row, linkOf(row), named))
    if (!reading.isDaysOnly) for (const row of rows) partners.add(linkOf(row).partner?.id ?? '')
    kept = kept && kept.length + rows.length <= MOST_KEPT ? [...kept, ...rows] : null
  }
  if (kept?.length === 0) return []
  const entitlements = reading.isDaysOnly
    ? new Map<string, Entitlement>()
    : await entitlementsOf(store, policy, isOld, (id) => partners.has(id))
  const since = await store.valueSince(dealRegistrations, 'status')
  const found: Deal[] = []
  for await (const rows of kept ? [kept] : store.recordBatches(dealRegistrations)) {
    const known = await opportunities.of(rows.map(({ record }) => record))
    for (const row of rows) {
      const deal = judged(linkedRow(row, linkOf(row), known), { isOld, entitlements, rivals, since, reading })
      if (isKept(deal)) found.push(deal)
    }
  }
  return found
}

/** What every registration is judged with. */
interface Judging {
  isOld: IsOld
  entitlements: ReadonlyMap<string, Entitlement>
  rivals: Rivals
  since: ReadonlyMap<string, ValueSince>
  reading: Reading
}

function judged(linked: Linked, { isOld, entitlements, rivals, since: all, reading }: Judging): Deal {
  const began = all.get(keyOf(linked))
  const since = began ? sinceOf(began, reading) : null
  const entitlement = linked.partner && (entitlements.get(linked.partner.id) ?? null)
  const evidence = evidenceOf(linked, { isOld, entitlements, rivals: rivals.of(linked), since })
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
    record: { ...record, name: record.name?.trim() ?? '' },
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
  entitlements: ReadonlyMap<string, Entitlement>
  rivals: DealEvidence['rivals']
  since: StatusSince | null
}

function evidenceOf(
  { row, record, partner, unlinked, opportunity }: Linked,
  { isOld, entitlements, rivals, since }: JudgedWith,
): DealEvidence {
  return {
    record,
    place: placeIn(row),
    isOld: isOld(row.source),
    doubt: row.doubt,
    since,
    unlinked: unlinked && { named: row.record.partner ?? row.record.partnerId, why: unlinked.why },
    entitlement: partner && (entitlements.get(partner.id) ?? null),
    opportunity,
    rivals,
  }
}

/** The id that registrations of one opportunity share; null where it is not known which it is. */
export function opportunityIdOf({ row, opportunity }: Pick<Deal, 'row' | 'opportunity'>): string | null {
  return row.record.opportunityId ?? (opportunity.found === 'one' ? opportunity.id : null)
}

/** The approved registrations of each opportunity. */
class Rivals {
  readonly #policy: DealPolicy
  readonly #approved = new Map<string, { key: string; program: ReturnType<typeof programOf>; rival: Rival }[]>()

  constructor(policy: DealPolicy) {
    this.#policy = policy
  }

  add(deal: Linked): void {
    const id = opportunityIdOf(deal)
    if (id === null || !isApproved(deal.record, this.#policy)) return
    const own = { key: keyOf(deal), program: programOf(deal.record, this.#policy), rival: rivalOf(deal, this.#policy) }
    const known = this.#approved.get(id)
    if (known) known.push(own)
    else this.#approved.set(id, [own])
  }

  /** The others on the opportunity of a registration. */
  of(deal: Linked): DealEvidence['rivals'] {
    const id = opportunityIdOf(deal)
    const others = id === null ? [] : (this.#approved.get(id) ?? []).filter(({ key }) => key !== keyOf(deal))
    const of = (wanted: 'partnerSourced' | 'serviceAttach'): Rival[] =>
      others
        .filter(({ program }) => program === wanted)
        .map(({ rival }) => rival)
        .sort((a, b) => compareText(a.name, b.name))
    return { partnerSourced: of('partnerSourced'), serviceAttach: of('serviceAttach') }
  }
}

function keyOf({ row }: Linked): string {
  return dealRegistrations.key(row.record) ?? ''
}

function rivalOf({ row, record, partner }: Linked, policy: DealPolicy): Rival {
  return {
    name: record.name,
    status: decidingWord(record, policy) ?? '',
    partner: partner?.name ?? row.record.partner,
    source: sourceOf(row, 'status'),
  }
}
