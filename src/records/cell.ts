import { type DecimalMark, expectedAmount, isNoAmount, parseAmount, settleAmount } from './amount.ts'
import { bareWord } from './damaged-word.ts'
import { type DateOrder, expectedDate, parseDate, settleDate } from './date-order.ts'
import { unkeptIn } from './kept-text.ts'
import type { Field, Value } from './kind.ts'
import { readSalesforceId } from './salesforce-id.ts'

/** Why a cell cannot be taken, and what would have been. */
export interface CellProblem {
  code:
    | 'blank'
    | 'bad_id'
    | 'id_case_lost'
    | 'bad_date'
    | 'bad_boolean'
    | 'bad_email'
    | 'bad_count'
    | 'bad_amount'
    | 'other_currency'
    | 'too_long'
    | 'control_character'
    | 'half_character'
  expected: string
  /** The value that was probably meant; it is not taken, but shows which record the row may be of. */
  implied?: string
}

/** The value of a cell, or the problem with it; a value is never an object. */
export type CellReading = Value | CellProblem

/** Whether a cell cannot be taken. */
export function isProblem(reading: CellReading): reading is CellProblem {
  return typeof reading === 'object' && reading !== null
}

// English alone: a translated word may mean something else in another language.
const YES = new Set(['true', 'yes', 'y', 't', '1', 'on', 'x', 'checked', '✓', '✔', '☑'])
const NO = new Set(['false', 'no', 'n', 'f', '0', 'off', 'not checked', 'unchecked', '☐', ''])

/**
 * Reads a checkbox in any spelling the source systems print.
 * Gives null for any other text.
 */
export function readBoolean(cell: string): boolean | null {
  switch (cell) {
    case 'True':
    case '1':
      return true
    case 'False':
    case '0':
      return false
  }
  const word = bareWord(cell).trim().toLowerCase()
  return YES.has(word) ? true : NO.has(word) ? false : null
}

/** Blank for a person: spaces of any width and invisible characters count as nothing. */
export function isBlank(cell: string): boolean {
  const first = cell.charCodeAt(0)
  return !(first > 32 && first < 127) && !SEEN.test(cell)
}

const SEEN = /[^\s\p{Cf}\u00a0]/u

const EMAIL = /^[^\s@<>(),;:"[\]\\]{1,64}@[^\s@<>(),;:"[\]\\]{1,255}$/
const HOST = /^[\p{L}\p{M}\p{N}._-]+$/u

const BROKEN_HOST = /^[-._]|\.[-._]|[-_]\.|[-._]$/

/** Whether a host has one part alone, or a part that is empty, too long, or begins or ends with a hyphen. */
function isBrokenHost(host: string): boolean {
  return !host.includes('.') || BROKEN_HOST.test(host) || (host.length > 63 && /[^.]{64}/.test(host))
}

/** What a character of ASCII may be part of in an address as most are. */
const IN_MAILBOX = 1
const IN_HOST = 2
const IN_ADDRESS = new Uint8Array(128)
for (const [characters, place] of [
  ['abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-', IN_MAILBOX | IN_HOST],
  ["_%+'", IN_MAILBOX],
] as const) {
  for (const character of characters) IN_ADDRESS[character.charCodeAt(0)] = place
}
const DOT = 46
const HYPHEN = 45

/** Whether a text is an address as most are, for which the slower look at every letter is not needed. */
function isPlainEmail(value: string): boolean {
  const at = value.indexOf('@')
  // No part of so short a host is too long.
  if (at < 1 || at > 64 || value.length - at > 64) return false
  for (let i = 0; i < at; i++) if (!isIn(value.charCodeAt(i), IN_MAILBOX)) return false
  let before = DOT
  let dots = 0
  for (let i = at + 1; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (!isIn(code, IN_HOST)) return false
    if ((code === DOT && before === HYPHEN) || ((code === DOT || code === HYPHEN) && before === DOT)) return false
    if (code === DOT) dots++
    before = code
  }
  return dots > 0 && before !== DOT && before !== HYPHEN
}

function isIn(code: number, place: number): boolean {
  return code < 128 && ((IN_ADDRESS[code] as number) & place) !== 0
}

