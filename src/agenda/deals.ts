/** Deal registrations that wait for someone, end soon, or need a person. */

import type { Context } from '../app/context.ts'
import { type DealList, readDealList } from '../app/lists/deals.ts'
import { type Deal, opportunityIdOf } from '../partners/deals/deal.ts'
import { byUrgency, type DealUrgency, urgencyOf } from '../partners/deals/order.ts'
import { sourceOf } from '../partners/facts.ts'
import { newestOf } from '../partners/list-state.ts'
import { dealRegistrations } from '../records/kinds/deal-registrations.ts'
import type { AgendaDoubt, AgendaItem } from '../reports/agenda.ts'
import type { DealPhase, DealPolicy, DealProblem } from '../rules/deals/types.ts'
import type { RecordReader } from '../store/store.ts'
import { shellWord } from '../terminal/shell-word.ts'
import { listDoubts } from './list-doubts.ts'
import type { ItemPool } from './packed-items.ts'
import { lineOf, PLAIN } from './places.ts'
import type { AgendaPart } from './requests.ts'

/** Who a registration waits for, where that is not the desk. */
const WAITS_FOR: Readonly<Partial<Record<DealPhase, string>>> = {
  channel_manager: 'channel manager',
  area_manager: 'area sales manager',
  partner: 'partner',
}

/** Registrations that must be answered, with those that end within some days, and those with problems only a person can settle. */
export async function readDealItems(context: Context, store: RecordReader, last: string, pool: ItemPool): Promise<AgendaPart> {
  let [undated, unjudged] = [0, 0]
  const isOld = (await newestOf(context, store, dealRegistrations))?.isOld !== false
  // Only the items are kept, each with what its registration is ordered by.
  const found: { urgency: DealUrgency; item: AgendaItem }[] = []
  const isKept = (deal: Deal, policy: DealPolicy): boolean => {
    const { isAwaited, due, phase, problems } = deal.finding
    if (isAwaited && due === null) undated++
    if (phase === null) unjudged++
    const own = [
      ...(isAwaited && due !== null ? [answerItem(deal, isOld)] : []),
      ...endItem(deal, { policy, today: context.today }, last, isOld),
      ...problems.flatMap((problem) => problemItem(deal, problem, isOld)),
    ]
    const urgency = own.length > 0 ? urgencyOf(deal) : null
    if (urgency) for (const item of own) found.push({ urgency, item: pool.keep(item) })
    return false
  }
  const list = await readDealList(context, store, undefined, { isDaysOnly: true, isKept })
  const items = found.sort((a, b) => byUrgency(a.urgency, b.urgency)).map(({ item }) => item)
  return {
    items,
    doubts: [
      ...(await listDoubts(context, store, dealRegistrations, {
        unknown: 'which registrations are late or end',
        command: 'phd deal sla',
      })),
      ...some('due_unknown', undated, {
        unknown: 'registrations wait, due day unknown',
        command: 'phd deal list',
      }),
      ...some('not_judged', unjudged, {
        unknown: 'registrations have an unknown status',
        command: 'phd deal list --problem status_unknown',
      }),
    ],
    policies: [`deals ${list.policy.version}`],
  }
}

function some(code: 'due_unknown' | 'not_judged', count: number, about: Pick<AgendaDoubt, 'unknown' | 'command'>): AgendaDoubt[] {
  const { kind, title } = dealRegistrations
  return count === 0 ? [] : [{ code, kind, title, count, lastSeenAt: null, file: null, ...about }]
}

function base({ row, record, partner }: Deal, isOld: boolean) {
  const { manager } = row.record
  return {
    ...PLAIN,
    partner: partner && { id: partner.id, name: partner.name },
    partnerText: row.record.partner ?? row.record.partnerId,
    manager: manager?.trim() ? { id: null, name: manager.trim() } : null,
    evidence: [lineOf(sourceOf(row))],
    command: `phd deal show ${shellWord(record.name)}`,
    isOld,
  }
}

function answerItem(deal: Deal, isOld: boolean): AgendaItem {
  const { record, finding } = deal
  const { phase, due, late, rule } = finding
  return {
    ...base(deal, isOld),
    code: 'deal_answer',
    key: `deal_answer ${record.name} ${phase}`,
    due,
    isLate: late === true,
    came: record.submitted,
    waitsFor: (phase && WAITS_FOR[phase]) ?? null,
    what: `registration ${record.name}`,
    brief: 'deal',
    list: late === true ? 'phd deal sla' : 'phd deal list',
    handbook: rule ? [rule.handbook] : [],
  }
}

function endItem(deal: Deal, { policy, today }: Pick<DealList, 'policy' | 'today'>, last: string, isOld: boolean): AgendaItem[] {
  const { record, finding } = deal
  const { phase, expires } = finding
  if (phase !== 'running' || expires === null || expires < today || expires > last) return []
  const what = `registration ${record.name} ends`
  const own = { code: 'deal_ends' as const, key: `deal_ends ${record.name} ${expires}`, due: expires, what, brief: 'deal ends' }
  return [{ ...base(deal, isOld), ...own, list: 'phd deal expiring', handbook: [policy.term.handbook] }]
}

function problemItem(deal: Deal, { code, handbook }: DealProblem, isOld: boolean): AgendaItem[] {
  const { record } = deal
  if (code === 'expired_still_approved') {
    const own = {
      code: 'deal_over' as const,
      key: `deal_over ${record.name}`,
      what: `registration ${record.name} ended, still approved`,
      brief: 'ended, still approved',
    }
    return [{ ...base(deal, isOld), ...own, list: 'phd deal list --problem expired_still_approved', handbook: [handbook] }]
  }
  if (code !== 'second_approved' && code !== 'second_service_attach') return []
  const on = opportunityIdOf(deal)
  const own = {
    code: 'deal_conflict' as const,
    key: `deal_conflict ${record.name} ${on}`,
    what: `registration ${record.name} competes for an opportunity`,
    brief: 'deal competes',
  }
  return [{ ...base(deal, isOld), ...own, list: 'phd deal conflicts', handbook: [handbook] }]
}
