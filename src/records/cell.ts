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
    | 'too_long'
    | 'control_character'
  expected: string
  /** The value that was probably meant; it is not taken, but tells whose row may be at fault. */
  implied?: string
}

/** The value of a cell, or the problem with it; a value is never an object. */
export type CellReading = Value | CellProblem

/** Whether a cell cannot be taken. */
export function isProblem(reading: CellReading): reading is CellProblem {
  return typeof reading === 'object' && reading !== null
}

const YES = new Set(['true', 'yes', 'y', '1', 'on', 'x', '✓', '✔'])
const NO = new Set(['false', 'no', 'n', '0', 'off', ''])

/**
 * Reads a checkbox in any spelling the source systems print.
 * Gives null where the text is none of them.
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
  const word = cell.trim().toLowerCase()
  return YES.has(word) ? true : NO.has(word) ? false : null
}

/** Blank for a person: spaces of any width and invisible characters count as nothing. */
export function isBlank(cell: string): boolean {
  return (
    cell === '' || (cell.charCodeAt(0) <= 32 || cell.charCodeAt(0) > 126 ? cell.replace(/[\s\p{Cf}\u00a0]+/gu, '') === '' : false)
  )
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Reads a date as a Salesforce report prints it in the United States (M/D/YYYY) or as ISO 8601 (a time is left out).
 * Gives YYYY-MM-DD, or null where it is no such date.
 */
export function readDate(cell: string): string | null {
  const value = cell.trim()
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value)
  const iso = us ? null : /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(value)
  const parts = us ? [us[3], us[1], us[2]] : iso ? [iso[1], iso[2], iso[3]] : null
  if (!parts) return null
  const [year, month, day] = parts.map(Number) as [number, number, number]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 0)
  if (day < 1 || day > days) return null
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const EMAIL = /^[^\s@<>(),;:"[\]\\]{1,64}@[^\s@<>(),;:"[\]\\]{1,255}$/
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

const fail = (code: CellProblem['code'], expected: string): CellProblem => ({ code, expected })

/**
 * Reads one cell by its field's declaration. Text stays as it was written, spaces and all; nothing is guessed.
 * `checkControls` is false where the file is known to have no control characters at all.
 */
export function readCell(field: Field, cell: string, checkControls: boolean): CellReading {
  if (field.filled && isBlank(cell)) return fail('blank', 'a value')
  if (checkControls && (field.required || field.filled) && CONTROL.test(cell)) {
    return fail('control_character', 'text without control characters')
  }
  switch (field.type) {
    case 'text':
      if (field.max !== null && cell.length > field.max) return fail('too_long', `at most ${field.max} characters`)
      return cell === '' && !field.keepsBlank ? null : cell
    case 'boolean': {
      if (isBlank(cell)) return null
      const value = readBoolean(cell)
      return value === null ? fail('bad_boolean', 'True or False (also Yes/No, 1/0, X)') : value
    }
    case 'email': {
      const value = cell.trim()
      if (value === '') return null
      return EMAIL.test(value) ? cell : fail('bad_email', 'one e-mail address')
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
            ? `${implied}: the capitals were lost on the way, and the last three characters imply this id`
            : `${implied}, if small letters were lost on the way, as the last three characters say; else those are wrong`
          return { code: 'id_case_lost', expected, implied }
        }
        const begins = field.prefix === '' ? '15' : `${field.prefix} and 12 more`
        const shape = `a Salesforce id: ${begins} letters and digits, or 18 with their check characters`
        return fail('bad_id', reading.reason === 'suffix' ? `${shape}; these check characters are wrong` : shape)
      }
    }
    case 'date': {
      if (isBlank(cell)) return null
      const value = readDate(cell)
      return value === null ? fail('bad_date', 'a date as M/D/YYYY or YYYY-MM-DD') : value
    }
    case 'count': {
      const value = cell.trim()
      if (value === '') return null
      return /^\d{1,9}$/.test(value) ? Number(value) : fail('bad_count', 'a whole number')
    }
  }
}
