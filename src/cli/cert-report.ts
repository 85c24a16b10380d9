import type { CommonFlags, Context } from '../context.ts'
import { ExitCode, PhdError } from '../errors.ts'
import { rowsOfAccount, rowsOfPartner } from '../partners/account-rows.ts'
import { aliasTargets, linkedNames } from '../partners/linked-names.ts'
import { portalUsers } from '../records/portal-users.ts'
import { certificationReport, joinHeadings, reportColumns } from '../reports/certification-report.ts'
import { isStale } from '../rules/verdict.ts'
import { givenValue, type Register, withExamples } from './command.ts'
import { choosePartner } from './subject.ts'

interface CertReportFlags extends CommonFlags {
  from?: string
  out?: string
  force?: boolean
  encoding?: string
}

export const certReport: Register = (program, act) => {
  const command = program
    .command('cert-report')
    .description('the certification report of a partner’s people, ready to send: courses by name, X for passed')
    .argument('[account]', 'id, name, alias or e-mail domain')
    .option('--from <export>', 'make it from an Impartner export instead of the database')
    .option('--out <file>', 'write it to a file that a spreadsheet opens right')
    .option('--force', 'replace the file of --out if it is there')
    .option('--encoding <name>', 'how the text of --from is encoded, where it is not Unicode')
    .action(act<CertReportFlags>(runCertReport))
  withExamples(command, [
    'phd cert-report "Acme GmbH"',
    'phd cert-report "Acme GmbH" --out acme-certifications.csv --force',
    'phd cert-report --from acme-users.csv --out acme-certifications.csv',
    'phd cert-report --from acme-users.csv --encoding windows-1252',
  ])
}

interface Report {
  subject: string | null
  table: string[][]
  people: number
  warnings: string[]
}

async function runCertReport(context: Context, flags: CertReportFlags, [subject]: string[]): Promise<ExitCode> {
  const from = givenValue('--from', flags.from)
  const out = givenValue('--out', flags.out)
  const encoding = givenValue('--encoding', flags.encoding)
  const { printCertReport } = await import('../output/cert-report.ts')
  const { readCourses } = await import('../reference/reference.ts')
  const columns = reportColumns(readCourses().courses)
  const report =
    from === undefined ? await fromDatabase(context, columns, subject) : await fromFile(from, columns, subject, encoding)
  for (const warning of report.warnings) context.io.note(`note: ${warning}`)
  printCertReport(context, report, { out, force: flags.force ?? false })
  return ExitCode.yes
}

type Columns = ReturnType<typeof reportColumns>

async function fromDatabase(context: Context, columns: Columns, subject: string | undefined): Promise<Report> {
  const store = await context.openStore('read')
  try {
    const { partner } = await choosePartner(context, store, subject)
    const { own, shared } = await linkedNames(store, partner)
    const linked = await store.portalUsers({ names: own, accountId: partner.id })
    const { rows, leftOut } = rowsOfPartner(partner, aliasTargets(await store.aliases()), linked)
    const users = [...rows]
    const others = leftOut.map((name) => `"${name}"`).join(', ')
    if (users.length === 0) {
      const rival =
        leftOut.length > 0
          ? `; there are users of ${others}, which has another legal form: if it is the same company, add that name as an alias`
          : shared.length > 0
            ? `; "${shared[0]?.name}" fits several partners, so its users are nobody's`
            : ''
      throw new PhdError(
        'no_portal_users',
        ExitCode.cannotTell,
        `no portal users of ${partner.name} have been imported${rival}`,
        {
          hint: 'export the partner’s users from Impartner and import them: phd import --account <partner> <users.csv>; or use --from',
        },
      )
    }
    const absent = columns.filter(({ field }) => users.some((user) => !(field in user.source.headings)))
    if (absent.length > 0) {
      throw new PhdError(
        'column_missing',
        ExitCode.cannotTell,
        `the imported export lacks columns of the report: ${absent.map(({ heading }) => heading).join(', ')}`,
        {
          hint: 'export with all fifteen columns and import again',
        },
      )
    }
    users.sort(
      (a, b) => compare(a.record.fullName ?? '', b.record.fullName ?? '') || compare(a.record.email ?? '', b.record.email ?? ''),
    )
    const extraHeadings = joinHeadings(users.map(({ source }) => source.extraHeadings))
    const people = users.map(({ record, extra }) => ({ values: columns.map(({ field }) => record[field]), extra }))
    const stale = users.filter(({ source }) => isStale(source, context.now, context.maxAgeDays))
    const newest = Math.max(...users.map(({ source }) => source.importId))
    // A row whose person cannot be told is not known to be corrected by name, but by a later file.
    const unknown = (await store.rowsSetAside(portalUsers, { names: own, accountId: partner.id })).filter(
      ({ key, importId, importedAt }) =>
        (key !== null || importId >= newest) && !isStale({ lastSeenAt: importedAt }, context.now, context.maxAgeDays),
    )
    const doubts = new Map(
      [...users.flatMap(({ doubt }) => doubt ?? []), ...unknown].map((row) => [`${row.file} ${row.line}`, row]),
    )
    const warnings = extraWarnings(extraHeadings)
    if (leftOut.length > 0) {
      warnings.push(
        `people of ${others} were left out: if it is the same company, remember it: phd partner alias add "<that name>" "${partner.name}"`,
      )
    }
    if (stale.length > 0) {
      warnings.push(
        `${stale.length} of ${users.length} people were last seen more than ${context.maxAgeDays} days ago: export the users again before you send this`,
      )
    }
    for (const { file, line } of doubts.values()) {
      warnings.push(`a row of these people was set aside (${file}, line ${line}): correct and import it before you send this`)
    }
    return { subject: partner.name, table: certificationReport(columns, people, extraHeadings), people: people.length, warnings }
  } finally {
    store.close()
  }
}

async function fromFile(
  path: string,
  columns: Columns,
  subject: string | undefined,
  encoding: string | undefined,
): Promise<Report> {
  const { readReportSource } = await import('../imports/read-report.ts')
  const source = readReportSource(
    path,
    columns.map(({ field }) => field),
    encoding,
  )
  const people = rowsOfAccount(path, source.people, subject)
  const warnings = extraWarnings(source.extraHeadings)
  if (source.repeated > 0)
    warnings.push(`${source.repeated} repeated ${source.repeated === 1 ? 'row was' : 'rows were'} left out`)
  return {
    subject: people[0]?.account ?? subject ?? null,
    table: certificationReport(columns, people, source.extraHeadings),
    people: people.length,
    warnings,
  }
}

function extraWarnings(headings: readonly string[]): string[] {
  return headings.length === 0
    ? []
    : [`columns the report does not have were kept at its end: ${headings.map((heading) => `"${heading}"`).join(', ')}`]
}

/** By the letters' numbers, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
