/** How values of the server become values of phd. A moment and a day stay text: no zone of this machine may change them. */

/** A value that a query is given. */
export type Value = string | number | boolean | null | Buffer | readonly (string | null)[] | readonly (number | null)[]

type Parser = (text: string) => unknown

const PARSERS: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  // boolean, bytea
  [16, (text) => text === 't'],
  [17, (text) => Buffer.from(text.slice(2), 'hex')],
  // bigint, smallint, integer, oid
  [20, whole],
  [21, Number],
  [23, Number],
  [26, Number],
  // real, double precision
  [700, Number],
  [701, Number],
  // Lists of integer, bigint, text
  [1007, (text) => elementsOf(text).map(Number)],
  [1016, (text) => elementsOf(text).map((each) => (each === null ? null : whole(each)))],
  [1009, elementsOf],
])

const asText: Parser = (text) => text

/** The parser of a type by its number; what phd does not know stays the text that the server wrote. */
export function parserOf(type: number): Parser {
  return PARSERS.get(type) ?? asText
}

/** Throws where a number is too large to be exact. */
function whole(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is larger than a number can be exactly`)
  return value
}

/** A list of one dimension, as the server writes it: `{1,"a \"b\"",NULL}`. */
function elementsOf(list: string): (string | null)[] {
  return [...list.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|[^,]+/gs)].map(([whole, quoted]) => {
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/gs, '$1')
    return whole === 'NULL' ? null : whole
  })
}
