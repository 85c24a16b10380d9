/** Which figures each row of a scorecard is behind. Pure. */

import type { CountedQuarter } from './figures.ts'
import type { Expiring } from './now.ts'
import { type CertifiedRow, isHeld, isOf, pairOf, type Scope } from './rows.ts'

/** A figure that a row is behind. */
export type CountsFor = 'held' | 'gained' | 'lapsed' | 'earned' | 'expiring'

/** Why a row is behind none. */
export type WhyNot =
  /** It ended before the quarter before. */
  | 'ended'
  /** It was earned after the end of the quarter. */
  | 'later'
  /** The person is of another partner now; was of another one at the end of a quarter that is over. */
  | 'moved_away'
  | 'moved_here_later'
  | 'left'
  | 'portal_unlinked'

/** A row, and the figures it is behind. */
export interface RowBehind {
  row: CertifiedRow
  counts: CountsFor[]
  why: WhyNot | null
}

/** The rows of a scope with the figures of a quarter that each is behind; `before` is the quarter before it. */
export function rowsBehind(
  rows: readonly CertifiedRow[],
  scope: Scope,
  { before, quarter, expiring }: { before: CountedQuarter; quarter: CountedQuarter; expiring: readonly Expiring[] },
): RowBehind[] {
  const counted = (row: CertifiedRow, { end, isNow }: CountedQuarter): boolean => isHeld(row, end) && isOf(row, scope, isNow)
  const pairsOf = (of: CountedQuarter): Set<string> => new Set(rows.filter((row) => counted(row, of)).map(pairOf))
  const [had, has] = [pairsOf(before), pairsOf(quarter)]
  const ending = new Set(expiring.map(pairOf))
  return rows.map((row): RowBehind => {
    const pair = pairOf(row)
    const counts: CountsFor[] = []
    if (counted(row, quarter)) counts.push('held')
    if (counted(row, quarter) && !had.has(pair)) counts.push('gained')
    if (counted(row, before) && !has.has(pair)) counts.push('lapsed')
    if (isOf(row, scope, false) && quarter.first <= row.earned && row.earned <= quarter.end) counts.push('earned')
    if (ending.has(pair) && expiring.some(({ file, line }) => file === row.file && line === row.line)) counts.push('expiring')
    return { row, counts, why: counts.includes('held') ? null : whyNot(row, quarter) }
  })
}

function whyNot({ earned, expires, now }: CertifiedRow, { end, isNow }: CountedQuarter): WhyNot {
  if (earned > end) return 'later'
  if (expires !== null && expires < end) return 'ended'
  if (!isNow) return 'moved_here_later'
  if (now.by === 'left' || now.by === 'portal_unlinked') return now.by
  return 'moved_away'
}
