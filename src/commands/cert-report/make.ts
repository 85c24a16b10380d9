import type { CommonFlags, Context } from '../../app/context.ts'
import { typedAs } from '../../app/failures.ts'
import { givenValue } from '../../app/option-values.ts'
import { readOptions } from '../../app/read-options.ts'
import { ExitCode } from '../../errors.ts'
import { checkFree, writeWhole } from '../../files/write-file.ts'
import { readCourses } from '../../reference/reference.ts'
import { reportColumns } from '../../reports/certification-report.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { print } from '../../terminal/print.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { fromDatabase, fromFile } from './build.ts'
import { reportView, writtenReportView } from './cert-report-view.ts'

export interface CertReportFlags extends CommonFlags {
  from?: string
  out?: string
  force?: boolean
  encoding?: string
  delimiter?: string
  sheet?: string
}

/** Makes a certification report, prints it or writes it to a file, and notes what to know before it is sent. */
export async function runCertReport(context: Context, flags: CertReportFlags, [subject]: string[]): Promise<ExitCode> {
  const from = givenValue('--from', flags.from)
  const out = givenValue('--out', flags.out)
  const reading = await readOptions(context, flags)
  const columns = reportColumns(readCourses().courses)
  const report =
    from === undefined
      ? await fromDatabase(context, columns, subject)
      : await typedAs(
          (option) => reportCommand(flags, option, subject),
          () => fromFile(from, columns, subject, reading),
        )
  for (const note of report.notes) context.io.note(`note: ${note}`)
  if (out === undefined) print(context.io, context.format, reportView(report))
  else {
    if (context.dryRun) checkFree(out, flags.force ?? false)
    else writeWhole(out, csvForPeople(report.table, { mark: true }), { overwrite: flags.force ?? false })
    print(context.io, context.format, writtenReportView(report, out, context.dryRun))
  }
  // A row is missing, or an older one is used: sending must wait for it.
  return report.isWhole ? ExitCode.yes : ExitCode.cannotTell
}

/** The command that makes the report with one more option, as typed. */
function reportCommand(flags: CertReportFlags, option: string, subject: string | undefined): string {
  const { from, out, encoding, delimiter, sheet } = flags
  const given = Object.entries({ from, encoding, delimiter, sheet, out }).flatMap(([name, value]) =>
    value === undefined || option.startsWith(`--${name} `) ? [] : [`--${name} ${shellWord(value)}`],
  )
  return ['phd cert-report', ...(subject === undefined ? [] : [shellWord(subject)]), ...given, option].join(' ')
}
