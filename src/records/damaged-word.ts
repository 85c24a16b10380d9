/** Words that decide, as people and machines leave them in a cell: the invisible characters around them, and what is not a word at all. */

/**
 * Without what is invisible around it: blanks of any width, characters of format, and those that a program skips when it cannot show them.
 * These expressions are made when a word needs them: to look up what Unicode says takes longer than most words.
 */
const withoutUnseen = (cell: string): string =>
  cell.replace(/^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]+|[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]+$/gu, '')
const hasUnseen = (word: string): boolean =>
  /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Co}\p{Cn}\p{Cs}\u2800\ufffd]/u.test(word)
/** UTF-8 that was read as Windows-1252: what an unseen character becomes on the way. */
const MISREAD = /[ÂÃ]|â€/
/** Character references and escapes that a page or a program left behind. */
const ESCAPE = /&#?\w+;|\\[nux]|%[0-9a-f]{2}/i
/** What programs write where they have no value; brackets, quotes and dashes around it apart. */
const NO_VALUE = new Set([
  'null',
  'nil',
  'none',
  'undefined',
  'nan',
  'n/a',
  'na',
  'n.a',
  'nv',
  'blank',
  'empty',
  'missing',
  'unknown',
  'error',
  'err',
  'loading',
  'tbd',
  'tba',
  'not set',
  'not available',
  'not applicable',
  'no value',
  'no data',
  'object object',
])
const PUNCTUATED = /^[\s"'`([{<.-]+|[\s"'`)\]}>.-]+$/g
/** Without the flag for any case: the engine needs a while to make the first expression that has it. */
const PLAIN = /^[A-Za-z]+(?: [A-Za-z]+)*$/

/** A word without the invisible characters around it; a cell of nothing else stays as it is: it is damaged, not blank. */
export function bareWord(cell: string): string {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(cell) ? cell : withoutUnseen(cell) || cell
}

/**
 * Whether a cell says nothing although it is not blank: an error of a spreadsheet (`#N/A`), a program's word for no value (`null`),
 * something invisible within a word, letters of two scripts in one word. It is missing evidence, never a no.
 */
export function isDamagedWord(cell: string | null): boolean {
  const word = bareWord(cell ?? '')
  if (word.trim() === '') return false
  // Nearly every cell is of plain letters, of which only the words for no value are damaged.
  if (PLAIN.test(word)) return NO_VALUE.has(word.toLowerCase())
  if (word.startsWith('#') || word.startsWith('=') || word.startsWith('\\')) return true
  if (!/\p{L}/u.test(word)) return true
  if (hasUnseen(word) || MISREAD.test(word) || ESCAPE.test(word) || /…|\.\.\.$/.test(word)) return true
  if (NO_VALUE.has(word.toLowerCase().replace(PUNCTUATED, ''))) return true
  const spaced = word.replace(/\s/g, ' ').normalize('NFC')
  return spaced !== spaced.normalize('NFKC') || (spaced.match(/[\p{L}\p{M}]+/gu) ?? []).some(isOfTwoScripts)
}

const SPREADSHEET_ERROR = /^#(?:N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|ERROR!|GETTING_DATA)/i

/** Whether a cell that should hold a name has none: an error of a spreadsheet, or a program's word for no value. */
export function isNoName(cell: string): boolean {
  const word = bareWord(cell)
  return (word.startsWith('#') && SPREADSHEET_ERROR.test(word)) || NO_VALUE.has(word.toLowerCase().replace(PUNCTUATED, ''))
}

function isOfTwoScripts(letters: string): boolean {
  const isLatin = /\p{Script=Latin}/u.test(letters)
  return isLatin && /[^\p{Script=Latin}]/u.test(letters)
}
