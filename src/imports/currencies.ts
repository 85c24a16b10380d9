/** The currencies of the amounts in a row: of which one an amount is, and whether the row says two. */

import { currencyCode } from '../records/amount.ts'
import type { Field, Value } from '../records/kind.ts'
import type { Problem } from './row-problems.ts'

/** A field of the rows, with the column of the file that it comes from. */
interface Place {
  name: string
  field: Field
  place: number
  heading: string | null
  at: number
}

/** A field that names a currency, with the code of the text read last. */
interface CurrencyField {
  at: number
  heading: string
  text: string | null
  code: string | null
}

interface MoneyField {
  at: number
  place: number
  heading: string | null
  /** The field of the currency of this amount alone, then that of the row. */
  named: readonly CurrencyField[]
}

export class Currencies {
  readonly #money: readonly MoneyField[]

  constructor(fields: readonly Place[]) {
    this.#money = fields.flatMap(({ field, place, heading, at }) => {
      if (field.type !== 'money') return []
      const named = [field.ownCurrency, field.currency].map((name) => currencyField(fields, name))
      return [{ at, place, heading, named }]
    })
  }

  /** Keeps with each amount the currency that is its own, and adds the amounts whose currencies contradict each other. */
  settle(values: Value[], fields: readonly string[], problems: Problem[]): void {
    for (const { at, place, heading, named } of this.#money) {
      const value = values[at]
      if (typeof value !== 'string') continue
      const printed = currencyBefore(value)
      const [own, ofRow] = named
      const ownCode = own ? codeIn(own, values) : null
      const code = printed ?? ownCode
      if (printed === null && ownCode !== null) values[at] = `${ownCode} ${value}`
      const rowCode = ofRow ? codeIn(ofRow, values) : null
      const other = isOther(ownCode, code) ? own : isOther(rowCode, code) ? ofRow : undefined
      if (!other) continue
      const expected = `an amount in ${other.code}, as the row says under "${other.heading}"`
      const shown = `${fields[place] ?? ''}${printed === null ? ` ${code}` : ''}`
      problems.push({ code: 'other_currency', column: heading, value: shown, expected })
    }
  }
}

function isOther(code: string | null, than: string | null): boolean {
  return code !== null && than !== null && code !== than
}

function currencyField(fields: readonly Place[], name: string | null): CurrencyField {
  const field = name === null ? undefined : fields.find((each) => each.name === name)
  return { at: field?.at ?? -1, heading: field?.heading ?? '', text: null, code: null }
}

/** The code of the currency that a row says in a field; rows that follow one another mostly say the same. */
function codeIn(field: CurrencyField, values: readonly Value[]): string | null {
  const value = values[field.at]
  if (typeof value !== 'string') return null
  if (value !== field.text) {
    field.text = value
    field.code = currencyCode(value)
  }
  return field.code
}

/** The currency in front of an amount as it is kept: "USD 1234.50". */
function currencyBefore(value: string): string | null {
  return /^[A-Z]{3} /.test(value) ? value.slice(0, 3) : null
}
