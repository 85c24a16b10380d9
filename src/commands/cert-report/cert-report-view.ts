import { aliasCommand, WHY_UNLINKED } from '../../app/link-sentences.ts'
import { failure, type PhdError } from '../../errors.ts'
import type { LeftOut, ReportPeople } from '../../partners/report-people.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

/** A report ready to be printed, and what a person should know before sending it. */
export interface Report {
  subject: string | null
  people: number
  /** Whether it has everybody who is the partner's for all that is known; else it must not be sent as it is. */
  isWhole: boolean
  table: string[][]
  notes: string[]
}

/** What to know about the people in the database. */
export function peopleNotes(
  { users, gone, leftOut, stale, setAside }: ReportPeople,
  partner: { id: string; name: string },
  maxAgeDays: number,
): string[] {
  const notes = setAside.map(
    ({ file, line }) => `a row of these people was rejected (${file}, line ${line}): correct and import it before you send this`,
  )
  if (stale > 0) {
    notes.unshift(
      `${stale} of ${users.length} people were last seen more than ${maxAgeDays} days ago: export the users again before you send this`,
    )
  }
  if (gone) {
    notes.unshift(`${plural(gone.people, 'person', 'people')} not included: the newest list, ${gone.file}, no longer has them`)
  }
  notes.unshift(...leftOut.map((each) => `not included: ${leftOutSentence(each, partner)}`))
  return notes
}

/** Why people were not counted for the partner, and what to do. */
function leftOutSentence({ name, accountId, why, of, people, file, line }: LeftOut, { id }: { id: string }): string {
  const who = `${plural(people, 'person', 'people')} of ${name === null ? accountId : `"${name}"`} (${file}, line ${line}): ${WHY_UNLINKED[why]}`
  if (why === 'contradicts_its_id' && of.length > 0)
    return `${who} (its id is ${accountId}; they may also belong to ${of.map((rival) => `${rival.name}, ${rival.id}`).join(' or ')}); correct the export and import it`
  if (why === 'several')
    return `${who}: ${of.map((rival) => `${rival.name} (${rival.id})`).join(', ')}; import their users with --account`
  return name === null || why === 'unknown_id' ? who : `${who}; if they are this partner's: ${aliasCommand(name, id)}`
}

/** What to know about columns that are not the report's. */
export function extraNotes(headings: readonly string[]): string[] {
  return headings.length === 0 ? [] : [`other columns kept at the end: ${quoted(headings)}`]
}

/** What to know about rows that a file has more than once. */
export function repeatedNotes(repeated: number): string[] {
  return repeated === 0 ? [] : [`${plural(repeated, 'repeated row', 'repeated rows')} skipped`]
}

/** The error where a partner has no people that are certainly its own. */
export function noPortalUsers(partner: { id: string; name: string }, { gone, leftOut, setAside }: ReportPeople): PhdError {
  const [bad] = setAside
  const [other] = leftOut
  const because = bad
    ? `; rows of its users were rejected (${bad.file}, line ${bad.line}): correct and import them`
    : other
      ? `; not included: ${leftOutSentence(other, partner)}`
      : gone
        ? `; those it had are gone from the newest list, ${gone.file}`
        : ''
  return failure(
    'no_portal_users',
    `no portal users of ${partner.name} have been imported${because}`,
    `export the partner’s users from Impartner and import them: phd import --account ${partner.id} <users.csv>; or use --from`,
  )
}

/** The error where the imported export lacks columns of the report. */
export function columnsMissing(headings: readonly string[]): PhdError {
  const message = `the imported export lacks columns of the report: ${headings.join(', ')}`
  return failure('portal_users_column_missing', message, 'export with all fifteen columns and import again')
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

/** The report as a file that a spreadsheet opens right. */
export function reportFile({ table }: Report): string {
  return csvForPeople(table, { mark: true })
}

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
