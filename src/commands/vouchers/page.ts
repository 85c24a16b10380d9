/** The page of vouchers, in parts. */

import { placeOf } from '../../records/place.ts'
import type { JudgedVoucher, VoucherFigures } from '../../reports/vouchers/vouchers.ts'
import { quarterAfter } from '../../rules/fiscal.ts'
import { countCell, NOT_KNOWN, numbers, signed } from '../../scorecards/cells.ts'
import { sourceParts } from '../../scorecards/sources.ts'
import type { Page, PageCell, PageFigure, PageHeading, PagePart } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import { doubtWords, repeatedWords, STATE, stepWords } from './sentences.ts'
import { shownCode, type VoucherReport } from './shown.ts'

const ROWS = 'rows'
const OPEN = 'by-end'
/** So many steps are on the page; the table has all vouchers. */
const MOST_STEPS = 25

/** The finding, four figures, two charts, vouchers by their end, what to do, doubts, the rows behind, and what it rests on. */
export function voucherPage(report: VoucherReport): Page {
  const { partner, figures, finding, asked, sources, leftOut, command, now, uncertain } = report
  const day = figures?.day ?? asked.today
  return {
    title: `PSE vouchers${partner === null ? '' : ` of ${partner.name}`}, ${day}`,
    parts: [
      { kind: 'text', text: finding.text, ...(!finding.isKnown && { isWarning: true }) },
      ...(figures === null || figures.rows.length === 0 ? [] : figureParts(figures, report)),
      ...sourceParts({
        ...{ sources, leftOut, command, now, rules: [] },
        notes: [
          'a voucher may still be used on its last day; the list says who holds it',
          ...(uncertain > 0
            ? [
                `${plural(uncertain, 'voucher')} without a certain partner, counted here and on no partner’s page; see: phd partner unlinked`,
              ]
            : []),
        ],
      }),
    ],
  }
}

function figureParts(figures: VoucherFigures, report: VoucherReport): PagePart[] {
  const { rows, usedBy, endBy, endLater } = figures
  const isOpen = ({ state }: JudgedVoucher): boolean => state === 'ends_soon' || state === 'unused' || state === 'no_end'
  return [
    { kind: 'figures', figures: figuresOf(figures, report) },
    {
      ...{ kind: 'chart', id: 'end-chart', form: 'columns', unit: 'vouchers', axis: 'Quarter' },
      title: 'Unused vouchers by the quarter they end in',
      description: 'How many vouchers that are not used yet end in each fiscal quarter',
      categories: [...endBy.map(({ quarter }) => quarter), ...(endLater > 0 ? ['later'] : [])],
      series: [{ name: 'Vouchers', values: [...endBy.map(({ vouchers }) => vouchers), ...(endLater > 0 ? [endLater] : [])] }],
    },
    {
      ...{ kind: 'chart', id: 'used-chart', form: 'columns', unit: 'vouchers', axis: 'Quarter' },
      title: 'Vouchers used',
      description: 'How many vouchers were used in each of eight fiscal quarters',
      categories: usedBy.map(({ quarter }) => quarter),
      series: [{ name: 'Vouchers', values: usedBy.map(({ vouchers }) => vouchers) }],
    },
    { kind: 'heading', text: 'Unused, by the day they end' },
    {
      kind: 'table',
      id: OPEN,
      caption: 'Unused vouchers',
      headings: headingsOf(report, true),
      rows: rows.filter(isOpen).map((row) => cellsOf(row, report, true)),
    },
    ...(report.partner === null ? [partnerTable(figures)].flat() : []),
    ...stepParts(rows, report),
    ...doubtParts(rows, report),
    { kind: 'heading', text: 'Used and expired' },
    {
      ...{
        kind: 'table',
        id: ROWS,
        isFolded: true,
        caption: 'Vouchers used, expired or not issued yet',
        headings: headingsOf(report, false),
      },
      rows: rows.filter((row) => !isOpen(row)).map((row) => cellsOf(row, report, false)),
    },
  ]
}

