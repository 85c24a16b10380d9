import type { Dice } from '../adversary/dice.ts'
import { partsOf } from './calendar.ts'

/** How a system prints a file. */
export interface Style {
  delimiter: ',' | ';' | '\t'
  quotesAll: boolean
  newline: '\n' | '\r\n'
  mark: '' | '\ufeff'
  day: (day: string) => string
  money: (millionths: bigint) => string
  /** Where it writes the currency of an amount. */
  currency: 'column' | 'each' | 'cell'
  /** How it writes the name of a partner. */
  name: (name: string) => string
}

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
/** Each can be read one way only once a file has a day after the twelfth. */
const DAYS: readonly ((day: string) => string)[] = [
  (day) => day,
  (day) => day.replaceAll('-', '/'),
  (day) => {
    const [year, month, date] = partsOf(day)
    return `${month}/${date}/${year}`
  },
  (day) => {
    const [year, month, date] = partsOf(day)
    return `${String(date).padStart(2, '0')}.${String(month).padStart(2, '0')}.${year}`
  },
  (day) => {
    const [year, month, date] = partsOf(day)
    return `${date}-${MONTH_NAMES[month - 1]}-${year}`
  },
]

const MILLION = 1_000_000n

/** An amount with all the digits after the mark that it has, two at least unless it is whole. */
function decimals(millionths: bigint, mark: string, group: string): string {
  const size = millionths < 0n ? -millionths : millionths
  const whole = String(size / MILLION).replace(/\B(?=(\d{3})+$)/g, group)
  const rest = String(size % MILLION)
    .padStart(6, '0')
    .replace(/0+$/, '')
    .padEnd(2, '0')
  return `${millionths < 0n ? '-' : ''}${whole}${mark}${rest}`
}

const MONEYS: readonly ((millionths: bigint) => string)[] = [
  (amount) => decimals(amount, '.', ''),
  (amount) => decimals(amount, '.', ','),
  (amount) => decimals(amount, ',', '.'),
]

const asIs = (name: string): string => name

/** A style that follows from the dice; a comma in money does not go with commas between cells unless all is quoted. */
export function styleOf(dice: Dice): Style {
  return {
    delimiter: dice.pick([',', ',', ';', '\t'] as const),
    quotesAll: dice.chance(0.5),
    newline: dice.pick(['\n', '\r\n'] as const),
    mark: dice.pick(['', '\ufeff'] as const),
    day: dice.pick(DAYS),
    money: dice.pick(MONEYS),
    currency: dice.pick(['column', 'each', 'cell'] as const),
    name: dice.pick([asIs, asIs, (name) => name.toUpperCase(), (name) => name.toLowerCase()]),
  }
}

export const PLAIN: Style = {
  delimiter: ',',
  quotesAll: false,
  newline: '\n',
  mark: '',
  day: (day) => day,
  money: (amount) => decimals(amount, '.', ''),
  currency: 'column',
  name: asIs,
}

/** The text of a file: headings and cells. */
export function printed(style: Style, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string =>
    style.quotesAll || /["\r\n]/.test(text) || text.includes(style.delimiter) ? `"${text.replaceAll('"', '""')}"` : text
  const lines = [headings, ...rows].map((row) => row.map(cell).join(style.delimiter))
  return style.mark + lines.map((line) => line + style.newline).join('')
}
