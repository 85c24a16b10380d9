/** What falls due by the sheets of PSE vouchers and of rebate exceptions; of a desk that never imported one, nothing is asked of it. */

import type { Context } from '../app/context.ts'
import { rebateWork } from '../decisions/quarters/works.ts'
import { rebateExceptions } from '../records/kinds/rebate-exceptions.ts'
import { vouchers } from '../records/kinds/vouchers.ts'
import { formatMoney } from '../records/money.ts'
import type { AgendaDoubt, AgendaItem } from '../reports/agenda.ts'
import type { JudgedException } from '../reports/rebates/rebates.ts'
import { maskedCode, voucherState } from '../rules/programs/voucher.ts'
import type { StepRule } from '../rules/quarters/steps.ts'
import { readDesk } from '../scorecards/desk.ts'
import { judgeExceptions, readExceptions } from '../scorecards/exceptions.ts'
import { readVouchers } from '../scorecards/vouchers.ts'
import type { RecordReader } from '../store/store.ts'
import { listDoubts } from './list-doubts.ts'
import { HANDBOOK, PLAIN } from './places.ts'
import type { AgendaPart } from './requests.ts'

const NOTHING: AgendaPart = { items: [], doubts: [], policies: [] }

/** Unused vouchers that end within some days; their codes are masked. */
export async function readVoucherItems(context: Context, store: RecordReader, within: number): Promise<AgendaPart> {
  if (!(await store.wasImported(vouchers))) return NOTHING
  const desk = await readDesk(context, store)
  const { rows, list } = await readVouchers(desk, store)
  const keys = new Map<string, number>()
  const items = rows.flatMap((row): AgendaItem[] => {
    if (voucherState(row, context.today, within) !== 'ends_soon') return []
    const code = maskedCode(row.code)
    // A hash of the code would tell it to whoever tries them all, so vouchers that look alike are numbered.
    const alike = `voucher_ends ${code} ${row.expires} ${row.partner?.id ?? 'unlinked'}`
    const nth = (keys.get(alike) ?? 0) + 1
    keys.set(alike, nth)
    const what = `voucher ${code} ends unused`
    const common = { code: 'voucher_ends', key: nth === 1 ? alike : `${alike} ${nth}`, due: row.expires, what } as const
    return [{ ...PLAIN, ...common, ...ofRow(row, 'phd vouchers', list), handbook: [HANDBOOK.voucherEnds] }]
  })
  return {
    items,
    doubts: await listDoubts(context, store, vouchers, { unknown: 'which vouchers end', command: 'phd vouchers' }),
    policies: [],
  }
}

/** Rebate exceptions that are approved and not paid, and those that were not reviewed. */
export async function readRebateItems(context: Context, store: RecordReader): Promise<AgendaPart> {
  if (!(await store.wasImported(rebateExceptions))) return NOTHING
  const { steps } = rebateWork(context).policy
  const desk = await readDesk(context, store)
  const { rows, list } = await readExceptions(desk, store, context.currency)
  const judged = judgeExceptions(rows, steps, context.today).rows
  const unclear = judged.filter(({ finding }) => finding.state === 'cannot_tell').length
  const doubts = await listDoubts(context, store, rebateExceptions, {
    unknown: 'which rebates must be paid',
    command: 'phd rebates',
  })
  return {
    items: judged.flatMap((row) => {
      const item = rebateItem(row, steps)
      return item === null ? [] : [{ ...item, ...ofRow(row, 'phd rebates', list) }]
    }),
    doubts: unclear === 0 ? doubts : [...doubts, unclearRebates(unclear)],
    policies: [],
  }
}

function rebateItem(row: JudgedException, steps: readonly StepRule[]): AgendaItem | null {
  const { finding, opportunity, opportunityId, partner, named, amount } = row
  const { state, due } = finding
  const key = hashOf(JSON.stringify([opportunityId ?? opportunity.toLowerCase(), partner?.id ?? named]))
  const of = (step: string): AgendaItem['handbook'] => steps.find(({ id }) => id === step)?.handbook.slice(0, 1) ?? []
  const common = { ...PLAIN, due, command: 'phd rebates', list: 'phd rebates' }
  switch (state) {
    case 'overdue':
    case 'to_pay': {
      const what = `rebate to pay${amount === null ? '' : `, ${formatMoney(amount)}`}: ${opportunity}`
      const own = { code: 'rebate_pay', key: `rebate_pay ${key}`, brief: 'rebate to pay', handbook: of('pay') } as const
      return { ...common, ...own, what, isLate: state === 'overdue' }
    }
    case 'to_review':
    case 'review_late': {
      const own = {
        code: 'rebate_review',
        key: `rebate_review ${key}`,
        brief: 'rebate to review',
        handbook: of('review'),
      } as const
      return { ...common, ...own, what: `rebate to review: ${opportunity}`, isLate: state === 'review_late' }
    }
    default:
      return null
  }
}

/** What every item of a list says of its row: the partner, the command, the place, whether the list is old. */
function ofRow(
  { partner, named, file, line }: Pick<JudgedException, 'partner' | 'named' | 'file' | 'line'>,
  command: string,
  { linked }: { linked: { list: { isOld: boolean; lastSeenAt: string } | null } },
): Pick<AgendaItem, 'partner' | 'partnerText' | 'command' | 'list' | 'evidence' | 'isOld'> {
  return {
    ...{ partner, partnerText: named, list: command },
    command: partner === null ? command : `${command} ${partner.id.slice(0, 15)}`,
    evidence: [{ file, line, lastSeenAt: linked.list?.lastSeenAt ?? null, auditEntry: null }],
    isOld: linked.list?.isOld ?? false,
  }
}

/** Requests whose words nobody can read. */
function unclearRebates(count: number): AgendaDoubt {
  const about = { code: 'not_judged', kind: rebateExceptions.kind, title: rebateExceptions.title, count } as const
  return { ...about, unknown: 'rebates have unknown words', lastSeenAt: null, file: null, command: 'phd rebates' }
}

/** A name for what has none but its text: no page shows the text. */
function hashOf(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex').slice(0, 16)
}
