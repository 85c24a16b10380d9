/** Exact differences and shares of decimal numbers, as text. */

import { addByCurrency } from '../../records/money.ts'

/** Takes two exact decimal numbers; gives the first without the second. */
export function minus(amount: string, other: string): string {
  const negative = other.startsWith('-') ? other.slice(1) : `-${other}`
  return addByCurrency([amount, negative].map((each) => ({ currency: null, amount: each })))[0]?.amount ?? '0'
}

/** Takes a change and what was there before, which is more than 0; gives the change in percent, rounded half to even to one decimal. */
export function percentOf(change: string, before: string): string {
  const decimals = Math.max(...[change, before].map((amount) => amount.split('.')[1]?.length ?? 0))
  const [part, whole] = [scaled(change, decimals) * 1000n, scaled(before, decimals)]
  const positive = part < 0n ? -part : part
  const [down, rest] = [positive / whole, (positive % whole) * 2n]
  const rounded = rest > whole || (rest === whole && down % 2n === 1n) ? down + 1n : down
  const digits = String(rounded).padStart(2, '0')
  return `${part < 0n && rounded > 0n ? '-' : ''}${digits.slice(0, -1)}.${digits.slice(-1)}`
}

/** A decimal number as a whole number of its smallest digit. */
function scaled(amount: string, decimals: number): bigint {
  const [whole = '0', behind = ''] = amount.replace('-', '').split('.')
  const number = BigInt(`${whole}${behind.padEnd(decimals, '0')}`)
  return amount.startsWith('-') ? -number : number
}
