import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalAmount, parseAmount, settleAmount } from '../../src/records/amount.ts'
import { addByCurrency, compareAmounts, convert, formatMoney, minorDigits, moneyOf } from '../../src/records/money.ts'

/** A whole number of the smallest parts, and how many decimals it is counted in. */
const parts = fc.record({ units: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), digits: fc.integer({ min: 0, max: 8 }) })
function written({ units, digits }: { units: bigint; digits: number }): string {
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0')
  const number = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return canonicalAmount(units < 0n ? `-${number}` : number)
}
/** A number as a whole number of parts of 10^-digits; it has no more decimals. */
function unitsOf(amount: string, digits: number): bigint {
  const [whole = '', decimals = ''] = amount.replace('-', '').split('.')
  const units = BigInt(whole + decimals.padEnd(digits, '0').slice(0, digits))
  return amount.startsWith('-') ? -units : units
}

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', null)

describe('money, whatever it is', () => {
  it('is kept in one text, which reads back as itself', () => {
    fc.assert(
      fc.property(parts, (each) => {
        const text = written(each)
        expect(settleAmount(parseAmount(text), null)).toBe(text)
        expect(moneyOf(text, null)).toEqual({ currency: null, amount: text })
      }),
    )
  })

  it('as it is shown reads back as itself, and with its marks exchanged as well', () => {
    fc.assert(
      fc.property(parts, currency, (each, code) => {
        const amount = written(each)
        const shown = formatMoney({ currency: code, amount }).replace(' (currency not known)', '')
        expect(settleAmount(parseAmount(shown), 'point')).toBe(code === null ? amount : `${code} ${amount}`)
        const exchanged = shown.replace(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'))
        expect(settleAmount(parseAmount(exchanged), 'comma')).toBe(code === null ? amount : `${code} ${amount}`)
      }),
    )
  })

  it('of any cell is read the same way twice, or not at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,'()-+ $€\u00a0\u202fUSDER") }), (cell) => {
        for (const mark of ['point', 'comma', null] as const) {
          const stored = settleAmount(parseAmount(cell), mark)
          if (stored !== null) expect(settleAmount(parseAmount(stored), null)).toBe(stored)
        }
      }),
    )
  })

  it('of plain digits is read at once as it is read part by part', () => {
    const digits = fc.string({ unit: fc.constantFrom('0', '1', '9'), maxLength: 5 })
    const cells = fc.tuple(fc.constantFrom('', 'USD ', 'XYZ ', 'KR '), digits, fc.constantFrom('', '.', ','), digits)
    fc.assert(
      fc.property(cells, (parts) => {
        const cell = parts.join('')
        // A blank before it is not plain.
        expect(parseAmount(cell)).toEqual(parseAmount(` ${cell}`))
      }),
      { numRuns: 3000, seed: 7 },
    )
  })

  it('adds up to the whole number of its smallest parts, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ each: parts, currency }), { maxLength: 20 }), (list) => {
        const all = list.map(({ each, currency: code }) => ({ currency: code, amount: written(each) }))
        const sums = addByCurrency(all)
        expect(addByCurrency(all.toReversed())).toEqual(sums)
        for (const sum of sums) {
          const units = all
            .filter((each) => each.currency === sum.currency)
            .reduce((total, each) => total + unitsOf(each.amount, 8), 0n)
          expect(unitsOf(sum.amount, 8)).toBe(units)
        }
      }),
    )
  })

  it('compares as those whole numbers do', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const [one, other] = [written(a), written(b)]
        const difference = unitsOf(one, 8) - unitsOf(other, 8)
        expect(Math.sign(compareAmounts(one, other))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0)
      }),
    )
  })

  it('is converted to the nearest of the own currency’s smallest parts, the even one where two are as near', () => {
    const rates = fc.record({ units: fc.bigInt({ min: 1n, max: 10n ** 12n }), digits: fc.constant(8) })
    fc.assert(
      fc.property(parts, rates, fc.constantFrom('USD', 'JPY', 'KWD'), (each, rate, own) => {
        const digits = minorDigits(own)
        const converted = convert(
          { currency: 'EUR', amount: written(each) },
          '2026-11-20',
          [{ currency: 'EUR', since: '2026-11-01', rate: written(rate) }],
          own,
        )
        // The quotient as top / bottom in smallest parts: rounded by doubling, without any division that loses something.
        const top = unitsOf(written(each), 8) * 10n ** BigInt(digits)
        const bottom = rate.units
        const [size, sign] = [top < 0n ? -top : top, top < 0n ? -1n : 1n]
        const [down, rest] = [size / bottom, size % bottom]
        const up = rest * 2n > bottom || (rest * 2n === bottom && down % 2n === 1n)
        expect(unitsOf(converted?.amount ?? '', digits)).toBe(sign * (up ? down + 1n : down))
      }),
      { numRuns: 300 },
    )
  })
})
