/** The sources of many opportunities: as a list, as JSON, for a spreadsheet. */

import { csvForPeople } from '../../../terminal/csv.ts'
import type { Io } from '../../../terminal/io.ts'
import { plural } from '../../../terminal/plural.ts'
import type { Listing } from '../../../terminal/print-rows.ts'
import type { SourceAnswer } from './answer.ts'
import { sourceJson } from './json.ts'
import { reasonText } from './sentences.ts'

const HEADINGS = ['OPPORTUNITY', 'ID', 'STATE', 'SHOULD BE', 'IS', 'WHY']

/** The answers for every opportunity (phd.sources/1), in the order given. */
export function sourcesListing(answers: AsyncIterable<readonly SourceAnswer[]>, io: Pick<Io, 'prose'>): Listing<SourceAnswer> {
  const counts: Record<State, number> = { right: 0, DIFFERS: 0, 'CANNOT TELL': 0 }
  let count = 0
  return {
    rows: answers,
    list: { one: 'opportunity', many: 'opportunities' },
    waiting: 'Checking all opportunities',
    table: {
      headings: HEADINGS,
      cells: (answer) => {
        count++
        counts[stateOf(answer)]++
        return cells(answer)
      },
      after: () => (count === 0 ? `${io.prose(NONE)}\n` : `\n${io.prose(summary(count, counts))}\n`),
      isBare: true,
    },
    json: (items) => ({ schema: 'phd.sources/1', opportunities: items }),
    object: sourceJson,
    csv: { headings: () => CSV_HEADINGS, rows: csvRows },
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

function summary(all: number, { right, DIFFERS: differing, 'CANNOT TELL': unknown }: Record<State, number>): string {
  const counts = [`${right} right`, `${differing} ${differing === 1 ? 'differs' : 'differ'}`, `${unknown} cannot tell`]
  return `${plural(all, 'opportunity', 'opportunities')}: ${counts.join(', ')}`
}

const CSV_HEADINGS = ['id', 'name', 'customer', 'state', 'expected', 'recorded', 'agrees', 'field', 'because', 'file', 'line']

/** An answer for a spreadsheet: one row for the source, and one for each field that the handbook settles. */
export function sourceCsv(answer: SourceAnswer): string {
  return csvForPeople([CSV_HEADINGS, ...csvRows(answer)])
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
