/** The first sentence of a page. */

import { formatMoney } from '../../../records/money.ts'
import { type Headline, headlineOf } from '../../../reports/insights/headline.ts'
import { grouped, plural } from '../../../terminal/plural.ts'
import type { InsightReport } from '../report.ts'
import { ROLE_WORDS } from '../words.ts'
import { shortSentence } from './finding-sentences.ts'

/** So many currencies are in the sentence; the figures have all. */
const MOST_CURRENCIES = 3

/** What the page found: what was won, and what to improve first. */
export function findingWords({
  insights,
  partner,
  period,
}: Pick<InsightReport, 'insights' | 'partner'> & { period: Pick<InsightReport['period'], 'isYear' | 'first' | 'last'> }): string {
  const headline = headlineOf(insights)
  const role = insights.role === 'resale' || !insights.hasDeals ? '' : ` as ${ROLE_WORDS[insights.role]}`
  const days = period.isYear ? 'in four quarters' : `from ${period.first} to ${period.last}`
  const money = moneyWords(headline, { who: partner.name, when: `${role} ${days}`, lost: insights.closed.lost })
  return `${money}${changeWords(headline, period.isYear)}${nextWords(headline)}.`
}

function moneyWords({ money, won }: Headline, { who, when, lost }: { who: string; when: string; lost: number }): string {
  switch (money) {
    case 'no_list':
      return `What ${who} won is not known, because no opportunities were imported`
    case 'none_closed':
      return `${who} won and lost no deal${when}`
    case 'none_won':
      return `${who} won no deal and lost ${grouped(lost)}${when}`
    case 'no_amounts':
      return `${who} won ${plural(won.deals, 'deal')}${when}, ${won.deals === 1 ? 'without an amount' : 'all without an amount'}`
    case 'won': {
      const lacking = won.noAmount === 0 ? '' : ` (and ${plural(won.noAmount, 'deal')} without an amount)`
      return `${who} won ${sumWords(won)}${lacking}${when}`
    }
  }
}

function sumWords({ money, converted }: Headline['won']): string {
  if (converted) return formatMoney(converted)
  const shown = money.slice(0, MOST_CURRENCIES).map(formatMoney)
  const more = money.length - shown.length
  const all = more > 0 ? [...shown, `${more} more ${more === 1 ? 'currency' : 'currencies'}`] : shown
  return all.length === 1 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

function changeWords({ money, percent, isFirst }: Headline, isYear: boolean): string {
  const then = isYear ? 'the year before' : 'on the same days a year before'
  if (money !== 'won') return ''
  if (isFirst) return `, after no won deal ${then}`
  if (percent === null) return ''
  if (percent === 0) return `, about as much as ${then}`
  return `, ${grouped(Math.abs(percent))}% ${percent > 0 ? 'more' : 'less'} than ${then}`
}

function nextWords({ next, improve }: Headline): string {
  if (next === null) return improve === 0 ? '; no other figure can be judged or stands out' : ''
  const which = next.kind === 'well' ? 'goes well' : improve === 1 ? 'to improve' : `first of ${improve} to improve`
  return `; ${which}: ${shortSentence(next)}`
}
