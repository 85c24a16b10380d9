/** Where a statement of SQL ends, before the semicolon, blanks and comments behind it. */

/** What the engine reads as one piece: a comment, text in quotes, a blank, anything else. A comment without an end goes to the end. */
const PIECE = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|\s+|[\s\S]/g

/** So that a statement may end as people end it; where that is wrong, the engine refuses what is left. */
export function endOfStatement(text: string): number {
  let end = 0
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    const isNothing = piece === ';' || piece.startsWith('--') || piece.startsWith('/*') || piece.trim() === ''
    if (!isNothing) end = index + piece.length
  }
  return end
}
