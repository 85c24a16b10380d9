import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'fast-string-width'
import { wrapAnsi } from 'fast-wrap-ansi'

/** What the text of a line stands behind: indentation, a mark, a number; colors may be between. */
const LEAD = /^(?:\u001b\[\d+m| )*(?:(?:ok|FAILS|UNKNOWN)(?:\u001b\[\d+m| )+|[-!] |\d+\. )?/

/** Breaks lines that are wider than a terminal between words; what is carried over stands below the beginning of their text. */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n')
}

function wrapLine(line: string, width: number): string {
  const plain = stripVTControlCharacters(line)
  if (stringWidth(plain) <= width) return line
  const lead = LEAD.exec(line)?.[0] ?? ''
  const indent = stripVTControlCharacters(lead).length
  const room = width - indent
  // In a very narrow window a broken word is easier to read than a column of few letters.
  if (room < 20) return line
  return lead + wrapAnsi(line.slice(lead.length), room).replaceAll('\n', `\n${' '.repeat(indent)}`)
}
