import { describe, expect, it } from 'vitest'
import { addByCurrency, convert, moneyOf, ownCurrency } from '../../src/records/money.ts'
import { Dice } from '../adversary/dice.ts'
import { seed, torture } from '../faults/sizes.ts'
import { shift } from './calendar.ts'
import type { TrueRate } from './model.ts'
import { halfEven, readAmount, sumOf } from './money-oracle.ts'

const MILLION = 1_000_000n
const text = (millionths: bigint): string => {
  const size = millionths < 0n ? -millionths : millionths
  return `${millionths < 0n ? '-' : ''}${size / MILLION}.${String(size % MILLION).padStart(6, '0')}`
}
const asRates = (rates: readonly TrueRate[]) =>
  rates.map(({ currency, from, rate }) => ({ currency, since: from, rate: text(rate) }))

describe('money', () => {
  it('is converted to the smallest unit, a half to the even one', () => {
    const rates = [{ currency: 'EUR', from: '2026-01-01', rate: 2n * MILLION }]
    const inDollars = (amount: string): string | undefined =>
      convert({ currency: 'EUR', amount }, '2026-03-01', asRates(rates), 'USD')?.amount
    for (const [amount, dollars] of [
      ['0.01', '0.00'],
      ['0.03', '0.02'],
      ['0.05', '0.02'],
      ['-0.01', '0.00'],
      ['-0.03', '-0.02'],
      ['0.0300001', '0.02'],
      ['0.0500001', '0.03'],
      ['9007199254740993.01', '4503599627370496.50'],
    ] as const) {
      expect(readAmount(inDollars(amount) ?? 'none'), amount).toBe(readAmount(dollars))
    }
  })

  it('has the sums that whole numbers have, whatever the amounts and the rates', () => {
    const dice = new Dice(seed)
    for (let i = 0; i < (torture ? 5_000 : 300); i++) {
      const currencies = ['USD', 'EUR', 'JPY'].slice(0, dice.int(1, 3))
      const rates = currencies.flatMap((currency): TrueRate[] =>
        Array.from({ length: dice.int(0, 3) }, (_, at) => ({
          ...{ currency, from: shift('2026-01-01', at * 40) },
          rate: currency === 'USD' ? MILLION : BigInt(dice.int(1, 200_000_000)),
        })),
      )
      const amounts = Array.from({ length: dice.int(1, 8) }, () => ({
        currency: dice.pick([...currencies, ...(dice.chance(0.1) ? [null] : [])]),
        amount: BigInt(dice.int(-(10 ** 9), 10 ** 9)) * 10_000n * BigInt(dice.int(1, 10 ** 6)),
        day: shift('2026-01-01', dice.int(-5, 130)),
      }))
      const expected = sumOf(amounts, rates)
      const own = ownCurrency(asRates(rates))
      const money = amounts.map(({ amount, currency }) => moneyOf(text(amount), currency) ?? { amount: 'none', currency: null })
      const converted = money.map((each, at) =>
        own === null ? null : convert(each, amounts[at]?.day ?? '', asRates(rates), own),
      )
      const sums = converted.every((each) => each !== null) ? addByCurrency(converted) : addByCurrency(money)
      const said = sums.map(({ currency, amount }) => ({ currency, amount: readAmount(amount) }))
      expect(said, `PHD_SEED=${seed}, ${JSON.stringify({ money, rates: asRates(rates) })}`).toEqual(
        expected.converted ? [expected.converted] : expected.money,
      )
    }
  })

  it('is rounded by hand as it should be', () => {
    expect([5n, 15n, 25n, -5n, -15n, 26n, -26n].map((number) => halfEven(number, 10n))).toEqual([0n, 2n, 2n, 0n, -2n, 3n, -3n])
  })
})
