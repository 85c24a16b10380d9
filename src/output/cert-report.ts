import type { Context } from '../context.ts'
import { csvForPeople } from './csv.ts'
import { plural } from './plural.ts'
import { print } from './print.ts'
import { safeText } from './safe-text.ts'
import { checkFree, writeWhole } from './write-file.ts'

interface Report {
  subject: string | null
  table: string[][]
  people: number
}

/**
 * Prints the report as the CSV it is to be sent as, or writes it with a byte order mark for a spreadsheet.
 * Only --json and --format ndjson print anything else.
 */
export function printCertReport(
  { io, format, dryRun }: Pick<Context, 'io' | 'format' | 'dryRun'>,
  report: Report,
  { out, force }: { out: string | undefined; force: boolean },
): void {
  if (out !== undefined) {
    if (dryRun) checkFree(out, force)
    else writeWhole(out, csvForPeople(report.table, { mark: true }), { overwrite: force })
    const people = plural(report.people, 'person', 'people')
    const sentence = dryRun ? `would write ${people} to ${out}` : `wrote ${people} to ${out}; next: attach it to the reply`
    const json = () => ({
      schema: 'phd.cert-report/1',
      account: report.subject,
      people: report.people,
      file: dryRun ? null : out,
    })
    print(io, format, {
      table: () => `${safeText(sentence)}\n`,
      json,
      ndjson: () => [json()],
      csv: () =>
        csvForPeople([
          ['file', 'people'],
          [out, String(report.people)],
        ]),
    })
    return
  }
  const [columns = [], ...rows] = report.table
  const csv = () => csvForPeople(report.table)
  print(io, format, {
    table: csv,
    json: () => ({ schema: 'phd.cert-report/1', account: report.subject, people: report.people, columns, rows }),
    ndjson: () =>
      rows.map((row) => ({ schema: 'phd.cert-report/1', ...Object.fromEntries(row.map((cell, i) => [columns[i] ?? '', cell])) })),
    csv,
  })
}
