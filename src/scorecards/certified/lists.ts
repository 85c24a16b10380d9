/** Certifications by the partners that each is, or may be, of: those that count, and those that count for no one. */

import { MadeList } from '../../packed/made-list.ts'
import { NumberRows } from '../../packed/number-rows.ts'
import { NumbersByPlace } from '../../packed/numbers-by-place.ts'
import type { Listed } from '../../packed/packed-list.ts'
import { TextPool } from '../../packed/text-pool.ts'
import { Words } from '../../packed/words.ts'
import type { NamedPartner, WhyUnlinked } from '../../partners/linking/links.ts'
import type { OrderedRows } from '../../reports/scorecard/many.ts'
import type { CertifiedRow } from '../../reports/scorecard/rows.ts'
import { orderedRows } from './ordered.ts'
import { CertifiedRows } from './rows.ts'

/** A row that counts for no one, and the partners it may be of. */
export interface LeftOutRow {
  row: CertifiedRow
  /** As the row names its partner. */
  names: string
  /** `gone`: the newest list no longer has the row; `unnamed`: it names no partner. */
  why: WhyUnlinked | 'gone' | 'portal_unlinked' | 'unnamed'
  candidates: readonly string[]
}

/** What the lists come to once all rows are in. */
export interface CertifiedOf {
  /** The badges of the rows that count. */
  badges: ReadonlySet<string>
  /** The rows that name one of some partners, or whose person is of it now: each once, in the order of the partners, then of the list. */
  rowsOf(ids: Iterable<string>): CertifiedRow[]
  /** The same of many partners, those that are asked for, in the order of a page; each is made when it is asked for. */
  orderedOf(ids: Iterable<string>, isAsked: ((row: CertifiedRow) => boolean) | null): OrderedRows
  /** Rows that count for no one, of those that may be of one of some partners. */
  leftOutOf(ids: Iterable<string>): LeftOutRow[]
  /** Those of many partners, and those that may be of no partner; each is made when it is asked for. */
  leftOutOfMany(ids: Iterable<string>): Listed<LeftOutRow>
  /** All of them. */
  leftOut(): Iterable<LeftOutRow>
}

const ROW = 0
const WHY = 1
const NAMES = 2
const FIRST_CANDIDATE = 3
const CANDIDATES = 4

/** The rows, kept as numbers. */
export class CertifiedLists {
  readonly #ids = new Words()
  readonly #rows: CertifiedRows
  readonly #counted = new NumberRows(1)
  readonly #badges = new Set<string>()
  readonly #leftOut = new NumberRows(5)
  readonly #candidates = new NumberRows(1)
  readonly #names = new TextPool()
  readonly #whys = new Words()

  /** `countryOf`: the country of a partner by its id, for rows that have none. */
  constructor(countryOf: (id: string) => string | null) {
    this.#rows = new CertifiedRows(this.#ids, countryOf)
  }

  /** Adds a row, and gives its number; `hasCountry`: whether it says its own country. */
  add(row: CertifiedRow, hasCountry: boolean): number {
    return this.#rows.add(row, hasCountry)
  }

  /** Counts a row for the partners that it names or whose person it is. */
  count(number: number, { badge }: CertifiedRow): void {
    this.#counted.add([number])
    this.#badges.add(badge)
  }

  /** Keeps a row that counts for no one, with the partners that it may be of. */
  leaveOut(number: number, why: LeftOutRow['why'], names: string, candidates: readonly NamedPartner[]): void {
    const [first, count] = [this.#candidates.count, candidates.length]
    this.#leftOut.add([number, this.#whys.numberOf(why), this.#names.add(names), first, count])
    for (const { id } of candidates) this.#candidates.add([this.#ids.numberOf(id)])
  }

  lists(): CertifiedOf {
    const own = new NumbersByPlace(this.#ids.count)
    const mayBe = new NumbersByPlace(this.#ids.count)
    for (let i = 0; i < this.#counted.count; i++) {
      const row = this.#counted.at(i, 0)
      for (const partner of this.#rows.partnersOf(row)) own.add(partner, row)
    }
    const nobodys: number[] = []
    for (let i = 0; i < this.#leftOut.count; i++) {
      const candidates = this.#candidatesOf(i)
      if (candidates.length === 0) nobodys.push(i)
      for (const partner of candidates) mayBe.add(partner, i)
    }
    return {
      badges: this.#badges,
      rowsOf: (ids) => this.#each(own, ids).map((row) => this.#rows.at(row)),
      orderedOf: (ids, isAsked) => {
        const numbers = this.#all(own, ids, this.#rows.count)
        const at = (row: number): CertifiedRow => this.#rows.at(row)
        return orderedRows(isAsked === null ? numbers : numbers.filter((row) => isAsked(at(row))), at)
      },
      leftOutOf: (ids) => this.#each(mayBe, ids).map((row) => this.#leftOutAt(row)),
      leftOutOfMany: (ids) => {
        const some = this.#all(mayBe, ids, this.#leftOut.count)
        const at = (i: number): number => some[i] ?? nobodys[i - some.length] ?? 0
        return new MadeList(some.length + nobodys.length, (i) => this.#leftOutAt(at(i)))
      },
      leftOut: () => this.#everyLeftOut(),
    }
  }

  /** The numbers of some partners, each once. */
  #each(of: NumbersByPlace, ids: Iterable<string>): number[] {
    const found = new Set<number>()
    for (const id of ids) {
      const partner = this.#ids.find(id)
      if (partner !== undefined) for (const number of of.of(partner)) found.add(number)
    }
    return [...found]
  }

  /** The same of many: `count` is how many numbers there are. */
  #all(of: NumbersByPlace, ids: Iterable<string>, count: number): Int32Array {
    const found = new Int32Array(count)
    const isIn = new Uint8Array(count)
    let length = 0
    for (const id of ids) {
      of.each(this.#ids.find(id) ?? 0, (number) => {
        if (isIn[number] === 1) return
        isIn[number] = 1
        found[length++] = number
      })
    }
    return found.subarray(0, length)
  }

  *#everyLeftOut(): Generator<LeftOutRow> {
    for (let i = 0; i < this.#leftOut.count; i++) yield this.#leftOutAt(i)
  }

  #leftOutAt(i: number): LeftOutRow {
    return {
      row: this.#rows.at(this.#leftOut.at(i, ROW)),
      names: this.#names.at(this.#leftOut.at(i, NAMES)),
      why: this.#whys.at(this.#leftOut.at(i, WHY)) as LeftOutRow['why'],
      candidates: this.#candidatesOf(i).map((number) => this.#ids.at(number) ?? ''),
    }
  }

  #candidatesOf(i: number): number[] {
    const from = this.#leftOut.at(i, FIRST_CANDIDATE)
    return Array.from({ length: this.#leftOut.at(i, CANDIDATES) }, (_, at) => this.#candidates.at(from + at, 0))
  }
}
