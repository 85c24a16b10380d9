/** The reports for the awards as data: the same figures as on the page. */

import { madeOf } from '../../packed/made-list.ts'
import { MEASURES } from '../../reports/awards/measures.ts'
import type { AwardTable, Column, TableRow } from '../../reports/awards/tables.ts'
import type { AwardRow } from '../../reports/awards/types.ts'
import type { MadeAwards } from './made.ts'
import { listsOf } from './page-view.ts'
import { findingText, newnessText } from './sentences.ts'

/** The whole reports (phd.awards/1). */
export function awardsJson(made: MadeAwards): object {
  const { report, region, category, amountField, unlinked, today, asOf, rules, command } = made
  const { sources, leftOut: lists } = listsOf(made)
  const { years, finding, tables, rows, blanks, notKnown, noRegion, leftOut, conversion, accreditationsBy, dashboards } = report
  const { code, ...counts } = finding
  return {
    schema: 'phd.awards/1',
    awards: years.awards,
    ...{ judged: years.judged, before: years.before, day: today, asOf },
    ...{ region: region?.id ?? null, category, amountField },
    finding: { code, text: findingText(report), ...counts },
    tables: tables.map(tableJson),
    blanks,
    notKnown,
    rows: madeOf(rows, (row) => rowJson(row, made)),
    leftOut: {
      ...leftOut,
      noRegion: noRegion.map(({ id, name, country }) => ({ id, name, country })),
      unlinked,
      lists,
    },
    ...{ conversion, accreditationsBy, dashboards, rules },
    sources,
    command,
  }
}

function tableJson({ award, criteria, columns, rows }: AwardTable): object {
  return {
    ...award,
    criteria: criteria.map(({ label, shows, isBlank }) => ({ label, figures: shows, isBlank })),
    partners: madeOf(rows, (row) => ({
      id: row.partner.id,
      name: row.partner.name,
      region: row.partner.region,
      newPartner: row.newness === 'unknown' ? null : row.newness,
      contractSigned: row.partner.signed,
      figures: columns.map((column, at) => figureJson(row, column, at)),
    })),
  }
}

/** Counts are numbers, money is exact text. */
function figureJson({ cells }: TableRow, { criterion, measure, currency }: Column, at: number): object {
  const cell = cells[at]
  const number = (text: string | null | undefined): number | string | null =>
    text == null ? null : MEASURES[measure].isMoney ? text : Number(text)
  return {
    ...{ criterion, figure: measure, currency },
    value: number(cell?.value),
    before: number(cell?.before),
    change: number(cell?.change),
    growth: cell?.growth ?? null,
    ...{ noAmount: cell?.noAmount ?? 0, noAmountBefore: cell?.noAmountBefore ?? 0 },
  }
}

function rowJson({ partner, year, measures, kind, name, day, amount, about, place }: AwardRow, { report, nameOf }: MadeAwards) {
  return {
    ...{ partner: { id: partner, name: nameOf(partner) }, year: report.years[year].name, figures: measures, kind, name, day },
    ...{ amount: amount?.amount ?? null, currency: amount?.currency ?? null },
    about: about === null ? null : { id: about, name: nameOf(about) },
    ...place,
  }
}

/** One object for each figure of a partner, then one for each row behind them. */
export function* awardsNdjson(made: MadeAwards): Generator<object> {
  for (const { award, columns, rows } of made.report.tables) {
    for (const row of rows) {
      const { id, name, region } = row.partner
      for (const [at, column] of columns.entries()) {
        yield { schema: 'phd.awards-figure/1', award: award.id, partner: { id, name, region }, ...figureJson(row, column, at) }
      }
    }
  }
  for (const row of made.report.rows) yield { schema: 'phd.awards-row/1', ...rowJson(row, made) }
}

const HEADINGS = [
  ...['award', 'category', 'region', 'partner', 'partner id', 'criterion', 'figure', 'currency'],
  ...['value', 'before', 'change', 'growth percent', 'without amount', 'note'],
]

/** One line for each figure of a partner; what is left to the director is there, and blank. */
export function* awardsCsv({ report, regionNames }: MadeAwards): Generator<string[]> {
  yield HEADINGS
  for (const { award, criteria, columns, rows } of report.tables) {
    for (const row of rows) {
      const { name, id, region } = row.partner
      const first = [award.title, award.category, regionNames[region ?? ''] ?? '', name, id]
      for (const [at, column] of columns.entries()) yield [...first, ...figureCells(row, column, at)]
      for (const { label, isBlank, isStanding } of criteria) {
        if (isStanding) yield [...first, label, '', '', ...NO_FIGURES, newnessText(row.partner, row.newness, report.years)]
        else if (isBlank) yield [...first, label, '', '', ...NO_FIGURES, 'for the director']
      }
    }
  }
}

const NO_FIGURES = ['', '', '', '', '']

function figureCells({ cells }: TableRow, { criterion, measure, currency }: Column, at: number): string[] {
  const cell = cells[at]
  const { value = null, before = null, change = null, growth = null, noAmount = 0 } = cell ?? {}
  const note = value === null ? (noAmount > 0 ? 'no amount' : 'not known') : ''
  return [
    criterion,
    measure,
    currency ?? '',
    value ?? '',
    before ?? '',
    change ?? '',
    growth ?? '',
    noAmount > 0 ? String(noAmount) : '',
    note,
  ]
}