/** Whether a text is one email address as people have them: a mailbox, and a host of at least two parts. */
function isEmail(value: string): boolean {
  if (isPlainEmail(value)) return true
  if (!EMAIL.test(value) || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(value)) return false
  const host = value.slice(value.indexOf('@') + 1)
  return HOST.test(host) && !isBrokenHost(host)
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

const fail = (code: CellProblem['code'], expected: string): CellProblem => ({ code, expected })

const WITH_CONTROLS = fail('control_character', 'text without control characters')
const WITH_HALVES = fail('half_character', 'whole characters')

/** What is wrong with a cell whose text no store can keep; null where nothing is. */
export function unkeptProblem(cell: string): CellProblem | null {
  const unkept = unkeptIn(cell)
  return unkept === null ? null : unkept === 'nul' ? WITH_CONTROLS : WITH_HALVES
}

/**
 * Reads one cell by its field's declaration. Text stays as it was written, spaces and all; nothing is guessed. `checkControls` is
 * false where the file is known to have no control characters and no half ones at all. `order` is that of the file's dates.
 */
export function readCell(field: Field, cell: string, checkControls: boolean, order: DateOrder | null = null): CellReading {
  if (field.filled && isBlank(cell)) return fail('blank', 'a value')
  if (checkControls && (field.required || field.filled) && CONTROL.test(cell)) return WITH_CONTROLS
  switch (field.type) {
    case 'text': {
      const problem = checkControls ? unkeptProblem(cell) : null
      if (problem) return problem
      if (field.max !== null && cell.length > field.max) return fail('too_long', `at most ${field.max} characters`)
      if (cell === '') return field.keepsBlank ? cell : null
      return field.isWord ? bareWord(cell) : cell
    }
    case 'boolean': {
      if (cell === 'True') return true
      if (cell === 'False') return false
      if (isBlank(cell)) return null
      const value = readBoolean(cell)
      return value === null ? fail('bad_boolean', 'True or False (also Yes/No, 1/0, X)') : value
    }
    case 'email': {
      const value = cell.trim()
      if (value === '') return null
      return isEmail(value) ? cell : fail('bad_email', 'one email address')
    }
    case 'id': {
      {
        if (isBlank(cell)) return null
        const reading = readSalesforceId(cell, field.prefix)
        if (reading.ok) return reading.id
        if (reading.reason === 'case_lost') {
          const { implied = '' } = reading
          // All in capitals, the id may be right and its last three characters wrong; all in small letters, nothing else can have happened.
          const expected = /[a-z]/.test(cell)
            ? `${implied}: upper and lower case were lost, and the last three characters imply this id`
            : `${implied}, if lower case was lost, as the last three characters suggest; else those are wrong`
          return { code: 'id_case_lost', expected, implied }
        }
        const begins = field.prefix === '' ? '15' : `${field.prefix} and 12 more`
        const shape = `a Salesforce id: ${begins} letters and digits, or 18 with their check characters`
        return fail('bad_id', reading.reason === 'suffix' ? `${shape}; these check characters are wrong` : shape)
      }
    }
    case 'date': {
      if (isBlank(cell)) return null
      const value = settleDate(parseDate(cell), order)
      return value === null ? fail('bad_date', expectedDate(cell, order)) : value
    }
    case 'count': {
      const value = bareWord(cell).trim()
      if (value === '') return null
      return /^\d{1,9}$/.test(value) ? Number(value) : fail('bad_count', 'a whole number')
    }
    case 'money':
      return readAmount(cell, field.currency !== null, null)
  }
}

/**
 * Reads a cell of money, by the mark of its file where that is known; `mayName` is whether it may name a currency. A dash alone says
 * that there is no amount.
 */
export function readAmount(cell: string, mayName: boolean, mark: DecimalMark | null, amount = parseAmount(cell)): CellReading {
  if (amount === null && (isBlank(cell) || (mayName && isNoAmount(cell)))) return null
  const value = mayName || amount?.currency === null ? settleAmount(amount, mark) : null
  if (mayName) return value ?? fail('bad_amount', expectedAmount(mark))
  // What has no currency is a rate, and amounts are divided by it.
  const isAboveZero = value !== null && !value.startsWith('-') && /[1-9]/.test(value)
  return isAboveZero ? value : fail('bad_amount', 'a number above 0 as 1.0825, without a currency')
}
