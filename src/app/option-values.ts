/** Reads the values of options, each the same way in every command. All throw usage errors that name the option. */

import { usageError } from '../errors.ts'
import { parseDate, whyNoDay } from '../records/date-order.ts'

/** The value of an option that was given; an empty one, as from an unset variable of a script, is a usage error. */
export function givenValue(option: string, value: string | undefined): string | undefined {
  if (value?.trim() === '') throw usageError(`${option} needs a value`, `add it, or remove ${option}`)
  return value
}

/** The day of an option, YYYY-MM-DD; undefined where it was not given. */
export function readDay(option: string, value: string | undefined, example: string): string | undefined {
  const text = givenValue(option, value)
  if (text === undefined) return undefined
  const day = parseDate(text)
  if (typeof day !== 'string') throw usageError(`${option} ${text} ${whyNoDay(text)}`, `write it as ${option} ${example}`)
  return day
}

/** A day that was written on something, so not after `today`; `missing` and `hint` say what it is. */
export function readPastDay(
  option: string,
  value: string | undefined,
  { today, example, missing, hint }: { today: string; example: string; missing: string; hint: string },
): string {
  const day = readDay(option, value, example)
  if (day === undefined) throw usageError(missing, `add ${option} ${example}`)
  if (day > today) throw usageError(`${option} ${value} is in the future`, hint)
  return day
}

interface Count {
  /** What the number must be, as in "not a number of days". */
  what: string
  /** The least it may be. */
  least: 0 | 1
  /** How many digits it may have. */
  digits: number
  /** The option with a number, as it may be typed. */
  example: string
}

/** A whole number; `name` is that of the option, or of the variable that stands for it. */
export function readCount(name: string, value: string, { what, least, digits, example }: Count): number {
  const isCount = /^\d+$/.test(value) && value.length <= digits && (least === 0 || !value.startsWith('0'))
  if (!isCount) throw usageError(`${name} ${value} is not a ${what}`, `write it as ${example}`)
  return Number(value)
}

/** The reason that was typed, in words or as the number of a ticket; null where there is none. */
export function readReason(value: string | undefined): string | null {
  const reason = givenValue('--reason', value)?.trim() ?? null
  if (reason !== null && !/[\p{L}\p{N}]/u.test(reason))
    throw usageError(`--reason "${reason}" is not a reason`, 'write the reason in words')
  return reason
}

/** The reason of what is never done without one; `missing` says so. */
export function neededReason(value: string | undefined, missing: string, example: string): string {
  const reason = readReason(value)
  if (reason === null) throw usageError(missing, `add --reason "${example}"`)
  return reason
}
