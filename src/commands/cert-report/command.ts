import { choosePartner } from '../../app/choose-partner.ts'
import { givenValue, type Register, withExamples } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { typedAs } from '../../app/failures.ts'
import { readOptions } from '../../app/read-options.ts'
import { ExitCode } from '../../errors.ts'
import { checkFree, writeWhole } from '../../files/write-file.ts'
import type { ReadOptions } from '../../imports/read/source.ts'
import { STDIN, STDIN_NAME } from '../../imports/read/standard-input.ts'
import { rowsOfAccount } from '../../partners/account-rows.ts'
import { reportPeople } from '../../partners/report-people.ts'
import { certificationReport, joinHeadings, reportColumns } from '../../reports/certification-report.ts'
import { isStale } from '../../rules/verdict.ts'
import { print } from '../../terminal/print.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import {
  columnsMissing,
  extraNotes,
  noPortalUsers,
  peopleNotes,
  type Report,
  repeatedNotes,
  reportFile,
  reportView,
  writtenReportView,
} from './cert-report-view.ts'

interface CertReportFlags extends CommonFlags {
  from?: string
  out?: string
  force?: boolean
  encoding?: string
  delimiter?: string
  sheet?: string
}

export const certReport: Register = (program, act) => {
  const command = program
    .command('cert-report')
    .description('make a partner’s certification report, ready to send: courses by name, X for passed')
    .argument('[account]', 'id, name, alias or email domain')
    .option('--from <export>', 'use an Impartner export instead of the database; - for standard input')
    .option('--out <file>', 'write it to a file for a spreadsheet')
    .option('--force', 'overwrite the --out file')
    .option('--encoding <name>', 'text encoding of --from, if it is not Unicode')
    .option('--delimiter <char>', 'separator of cells of --from, if phd cannot tell')
    .option('--sheet <name>', 'sheet of --from, by name or number')
    .action(act<CertReportFlags>(runCertReport))
  withExamples(command, [
    'phd cert-report "Acme GmbH"',
    'phd cert-report "Acme GmbH" --out acme-certifications.csv --force',
    'phd cert-report --from acme-users.csv --out acme-certifications.csv',
    'phd cert-report --from acme-users.csv --encoding windows-1252 --delimiter tab',
    'phd cert-report --from acme-users.xlsx --sheet Users',
  ])
}

async function runCertReport(context: Context, flags: CertReportFlags, [subject]: string[]): Promise<ExitCode> {
  const from = givenValue('--from', flags.from)
  const out = givenValue('--out', flags.out)
  const reading = await readOptions(context, flags)
  const { readCourses } = await import('../../reference/reference.ts')
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
    else writeWhole(out, reportFile(report), { overwrite: flags.force ?? false })
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

type Columns = ReturnType<typeof reportColumns>

async function fromDatabase(context: Context, columns: Columns, subject: string | undefined): Promise<Report> {
  const store = await context.openStore('read')
  try {
    const { partner } = await choosePartner(context, store, subject)
    const people = await reportPeople(store, partner, (seen) => isStale(seen, context.now, context.maxAgeDays))
    const { users } = people
    if (users.length === 0) throw noPortalUsers(partner, people)
    const absent = columns.filter(({ field }) => users.some((user) => !(field in user.source.headings)))
    if (absent.length > 0) throw columnsMissing(absent.map(({ heading }) => heading))
    const extraHeadings = joinHeadings(users.map(({ source }) => source.extraHeadings))
    const persons = users.map(({ record, extra }) => ({ values: columns.map(({ field }) => record[field]), extra }))
    return {
      subject: partner.name,
      people: users.length,
      isWhole: people.setAside.length === 0 && people.leftOut.every(({ why }) => why === 'other_legal_form'),
      table: certificationReport(columns, persons, extraHeadings),
      notes: [...extraNotes(extraHeadings), ...peopleNotes(people, partner, context.maxAgeDays)],
    }
  } finally {
    store.close()
  }
}

async function fromFile(path: string, columns: Columns, subject: string | undefined, reading: ReadOptions): Promise<Report> {
  const { readReportSource } = await import('../../imports/read-report.ts')
  const source = await readReportSource(
    path,
    columns.map(({ field }) => field),
    reading,
  )
  const people = rowsOfAccount(path === STDIN ? STDIN_NAME : path, source.people, subject)
  return {
    subject: people[0]?.account ?? subject ?? null,
    people: people.length,
    table: certificationReport(columns, people, source.extraHeadings),
    // A row that an import would reject stops the report.
    isWhole: true,
    notes: [...extraNotes(source.extraHeadings), ...repeatedNotes(source.repeated)],
  }
}
