/** Certifications in some dozens of bytes each: what reports of all partners hold of them. */

import { NumberRows } from '../../packed/number-rows.ts'
import { TextPool } from '../../packed/text-pool.ts'
import { Words } from '../../packed/words.ts'
import type { CertifiedRow, NowBy } from '../../reports/scorecard/rows.ts'

/** Stands in the column of the country where the row has none: it is that of the row's partner. */
const OF_PARTNER = -1

const PERSON = 0
const NAME = 1
const BADGE = 2
const CREDENTIAL = 3
const EARNED = 4
const EXPIRES = 5
const COUNTRY = 6
const PARTNER = 7
const NOW = 8
const NOW_BY = 9
const FILE = 10
const LINE = 11
const DOUBTFUL = 12
const WIDTH = 13

/** Rows in the order they were added; each is made again when it is asked for. */
export class CertifiedRows {
  readonly #numbers = new NumberRows(WIDTH)
  readonly #texts = new TextPool()
  readonly #words = new Words()
  readonly #ids: Words
  readonly #countryOf: (partnerId: string) => string | null

  /** `ids`: the partners' ids; `countryOf`: the country of a partner, for rows that have none. */
  constructor(ids: Words, countryOf: (partnerId: string) => string | null) {
    this.#ids = ids
    this.#countryOf = countryOf
  }

  get count(): number {
    return this.#numbers.count
  }

  /** Adds a row, whose country is left to its partner where `hasCountry` is false; gives its number. */
  add(row: CertifiedRow, hasCountry: boolean): number {
    const word = (text: string | null): number => this.#words.numberOf(text)
    return this.#numbers.add([
      this.#texts.add(row.person),
      // 0 says that there is no name.
      row.name === null ? 0 : this.#texts.add(row.name) + 1,
      word(row.badge),
      word(row.credential),
      word(row.earned),
      word(row.expires),
      hasCountry ? word(row.country) : OF_PARTNER,
      this.#ids.numberOf(row.partner),
      this.#ids.numberOf(row.now.partner),
      word(row.now.by),
      word(row.file),
      row.line,
      Number(row.isDoubtful),
    ])
  }

  at(row: number): CertifiedRow {
    const number = (column: number): number => this.#numbers.at(row, column)
    const word = (column: number): string | null => this.#words.at(number(column))
    const partner = this.#ids.at(number(PARTNER))
    const now = { partner: this.#ids.at(number(NOW)), by: word(NOW_BY) as NowBy }
    const name = number(NAME)
    return {
      person: this.#texts.at(number(PERSON)),
      name: name === 0 ? null : this.#texts.at(name - 1),
      badge: word(BADGE) ?? '',
      credential: word(CREDENTIAL),
      earned: word(EARNED) ?? '',
      expires: word(EXPIRES),
      country: number(COUNTRY) === OF_PARTNER ? this.#countryOfPartner(partner ?? now.partner) : word(COUNTRY),
      partner,
      now,
      file: word(FILE) ?? '',
      line: number(LINE),
      isDoubtful: number(DOUBTFUL) === 1,
    }
  }

  /** The numbers of the partners that a row names, and whose person it is now: each once. */
  partnersOf(row: number): number[] {
    const [partner, now] = [this.#numbers.at(row, PARTNER), this.#numbers.at(row, NOW)]
    return [partner, ...(now === partner ? [] : [now])].filter((number) => number !== 0)
  }

  #countryOfPartner(id: string | null): string | null {
    return id === null ? null : this.#countryOf(id)
  }
}
