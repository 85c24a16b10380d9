/** Amounts of money as a series of a chart. */

import { formatMoney } from '../records/money.ts'
import type { PageChart } from '../terminal/page.ts'

/** Takes exact amounts of one currency, null where one is not known; gives what is drawn and what the table behind has, to the last digit. */
export function moneySeries(
  name: string,
  amounts: readonly (string | null)[],
  currency: string | null,
): PageChart['series'][number] {
  return {
    name,
    values: amounts.map((amount) => (amount === null ? null : Number(amount))),
    exact: amounts.map((amount) => (amount === null ? null : { text: formatMoney({ currency, amount }), number: amount })),
  }
}
