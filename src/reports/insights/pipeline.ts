/** Open pipeline: what the partner's open deals come to, by stage and by the quarter they close in. */

import { quarterOf } from '../../rules/fiscal.ts'
import { type Total, totalOf } from './totals.ts'
import type { Convert, InsightDeal } from './types.ts'

/** Open deals on a day. */
export interface Pipeline {
  open: Total
  stages: readonly { stage: string; open: Total }[]
  /** By the quarter of the close date; `null`: no close date. Quarters that are over come first. */
  quarters: readonly { quarter: string | null; open: Total }[]
  /** Open deals whose close date is past. */
  overdue: readonly InsightDeal[]
  deals: readonly InsightDeal[]
}

/** Takes the deals that count; gives those that are open on the day. */
export function pipelineOf(counted: readonly InsightDeal[], day: string, convert: Convert | null): Pipeline {
  const deals = counted.filter(({ outcome }) => outcome === 'open')
  const byStage = Map.groupBy(deals, ({ stage }) => stage?.trim() ?? '')
  const byQuarter = Map.groupBy(deals, ({ closeDate }) => (closeDate === null ? null : quarterOf(closeDate).first))
  return {
    open: totalOf(deals, convert),
    stages: [...byStage].sort(([a], [b]) => (a < b ? -1 : 1)).map(([stage, own]) => ({ stage, open: totalOf(own, convert) })),
    quarters: [...byQuarter]
      .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
      .map(([first, own]) => ({ quarter: first === null ? null : quarterOf(first).name, open: totalOf(own, convert) })),
    overdue: deals.filter(({ closeDate }) => closeDate !== null && closeDate < day),
    deals,
  }
}
