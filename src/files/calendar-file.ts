/** Due dates as a calendar file, for the calendar a person uses anyway (RFC 5545). */

import { plural } from '../terminal/plural.ts'
import { safeText } from '../terminal/safe-text.ts'
import { checkFree, writeWhole } from './write-file.ts'

/** A day on which something is due. */
export interface Due {
  /** Names the thing, and is the same in every run, so that a calendar that takes the file twice has it once. Any text. */
  uid: string
  /** The day, YYYY-MM-DD: an event of the whole day, in whatever time zone it is read. */
  day: string
  /** What is due, in one line. */
  title: string
  /** What to know about it, and the command that shows it; may have several lines. */
  about: string
}

/** The moment the file is made for (ISO 8601), so that the same dues give the same bytes. */
interface Made {
  at: string
}

/** Ids of events are read by programs of every kind; what is not as plain as this is hashed. */
const PLAIN_UID = /^[A-Za-z0-9][A-Za-z0-9.:_-]{0,99}$/

/** The same thing given twice is there once. The count is that of the events. */
export async function calendarText(dues: readonly Due[], { at }: Made): Promise<{ text: string; count: number }> {
  const { ical, ICalCalendarMethod, ICalEventTransparency } = await import('./packages/calendar.ts')
  const calendar = ical({ prodId: { company: 'phd', product: 'due dates', language: 'EN' }, method: ICalCalendarMethod.PUBLISH })
  const own = new Map(dues.map((due) => [due.uid, due]))
  for (const { uid, day, title, about } of own.values()) {
    calendar.createEvent({
      id: `${PLAIN_UID.test(uid) ? uid : hashOf(uid)}@phd`,
      stamp: new Date(at),
      start: new Date(`${day}T00:00:00Z`),
      allDay: true,
      summary: cleaned(title),
      description: about.trim() === '' ? null : about.trimEnd().split('\n').map(cleaned).join('\n'),
      // What is due keeps no one from being invited that day.
      transparency: ICalEventTransparency.TRANSPARENT,
    })
  }
  return { text: `${calendar.toString()}\r\n`, count: own.size }
}

/**
 * Writes due dates to a calendar file, whole or not at all, and says so in a sentence. Without `overwrite` an existing file is
 * refused (`file_exists`); in a dry run nothing is written, and what would be refused is. A calendar without events is not valid, so
 * none is written where nothing is due. Throws what {@link writeWhole} throws.
 */
export async function writeDueDates(
  file: string,
  dues: readonly Due[],
  { at, overwrite = false, dryRun = false }: Made & { overwrite?: boolean; dryRun?: boolean },
): Promise<string> {
  checkFree(file, overwrite)
  if (dues.length === 0) return `no due dates: ${file} not written`
  const { text, count } = await calendarText(dues, { at })
  const what = `${file} (${plural(count, 'due date')})`
  if (dryRun) return `would write ${what}`
  writeWhole(file, text, { overwrite })
  return `wrote ${what}`
}

/** One line of text: a reader of calendars shows control and direction characters no better than a terminal. */
function cleaned(text: string): string {
  return safeText(text.replace(/\s+/g, ' ').trim())
}

function hashOf(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex')
}
