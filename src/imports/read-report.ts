/** Reads an export of portal users for one report, without keeping it; every cell must be right, for the file goes to a partner. */

import { hash } from 'node:crypto'
import { failure } from '../errors.ts'
import type { Value } from '../records/kind.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { dataRecords } from './data-records.ts'
import { FileDates } from './file-dates.ts'
import { orderOfFile } from './file-rows.ts'
import { openTable } from './read/open-table.ts'
import type { ReadOptions } from './read/source.ts'
import { reasonOf } from './row-problems.ts'
import { isReject, RowReader } from './row-reader.ts'

type UserField = keyof typeof portalUsers.fields & string

/** One person of the report: the values of the fields asked for, and the unknown columns. */
interface ReportPerson {
  /** The account the file says the person belongs to, by name and id; null where it has no column for it, or says nothing. */
  account: string | null
  accountId: string | null
  values: Value[]
  extra: ReadonlyArray<readonly [heading: string, text: string]>
}

export interface ReportSource {
  people: ReportPerson[]
  /** Headings of the columns that no field of a portal user goes by, as in the file. */
  extraHeadings: string[]
  /** Rows that say again what another row says. */
  repeated: number
}

/**
 * Reads some fields of every person; a row that appears twice counts once, as in the database.
 * Throws refusals: those of an import, and for any row or column an import would reject or miss.
 */
export async function readReportSource(path: string, fields: readonly UserField[], reading: ReadOptions): Promise<ReportSource> {
  const { file, source: table } = await openTable(path, reading, { kinds: [portalUsers], given: ['accountName'] })
  const { layout } = table
  try {
    const missing = fields.filter((field) => !layout.columns.has(field)).map((field) => portalUsers.fields[field].headings[0])
    if (missing.length > 0) {
      const hint = `choose all ${fields.length} columns in the portal, then export again`
      throw failure('column_missing', `${file.name} lacks the column "${missing.join('", "')}"`, hint, { missing })
    }
    const names = Object.keys(portalUsers.fields)
    const places = fields.map((field) => names.indexOf(field))
    const account = layout.columns.has('accountName') ? names.indexOf('accountName') : -1
    // Without a column for the account, any word will do for the one account the export was filtered on.
    const dates = new FileDates(file.name, orderOfFile(file, table, {}))
    const reader = new RowReader(layout, table.traits, account === -1 ? { accountName: 'one account' } : {}, dates)
    const seen = new Map<string, { row: string; line: number }>()
    const source: ReportSource = {
      people: [],
      extraHeadings: layout.extras.map((place) => layout.headings[place]?.trim() ?? ''),
      repeated: 0,
    }
    for (const record of dataRecords(file.name, table.rows(), layout, { read: 0, ignored: 0 })) {
      const row = reader.read(record)
      if (isReject(row)) {
        const [problem] = row.problems
        const column = problem.column ? `, column "${problem.column}"` : ''
        const message = `${file.name}, line ${row.line}${column}: ${reasonOf(problem)}`
        throw failure('row_unusable', message, { problem: problem.code }, { line: row.line })
      }
      const whole = hash('sha256', JSON.stringify([row.values, row.extra]), 'base64')
      const twin = seen.get(row.key)
      if (twin?.row === whole) {
        source.repeated++
        continue
      }
      if (twin) {
        const message = `${file.name}, lines ${twin.line} and ${row.line}: "${row.key}" appears twice and differs; phd cannot know which is right`
        throw failure('contradicting_duplicate', message, 'correct it, or export again', { line: row.line })
      }
      seen.set(row.key, { row: whole, line: row.line })
      source.people.push({
        account: account === -1 ? null : String(row.values[account] ?? ''),
        accountId: (row.values[names.indexOf('accountId')] ?? null) as string | null,
        values: places.map((place) => row.values[place] ?? null),
        extra: row.extra === null ? [] : JSON.parse(row.extra),
      })
    }
    dates.finish()
    if (source.people.length === 0) throw failure('no_rows', `${file.name} has headings but no rows`, 'export it again')
    return source
  } finally {
    file.close()
  }
}
