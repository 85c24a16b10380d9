/** Sums of deals in words. */

import { formatMoney } from '../records/money.ts'
import type { Total } from '../reports/insights/totals.ts'

/** What deals come to: each currency apart, or what they were converted to; "not known" where no deal has an amount. */
export function totalWords({ deals, money, converted, noAmount }: Total): string {
  if (deals === 0) return 'none'
  const without = noAmount === 0 ? '' : `${money.length === 0 ? 'not known' : ''} (${noAmount} without amount)`
  if (converted) return `${formatMoney(converted)}${without}`
  return `${money.map(formatMoney).join('; ')}${without}`.trim()
}
