import stringWidth from 'fast-string-width'
import { safeText } from './safe-text.ts'

/** Longest cell a table shows; the other formats have the whole value. */
const WIDEST = 60

/** Plain columns under headings. Cells are made safe, and cut by what a reader sees as one character. */
export function table(headings: readonly string[], rows: ReadonlyArray<readonly (string | number | null)[]>): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => cut(safeText(cell === null ? '' : String(cell)))))
  const widths = headings.map((_, i) => cells.reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? '')), 0))
  const lines = cells.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

const ASCII = /^[\x20-\x7e]*$/

function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text)
}

function cut(text: string): string {
  if (widthOf(text) <= WIDEST) return text
  let shown = ''
  let width = 0
  // Made only where a cell is cut: making one takes as long as all the rest of a small command.
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment)
    if (width >= WIDEST) break
    shown += segment
  }
  return `${shown}…`
}
