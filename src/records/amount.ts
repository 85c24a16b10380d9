/** Amounts as the source systems print them: with a point or a comma before the decimals, which only the file, or a person, can say. */

import { bareWord } from './damaged-word.ts'

/** What stands before the decimals: 1,234.50 has a point, 1.234,50 a comma. */
export type DecimalMark = 'point' | 'comma'
export const DECIMAL_MARKS: readonly DecimalMark[] = ['point', 'comma']

/** An amount as a cell prints it: what it is by each mark, null where that mark does not fit. */
export interface PrintedAmount {
  /** The currency that the cell itself names, by its code; null where it names none, or one that several currencies share ("$"). */
  currency: string | null
  point: string | null
  comma: string | null
}

/** How an amount of each mark is written. */
export const MARK_EXAMPLE: Readonly<Record<DecimalMark, string>> = { point: '1,234.50', comma: '1.234,50' }

/** Signs that one currency alone has. */
const OF_ONE: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₪': 'ILS',
  '₫': 'VND',
  '₺': 'TRY',
  '₴': 'UAH',
  '₦': 'NGN',
  '₱': 'PHP',
  '฿': 'THB',
  '₽': 'RUB',
  '₸': 'KZT',
  US$: 'USD',
  A$: 'AUD',
  AU$: 'AUD',
  C$: 'CAD',
  CA$: 'CAD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  NT$: 'TWD',
  R$: 'BRL',
  MX$: 'MXN',
  ZŁ: 'PLN',
  KČ: 'CZK',
  円: 'JPY',
}
/** Signs that several currencies share: they say that it is money, and not of which currency. */
const OF_MANY: ReadonlySet<string> = new Set(['$', '¥', 'KR', 'KR.'])
/** No amount with its currency is longer. */
const LONGEST = 60
const MINUS = '[-\u2010\u2011\u2012\u2013\u2212]'
const CURRENCY = '[^\\d\\s.,()+\u2010-\u2015\u2212-]{1,3}\\.?'
const SHAPE = new RegExp(`^(${CURRENCY})? ?(${MINUS}|\\+)? ?(${CURRENCY})? ?(\\d[\\d.,' ]*?)(${MINUS})? ?(${CURRENCY})?$`, 'u')
const DASH = /^[-\u2010-\u2015\u2212]+$/u

/** The currency codes in use; what is not one of them is not taken for a currency. To list them takes a while, and few runs need it. */
let codes: ReadonlySet<string> | undefined
const isCode = (text: string): boolean => {
  codes ??= new Set(Intl.supportedValuesOf('currency'))
  return codes.has(text)
}

