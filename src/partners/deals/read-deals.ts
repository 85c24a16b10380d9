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
import { sourceOf } from '../facts.ts'
import type { EvidenceReader } from '../gather.ts'
import { wholeIndex } from '../linked-names.ts'
import type { RowLink, WhyUnlinked } from '../links.ts'
import type { Partner } from '../partner.ts'
import { allEntitlements } from './entitlements.ts'
import { type OpportunityIndex, opportunityIndex } from './opportunities.ts'

type Row = Stored<DealRegistration>

/** A registration, what it is linked to, and what the rules say. */
export interface Deal {
  row: Row
  record: DealRecord
  partner: Partner | null
  unlinked: { why: WhyUnlinked; candidates: readonly Partner[] } | null
  opportunity: LinkedOpportunity
  /** The name of the opportunity, by its own record, else by the registration's. */
  opportunityName: string | null
  entitlement: Entitlement | null
  since: StatusSince | null
  finding: DealFinding
}

/** What reading registrations needs of the store. */
type DealReader = EvidenceReader & Pick<RecordReader, 'recordsWithKeys' | 'valueSince'>

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

/** Every registration, judged. */
export async function readDeals(store: DealReader, reading: Reading): Promise<Deal[]> {
  const rows = await store.records(dealRegistrations)
  if (rows.length === 0) return []
  const { policy, now, maxAgeDays } = reading
  const isOld = olderThan(now, maxAgeDays)
  const { index } = await wholeIndex(store)
  const entitlements = reading.isDaysOnly ? new Map<string, Entitlement>() : await allEntitlements(store, policy, isOld)
  const opportunities = await opportunityIndex(
    store,
    rows.map(({ record }) => record),
    policy,
    isOld,
  )
  const since = await store.valueSince(dealRegistrations, 'status')
  const linked = rows.map((row) => linkedRow(row, index.link(namedBy(row)), opportunities))
  const rivals = rivalsOf(linked, policy)
  return linked.map((each) => {
    const began = since.get(dealRegistrations.key(each.row.record) ?? '')
    const context = { isOld, entitlements, rivals: rivals(each), since: began ? sinceOf(began, reading) : null }
    const entitlement = each.partner && (entitlements.get(each.partner.id) ?? null)
    return { ...each, entitlement, since: context.since, finding: judgeDeal(evidenceOf(each, context), reading) }
  })
}

type Linked = Omit<Deal, 'finding' | 'since' | 'entitlement'>

function namedBy({ record: { partner, partnerId } }: Row): { name: string | null; accountId: string | null } {
  return { name: partner, accountId: partnerId }
}

function linkedRow(row: Row, link: RowLink<Partner>, opportunities: OpportunityIndex): Linked {
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

/** Finds the other approved registrations on the opportunity of each. */
function rivalsOf(deals: readonly Linked[], policy: DealPolicy): (deal: Linked) => DealEvidence['rivals'] {
  const approved = Map.groupBy(
    deals.filter((deal) => isApproved(deal.record, policy)),
    opportunityIdOf,
  )
  return (deal) => {
    const id = opportunityIdOf(deal)
    const others = id === null ? [] : (approved.get(id) ?? []).filter((other) => other !== deal)
    const of = (program: 'partnerSourced' | 'serviceAttach'): Rival[] =>
      others
        .filter(({ record }) => programOf(record, policy) === program)
        .map((other) => rivalOf(other, policy))
        .sort((a, b) => compareText(a.name, b.name))
    return { partnerSourced: of('partnerSourced'), serviceAttach: of('serviceAttach') }
  }
}

function rivalOf({ row, record, partner }: Linked, policy: DealPolicy): Rival {
  return {
    name: record.name,
    status: decidingWord(record, policy) ?? '',
    partner: partner?.name ?? row.record.partner,
    source: sourceOf(row, 'status'),
  }
}
