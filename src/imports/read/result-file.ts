/** The results of a loader: the success and error files of Data Loader, and those of the Bulk API 2.0. */

import { failure } from '../../errors.ts'
import type { LoaderResult } from '../../records/kinds/loader-result.ts'
import { readCsv } from './csv/csv.ts'
import { decodeFile } from './decode.ts'
import { openInput } from './input.ts'
import { DELIMITERS } from './layout.ts'

/**
 * Reads one result file, whatever the order of its columns. Throws the refusals of opening and reading a file, and
 * `not_a_result_file`.
 */
export function readResultFile(path: string, encoding?: string): LoaderResult[] {
  const file = openInput(path)
  try {
    const text = [...decodeFile(file, encoding).text()].join('')
    for (const delimiter of DELIMITERS) {
      const rows = [...readCsv([text], delimiter, file.name)]
      const columns = columnsOf(rows[0]?.fields ?? [])
      if (!columns) continue
      return rows.slice(1).flatMap(({ fields, line }) => {
        if (fields.every((cell) => cell.trim() === '')) return []
        if (fields.length !== rows[0]?.fields.length) {
          throw failure(
            'cut_off',
            `${file.name}, line ${line}: the row has ${fields.length} cells, but there are ${rows[0]?.fields.length} headings`,
            'save the result of the loader again, and do not edit it',
            { line },
          )
        }
        return [readRow(file.name, line, fields, columns)]
      })
    }
    throw failure(
      'not_a_result_file',
      `${file.name} is not a loader's result file: it needs a column Id (or sf__Id), and one of OwnerId, STATUS, ERROR, sf__Created and sf__Error`,
      'name the success and error files that Data Loader wrote, or those of "sf data bulk results"',
    )
  } finally {
    file.close()
  }
}

interface Columns {
  ids: number[]
  owner: number
  status: number
  error: number[]
}

/** Where the columns are; null where the headings are not those of a result. */
function columnsOf(headings: readonly string[]): Columns | null {
  const names = headings.map((heading) =>
    heading
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase(),
  )
  const at = (...wanted: string[]): number => names.findIndex((name) => wanted.includes(name))
  // What was submitted names the record even where the loader's own column is blank.
  const ids = names.flatMap((name, i) => (name === 'id' ? [i] : []))
  const own = at('sf__id')
  if (own !== -1) ids.push(own)
  const [owner, status] = [at('ownerid'), at('status', 'sf__created')]
  const error = names.flatMap((name, i) => (name === 'error' || name === 'sf__error' ? [i] : []))
  const isResult = ids.length > 0 && (owner !== -1 || status !== -1 || error.length > 0)
  return isResult ? { ids, owner, status, error } : null
}

function readRow(file: string, line: number, fields: readonly string[], { ids, owner, status, error }: Columns): LoaderResult {
  const cell = (place: number): string => (place === -1 ? '' : (fields[place] ?? '').trim())
  const named = ids.map(cell).filter((each) => each !== '')
  const row = { file, line, id: named[0] ?? '', ownerId: cell(owner) }
  const [failed, done] = [error.map(cell).findLast((each) => each !== '') ?? '', cell(status)]
  if (named.some((each) => each.slice(0, 15) !== row.id.slice(0, 15)))
    return { ...row, outcome: 'ids_disagree', message: named.join(' and ') }
  const outcome = OUTCOME.find(([said]) => said.test(done))?.[1]
  // A file of errors that was loaded again has the errors of then beside the status of now.
  if (outcome) return { ...row, outcome, message: done }
  if (failed !== '' || (error.length > 0 && status === -1)) return { ...row, outcome: 'error', message: failed }
  // Both loaders write a column of their own; a file without either is what was not processed.
  return { ...row, outcome: status === -1 ? 'unprocessed' : 'unknown', message: done }
}

/** What is in STATUS (Data Loader) and in sf__Created (Bulk API), whether a record was made. */
const OUTCOME: ReadonlyArray<readonly [RegExp, LoaderResult['outcome']]> = [
  [/^(?:Item )?Updated$|^false$/i, 'updated'],
  [/^(?:Item )?Created$|^true$/i, 'created'],
]
