/**
 * The figures of more people than memory has rows of: the sum of what each person comes to, for every figure counts people, or rows of
 * one. Rows, and who ends, moved or left, are lists that are made again as they are asked for. Pure.
 */

import { MadeList } from '../../packed/made-list.ts'
import type { RowBehind } from './behind.ts'
import { addFigures, type BadgeFigures, countedQuarters, totalFigures } from './figures.ts'
import { type MarkedBy, type PartsOf, rowMarks } from './marks.ts'
import { type Expiring, hasLeft, hasMoved, type Left, type Moved } from './now.ts'
import { type CertifiedRow, compare, type Scope } from './rows.ts'
import {
  type Asked,
  type CountedFigures,
  countCountries,
  countriesInOrder,
  countScorecard,
  lastTwo,
  type PartFigures,
  type ScorecardFigures,
} from './scorecard.ts'

/** Rows of many people, in the order of a page. */
export interface OrderedRows {
  readonly length: number
  at(place: number): CertifiedRow
  /** The places of all rows of the person whose row stands at a place, in order. */
  placesOf(place: number): Int32Array
}

/** A region by country: what it comes to, and what it is called by. */
export type Countries = (PartFigures & { country: string | null })[]

/** Counts a scorecard of many people, and its countries. */
export function countMany(
  rows: OrderedRows,
  scope: Scope,
  { nameOf, ...asked }: Asked & { nameOf: (code: string) => string },
): { figures: ScorecardFigures; countries: Countries } {
  const quarters = countedQuarters(asked.quarter, asked.today)
  const [before, quarter] = lastTwo(quarters)
  const people = new People(rows, scope, asked)
  const sums = new Sums(rows.length, scope, { ...asked, nameOf })
  for (let place = 0; place < rows.length; place++) {
    // A person counts at the first of its places.
    if (rows.placesOf(place)[0] === place) sums.add(people.at(place))
  }
  const badges = [...sums.badges.values()].sort((a, b) => compare(a.badge, b.badge))
  const about = { scope, quarter, before, quarters: quarters.slice(1), badges }
  const expiring = Int32Array.from(
    sums.expiring.sort((a, b) => a - b),
    (key) => key % rows.length,
  )
  const moved = Int32Array.from(sums.moved).sort()
  const left = Int32Array.from(sums.left).sort()
  return {
    figures: {
      ...about,
      total: totalFigures(badges, quarters),
      ...{ people: sums.people, peopleBefore: sums.peopleBefore },
      ...{ notInPortal: sums.notInPortal, byPortalAlone: sums.byPortalAlone },
      expiring: new MadeList(expiring.length, (i) => people.at(expiring[i] ?? 0).expiringAt(expiring[i] ?? 0)),
      moved: new MadeList(moved.length, (i) => people.at(moved[i] ?? 0).movedAt(moved[i] ?? 0)),
      left: new MadeList(left.length, (i) => people.at(left[i] ?? 0).leftAt(left[i] ?? 0)),
      rows: new MadeList(rows.length, (place) => people.at(place).rowAt(place)),
      marks: (parts) => new Marks(people, parts, { ...about, today: asked.today, moved, left }),
    },
    countries: countriesInOrder(sums.countries, nameOf),
  }
}

/** What each person comes to: made when it is asked for, and kept until it is another's turn. */
class People {
  readonly #rows: OrderedRows
  readonly #scope: Scope
  readonly #asked: Asked
  #last: Person | null = null

  constructor(rows: OrderedRows, scope: Scope, asked: Asked) {
    this.#rows = rows
    this.#scope = scope
    this.#asked = asked
  }

