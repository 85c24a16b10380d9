/**
 * Reads a question as the server would, as far as that is needed: where it ends, and where it names parameters. Nothing about what it may
 * do rests on this.
 */

import { notOne, parameterLacks } from '../../asking/sayings.ts'

/** What the server reads as one piece. A comment may have others in it, so that one is read apart. */
const PIECE = new RegExp(
  [
    '(?<blank>\\s+|--[^\\n\\r]*)',
    '(?<comment>/\\*)',
    // Text in quotes; the second of two quotes begins another text, which comes to the same.
    `(?<quoted>[eE]'(?:[^'\\\\]+|\\\\[\\s\\S]|'')*'?|'[^']*'?|"[^"]*"?)`,
    '(?<dollars>\\$(?:[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*)?\\$)',
    '(?<word>[A-Za-z_\\u0080-\\uffff][\\w$\\u0080-\\uffff]*)',
    '(?<numbered>\\$\\d+)',
    '(?<cast>::)',
    ':(?<parameter>[A-Za-z_]\\w*)',
    '(?<other>[\\s\\S])',
  ].join('|'),
  'y',
)

interface Piece {
  text: string
  is: string
  /** The name of a parameter. */
  parameter?: string | undefined
}

/** A question as it is sent: its parameters are numbered, and these are their names in that order. */
export interface Statement {
  sql: string
  parameters: string[]
}

/**
 * The one statement of a text, without what people end it with. Throws `bad_query` where there is none, `query_parameter` where a
 * parameter has no value.
 */
export function statementOf(text: string, params: Readonly<Record<string, unknown>>): Statement {
  if (text.includes('\0')) throw notOne('there is a character in it that no statement has')
  const pieces = [...piecesOf(text)]
  const last = pieces.findLastIndex(({ is, text: piece }) => is !== 'blank' && is !== 'comment' && piece !== ';')
  if (last === -1) throw notOne('there is none in it')
  const parameters: string[] = []
  const sent = pieces.slice(0, last + 1).map(({ text: piece, is, parameter }) => {
    if (is === 'numbered') throw parameterLacks(null)
    if (parameter === undefined) return piece
    if (!Object.hasOwn(params, parameter)) throw parameterLacks(parameter)
    if (!parameters.includes(parameter)) parameters.push(parameter)
    return `$${parameters.indexOf(parameter) + 1}`
  })
  return { sql: sent.join(''), parameters }
}

function* piecesOf(text: string): Generator<Piece> {
  for (let at = 0; at < text.length; ) {
    PIECE.lastIndex = at
    const { groups = {} } = PIECE.exec(text) ?? {}
    const [is = 'other', first = ''] = Object.entries(groups).find(([, piece]) => piece !== undefined) ?? []
    const end = is === 'comment' ? endOfComment(text, at) : is === 'dollars' ? endOfDollars(text, at, first) : PIECE.lastIndex
    yield { text: text.slice(at, end), is, parameter: groups.parameter }
    at = end
  }
}

/** Where a comment ends that begins here; one without an end goes to the end of the text. */
function endOfComment(text: string, from: number): number {
  const marks = /\/\*|\*\//g
  marks.lastIndex = from
  for (let depth = 0; ; ) {
    const mark = marks.exec(text)
    if (!mark) return text.length
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
}

function endOfDollars(text: string, from: number, mark: string): number {
  const end = text.indexOf(mark, from + mark.length)
  return end === -1 ? text.length : end + mark.length
}
