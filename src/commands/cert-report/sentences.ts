/** What to know about a report before it is sent. */

import { aliasCommand, whyUnlinked } from '../../app/link-sentences.ts'
import type { LeftOut, ReportPeople } from '../../partners/report-people.ts'
import { placeOf } from '../../records/place.ts'
import { plural } from '../../terminal/plural.ts'

/** What to know about the people in the database. */
export function peopleNotes(
  { users, gone, leftOut, stale, setAside }: ReportPeople,
  partner: { id: string; name: string },
  maxAgeDays: number,
): string[] {
  const notes = setAside.map(
    (row) => `a row of these people was rejected (${placeOf(row)}): correct and import it before you send this`,
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
export function leftOutSentence(left: LeftOut, { id }: { id: string }): string {
  const { name, accountId, why, of, people } = left
  const who = `${plural(people, 'person', 'people')} of ${name === null ? accountId : `"${name}"`} (${placeOf(left)}): ${whyUnlinked(why)}`
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

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
