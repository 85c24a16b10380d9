import { describe, expect, it } from 'vitest'
import { canonicalAmount, currencyCode, isNoAmount, parseAmount, settleAmount } from '../../src/records/amount.ts'
import {
  addByCurrency,
  compareAmounts,
  convert,
  formatMoney,
  minorDigits,
  moneyOf,
  ownCurrency,
} from '../../src/records/money.ts'

const NBSP = '\u00a0'
const NARROW = '\u202f'

describe('an amount that only one mark explains', () => {
  it.each([
    ['1,234.50', 'point', '1234.50'],
    ['12.5', 'point', '12.50'],
    ['1,234,567', 'point', '1234567'],
    ['12,34,567', 'point', '1234567'],
    ['0.923', 'point', '0.9230'],
    ['1234.567', 'point', '1234.5670'],
    ['1.082543', 'point', '1.082543'],
    ['1.234,50', 'comma', '1234.50'],
    ['12,5', 'comma', '12.50'],
    ['1.234.567', 'comma', '1234567'],
    ['1 234,50', 'comma', '1234.50'],
    [`1${NBSP}234,50`, 'comma', '1234.50'],
    [`1${NARROW}234,50`, 'comma', '1234.50'],
    ['1\u2009234,50', 'comma', '1234.50'],
    ["1'234.50", 'point', '1234.50'],
    ['1\u2019234.50', 'point', '1234.50'],
  ] as const)('%s has a %s: %s', (cell, mark, number) => {
    const read = parseAmount(cell)
    expect(read).not.toBeNull()
    expect(read?.[mark]).toBe(number)
    expect(read?.[mark === 'point' ? 'comma' : 'point']).toBeNull()
    expect(settleAmount(read, null)).toBe(number)
  })

  it.each([
    ['1.234', '1.2340', '1234'],
    ['234,567', '234567', '234.5670'],
    ['-1,000', '-1000', '-1'],
  ])('%s is none of them: %s or %s', (cell, point, comma) => {
    const read = parseAmount(cell)
    expect([read?.point, read?.comma]).toEqual([point, comma])
    expect(settleAmount(read, null)).toBeNull()
    expect([settleAmount(read, 'point'), settleAmount(read, 'comma')]).toEqual([point, comma])
  })
})

describe('an amount', () => {
  it.each([
    ['1234', '1234'],
    ['1 234', '1234'],
    ['0', '0'],
    ['0.00', '0'],
    ['-0.00', '0'],
    ['007', '7'],
    ['+5.10', '5.10'],
    ['-1,234.50', '-1234.50'],
    ['\u22121,234.50', '-1234.50'],
    ['1,234.50-', '-1234.50'],
    ['(1,234.50)', '-1234.50'],
    ['($1,234.50)', '-1234.50'],
    ['$(5)', null],
    ['-$5.25', '-5.25'],
    ['$-5.25', '-5.25'],
    ['USD 1,234.50', 'USD 1234.50'],
    ['usd1,234.50', 'USD 1234.50'],
    ['1.234,50 €', 'EUR 1234.50'],
    [`1${NARROW}234,50${NBSP}€`, 'EUR 1234.50'],
    ['€1,234.50', 'EUR 1234.50'],
    ['£5', 'GBP 5'],
    ['₹12,34,567.00', 'INR 1234567'],
    ['US$ 7.10', 'USD 7.10'],
    ['$7.10', '7.10'],
    ['¥700', '700'],
    ['￥700', '700'],
    ['700 kr', '700'],
    ['EUR -12.50', 'EUR -12.50'],
    ['-12.50 EUR', 'EUR -12.50'],
    ["CHF 1'234.50", 'CHF 1234.50'],
    ['１２．５', '12.50'],
    ['99999999999999999999.99', '99999999999999999999.99'],
  ])('%s is %s', (cell, stored) => {
    expect(settleAmount(parseAmount(cell), null)).toBe(stored)
  })

  it.each([
    '',
    'n/a',
    '12 apples',
    '1.2.3',
    '1,23,4',
    '--5',
    '(-5)',
    '-5-',
    'USD 5 EUR',
    '$5 USD',
    'XQQ 5',
    '1e5',
    '12%',
    '0x10',
    '1,,234',
    '.5',
    '5.',
    'Infinity',
    '1 23',
    '#REF!',
    '9'.repeat(80),
  ])('is not "%s"', (cell) => {
    expect(settleAmount(parseAmount(cell), null)).toBeNull()
  })

  it('is kept in one text, whatever zeros were printed, and never in one that could be thousands', () => {
    for (const zeros of ['', '0', '00', '000']) expect(canonicalAmount(`00012.5${zeros}`)).toBe('12.50')
    for (const text of ['1', '1.5', '1.25', '1.125', '1.0625', '-1.00001'].map(canonicalAmount)) {
      expect(settleAmount(parseAmount(text), null)).toBe(text)
    }
  })

  it('is not there where a dash stands', () => {
    for (const dash of ['-', ' – ', '—']) expect(isNoAmount(dash)).toBe(true)
    for (const cell of ['', '0', '-1', 'x']) expect(isNoAmount(cell)).toBe(false)
  })
})

describe('a currency', () => {
  it.each([
    ['USD', 'USD'],
    [' eur ', 'EUR'],
    ['USD - U.S. Dollar', 'USD'],
    ['U.S. Dollar', null],
    ['XQQ', null],
    ['', null],
    [null, null],
  ])('%j is %s', (text, code) => {
    expect(currencyCode(text)).toBe(code)
  })
})

