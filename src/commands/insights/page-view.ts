/** Insights as a page: the finding, figures, charts, tables, who must do what, the rows behind, and what it rests on. */

import { formatMoney } from '../../records/money.ts'
import { placeOf } from '../../records/place.ts'
import { changeOf, oneSum, type Total } from '../../reports/insights/totals.ts'
import { signed } from '../../scorecards/cells.ts'
import { leftOutOf, sourceParts, sourcesOf } from '../../scorecards/sources.ts'
import { totalWords } from '../../scorecards/total-words.ts'
import type { Page, PageFigure, PagePart } from '../../terminal/page.ts'
import { plural } from '../../terminal/plural.ts'
import { chartParts } from './charts-view.ts'
import { dealParts } from './deals-view.ts'
import { otherParts } from './others-view.ts'
import type { InsightReport } from './report.ts'
import { behindParts } from './rows-view.ts'
import { findingSentence, notJudgedWords } from './sentences/finding-sentences.ts'
import { findingWords } from './sentences/headline-words.ts'
import { waitingParts } from './waiting-view.ts'
import { ROLE_WORDS, rateWords } from './words.ts'

/** The page of a partner's insights. */
export function insightsPage(report: InsightReport): Page {
  const { partner, period, isForPartner } = report
  return {
    title: `Partner insights: ${partner.name}, ${period.isYear ? period.quarter.name : `${period.first} to ${period.last}`}`,
    parts: [
      { kind: 'text', text: findingWords(report) },
      { kind: 'text', text: aboutWords(report) },
      { kind: 'figures', figures: insightFigures(report) },
      ...findingParts(report),
      ...chartParts(report),
      ...dealParts(report),
      ...otherParts(report),
      ...waitingParts(report),
      ...behindParts(report),
      ...(isForPartner ? partnerSources(report) : deskSources(report)),
    ],
  }
}

/** What the figures are of. */
function aboutWords({ period, day, insights, isForPartner, partner }: InsightReport): string {
  const against = period.before ? `, compared with ${period.before.first} to ${period.before.last}` : ''
  const who = [partner.track && `track ${partner.track}`, partner.region && `region ${partner.region}`].filter(Boolean).join(', ')
  const reader = isForPartner
    ? ''
    : ' For inside only: leave this page in the company, and give the partner the one that --for partner makes.'
  return `${period.first} to ${period.last}${against}. Deals with the partner as ${ROLE_WORDS[insights.role]}; open pipeline and what is in force on ${day}${who ? `; ${who}` : ''}.${reader}`
}

/** The four figures that say how it stands. */
export function insightFigures({ insights, period }: InsightReport): PageFigure[] {
  const { closed, before, newLogos, pipeline, hasDeals } = insights
  const { won, lost, rate } = closed
  const of = won.deals + lost
  const points =
    rate !== null && before?.rate != null
      ? `${signed(rate - before.rate)} points, from ${before.rate}% of ${before.won.deals + before.lost}`
      : ''
  const year = period.isYear ? 'four quarters' : 'the period'
  if (!hasDeals)
    return [`Won Net ARR, ${year}`, 'Win rate', 'New logos', 'Open pipeline'].map((label) => ({
      label,
      value: 'not known',
      change: '',
    }))
  return [
    {
      label: `Won Net ARR, ${year}`,
      value: totalWords(won),
      change: before ? moneyChange(won, before.won) : '',
      href: 'won-deals',
    },
    { label: 'Win rate', value: rateWords(rate, won.deals, of), change: points, href: 'closed-deals' },
    {
      label: 'New logos',
      value: logoWords(newLogos, won.deals),
      change:
        newLogos.before && newLogos.blank === 0
          ? `${signed(newLogos.now.deals - newLogos.before.deals)}, from ${newLogos.before.deals}`
          : '',
      href: 'won-deals',
    },
    { label: 'Open pipeline', value: totalWords(pipeline.open), change: plural(pipeline.open.deals, 'deal'), href: 'open-deals' },
  ]
}

/** Deals without an order type may be new logos. */
function logoWords({ now, blank }: InsightReport['insights']['newLogos'], won: number): string {
  if (blank > 0 && blank === won) return `not known (${blank} without order type)`
  return blank > 0 ? `${now.deals} (${blank} without order type)` : String(now.deals)
}

/** How a sum changed, in percent where that can be told. */
function moneyChange(now: Total, before: Total): string {
  if (before.deals === 0) return 'nothing won a year before'
  const [percent, other] = [changeOf(now, before), oneSum(before)]
  return percent === null || other === null ? `from ${totalWords(before)}` : `${signed(percent)}%, from ${formatMoney(other)}`
}

function findingParts({ insights: { findings, notJudged } }: InsightReport): PagePart[] {
  const items = (kind: 'well' | 'improve'): string[] =>
    findings
      .filter((each) => each.kind === kind)
      .map((each) => `${findingSentence(each)}${each.isInside ? ' [inside only]' : ''}`)
  const list = (text: string, found: string[]): PagePart[] => [
    { kind: 'heading', text },
    found.length === 0 ? { kind: 'text', text: 'Nothing by these figures.' } : { kind: 'list', items: found },
  ]
  return [
    ...list('What goes well', items('well')),
    ...list('What to improve', items('improve')),
    ...(notJudged.length === 0 ? [] : [{ kind: 'text', text: `Too little to judge by: ${notJudgedWords(notJudged)}.` } as const]),
  ]
}

function deskSources(report: InsightReport): PagePart[] {
  const { sources, rules, command, now } = report
  const notes = notesOf(report)
  return sourceParts({ sources: sourcesOf(sources), leftOut: leftOutOf(sources), rules, notes, command, now })
}

/** What a partner is told of the lists: their days, without files, lines and commands of the desk. */
function partnerSources(report: InsightReport): PagePart[] {
  const lists = sourcesOf(report.sources).map(({ title, lastSeenAt }) => `${title}: as of ${lastSeenAt.slice(0, 10)}`)
  return [
    { kind: 'heading', text: 'What this rests on' },
    { kind: 'list', items: [...lists, ...notesOf(report)] },
  ]
}

function notesOf({ ratesFile, insights, isForPartner }: InsightReport): string[] {
  const { withoutRate, leftOut } = insights
  return [
    ratesFile === null
      ? 'amounts of different currencies are never added up: no exchange rates were imported'
      : `exchange rates of ${isForPartner ? 'the company' : ratesFile}, each amount at the rate of its close date`,
    ...withoutRate.map(
      ({ name, outcome, place }) =>
        `${outcome === 'open' ? 'open' : 'won'} deals stay in their own currencies: ${name} has no currency, no close date or no rate${isForPartner ? '' : ` (${placeOf(place)})`}`,
    ),
    ...(leftOut.length > 0
      ? [`${plural(leftOut.length, 'opportunity', 'opportunities')} not counted: duplicates and others, listed above`]
      : []),
  ]
}
