import type { Due } from '../files/calendar-file.ts'
import { placeOf } from '../records/place.ts'
import { type AgendaItem, nameOf } from '../reports/agenda.ts'
import { oneWords } from './words.ts'

/** The day of each item, for a calendar; one without a day has none. */
export function* agendaDues(items: Iterable<AgendaItem>): Generator<Due> {
  for (const item of items) {
    const { key, due, command, evidence, handbook } = item
    if (due === null) continue
    const about = [
      ...evidence.flatMap(({ file, line }) => (file === null ? [] : [`from ${placeOf({ file, line })}`])),
      ...handbook.map(({ page, section }) => `handbook: ${page}, "${section}"`),
      command,
    ]
    yield {
      uid: `agenda ${key}`,
      day: due,
      title: [oneWords(item), nameOf(item)].filter(Boolean).join(', '),
      about: about.join('\n'),
    }
  }
}
