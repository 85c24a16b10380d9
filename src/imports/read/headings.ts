/** Which column of a file holds which field of a kind. */

import type { Kind } from '../../records/kind.ts'

export interface HeadingMatch {
  /** Column number of each field that the file has. */
  columns: ReadonlyMap<string, number>
  /** Fields that several columns claim, with those columns. */
  claimed: ReadonlyArray<{ field: string; places: readonly number[] }>
}

/** What a person says of the headings of a file, by folded heading. */
export interface HeadingMap {
  /** The file it is in. */
  file: string
  /** The field a heading means; null where it means none, whatever its name. */
  columns: ReadonlyMap<string, { heading: string; field: string | null }>
  /** Headings whose columns are left out. */
  ignored: ReadonlySet<string>
}

/** Headings compare trimmed, case and spacing folded, a closing question mark left out. */
export function foldHeading(heading: string): string {
  return heading.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase().replace(/ ?\?$/, '')
}

type KnownHeadings = ReadonlyMap<string, { field: string; rank: number }>

/** Made once a kind: many rows are tried against many kinds until the row of headings is found. */
const KNOWN = new WeakMap<Kind, KnownHeadings>()

/** The field each heading of a kind means, and how far down its list of names the heading is. */
function headingsOf(kind: Kind): KnownHeadings {
  const made = KNOWN.get(kind)
  if (made) return made
  const known = new Map<string, { field: string; rank: number }>()
  for (const [field, { headings }] of Object.entries(kind.fields)) {
    headings.forEach((heading, rank) => {
      known.set(foldHeading(heading), { field, rank })
      const bare = withoutPrefix(kind, foldHeading(heading))
      if (bare !== null && !known.has(bare)) known.set(bare, { field, rank })
    })
  }
  KNOWN.set(kind, known)
  return known
}

/**
 * A heading without the "Object: " that a report may print before a field. Only the objects a kind names are left out: another
 * object's column of the same name ("Parent Account: Partner Status") is another value.
 */
function withoutPrefix(kind: Kind, folded: string): string | null {
  const prefix = kind.objects.map((object) => `${object.toLowerCase()}: `).find((each) => folded.startsWith(each))
  return prefix === undefined || folded.length === prefix.length ? null : folded.slice(prefix.length)
}

/**
 * Finds the column of each field; none where a heading says that the file is of another kind (`notWith`). An id may stand under
 * several headings, the first listed is taken; any other field must not. What a `map` says of a heading takes precedence over what
 * phd knows.
 */
export function matchHeadings(kind: Kind, headings: readonly string[], map: HeadingMap | null = null): HeadingMatch {
  const foreign = new Set(kind.notWith.map(foldHeading))
  if (map === null && foreign.size > 0 && headings.some((heading) => foreign.has(foldHeading(heading))))
    return { columns: new Map(), claimed: [] }
  const known = headingsOf(kind)
  const claims = new Map<string, { place: number; rank: number; folded: string }[]>()
  headings.forEach((heading, place) => {
    const folded = foldHeading(heading)
    const match = mapped(map, folded) ?? known.get(folded) ?? known.get(withoutPrefix(kind, folded) ?? '')
    if (folded === '' || !match?.field) return
    const claim = { place, rank: match.rank, folded }
    claims.set(match.field, [...(claims.get(match.field) ?? []), claim])
  })
  const columns = new Map<string, number>()
  const claimed: { field: string; places: number[] }[] = []
  for (const [field, places] of claims) {
    const [best] = places.toSorted((a, b) => a.rank - b.rank)
    if (!best) continue
    columns.set(field, best.place)
    const rivals = kind.fields[field]?.type === 'id' ? places.filter(({ folded }) => folded === best.folded) : places
    if (rivals.length > 1) claimed.push({ field, places: rivals.map(({ place }) => place) })
  }
  return { columns, claimed }
}

/** What a map says of a heading: before all names that phd knows; undefined where it says nothing. */
function mapped(map: HeadingMap | null, folded: string): { field: string | null; rank: number } | undefined {
  if (map?.ignored.has(folded)) return { field: null, rank: -1 }
  const said = map?.columns.get(folded)
  return said && { field: said.field, rank: -1 }
}

/** The headings a file of the kind must have and this one lacks; alternatives are joined by "or". */
export function missingHeadings(kind: Kind, has: (field: string) => boolean): string[] {
  const missing: string[] = []
  const groups = new Map<string, { headings: string[]; met: boolean }>()
  for (const [field, { required, headings }] of Object.entries(kind.fields)) {
    if (required === true && !has(field)) missing.push(headings[0] ?? field)
    if (typeof required === 'string') {
      const group = groups.get(required) ?? { headings: [], met: false }
      group.headings.push(headings[0] ?? field)
      group.met ||= has(field)
      groups.set(required, group)
    }
  }
  for (const group of groups.values()) if (!group.met) missing.push(group.headings.join('" or "'))
  return missing
}

/** Tells rows of headings from rows of data, below the headings of a table. */
export class HeadingWatch {
  readonly #folded: readonly string[]
  readonly #known: ReadonlySet<string>
  readonly #longest: number
  /** The letters that the known headings begin with, and those that they have, by their number in ASCII. */
  readonly #firsts = new Uint8Array(128)
  readonly #letters = new Uint8Array(128)
  /** The column that is looked at first: one the kind needs. */
  readonly #probe: number
  /** The last of it that is not a heading. */
  #last = ''

  constructor(kind: Kind, headings: readonly string[], columns: ReadonlyMap<string, number>) {
    this.#folded = headings.map(foldHeading)
    this.#known = new Set([...headingsOf(kind).keys(), ...this.#folded].filter((heading) => heading !== ''))
    this.#longest = Math.max(...[...this.#known].map((heading) => heading.length)) + 8
    for (const heading of this.#known) {
      this.#firsts[heading.charCodeAt(0)] = 1
      for (let i = 0; i < heading.length; i++) this.#letters[heading.charCodeAt(i)] = 1
    }
    const needed = Object.entries(kind.fields).find(([field, { required }]) => required !== false && columns.has(field))
    this.#probe = columns.get(needed?.[0] ?? '') ?? 0
  }

  /** Whether a row is the headings again, or headings of another table: one word that is a heading may be a name. */
  see(fields: readonly string[]): 'again' | 'other' | null {
    const cell = fields[this.#probe] ?? ''
    if (cell === this.#last || !this.#mayBeKnown(cell) || !this.#known.has(foldHeading(cell))) {
      this.#last = cell
      return null
    }
    const folded = fields.map(foldHeading)
    if (this.#folded.every((heading, place) => heading === (folded[place] ?? ''))) return 'again'
    return folded.filter((each) => this.#known.has(each)).length > 1 ? 'other' : null
  }

  /** Whether a cell has the length and, as far as it is ASCII up to there, the letters of a heading. */
  #mayBeKnown(cell: string): boolean {
    if (cell.length > this.#longest) return false
    for (let i = 0; i < cell.length; i++) {
      const code = cell.charCodeAt(i)
      // Blanks and a question mark may be left out; a letter becomes one with an accent behind it.
      if (code <= 32 || code === QUESTION_MARK) continue
      if (code > 126 || cell.charCodeAt(i + 1) > 126) return true
      const letter = code >= 65 && code <= 90 ? code + 32 : code
      if ((i === 0 ? this.#firsts : this.#letters)[letter] === 0) return false
    }
    return true
  }
}

const QUESTION_MARK = 63
