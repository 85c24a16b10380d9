/** What a page rests on, and what of it does not count: the last part of every page. */

import { showAge } from '../terminal/moment.ts'
import type { PageCell, PagePart } from '../terminal/page.ts'
import { grouped, plural } from '../terminal/plural.ts'
import { rejectedWords } from '../terminal/rejected-words.ts'
import type { LinkedList } from './linked-rows.ts'

/** A list that figures were counted from, with when its rows were last seen (ISO 8601, UTC). */
interface ReportSource {
  kind: string
  title: string
  file: string
  lastSeenAt: string
  isOld: boolean
}

/** Rows that do not count, or a list that was never imported; in JSON as it is. */
interface LeftOut {
  /** `ended`: rows, of whichever partner, that the newest complete list ended. */
  code: 'never_imported' | 'gone' | 'ended' | 'rejected' | 'unlinked' | 'too_old'
  kind: string
  title: string
  /** How many rows; null where that is not known. */
  rows: number | null
  /** Where some of them are: "certifications.csv, line 4: the name matches several partners". */
  places: readonly string[]
}

type Lists = readonly LinkedList[]

/** The lists that were imported, in the order given. */
export function sourcesOf(lists: Lists): ReportSource[] {
  return lists.flatMap(({ kind, title, list }) => (list === null ? [] : [{ kind, title, ...list }]))
}

/** What of these lists does not count, and what is not known because a list is missing or too old. */
export function leftOutOf(lists: Lists): LeftOut[] {
  return lists.flatMap(({ kind, title, list, unlinked, gone, rejected }): LeftOut[] => {
    const about = { kind, title }
    if (list === null) return [{ ...about, code: 'never_imported', rows: null, places: [] }]
    return [
      ...(list.isOld ? [{ ...about, code: 'too_old', rows: null, places: [list.file] } as const] : []),
      ...(unlinked.rows > 0 ? [{ ...about, code: 'unlinked', rows: unlinked.rows, places: unlinked.places } as const] : []),
      ...(gone > 0 ? [{ ...about, code: 'gone', rows: gone, places: [list.file] } as const] : []),
      ...(rejected ? [{ ...about, code: 'rejected', rows: rejected.rows, places: [rejected.file] } as const] : []),
    ]
  })
}

/** What does not count, in a sentence that says what to do. */
export function leftOutWords({ code, kind, title, rows, places }: LeftOut): string {
  switch (code) {
    case 'never_imported':
      return `${title}: never imported, so what they say is not known; where to get them: phd import --kinds --kind ${kind}`
    case 'too_old':
      return `${title}: too old to rely on; export them again`
    case 'unlinked': {
      const more = (rows ?? 0) - places.length
      const others = more > 0 ? `; and ${grouped(more)} more` : ''
      return `${title}: ${plural(rows ?? 0, 'row')} without a certain partner, not counted (${places.join('; ')}${others}); see: phd partner unlinked`
    }
    case 'gone':
      return `${title}: ${plural(rows ?? 0, 'row')} not counted, because the newest list, ${places.join(', ')}, no longer has them`
    case 'ended':
      return `${title}: ${plural(rows ?? 0, 'row')} of all partners not counted, because the newest complete list, ${places.join(', ')}, no longer has them`
    case 'rejected':
      return `${title}: ${rejectedWords({ rows: rows ?? 0, file: places.join(', ') })}`
  }
}

/** The last part of a page: its lists and their age, what is left out, by which rules, and the command that makes it again. */
export function sourceParts({
  sources,
  leftOut,
  rules,
  notes = [],
  command,
  now,
}: {
  sources: readonly ReportSource[]
  leftOut: readonly LeftOut[]
  /** The versions of the rules and tables: "regions 2025". */
  rules: readonly string[]
  /** Further sentences on what the figures mean. */
  notes?: readonly PageCell[]
  command: string
  now: string
}): PagePart[] {
  const aged = ({ lastSeenAt, isOld }: ReportSource): string => `${showAge(lastSeenAt, now)}${isOld ? ', TOO OLD' : ''}`
  return [
    { kind: 'heading', text: 'What this rests on' },
    ...(sources.length === 0
      ? []
      : [
          {
            kind: 'table',
            caption: 'Lists, and how old they are',
            headings: ['List', 'File', 'Last seen', 'Age'],
            rows: sources.map((source) => [source.title, source.file, source.lastSeenAt.slice(0, 10), aged(source)]),
          } as const,
        ]),
    {
      kind: 'list',
      items: [
        ...leftOut.map(leftOutWords),
        ...notes,
        ...(rules.length === 0 ? [] : [`rules: ${rules.join(', ')}`]),
        `made at ${now.slice(0, 16).replace('T', ' ')} UTC; make it again:`,
        { command },
      ],
    },
  ]
}
