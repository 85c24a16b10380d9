/** The requests for rebate exceptions as the lists have them, each with its partner, and how they are judged. */

import { newestOf } from '../partners/list-state.ts'
import { type RebateException, rebateExceptions } from '../records/kinds/rebate-exceptions.ts'
import { moneyOf } from '../records/money.ts'
import { placeOf } from '../records/place.ts'
import { readRebateWords } from '../reference/programs/rebates.ts'
import { countExceptions, type ExceptionFigures, type ExceptionRow } from '../reports/rebates/rebates.ts'
import { quarterOf } from '../rules/fiscal.ts'
import { exceptionDays } from '../rules/programs/rebate-exception.ts'
import type { StepRule } from '../rules/quarters/steps.ts'
import { isStale } from '../rules/verdict.ts'
import type { RecordReader } from '../store/store.ts'
import type { Desk } from './desk.ts'
import { type ListRow, type ListRows, listRows } from './list-rows.ts'

/** The list of requests, and its rows with their partner. */
export interface ReadExceptions {
  list: ListRows<ExceptionRow>
  rows: ExceptionRow[]
}

/** The requests of the desk's partner, or of all; `currency`: that of amounts that name none, null where nobody says it. */
export async function readExceptions(desk: Desk, store: RecordReader, currency: string | null): Promise<ReadExceptions> {
  const { now, maxAgeDays } = desk.context
  // Of an old list the page says so once.
  const isListOld = (await newestOf(desk.context, store, rebateExceptions))?.isOld ?? true
  const list = await listRows(desk, store, rebateExceptions, (each) => {
    const { source } = each.row
    return exceptionRow(each, currency, isListOld || !isStale(source, now, maxAgeDays) ? null : source.lastSeenAt.slice(0, 10))
  })
  return { list, rows: list.rows }
}

/** Judges requests as they stand on a day, by the steps of the policy in force. */
export function judgeExceptions(rows: readonly ExceptionRow[], steps: readonly StepRule[], today: string): ExceptionFigures {
  return countExceptions(rows, {
    daysOf: (requested) => exceptionDays(steps, quarterOf(requested)),
    words: readRebateWords(),
    today,
  })
}

function exceptionRow(
  { row, partner, named }: ListRow<RebateException>,
  usual: string | null,
  lastSeen: string | null,
): ExceptionRow {
  const { record, source, doubt } = row
  const { opportunity, opportunityId, requested, outcome, fundedBy, decided, paid, amount, currency } = record
  const own = moneyOf(amount, currency)
  const isUsualCurrency = own !== null && own.currency === null && usual !== null && !currency?.trim()
  return {
    ...{ opportunityId, requested, outcome, fundedBy, decided, paid, named, isUsualCurrency, lastSeen },
    opportunity: opportunity?.trim() || (opportunityId ?? ''),
    partner: partner && { id: partner.id, name: partner.name },
    amount: own && isUsualCurrency ? { ...own, currency: usual } : own,
    currencyText: currency,
    file: source.file,
    line: source.line,
    rejected: doubt && placeOf(doubt),
  }
}
