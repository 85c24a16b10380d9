/** Values of the server as a question prints them: exact, and as the other engine has them. */

import type { Cell } from '../../asking/asking.ts'

type ToCell = (text: string) => Cell

const CELLS: ReadonlyMap<number, ToCell> = new Map<number, ToCell>([
  // boolean, bytea
  [16, (text) => (text === 't' ? 1 : 0)],
  [17, (text) => Buffer.from(text.slice(2), 'hex')],
  // bigint, smallint, integer, oid
  ...[20, 21, 23, 26].map((type): [number, ToCell] => [type, whole]),
  // real, double precision
  [700, Number],
  [701, Number],
  // timestamp, timestamp with time zone: the form of all other moments
  [1114, (text) => text.replace(DAY_AND_TIME, '$1T$2')],
  [1184, (text) => text.replace(DAY_AND_TIME, '$1T$2').replace(/(T.*)\+00$/, '$1Z')],
  // numeric
  [1700, decimal],
])

const DAY_AND_TIME = /^(\d{4}-\d{2}-\d{2}) (\d.*)$/

/** What makes a cell of the text of a type by its number. Anything else stays the text that the server wrote. */
export function cellMaker(type: number): ToCell {
  return CELLS.get(type) ?? ((text) => text)
}

function whole(text: string): Cell {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

/** A number where it has every digit; else all digits. An average of whole numbers ends with zeros, which say nothing. */
function decimal(text: string): Cell {
  if (/^-?\d+$/.test(text)) return whole(text)
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  const value = Number(short)
  return String(value) === short || Number.isNaN(value) ? value : short
}
