import { MadeList } from '../../packed/made-list.ts'
import { inOrder } from '../../packed/order.ts'
import type { Listed } from '../../packed/packed-list.ts'
import { byName } from '../../reports/scorecard/rows.ts'
import type { LeftOutRow } from './lists.ts'
import { partsOf } from './ordered.ts'

/** Rows that count for no one, in the order of a page. */
export function inNameOrder(leftOut: Listed<LeftOutRow>): Listed<LeftOutRow> {
  if (Array.isArray(leftOut)) return leftOut.toSorted((a, b) => byName(a.row, b.row))
  const at = (i: number): LeftOutRow => leftOut.slice(i, i + 1)[0] as LeftOutRow
  const order = inOrder(leftOut.length, (i) => partsOf(at(i).row))
  return new MadeList(order.length, (i) => at(order[i] ?? 0))
}
