/** The order of lists of deal registrations. */

import { compareText } from '../../records/compare.ts'
import type { DealFinding } from '../../rules/deals/types.ts'
import type { Deal } from './deal.ts'

/** What a registration is ordered by, without the registration. */
export interface DealUrgency {
  rank: number
  due: string | null
  expires: string | null
  name: string
}

/** The ranks of what is late and of what ended: the last days of those do not count. */
const [LATE, ENDED] = [0, 6]

/** What a registration is ordered by. */
export function urgencyOf({ finding, record: { name } }: Pick<Deal, 'finding' | 'record'>): DealUrgency {
  return { rank: rank(finding), due: finding.due, expires: finding.expires, name }
}

/** Late ones first, then those whose due day is unknown, due ones, the partner's turn, running ones by their last day, ended ones. */
export function byUrgency(a: DealUrgency, b: DealUrgency): number {
  return (
    a.rank - b.rank ||
    compareText(a.due, b.due) ||
    (a.rank !== LATE && a.rank !== ENDED ? compareText(a.expires, b.expires) : 0) ||
    compareText(a.name, b.name)
  )
}

function rank({ isAwaited, due, late, phase }: DealFinding): number {
  if (late) return LATE
  if (isAwaited) return due === null ? 1 : 2
  if (phase === null) return 3
  return phase === 'partner' ? 4 : phase === 'running' ? 5 : ENDED
}
