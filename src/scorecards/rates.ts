/** The exchange rates of the desk. */

import type { Context } from '../app/context.ts'
import { newestOf } from '../partners/list-state.ts'
import { exchangeRates } from '../records/kinds/exchange-rates.ts'
import { convert, type DatedRate, type Money, ownCurrency } from '../records/money.ts'
import type { RecordReader } from '../store/store.ts'

/** How amounts become one currency, and the file that says so. */
export interface Rates {
  file: string
  /** The amount in the company's own currency by the rate of a day; null where none holds. */
  convert(money: Money, day: string): Money | null
}

/** Reads the exchange rates; null where none were imported, or where it is not known which currency is the company's own. */
export async function readRates(context: Pick<Context, 'now' | 'maxAgeDays'>, store: RecordReader): Promise<Rates | null> {
  const list = await newestOf(context, store, exchangeRates)
  if (list === null) return null
  const rates = (await store.records(exchangeRates)).flatMap(({ record: { currency, since, rate } }): DatedRate[] =>
    currency === null || since === null || rate === null ? [] : [{ currency, since, rate }],
  )
  const own = ownCurrency(rates)
  return own === null ? null : { file: list.file, convert: (money, day) => convert(money, day, rates, own) }
}
