import { csvForPeople } from '../../terminal/csv.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Report } from './build.ts'

/** Prints that the report was written to a file, or would be. */
export function writtenReportView(report: Report, out: string, dryRun: boolean): Rendering {
  const people = plural(report.people, 'person', 'people')
  const sentence = dryRun ? `would write ${people} to ${out}` : `wrote ${people} to ${out}; next: attach it to the reply`
  const json = () => ({
    schema: 'phd.cert-report/1',
    account: report.subject,
    people: report.people,
    file: dryRun ? null : out,
  })
  return {
    table: () => `${safeText(sentence)}\n`,
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['file', 'people'],
        [out, String(report.people)],
      ]),
  }
}

/** Prints the report as the CSV it is sent as. Only --json and --format ndjson print anything else. */
export function reportView(report: Report): Rendering {
  const [columns = [], ...rows] = report.table
  const csv = () => csvForPeople(report.table)
  return {
    table: csv,
    json: () => ({ schema: 'phd.cert-report/1', account: report.subject, people: report.people, columns, rows }),
    ndjson: () =>
      rows.map((row) => ({ schema: 'phd.cert-report/1', ...Object.fromEntries(row.map((cell, i) => [columns[i] ?? '', cell])) })),
    csv,
  }
}