function figuresOf(
  { counts, before, soon, usedInQuarter, usedBefore, dayBefore }: VoucherFigures,
  { asked }: VoucherReport,
): PageFigure[] {
  const { quarter } = asked
  const unused = ({ endsSoon, unused: later, noEnd }: VoucherFigures['counts']): number => endsSoon + later + noEnd
  return [
    { label: `End unused by ${soon}`, value: grouped(counts.endsSoon), change: '', href: OPEN },
    {
      label: 'Unused in all',
      value: grouped(unused(counts)),
      change: `${signed(unused(counts) - unused(before))} since ${dayBefore}`,
      href: OPEN,
    },
    {
      label: `Used in ${quarter.name}`,
      value: grouped(usedInQuarter),
      change: `${grouped(usedBefore)} in ${quarterAfter(quarter, -1).name}`,
      href: ROWS,
    },
    {
      label: 'Expired unused',
      value: grouped(counts.expired),
      change: `${signed(counts.expired - before.expired)} since ${dayBefore}`,
      href: ROWS,
    },
  ]
}

function headingsOf({ partner, withAddresses }: VoucherReport, isOpen: boolean): PageHeading[] {
  return [
    'Code',
    'Ends',
    numbers('Days left'),
    ...(partner === null ? ['Partner'] : []),
    'Holder',
    'State',
    ...(withAddresses ? ['Address'] : []),
    ...(isOpen ? [] : ['Used']),
    'Where',
  ]
}

function cellsOf(row: JudgedVoucher, report: VoucherReport, isOpen: boolean): PageCell[] {
  const { code, expires, daysLeft, partner, named, holder, holderEmail, state, used } = row
  return [
    shownCode(code, report),
    expires ?? NOT_KNOWN,
    daysLeft === null ? '' : countCell(daysLeft),
    ...(report.partner === null ? [partner?.name ?? uncertainName(named)] : []),
    holder ?? NOT_KNOWN,
    STATE[state],
    ...(report.withAddresses ? [holderEmail ?? ''] : []),
    ...(isOpen ? [] : [used ?? '']),
    placeOf(row),
  ]
}

/** What a row names that is of no certain partner. */
function uncertainName(named: string | null): string {
  return named === null ? 'no partner' : `${named} (not certain)`
}

function partnerTable({ partners }: VoucherFigures): PagePart[] {
  return [
    { kind: 'heading', text: 'By partner' },
    {
      kind: 'table',
      caption: 'Vouchers of each partner, those with the most that end soon first',
      headings: ['Partner', ...['Vouchers', 'End soon', 'Unused later', 'No last day', 'Used', 'Expired'].map(numbers)],
      rows: partners.map(({ partner: { id, name }, counts }) => [
        id === null ? uncertainName(name || null) : name,
        ...[counts.all, counts.endsSoon, counts.unused, counts.noEnd, counts.used, counts.expired].map(countCell),
      ]),
    },
  ]
}

/** A code in a sentence; of a short one nothing is shown, so its place says which it is. */
function stepCode(row: JudgedVoucher, report: VoucherReport): string {
  const code = shownCode(row.code, report)
  return code.endsWith('…') ? `${code} (${placeOf(row)})` : code
}

function stepParts(rows: readonly JudgedVoucher[], report: VoucherReport): PagePart[] {
  const soon = rows.filter(({ state }) => state === 'ends_soon')
  if (soon.length === 0) return []
  const more = soon.length - MOST_STEPS
  return [
    { kind: 'heading', text: 'What to do' },
    {
      kind: 'list',
      items: [
        ...soon.slice(0, MOST_STEPS).map((row) => stepWords(row, stepCode(row, report))),
        ...(more > 0 ? [`and ${grouped(more)} more`] : []),
      ],
    },
  ]
}

function doubtParts(rows: readonly JudgedVoucher[], report: VoucherReport): PagePart[] {
  const doubts = [
    ...rows.flatMap((row) =>
      row.doubts.map((doubt) => [
        shownCode(row.code, report),
        doubtWords(doubt, row),
        row.partner?.name ?? row.named ?? '',
        placeOf(row),
      ]),
    ),
    ...report.repeated.map((each) => [shownCode(each.code, report), repeatedWords(each), '', each.places.join('; ')]),
  ]
  if (doubts.length === 0) return []
  return [
    { kind: 'heading', text: 'Doubts' },
    {
      kind: 'table',
      caption: 'What cannot be right, or has changed',
      headings: ['Code', 'What', 'Partner', 'Where'],
      rows: doubts,
    },
  ]
}
