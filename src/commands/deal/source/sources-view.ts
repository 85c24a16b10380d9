/** The sources of many opportunities: as a list, as JSON, for a spreadsheet. */

import { csvForPeople } from '../../../terminal/csv.ts'
import type { Io } from '../../../terminal/io.ts'
import { plural } from '../../../terminal/plural.ts'
import type { Rendering } from '../../../terminal/print.ts'
import { table } from '../../../terminal/table.ts'
import type { SourceAnswer } from './answer.ts'
import { sourceJson } from './json.ts'
import { reasonText } from './sentences.ts'

/** The answers for every opportunity (phd.sources/1), in the order given. */
export function sourcesView(answers: readonly SourceAnswer[], io: Pick<Io, 'columns' | 'prose'>): Rendering {
  return {
    table: () => {
      if (answers.length === 0) return `${io.prose(NONE)}\n`
      return `${table(['OPPORTUNITY', 'ID', 'STATE', 'SHOULD BE', 'IS', 'WHY'], answers.map(cells), io.columns)}\n${io.prose(summary(answers))}\n`
    },
    list: { count: answers.length, one: 'opportunity', many: 'opportunities' },
    json: () => ({ schema: 'phd.sources/1', opportunities: answers.map(sourceJson) }),
    ndjson: () => answers.map(sourceJson),
    csv: () => sourcesCsv(answers),
  }
}

/** No list, or one without rows: a count would read as an answer. */
const NONE = 'CANNOT TELL: no opportunity was imported: phd import <opportunities.csv>'

type State = 'right' | 'DIFFERS' | 'CANNOT TELL'

function stateOf({ finding: { source, others } }: SourceAnswer): State {
  if (source.agrees === false || others.some(({ agrees }) => agrees === false)) return 'DIFFERS'
  return source.agrees ? 'right' : 'CANNOT TELL'
}

function cells(answer: SourceAnswer): (string | null)[] {
  const { record } = answer.opportunity
  const { source } = answer.finding
  return [record.name, record.id, stateOf(answer), source.expected ?? '', isText(answer), becauseText(answer)]
}

function isText({ finding: { source } }: SourceAnswer): string {
  return source.unusable === 'no_column' ? 'not in the export' : (source.recorded ?? 'blank')
}

/** What differs beside the source, and what the source rests on. */
function becauseText({ finding: { others, because } }: SourceAnswer): string {
  const differing = others.filter(({ agrees }) => agrees === false)
  const shown = because.filter(({ weight }) => weight === 'shows')
  const reasons = (shown.length > 0 ? shown : because).map(reasonText)
  return [
    ...differing.map(({ field, expected, recorded }) => `${field} should be ${expected}, is ${recorded ?? 'blank'}`),
    ...reasons,
  ].join('; ')
}

function summary(answers: readonly SourceAnswer[]): string {
  const count = (state: State): number => answers.filter((each) => stateOf(each) === state).length
  const differing = count('DIFFERS')
  const counts = [
    `${count('right')} right`,
    `${differing} ${differing === 1 ? 'differs' : 'differ'}`,
    `${count('CANNOT TELL')} cannot tell`,
  ]
  return `${plural(answers.length, 'opportunity', 'opportunities')}: ${counts.join(', ')}`
}

const CSV_HEADINGS = ['id', 'name', 'customer', 'state', 'expected', 'recorded', 'agrees', 'field', 'because', 'file', 'line']

/** Answers for a spreadsheet: one row for each field that the handbook settles, and for the source of each opportunity. */
export function sourcesCsv(answers: readonly SourceAnswer[]): string {
  return csvForPeople([CSV_HEADINGS, ...answers.flatMap(csvRows)])
}

function csvRows(answer: SourceAnswer): string[][] {
  const { opportunity, finding } = answer
  const { id, name, customer } = opportunity.record
  const { file, line } = opportunity.source
  return [finding.source, ...finding.others.filter(({ expected }) => expected !== null)].map(
    ({ field, expected, recorded, agrees }) => [
      ...[id ?? '', name ?? '', customer ?? '', stateOf(answer), expected ?? '', recorded ?? '', String(agrees ?? 'unknown')],
      ...[field, field === 'Sales Qualified Source' ? becauseText(answer) : '', file, String(line)],
    ],
  )
}
