import stringWidth from 'fast-string-width'
import { safeText } from './safe-text.ts'
import { wrapText } from './wrap.ts'

/** Longest cell a table shows; the other formats have the whole value. */
const WIDEST = 60

/**
 * Plain columns under headings; phd's own, for cli-table3 takes 40 times the time and lets escape sequences of a cell through.
 * Cells are made safe, and cut by what a reader sees as one character. In a terminal that has no room for all columns, the last
 * ones stand below each row, with their headings; what is blank or zero is skipped there.
 */
export function table(
  headings: readonly string[],
  rows: ReadonlyArray<readonly (string | number | null)[]>,
  room = Number.POSITIVE_INFINITY,
): string {
  const kept = new TableRows(headings)
  for (const row of rows) kept.add(row)
  return [...kept.lines(room)].join('')
}

/** Between the cells of a kept row: no safe text has it. */
const BETWEEN = '\u0000'

/** The rows of a table, each kept as one text until the widths of all columns are known. */
export class TableRows {
  readonly #headings: readonly string[]
  readonly #widths: number[]
  readonly #rows: string[] = []

  constructor(headings: readonly string[]) {
    this.#headings = headings.map(safeText)
    this.#widths = this.#headings.map((heading) => widthOf(cut(heading)))
  }

  add(row: readonly (string | number | null)[]): void {
    const texts = row.map((cell) => safeText(cell === null ? '' : String(cell)))
    for (let i = 0; i < this.#widths.length; i++) {
      const [text, widest] = [texts[i] ?? '', this.#widths[i] ?? 0]
      // Most cells are shorter than what the column has already: nothing takes more than two columns.
      if (text.length * 2 <= widest) continue
      const width = widthOf(cut(text))
      if (width > widest) this.#widths[i] = width
    }
    this.#rows.push(texts.join(BETWEEN))
  }

  /** The lines of the table, headings first. */
  *lines(room: number): Generator<string, void, void> {
    const fitting = columnsWithin(this.#widths, room)
    yield `${this.#line(this.#headings, fitting)}\n`
    for (const row of this.#rows) {
      const texts = row.split(BETWEEN)
      const below = fitting < texts.length ? rest(this.#headings, texts, fitting) : ''
      yield `${this.#line(texts, fitting)}\n${below === '' ? '' : `${wrapText(`    ${below}`, room)}\n`}`
    }
  }

  #line(texts: readonly string[], fitting: number): string {
    let line = ''
    const last = Math.min(texts.length, fitting) - 1
    for (let at = 0; at <= last; at++) {
      const cell = cut(texts[at] ?? '')
      line += at === last ? cell : padded(cell, (this.#widths[at] ?? 0) + 2)
    }
    return line.trimEnd()
  }
}

/** How many of the first columns stand side by side. */
function columnsWithin(widths: readonly number[], room: number): number {
  let width = 0
  for (const [i, own] of widths.entries()) {
    width += own + (i === 0 ? 0 : 2)
    if (width > room) return Math.max(1, i)
  }
  return widths.length
}

/** The columns that stand below a row. */
function rest(headings: readonly string[], row: readonly string[], from: number): string {
  const named = row.slice(from).map((text, i) => {
    const heading = (headings[from + i] ?? '').trim().toLowerCase()
    return text === '' || text === '0' ? '' : `${heading} ${text.trim()}`.trim()
  })
  return named.filter(Boolean).join(', ')
}

/** Latin letters and the usual signs: each character is one that a reader sees, and takes one column. */
const NARROW = /^[\x20-\x7e\xa0-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*$/

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text)
}

/** A text with spaces up to a width, which it does not exceed. */
function padded(text: string, width: number): string {
  return NARROW.test(text) ? text.padEnd(width) : `${text}${' '.repeat(width - stringWidth(text))}`
}

function cut(text: string): string {
  return cutTo(text, WIDEST)
}

let graphemes: Intl.Segmenter | undefined

/** A text in so many columns at most, cut by what a reader sees as one character. */
export function cutTo(text: string, most: number): string {
  if (NARROW.test(text)) return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`
  if (stringWidth(text) <= most) return text
  let shown = ''
  let width = 0
  // Made only where a cell is cut: making one takes as long as all the rest of a small command.
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment)
    if (width >= most) break
    shown += segment
  }
  return `${shown}…`
}