/** A currency by its code: of a cell such as "usd" or, as Salesforce lists them, "USD - U.S. Dollar"; null for any other text. */
export function currencyCode(text: string | null): string | null {
  const code = /^([A-Za-z]{3})(?:\s*[-\u2013(].*)?$/u.exec(bareWord(text ?? '').trim())?.[1]?.toUpperCase()
  return code !== undefined && isCode(code) ? code : null
}

/** Whether a cell is the dash that a spreadsheet or a person writes where there is no amount. */
export function isNoAmount(cell: string): boolean {
  return DASH.test(bareWord(cell).trim())
}

/** Reads the text of a cell; null where neither mark fits, or where it says its sign or currency twice. */
export function parseAmount(cell: string): PrintedAmount | null {
  if (cell.length > LONGEST) return null
  return plainAmount(cell) ?? parsePrinted(cell)
}

/** Digits with at most two decimals behind a point, and the code of a currency before them or none: as most amounts are. */
const PLAIN = /^(?:([A-Z]{3}) )?(?:0*)(\d{1,30}?)(?:\.(\d)(\d?))?$/

/** Reads an amount that is written as most are; null for any other. */
function plainAmount(cell: string): PrintedAmount | null {
  const plain = PLAIN.exec(cell)
  if (!plain) return null
  const [, currency, whole = '', tenths, hundredths = ''] = plain
  if (currency !== undefined && !isCode(currency)) return null
  const decimals =
    tenths === undefined || (tenths === '0' && (hundredths === '' || hundredths === '0')) ? '' : `.${tenths}${hundredths || '0'}`
  const point = whole + decimals
  return { currency: currency ?? null, point, comma: tenths === undefined ? point : null }
}

function parsePrinted(cell: string): PrintedAmount | null {
  // Blanks of any width, and the apostrophes of Switzerland, are one each.
  const text = bareWord(cell.normalize('NFKC'))
    .replace(/[\s\u00a0\u202f]+/gu, ' ')
    .replace(/[\u2019\u02bc`\u00b4]/gu, "'")
    .trim()
  const inner = /^\((.*)\)$/u.exec(text)?.[1]
  const match = SHAPE.exec((inner ?? text).trim())
  if (!match) return null
  const [, front, sign, before, digits = '', trailing, after] = match
  const currency = currencyOf([front, before, after])
  const signs = [inner, sign, trailing].filter((each) => each !== undefined)
  if (currency === undefined || signs.length > 1) return null
  const isNegative = inner !== undefined || trailing !== undefined || (sign !== undefined && sign !== '+')
  const by = (mark: DecimalMark): string | null => {
    const number = numberBy(digits.trim(), mark)
    return number === null ? null : canonicalAmount(isNegative ? `-${number}` : number)
  }
  const [point, comma] = [by('point'), by('comma')]
  return point === null && comma === null ? null : { currency, point, comma }
}

/** The currency of what stands around the digits; undefined where that is something else, or more than one. */
function currencyOf(words: readonly (string | undefined)[]): string | null | undefined {
  const named = words.filter((word) => word !== undefined)
  const [word, ...others] = named.map((each) => each.toUpperCase())
  if (word === undefined) return null
  if (others.length > 0) return undefined
  if (OF_MANY.has(word)) return null
  return OF_ONE[word] ?? (isCode(word) ? word : undefined)
}

const GROUPED: Readonly<Record<DecimalMark, RegExp>> = {
  // India groups by two behind the first three: 12,34,567.
  point: /^(?:\d+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})*,\d{3}|[1-9]\d{0,2}(?: \d{3})+|[1-9]\d{0,2}(?:'\d{3})+)(?:\.\d+)?$/,
  comma: /^(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+|[1-9]\d{0,2}(?:'\d{3})+)(?:,\d+)?$/,
}

function numberBy(digits: string, mark: DecimalMark): string | null {
  if (!GROUPED[mark].test(digits)) return null
  return mark === 'point' ? digits.replace(/[, ']/g, '') : digits.replace(/[. ']/g, '').replace(',', '.')
}

/**
 * An amount in the one text it is kept as: no zeros that say nothing, and an even number of decimals ("1234.50", "-12"), so that none
 * can be taken for thousands.
 */
export function canonicalAmount(number: string): string {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(number) ?? []
  const padded = decimals.length % 2 === 1 ? `${decimals}0` : decimals
  const text = padded === '' ? whole : `${whole}.${padded}`
  return sign !== '' && /[1-9]/.test(text) ? `-${text}` : text
}

/** Whether an amount is one number by the one mark and another by the other. */
export function isUnclearAmount({ point, comma }: PrintedAmount): boolean {
  return point !== null && comma !== null && point !== comma
}

/** The mark that an amount proves; null where both explain it. */
export function markOf({ point, comma }: PrintedAmount): DecimalMark | null {
  return (point === null) === (comma === null) ? null : point === null ? 'comma' : 'point'
}

/** Takes an amount for the number it is: where one mark alone explains it, by that one, else by that of its file. */
export function settleAmount(amount: PrintedAmount | null, mark: DecimalMark | null): string | null {
  if (amount === null) return null
  const number = isUnclearAmount(amount) ? mark && amount[mark] : (amount.point ?? amount.comma)
  return number === null ? null : amount.currency === null ? number : `${amount.currency} ${number}`
}

/** What would have been an amount, for a cell that is not one by the mark in force. */
export function expectedAmount(mark: DecimalMark | null): string {
  const shape = mark === null ? `${MARK_EXAMPLE.point} or ${MARK_EXAMPLE.comma}` : MARK_EXAMPLE[mark]
  return `an amount as ${shape}, with its currency as USD or without it`
}

/** The mark that a reason in a rejects file states, for the amounts beside it; null where it states none. */
export function statedMark(reason: string): DecimalMark | null {
  const mark = /amounts here have a (point|comma) before the decimals/.exec(reason)?.[1]
  return DECIMAL_MARKS.find((each) => each === mark) ?? null
}

/** Said in a rejects file of a row with amounts that could be two numbers; read back by {@link statedMark}. */
export function stateMark(mark: DecimalMark): string {
  return `amounts here have a ${mark} before the decimals`
}
