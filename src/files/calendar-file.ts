/** Due dates as a calendar file, for the calendar a person uses anyway (RFC 5545). */

import { PackedList } from '../packed/packed-list.ts'
import { plural } from '../terminal/plural.ts'
import { safeText } from '../terminal/safe-text.ts'
import { checkFree, FileInMaking } from './write-file.ts'

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

/** So many events are made into text at a time. */
const BATCH = 500

/** Due dates of which the same thing given twice is there once, as it was given last; kept outside the heap. */
class DueDates {
  readonly #dues = new PackedList<Due>()
  readonly #places = new Map<string, number>()

  constructor(dues: Iterable<Due>) {
    for (const due of dues) {
      this.#places.set(due.uid, this.#dues.length)
      this.#dues.push(due)
    }
  }

  get count(): number {
    return this.#places.size
  }

  *inBatches(): Generator<Due[]> {
    let some: Due[] = []
    for (const place of this.#places.values()) {
      some.push(this.#dues.at(place))
      if (some.length < BATCH) continue
      yield some
      some = []
    }
    if (some.length > 0 || this.count === 0) yield some
  }
}

/** The text of a calendar, in pieces. */
async function* calendarPieces(dues: DueDates, { at }: Made): AsyncGenerator<string> {
  const { ical, ICalCalendarMethod, ICalEventTransparency } = await import('./packages/calendar.ts')
  const stamp = new Date(at)
  let isFirst = true
  for (const some of dues.inBatches()) {
    const calendar = ical({
      prodId: { company: 'phd', product: 'due dates', language: 'EN' },
      method: ICalCalendarMethod.PUBLISH,
    })
    for (const { uid, day, title, about } of some)
      calendar.createEvent({
        id: `${PLAIN_UID.test(uid) ? uid : hashOf(uid)}@phd`,
        stamp,
        start: new Date(`${day}T00:00:00Z`),
        allDay: true,
        summary: cleaned(title),
        description: about.trim() === '' ? null : about.trimEnd().split('\n').map(cleaned).join('\n'),
        // What is due keeps no one from being invited that day.
        transparency: ICalEventTransparency.TRANSPARENT,
      })
    const text = calendar.toString()
    // All batches are one calendar: the first has its beginning, and the end stands behind the last.
    yield text.slice(isFirst ? 0 : text.indexOf(EVENT), text.lastIndexOf(END))
    isFirst = false
  }
  yield `${END}\r\n`
}

const EVENT = 'BEGIN:VEVENT'
const END = 'END:VCALENDAR'

/** The text of a calendar with some due dates; the same thing given twice is there once. The count is that of the events. */
export async function calendarText(dues: Iterable<Due>, made: Made): Promise<{ text: string; count: number }> {
  const all = new DueDates(dues)
  let text = ''
  for await (const piece of calendarPieces(all, made)) text += piece
  return { text, count: all.count }
}

/**
 * Writes due dates to a calendar file, whole or not at all, and says so in a sentence. Without `overwrite` an existing file is
 * refused (`file_exists`); in a dry run nothing is written, and what would be refused is. A calendar without events is not valid, so
 * none is written where nothing is due. Throws what {@link FileInMaking} throws.
 */
export async function writeDueDates(
  file: string,
  given: Iterable<Due>,
  { at, overwrite = false, dryRun = false }: Made & { overwrite?: boolean; dryRun?: boolean },
): Promise<string> {
  checkFree(file, overwrite)
  const dues = new DueDates(given)
  if (dues.count === 0) return `no due dates: ${file} not written`
  const what = `${file} (${plural(dues.count, 'due date')})`
  if (dryRun) return `would write ${what}`
  const making = new FileInMaking(file)
  try {
    for await (const piece of calendarPieces(dues, { at })) making.write(piece)
    making.publish({ overwrite })
  } catch (error) {
    making.discard()
    throw error
  }
  return `wrote ${what}`
}

/** One line of text: a reader of calendars shows control and direction characters no better than a terminal. */
function cleaned(text: string): string {
  return safeText(text.replace(/\s+/g, ' ').trim())
}

function hashOf(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex')
}
