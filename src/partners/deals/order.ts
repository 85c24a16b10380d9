/** The order of lists of deal registrations. */

import { compareText } from '../../records/compare.ts'
import type { DealFinding } from '../../rules/deals/types.ts'
import type { Deal } from './read-deals.ts'

/** Late ones first, then those whose due day is unknown, due ones, the partner's turn, running ones by their last day, ended ones. */
export function byUrgency(a: Deal, b: Deal): number {
  const [rankA, rankB] = [rank(a.finding), rank(b.finding)]
  return (
    rankA - rankB ||
    compareText(a.finding.due, b.finding.due) ||
    (rankA < rank({ ...a.finding, phase: 'ended', isAwaited: false, due: null })
      ? compareText(a.finding.expires, b.finding.expires)
      : 0) ||
    compareText(a.record.name, b.record.name)
  )
}

function rank({ isAwaited, due, late, phase }: DealFinding): number {
  if (late) return 0
  if (isAwaited) return due === null ? 1 : 2
  if (phase === null) return 3
  return phase === 'partner' ? 4 : phase === 'running' ? 5 : 6
}
