/** Reads what is asked from the command line. */

import { givenValue, readCount } from '../../app/option-values.ts'
import { failure, PhdError, usageError } from '../../errors.ts'
import { readText } from '../../imports/read/read-text.ts'
import { STDIN } from '../../imports/read/standard-input.ts'

/** The longest question, in characters; no person writes one as long. */
const LONGEST = 1 << 20

/** The text of the SELECT: typed, from a file or from standard input. Throws usage errors, and what opening a file throws. */
export async function readSelect(typed: string | undefined, file: string | undefined): Promise<string> {
  const path = givenValue('--file', file)
  if (typed !== undefined && path !== undefined) throw usageError('a SELECT and --file cannot be combined', 'remove one of them')
  const text = path !== undefined ? readFile(path) : typed === STDIN ? await readPiped() : typed
  if (text === undefined)
    throw usageError(
      'nothing to ask',
      'write a SELECT in quotes: phd query "SELECT name FROM partners"; or see: phd query --views',
    )
  if (text.length > LONGEST) throw tooLong()
  return text
}

/** What opening a file says is meant for exports: here it is the file of a SELECT. */
function readFile(path: string): string {
  try {
    return readText(path)
  } catch (error) {
    throw error instanceof PhdError ? error.withHint('name a text file in UTF-8 with one SELECT: --file people.sql') : error
  }
}

function tooLong(): Error {
  return usageError('the SELECT is longer than 1 MiB', 'ask for less at a time')
}

async function readPiped(): Promise<string> {
  if (process.stdin.isTTY) throw failure('nothing_piped', 'standard input is empty', { what: 'query' })
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    pieces.push(Buffer.from(piece))
    size += piece.length
    if (size > LONGEST) throw tooLong()
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch {
    throw usageError('standard input is not valid UTF-8', 'write the SELECT as UTF-8')
  }
}

/** As a bigint it is bound as a whole number; a number would be bound as 12.0. */
const WHOLE = /^-?(?:0|[1-9]\d{0,17})$/

/**
 * The values of parameters, each once: a whole number as a number, anything else as text. They are bound, and never become part of
 * the SELECT. Throws usage errors.
 */
export function readParams(given: readonly string[] = []): Record<string, string | bigint> {
  const params = new Map<string, string | bigint>()
  for (const each of given) {
    const [, name, value] = /^[:@$]?([a-z_]\w*)=(.*)$/is.exec(each) ?? []
    if (name === undefined || value === undefined)
      throw usageError(`--param ${each} is not a name and a value`, 'write it as --param country=Germany')
    if (params.has(name)) throw usageError(`--param ${name} was given twice`, 'remove one of them')
    params.set(name, WHOLE.test(value) ? BigInt(value) : value)
  }
  return Object.fromEntries(params)
}

/** The seconds of `--timeout`. */
export function readTimeout(given: string | undefined): number {
  const value = givenValue('--timeout', given)
  if (value === undefined) return 30
  return readCount('--timeout', value, { what: 'number of seconds', least: 1, digits: 5, example: '--timeout 120' })
}

/** The rows of `--limit`; undefined where it was not given. */
export function readLimit(given: string | undefined): number | undefined {
  const value = givenValue('--limit', given)
  if (value === undefined) return undefined
  return readCount('--limit', value, { what: 'number from 1 to 999999999', least: 1, digits: 9, example: '--limit 5000' })
}
