/** What a person reads of phd: the strings and comments of its source, its pages, its help, what it prints. */

import { parseSync } from 'oxc-parser'
import { everyNode, type Node } from '../architecture/syntax.ts'

/** A text, and the line it begins on. */
export interface Text {
  line: number
  text: string
}

/** The strings of a file with a blank in them, for one without is a code or a name; templates whole, with `…` for a value; and comments. */
export function textsOf(path: string, source: string): Text[] {
  const { program, comments } = parseSync(path, source)
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length
  const texts: Text[] = []
  for (const node of everyNode(program as unknown as Node)) {
    const text = textOf(node)
    if (text !== null && /\s/.test(text.trim())) texts.push({ line: lineAt(node.start), text })
  }
  let last: { end: number; text: Text } | null = null
  for (const { type, value, start, end } of comments) {
    const text = type === 'Block' ? value.replaceAll(/^\s*\* ?/gm, '') : value
    // Comments of a line each that follow each other are one text.
    if (type === 'Line' && last && source.slice(last.end, start).trim() === '') {
      last.text.text += `\n${text}`
      last.end = end
    } else {
      const comment = { line: lineAt(start), text }
      texts.push(comment)
      last = type === 'Line' ? { end, text: comment } : null
    }
  }
  return texts
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral') return null
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
}

/** The pairs of a table of a page: what not to write, and what to write. */
export function pairsOf(page: string): [not: string, but: string][] {
  const rows = [...page.matchAll(/^\| (.+) \| (.+) \|$/gm)].map(([, not = '', but = '']): [string, string] => [not, but])
  return rows.filter(([not]) => not !== 'Not' && not !== '---')
}

/** A page without what its tables say not to write. */
export function withoutPairs(page: string): string {
  return page.replaceAll(/^\|[^|]*\|/gm, '|')
}
