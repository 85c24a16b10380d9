/** What the first sentence of a page says: what was won, then what to improve first. Figures in, data out. */

import type { FindingCode, InsightFinding } from './findings/types.ts'
import type { Insights } from './report.ts'
import { changeOf, type Total } from './totals.ts'

/** The first sentence, as data. */
export interface Headline {
  /** What is known of won deals: nothing without a list; `none_closed`: neither won nor lost; `no_amounts`: won, amounts not known. */
  money: 'no_list' | 'none_closed' | 'none_won' | 'no_amounts' | 'won'
  won: Total
  /** Against the same days of the year before, in whole percent; null where that is not known. */
  percent: number | null
  /** Whether it is known that nothing was won on those days. */
  isFirst: boolean
  /** The most pressing of what to improve, else the first of what goes well; null: nothing could be judged. */
  next: InsightFinding | null
  /** How many there are to improve. */
  improve: number
}

/** What presses, the most pressing first: what the track or a partner's wait depends on, then money to come, then shares and habits. */
const PRESSING: readonly FindingCode[] = [
  ...(['requirement', 'registrations_returned', 'open_pipeline', 'won_revenue', 'certifications_expiring'] as const),
  ...(['past_close_dates', 'win_rate', 'win_rate_change', 'new_logos', 'partner_sourced', 'registrations_approved'] as const),
  ...(['approval_days', 'leads_accepted', 'certifications_change', 'service_attach', 'influence_not_recorded'] as const),
]

/** Takes the insights as their reader gets them; gives what the first sentence says. */
export function headlineOf({ hasDeals, closed, before, findings }: Insights): Headline {
  const { won, lost } = closed
  const percent = changeOf(won, before?.won ?? null)
  // A change that the sentence has already said of the money is not said again.
  const improve = findings.filter(({ kind }) => kind === 'improve')
  const others = improve.filter(({ code }) => code !== 'won_revenue' || percent === null)
  const rank = ({ code }: InsightFinding): number => PRESSING.indexOf(code)
  const [first] = [...others].sort((a, b) => rank(a) - rank(b))
  const well = findings.find(({ kind, code }) => kind === 'well' && (code !== 'won_revenue' || percent === null))
  return {
    money: !hasDeals
      ? 'no_list'
      : won.deals > 0
        ? won.money.length === 0
          ? 'no_amounts'
          : 'won'
        : lost > 0
          ? 'none_won'
          : 'none_closed',
    ...{ won, percent, isFirst: won.deals > 0 && before !== null && before.won.deals === 0 },
    next: first ?? well ?? null,
    improve: improve.length,
  }
}
