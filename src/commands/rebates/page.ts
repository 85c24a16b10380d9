/** The page of rebate exceptions, in parts. */

import { dayWords, stateWords } from '../../decisions/quarters/sentences.ts'
import { formatMoney } from '../../records/money.ts'
import { placeOf } from '../../records/place.ts'
import type { ExceptionFigures, JudgedException, SumName, Sums } from '../../reports/rebates/rebates.ts'
import { isUnclear } from '../../rules/programs/rebate-exception.ts'
import { countCell, NOT_KNOWN, numbers } from '../../scorecards/cells.ts'
import { sourceParts } from '../../scorecards/sources.ts'
import type { Page, PageCell, PageChart, PageFigure, PageHeading, PagePart } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import { amountWords, doubtsOf, doubtWords, moneyWords, outcomeWords, STATE, stepWords } from './sentences.ts'
import type { RebateReport } from './shown.ts'

const ROWS = 'requests'
const BEHIND = 'rows'
/** So many steps are on the page; the table has all requests. */
const MOST_STEPS = 25
const MOST_QUARTERS = 8

/** The finding, four figures, two charts, the requests, what to do, doubts, the quarters with their days, and what it rests on. */
export function rebatePage(report: RebateReport): Page {
  const { partner, quarter, figures, finding, sources, leftOut, command, now, today, counted, undated, policy, usualCurrency } =
    report
  const usual = figures?.rows.filter(({ isUsualCurrency }) => isUsualCurrency).length ?? 0
  return {
    title: `Rebate exceptions${partner === null ? '' : ` of ${partner.name}`}${quarter === null ? '' : `, ${quarter.name}`}, ${today}`,
    parts: [
      { kind: 'text', text: finding.text, ...(!finding.isKnown && { isWarning: true }) },
      ...(figures === null || figures.rows.length === 0 ? [] : figureParts(figures, report)),
      ...dayParts(report),
      ...sourceParts({
        ...{ sources, leftOut, command, now, rules: [policy] },
        notes: [
          'a request is of the fiscal quarter that it was made in; amounts of different currencies are never added up',
          ...(counted > 0
            ? [
                `${plural(counted, 'request')} without a certain partner, counted here and on no partner’s page; see: phd partner unlinked`,
              ]
            : []),
          ...(figures?.rows.some((row) => isUnclear(row.finding))
            ? ['a word that phd does not know: correct the list, or add the word to data/rebate-words.json']
            : []),
          ...(usual > 0
            ? [`${plural(usual, 'amount')} without a currency, taken for ${usualCurrency} by the setting currency`]
            : []),
          ...(undated > 0 ? [`${plural(undated, 'request')} without a day, of no quarter: phd rebates lists them`] : []),
        ],
      }),
    ],
  }
}

function figureParts(figures: ExceptionFigures, report: RebateReport): PagePart[] {
  const { rows } = figures
  return [
    { kind: 'figures', figures: figuresOf(figures.all) },
    ...chartsOf(figures),
    { kind: 'heading', text: 'Requests' },
    {
      ...{ kind: 'table', id: ROWS, caption: 'Requests, overdue first, then by the day that something is due' },
      headings: headingsOf(report),
      rows: rows.map((row) => cellsOf(row, report)),
    },
    ...stepParts(rows),
    ...doubtParts(rows),
    ...quarterParts(figures),
    { kind: 'heading', text: 'The rows behind' },
    {
      ...{ kind: 'table', id: BEHIND, isFolded: true, caption: 'Requests as the list has them' },
      headings: ['Opportunity', 'Partner', 'Outcome', 'Funded by', 'Decided', 'Where'],
      rows: rows.map((row) => [
        row.opportunity,
        row.named ?? '',
        ...[row.outcome, row.fundedBy, row.decided].map((said) => said ?? ''),
        placeOf(row),
      ]),
    },
  ]
}

function figuresOf(sums: Sums): PageFigure[] {
  const figure = (label: string, name: SumName): PageFigure => ({
    ...{ label, value: grouped(sums[name].requests), change: amountWords(sums[name]), href: ROWS },
  })
  return [
    figure('Overdue', 'overdue'),
    figure('To pay', 'toPay'),
    figure('No outcome yet', 'notYet'),
    figure('Requested', 'requested'),
  ]
}

const OUTCOMES: ReadonlyArray<readonly [SumName, string]> = [
  ['rejected', 'Rejected'],
  ['approvedGlobal', 'Approved: Global Ecosystem'],
  ['approvedTeam', 'Approved: account team'],
  ['approvedNoFund', 'Approved: budget not known'],
  ['notYet', 'Not yet'],
  ['cannotTell', 'Cannot tell'],
]
const PAYMENTS: ReadonlyArray<readonly [SumName, string]> = [
  ['paid', 'Paid'],
  ['toPay', 'To pay'],
  ['overdue', 'Overdue'],
]

