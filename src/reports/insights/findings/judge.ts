/** The rule that says what goes well and what to improve: each sentence rests on a figure and a dated threshold. */

import type { Thresholds } from '../../../rules/insights/thresholds.ts'
import { percent } from '../deals.ts'
import type { Figures } from '../figures.ts'
import { isNewLogo } from '../mix.ts'
import { finding, type Judged, ofShare } from './judged.ts'
import { peopleFindings } from './people.ts'
import { registrationFindings } from './registrations.ts'
import type { InsightFinding, NotJudged } from './types.ts'

/** Judges the figures of a partner; findings and what was not judged, each in the order of the page. */
export function judge(figures: Figures, thresholds: Thresholds): { findings: InsightFinding[]; notJudged: NotJudged[] } {
  const all = [
    ...revenue(figures, thresholds),
    ...winRate(figures, thresholds),
    ...mix(figures, thresholds),
    ...pipeline(figures, thresholds),
    ...registrationFindings(figures, thresholds),
    ...peopleFindings(figures, thresholds),
  ]
  return {
    findings: all.filter((each) => 'kind' in each),
    notJudged: all.filter((each) => 'least' in each),
  }
}

/** Won revenue against the same days of the year before; one finding for each currency, or one where all was converted. */
function revenue({ closed: { won }, before }: Figures, { revenue: { least, change, withoutAmount } }: Thresholds): Judged {
  if (before === null) return []
  const all = won.deals + before.won.deals
  if (all === 0) return []
  if (won.deals < least && before.won.deals < least)
    return [{ code: 'won_revenue', why: 'too_few', have: Math.max(won.deals, before.won.deals), least }]
  // A sum that lacks amounts says nothing about a change.
  const lacking = won.noAmount + before.won.noAmount
  const most = Math.floor((withoutAmount * all) / 100)
  if (lacking > most) return [{ code: 'won_revenue', why: 'no_amount', have: lacking, least: most }]
  const both = won.converted && before.won.converted
  const sums = both && won.converted ? [won.converted] : won.money
  const past = both && before.won.converted ? [before.won.converted] : before.won.money
  return past.flatMap((then) => {
    if (then.currency === null || Number(then.amount) <= 0) return []
    const now = sums.find(({ currency }) => currency === then.currency)?.amount ?? '0'
    const points = Math.round((Number(now) / Number(then.amount) - 1) * 100)
    if (Math.abs(points) < change) return []
    const figures = { currency: then.currency, now, before: then.amount, percent: points, threshold: change }
    return [finding('won_revenue', points > 0 ? 'well' : 'improve', figures, { behind: 'won-deals' })]
  })
}

function winRate({ closed, before }: Figures, { winRate: share }: Thresholds): Judged {
  const { rate, won, lost } = closed
  const of = won.deals + lost
  const judged = ofShare('win_rate', rate, of, share, { figures: { won: won.deals, lost }, behind: 'closed-deals' })
  const ofBefore = before ? before.won.deals + before.lost : 0
  if (rate === null || before?.rate == null || of < share.least || ofBefore < share.least) return judged
  const points = rate - before.rate
  if (Math.abs(points) < share.change) return judged
  const figures = { rate, of, before: before.rate, ofBefore, points, threshold: share.change }
  return [...judged, finding('win_rate_change', points > 0 ? 'well' : 'improve', figures, { behind: 'closed-deals' })]
}

function mix({ closed, before, sources, newLogos: { blank } }: Figures, { sourced, newLogos }: Thresholds): Judged {
  const { deals } = sources.sourced
  const rate = percent(deals, sources.known)
  const logos = closed.wonDeals.filter(isNewLogo).length
  const logosBefore = before ? before.wonDeals.filter(isNewLogo).length : null
  const of = closed.won.deals - blank
  const judged = ofShare('partner_sourced', rate, sources.known, sourced, { figures: { deals }, behind: 'won-deals' })
  const figures = { logos, before: logosBefore, of }
  if (logos >= newLogos.well && (logosBefore === null || logos > logosBefore))
    return [...judged, finding('new_logos', 'well', { ...figures, threshold: newLogos.well }, { behind: 'won-deals' })]
  if (logos === 0 && of >= newLogos.noneOf)
    return [...judged, finding('new_logos', 'improve', { ...figures, threshold: newLogos.noneOf }, { behind: 'won-deals' })]
  if (logos === 0 && of < newLogos.noneOf && of + blank >= newLogos.noneOf)
    return [...judged, { code: 'new_logos', why: 'too_few', have: of, least: newLogos.noneOf }]
  return judged
}

function pipeline({ pipeline: { open, overdue }, closed, main }: Figures, { pastCloseDates: { share } }: Thresholds): Judged {
  if (open.deals === 0)
    return main.length === 0 ? [] : [finding('open_pipeline', 'improve', { open: 0, won: closed.won.deals, lost: closed.lost })]
  if (overdue.length * 100 < share * open.deals) return []
  const figures = { overdue: overdue.length, open: open.deals, threshold: share }
  return [finding('past_close_dates', 'improve', figures, { behind: 'open-deals', isInside: true })]
}
