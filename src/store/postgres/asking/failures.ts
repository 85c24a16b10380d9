/** What the server says of a question, in words that a person can act on. */

import { failure, PhdError } from '../../../errors.ts'
import type { ListedView } from '../../asking/asking.ts'
import { tooLong } from '../../asking/limits.ts'
import { nearestName, notASelect, notOne } from '../../asking/sayings.ts'
import { asUserError, sqlState } from '../connection/errors.ts'
import type { Statement } from './statement.ts'

/** What was asked, and where. */
export interface AskedOf {
  statement: Statement
  place: string
  seconds: number
  views: readonly ListedView[]
}

const SYNTAX = '42601'
const NO_TABLE = '42P01'
const NO_COLUMN = '42703'
/** No function, or none for such values; values of a type that cannot stand there. */
const OTHER_TYPE = ['42883', '42804']
const UNTYPED = '42P18'

/** Whether the server could not read a statement. */
export const isUnreadable = (error: unknown): boolean => sqlState(error) === SYNTAX

/** Why a text cannot be read as a statement. */
export function unreadable(error: unknown, asked: AskedOf): unknown {
  // Only of several statements it says no place.
  if (isUnreadable(error) && placeOf(error) === null) return notOne('there is more than one statement in it')
  return asQueryError(error, asked, 0)
}

/** Turns what the server says into what is told; `before`: so many characters were sent before the question. */
export function asQueryError(error: unknown, asked: AskedOf, before: number): unknown {
  const code = sqlState(error)
  const { sql } = asked.statement
  if (error instanceof PhdError) return error
  if (code === '57014') return tooLong(asked.seconds)
  if (code === '25006' || (code === '0A000' && /insert|update|delete|merge/i.test(sql))) return notASelect()
  const said = inWordsOf(asked.statement, error as Error)
  if (code === '42501') return failure('access_refused', `the query was refused: ${said}`, 'ask the views of the desk')
  if (/^54|^53400/.test(code)) return failure('query_too_large', `the query was stopped: ${said}`)
  const known = asUserError(error, asked.place)
  if (known instanceof PhdError || !/^[0-9A-Z]{5}$/.test(code)) return known
  const at = (placeOf(error) ?? 0) - before
  const rest = at > 0 ? [...sql].slice(at - 1).join('') : ''
  const message = `the query does not work: ${said}${nearest(code, rest, asked.views)}${lineOf(sql, rest)}`
  return failure('bad_query', message, hintOf(code, asked.statement))
}

/** Where the server says that a mistake is: the number of a character, from 1. */
function placeOf(error: unknown): number | null {
  const { position } = error as { position?: unknown }
  return typeof position === 'string' && /^\d+$/.test(position) ? Number(position) : null
}

/** What the server says, with the parameters by their names. */
function inWordsOf({ parameters }: Statement, { message }: Error): string {
  return message.replaceAll(/\$(\d+)/g, (number, place: string) => {
    const name = parameters[Number(place) - 1]
    return name === undefined ? number : `:${name}`
  })
}

/** The name that is nearly the one at the mistake. */
function nearest(code: string, rest: string, views: readonly ListedView[]): string {
  if (code !== NO_TABLE && code !== NO_COLUMN) return ''
  const named = /^"?\w+"?(?:\s*\.\s*"?\w+"?)*/.exec(rest)?.[0] ?? ''
  const name = named.replaceAll('"', '').split('.').at(-1)?.trim().toLowerCase() ?? ''
  return name === '' ? '' : nearestName(code === NO_TABLE ? 'table' : 'column', name, views)
}

/** The line of a mistake, where there are several. */
function lineOf(sql: string, rest: string): string {
  if (rest === '' || !sql.includes('\n')) return ''
  return ` (line ${sql.slice(0, sql.length - rest.length).split('\n').length})`
}

function hintOf(code: string, { parameters }: Statement): string | undefined {
  if (code === UNTYPED && parameters.length > 0) return `say of what type it is: CAST(:${parameters[0]} AS text)`
  if (OTHER_TYPE.includes(code))
    return 'a desk on a server is asked in the SQL of PostgreSQL; yes and no are the numbers 1 and 0, and days are texts'
  return undefined
}
