/** Builds the report: from the database, or from an export. */

import { choosePartner } from '../../app/choose-partner.ts'
import type { Context } from '../../app/context.ts'
import { failure, type PhdError } from '../../errors.ts'
import type { ReadOptions } from '../../imports/read/source.ts'
import { STDIN, STDIN_NAME } from '../../imports/read/standard-input.ts'
import { rowsOfAccount } from '../../partners/account-rows.ts'
import { type ReportPeople, reportPeople } from '../../partners/report-people.ts'
import { placeOf } from '../../records/place.ts'
import { certificationReport, joinHeadings, type reportColumns } from '../../reports/certification-report.ts'
import { isStale } from '../../rules/verdict.ts'
import { extraNotes, leftOutSentence, peopleNotes, repeatedNotes } from './sentences.ts'

/** A report ready to be printed, and what a person should know before sending it. */
export interface Report {
  subject: string | null
  people: number
  /** Whether it has everybody who is the partner's for all that is known; else it must not be sent as it is. */
  isWhole: boolean
  table: string[][]
  notes: string[]
}

type Columns = ReturnType<typeof reportColumns>

/**
 * The report on a partner’s people in the database. Throws what choosing a partner throws, `no_portal_users` and
 * `portal_users_column_missing`.
 */
export async function fromDatabase(context: Context, columns: Columns, subject: string | undefined): Promise<Report> {
  const store = await context.openStore('read')
  try {
    const { partner } = await choosePartner(context, store, subject)
    const people = await reportPeople(store, partner, (seen) => isStale(seen, context.now, context.maxAgeDays))
    const { users } = people
    if (users.length === 0) throw noPortalUsers(partner, people)
    const absent = columns.filter(({ field }) => users.some((user) => !(field in user.source.headings)))
    if (absent.length > 0) throw columnsMissing(absent, columns)
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
    await store.close()
  }
}

/** The report on the people in an export, which is not imported. Throws what reading the file and choosing its account throw. */
export async function fromFile(
  path: string,
  columns: Columns,
  subject: string | undefined,
  reading: ReadOptions,
): Promise<Report> {
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

/** The error where a partner has no people that are certainly its own. */
function noPortalUsers(partner: { id: string; name: string }, { gone, leftOut, setAside }: ReportPeople): PhdError {
  const [bad] = setAside
  const [other] = leftOut
  const because = bad
    ? `; rows of its users were rejected (${placeOf(bad)}): correct and import them`
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
function columnsMissing(absent: Columns, columns: Columns): PhdError {
  const message = `the imported export lacks columns of the report: ${absent.map(({ heading }) => heading).join(', ')}`
  return failure('portal_users_column_missing', message, `export with all ${columns.length} columns and import again`)
}