  /** The person whose row stands at a place. */
  at(place: number): Person {
    const places = this.#rows.placesOf(place)
    if (this.#last?.places[0] === places[0] && this.#last) return this.#last
    const rows = Array.from(places, (each) => this.#rows.at(each))
    this.#last = new Person(places, rows, countScorecard(rows, this.#scope, this.#asked), this.#asked.today)
    return this.#last
  }
}

/** The rows of a person, by their places, and what they come to. */
class Person {
  readonly places: Int32Array
  readonly rows: readonly CertifiedRow[]
  readonly figures: CountedFigures
  readonly #today: string

  constructor(places: Int32Array, rows: readonly CertifiedRow[], figures: CountedFigures, today: string) {
    this.places = places
    this.rows = rows
    this.figures = figures
    this.#today = today
  }

  rowAt(place: number): RowBehind {
    return found(this.figures.rows[this.places.indexOf(place)])
  }

  /** The place of what ends soon: that of its row. */
  expiring(): { place: number; days: number }[] {
    return this.figures.rows.flatMap(({ counts }, i) => {
      const place = this.places[i] ?? 0
      return counts.includes('expiring') ? [{ place, days: this.expiringAt(place).days }] : []
    })
  }

  expiringAt(place: number): Expiring {
    const { file, line } = this.rowAt(place).row
    return found(this.figures.expiring.find((each) => each.file === file && each.line === line))
  }

  /** The places of those who moved: each that of the first row that says so. */
  moved(): number[] {
    const { scope } = this.figures
    return this.figures.moved.map(({ from }) => this.#first((row) => row.partner === from && hasMoved(row, scope, this.#today)))
  }

  movedAt(place: number): Moved {
    return found(this.figures.moved[this.moved().indexOf(place)])
  }

  /** The same of those who left. */
  left(): number[] {
    const { scope } = this.figures
    return this.figures.left.map(({ from }) => this.#first((row) => row.partner === from && hasLeft(row, scope, this.#today)))
  }

  leftAt(place: number): Left {
    return found(this.figures.left[this.left().indexOf(place)])
  }

  #first(is: (row: CertifiedRow) => boolean): number {
    return this.places[this.figures.rows.findIndex(({ row }) => is(row))] ?? 0
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a place of a list that has nothing there')
  return value
}

/** What people come to together. */
class Sums {
  readonly badges = new Map<string, BadgeFigures>()
  readonly countries = new Map<string | null, PartFigures>()
  /** What ends soon, by its days and its place: a number for each, of so many rows. */
  readonly expiring: number[] = []
  readonly moved: number[] = []
  readonly left: number[] = []
  people = 0
  peopleBefore = 0
  notInPortal = 0
  byPortalAlone = 0
  readonly #length: number
  readonly #scope: Scope
  readonly #asked: Asked & { nameOf: (code: string) => string }

  constructor(length: number, scope: Scope, asked: Asked & { nameOf: (code: string) => string }) {
    this.#length = length
    this.#scope = scope
    this.#asked = asked
  }

  add(person: Person): void {
    const { figures, rows } = person
    for (const badge of figures.badges) {
      const known = this.badges.get(badge.badge)
      if (known) addFigures(known, badge)
      else this.badges.set(badge.badge, badge)
    }
    for (const { country, ...part } of countCountries(rows, this.#scope, this.#asked)) {
      const known = this.countries.get(country)
      this.countries.set(country, known ? addParts(known, part) : part)
    }
    for (const figure of ['people', 'peopleBefore', 'notInPortal', 'byPortalAlone'] as const) this[figure] += figures[figure]
    for (const { place, days } of person.expiring()) this.expiring.push(days * this.#length + place)
    this.moved.push(...person.moved())
    this.left.push(...person.left())
  }
}

function addParts(a: PartFigures, b: PartFigures): PartFigures {
  return {
    held: a.held + b.held,
    gained: a.gained + b.gained,
    lapsed: a.lapsed + b.lapsed,
    earned: a.earned + b.earned,
    change: a.change + b.change,
    people: a.people + b.people,
  }
}

/** What marks are made by, with the places of those who moved or left. */
interface ManyMarkedBy extends Omit<MarkedBy, 'moved' | 'left'> {
  moved: Int32Array
  left: Int32Array
}

/** The marks of each row, made for all rows of its person. */
class Marks {
  readonly #people: People
  readonly #parts: PartsOf
  readonly #by: ManyMarkedBy
  #last: { person: Person; marks: readonly (readonly string[])[] } | null = null

  constructor(people: People, parts: PartsOf, by: ManyMarkedBy) {
    this.#people = people
    this.#parts = parts
    this.#by = by
  }

  at(place: number): readonly string[] | undefined {
    const person = this.#people.at(place)
    if (this.#last?.person !== person) this.#last = { person, marks: this.#marksOf(person) }
    return this.#last.marks[person.places.indexOf(place)]
  }

  #marksOf(person: Person): string[][] {
    const { moved, left } = person.figures
    const by = {
      ...this.#by,
      moved: person.moved().flatMap((place, i) => (moved[i] ? [[placeIn(this.#by.moved, place), moved[i]] as const] : [])),
      left: person.left().flatMap((place, i) => (left[i] ? [[placeIn(this.#by.left, place), left[i]] as const] : [])),
    }
    return rowMarks(person.figures.rows, by, this.#parts)
  }
}

/** Where a number stands among numbers that are in order. */
function placeIn(numbers: Int32Array, number: number): number {
  let [from, to] = [0, numbers.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((numbers[middle] ?? 0) < number) from = middle + 1
    else to = middle
  }
  return from
}