function chartsOf({ quarters }: ExceptionFigures): PageChart[] {
  const shown = quarters
    .filter(({ quarter }) => quarter !== null)
    .slice(0, MOST_QUARTERS)
    .reverse()
  if (shown.length === 0) return []
  const chart = (id: string, title: string, description: string, series: typeof OUTCOMES): PageChart => ({
    ...{ kind: 'chart', id, title, description, form: 'stacked', unit: 'requests', axis: 'Quarter' },
    categories: shown.map(({ quarter }) => quarter ?? ''),
    series: series
      .map(([name, label]) => ({ name: label, values: shown.map(({ sums }) => sums[name].requests) }))
      .filter(({ values }) => values.some((value) => value > 0)),
  })
  return [
    chart('outcome-chart', 'Requests by outcome', 'How many requests of each fiscal quarter had which outcome', OUTCOMES),
    chart(
      'payment-chart',
      'Approved rebates',
      'How many approved rebates of each fiscal quarter are paid, to pay, or overdue',
      PAYMENTS,
    ),
  ].filter(({ series }) => series.length > 0)
}

function headingsOf({ partner }: RebateReport): PageHeading[] {
  return [
    'Opportunity',
    ...(partner === null ? ['Partner'] : []),
    'State',
    'Due',
    'Outcome',
    numbers('Amount'),
    'Requested',
    'Paid',
  ]
}

function cellsOf(row: JudgedException, report: RebateReport): PageCell[] {
  const { opportunity, partner, named, finding, amount, requested, paid } = row
  return [
    opportunity,
    ...(report.partner === null ? [partner?.name ?? `${named ?? ''} (not certain)`] : []),
    STATE[finding.state],
    finding.due ?? '',
    outcomeWords(row),
    amount === null
      ? 'no amount'
      : { text: moneyWords(amount).replace('(currency not known)', '(currency?)'), number: amount.amount },
    `${requested ?? NOT_KNOWN}${finding.isLate ? ' (LATE)' : ''}`,
    `${paid ?? ''}${finding.isPaidLate ? ' (LATE)' : ''}`,
  ]
}

function stepParts(rows: readonly JudgedException[]): PagePart[] {
  const steps = rows.flatMap((row) => stepWords(row) ?? [])
  if (steps.length === 0) return []
  const more = steps.length - MOST_STEPS
  return [
    { kind: 'heading', text: 'What to do' },
    { kind: 'list', items: [...steps.slice(0, MOST_STEPS), ...(more > 0 ? [`and ${grouped(more)} more`] : [])] },
  ]
}

function doubtParts(rows: readonly JudgedException[]): PagePart[] {
  const doubts = rows.flatMap((row) =>
    doubtsOf(row).map((doubt) => [row.opportunity, doubtWords(doubt, row), row.partner?.name ?? row.named ?? '', placeOf(row)]),
  )
  if (doubts.length === 0) return []
  return [
    { kind: 'heading', text: 'Doubts' },
    {
      ...{ kind: 'table', caption: 'What phd cannot tell, or what cannot be right', rows: doubts },
      headings: ['Opportunity', 'What', 'Partner', 'Where'],
    },
  ]
}

function quarterParts({ quarters, all }: ExceptionFigures): PagePart[] {
  if (quarters.length === 0) return []
  const currencies = [...new Set(all.requested.amounts.map(({ currency }) => currency))]
  const parts: ReadonlyArray<readonly [SumName, string]> = [['requested', 'Requested'], ...OUTCOMES, ...PAYMENTS]
  const used = parts.filter(([name]) => all[name].requests > 0)
  return [
    { kind: 'heading', text: 'By fiscal quarter' },
    {
      ...{ kind: 'table', caption: 'Requests of each quarter', id: 'by-quarter' },
      headings: [
        'Quarter',
        'Requests until',
        'Pay by',
        ...['Requested', 'Late', ...PAYMENTS.map(([, label]) => label)].map(numbers),
      ],
      rows: quarters.map(({ quarter, days, sums }) => [
        quarter ?? NOT_KNOWN,
        days?.collectBy ?? '',
        days?.payBy ?? '',
        ...(['requested', 'late', ...PAYMENTS.map(([name]) => name)] as const).map((name) => countCell(sums[name].requests)),
      ]),
    },
    { kind: 'heading', text: 'By currency' },
    {
      ...{ kind: 'table', caption: 'Amounts of all of them, by currency', id: 'by-currency' },
      headings: [
        'Of',
        numbers('Requests'),
        ...currencies.map((currency) => numbers(currency ?? 'Currency not known')),
        numbers('Without an amount'),
      ],
      rows: used.map(([name, label]) => [
        label,
        countCell(all[name].requests),
        ...currencies.map((currency): PageCell => {
          const found = all[name].amounts.find((each) => each.currency === currency)
          // The heading has the currency.
          return found ? { text: formatMoney(found).replace(/^[A-Z]{3} | \(.*\)$/g, ''), number: found.amount } : ''
        }),
        countCell(all[name].noAmount),
      ]),
    },
  ]
}

/** The days of the quarters, as `phd rebate status` has them. */
function dayParts({ states, today }: RebateReport): PagePart[] {
  return [
    { kind: 'heading', text: 'The days of the quarter' },
    {
      ...{ kind: 'table', caption: 'As phd rebate status has them', id: 'days' },
      headings: ['Quarter', 'Step', 'Day', 'State', 'What'],
      rows: states.flatMap(({ quarter, steps }) =>
        steps.map((step) => [quarter.name, step.id, dayWords(step), stateWords(step, today), step.title]),
      ),
    },
  ]
}
