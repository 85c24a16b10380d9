/** Reads an export of portal users for one report, without keeping it; every cell must be right, for the file goes to a partner. */

import { refusal } from '../errors.ts'
import { portalUsers } from '../records/portal-users.ts'
import { refuseOtherContainers } from './container.ts'
import { decodeFile } from './decode.ts'
import { HEAD_BYTES, openInput } from './input.ts'
import { checkHeadings, findLayout } from './layout.ts'
import { dataRecords } from './rows.ts'

export interface ReportSource {
  extraHeadings: string[]
  rows: { account: string | null; cells: string[]; extra: string[]; line: number }[]
  /** Heading of each of the fields asked for, in the file. */
  headings: string[]
}

/**
 * Reads the cells of some fields, row by row, as they are written; columns no field goes by come behind.
 * Throws refusals: those of an import, `column_missing` for any of the fields, and `wrong_length`.
 */
export function readReportSource(
  path: string,
  fields: readonly (keyof typeof portalUsers.fields & string)[],
  encoding: string | undefined,
): ReportSource {
  const file = openInput(path)
  try {
    refuseOtherContainers(file)
    const decoded = decodeFile(file, encoding)
    let head = ''
    for (const part of decoded.text()) {
      head += part
      if (head.length >= HEAD_BYTES) break
    }
    const layout = findLayout(file.name, head, { kinds: [portalUsers], given: ['accountName'] })
    checkHeadings(file.name, layout)
    const missing = fields.filter((field) => !layout.columns.has(field)).map((field) => portalUsers.fields[field].headings[0])
    if (missing.length > 0) {
      throw refusal(
        'column_missing',
        `${file.name} lacks the column "${missing.join('", "')}"`,
        'choose all fifteen columns in the portal, then export again',
        { missing },
      )
    }
    const places = fields.map((field) => layout.columns.get(field) ?? -1)
    const accountPlace = layout.columns.get('accountName')
    const width = layout.headings.findLastIndex((heading) => heading.trim() !== '') + 1
    const rows: ReportSource['rows'] = []
    for (const { fields: cells, line } of dataRecords(file.name, decoded.text(), layout, { read: 0, ignored: 0 })) {
      if (cells.length < width || cells.slice(layout.headings.length).some((cell) => cell !== '')) {
        throw refusal(
          'wrong_length',
          `${file.name}, line ${line}: ${cells.length} cells where the headings have ${width}`,
          'correct the row, or export again',
          { line },
        )
      }
      rows.push({
        account: accountPlace === undefined ? null : (cells[accountPlace] ?? ''),
        cells: places.map((place) => cells[place] ?? ''),
        extra: layout.extras.map((place) => cells[place] ?? ''),
        line,
      })
    }
    if (rows.length === 0) throw refusal('no_rows', `${file.name} has headings but no rows`, 'export it again')
    const heading = (place: number): string => layout.headings[place]?.trim() ?? ''
    return { extraHeadings: layout.extras.map(heading), headings: places.map(heading), rows }
  } finally {
    file.close()
  }
}