describe('money', () => {
  it('has the currency of its own cell before that of its row', () => {
    expect(moneyOf('EUR 5', 'USD')).toEqual({ currency: 'EUR', amount: '5' })
    expect(moneyOf('1234.50', 'usd')).toEqual({ currency: 'USD', amount: '1234.50' })
    expect(moneyOf('5', null)).toEqual({ currency: null, amount: '5' })
    expect(moneyOf(null, 'USD')).toBeNull()
  })

  it('of an older import is read where its text is clear, and only there', () => {
    expect(moneyOf('USD 1,234.00', null)).toEqual({ currency: 'USD', amount: '1234' })
    expect(moneyOf('1.234,50 €', 'EUR')).toEqual({ currency: 'EUR', amount: '1234.50' })
    expect(moneyOf('1.234', 'EUR')).toBeNull()
    expect(moneyOf('twelve', 'EUR')).toBeNull()
  })

  it('is added exactly, each currency by itself', () => {
    const of = (currency: string | null, amount: string) => ({ currency, amount })
    const all = [of('USD', '0.10'), of('EUR', '1'), of('USD', '0.20'), of(null, '7'), of('USD', '-0.30'), of('EUR', '2.50')]
    expect(addByCurrency(all)).toEqual([of('EUR', '3.50'), of('USD', '0'), of(null, '7')])
    expect(addByCurrency([])).toEqual([])
    expect(addByCurrency([of('USD', '99999999999999999999.99'), of('USD', '0.01')])).toEqual([of('USD', '100000000000000000000')])
  })

  it('is compared as numbers, not as text', () => {
    expect(['10', '9.50', '-3', '9.5'].sort(compareAmounts)).toEqual(['-3', '9.50', '9.5', '10'])
  })

  it.each([
    ['USD', '1234.50', 'USD 1,234.50'],
    ['USD', '-1234567', 'USD -1,234,567.00'],
    ['JPY', '1234', 'JPY 1,234'],
    ['JPY', '1234.50', 'JPY 1,234.5'],
    ['KWD', '1.50', 'KWD 1.500'],
    ['USD', '0.1230', 'USD 0.123'],
    [null, '12', '12.00 (currency not known)'],
  ])('%s %s is shown as %s', (currency, amount, text) => {
    expect(formatMoney({ currency, amount })).toBe(text)
  })

  it('is paid in as many digits as its currency has', () => {
    expect(['USD', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3])
  })
})

describe('money in the company’s own currency', () => {
  const rates = [
    { currency: 'USD', since: '2026-02-01', rate: '1' },
    { currency: 'EUR', since: '2026-02-01', rate: '0.50' },
    { currency: 'EUR', since: '2026-08-01', rate: '0.80' },
    { currency: 'CHF', since: '2026-02-01', rate: '0' },
  ]
  const inUsd = (currency: string | null, amount: string, day: string) =>
    convert({ currency, amount }, day, rates, 'USD')?.amount ?? null

  it('is the amount divided by the rate of the day', () => {
    expect(inUsd('EUR', '10', '2026-07-31')).toBe('20')
    expect(inUsd('EUR', '10', '2026-08-01')).toBe('12.50')
    expect(inUsd('EUR', '-10', '2030-01-01')).toBe('-12.50')
  })

  it('is not there before the first rate, without a currency or a rate, or by a rate of 0', () => {
    expect(inUsd('EUR', '10', '2026-01-31')).toBeNull()
    expect(inUsd(null, '10', '2026-08-01')).toBeNull()
    expect(inUsd('GBP', '10', '2026-08-01')).toBeNull()
    expect(inUsd('CHF', '10', '2026-08-01')).toBeNull()
  })

  it('is rounded half to even, what it is in already too', () => {
    expect(inUsd('USD', '0.1250', '2026-08-01')).toBe('0.12')
    expect(inUsd('USD', '0.1350', '2026-08-01')).toBe('0.14')
    const by = (amount: string, rate: string) =>
      convert({ currency: 'EUR', amount }, '2026-08-01', [{ currency: 'EUR', since: '2026-08-01', rate }], 'USD')?.amount
    expect(by('0.01', '0.80')).toBe('0.01')
    expect(by('0.01', '2')).toBe('0')
    expect(by('0.03', '2')).toBe('0.02')
    expect(by('-0.03', '2')).toBe('-0.02')
    // A hair over one half, far behind what a division shows.
    expect(by('0.01', '1.9999999999999999999999999999')).toBe('0.01')
    expect(by('1', '3')).toBe('0.33')
    expect(by('2', '3')).toBe('0.67')
  })

  it('is known by the rate 1 alone', () => {
    expect(ownCurrency(rates)).toBe('USD')
    expect(ownCurrency([...rates, { currency: 'BMD', since: '2026-02-01', rate: '1' }])).toBeNull()
    expect(ownCurrency([])).toBeNull()
    expect(ownCurrency([{ currency: 'usd', since: '2026-02-01', rate: '1' }])).toBe('USD')
    expect(
      convert({ currency: 'EUR', amount: '1' }, '2026-02-01', [{ currency: 'eur ', since: '2026-02-01', rate: '2' }], 'USD'),
    ).toEqual({
      currency: 'USD',
      amount: '0.50',
    })
  })
})
