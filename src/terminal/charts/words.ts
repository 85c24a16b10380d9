/** Text in a drawing: how much room it takes, and how it breaks into lines. Nothing measures it there, so the room is the most it can be. */

import { escapeUTF8 } from 'entities'
import { safeText } from '../safe-text.ts'
import { widthOf } from '../table.ts'

/** The height of a line, in sizes of its text. */
export const LINE = 1.3

/** How many units a text takes at most, by the widest of the fonts that pages are shown in. */
export function roomOf(text: string, size: number): number {
  let room = 0
  for (const char of text) room += charRoom(char)
  return room * size
}

function charRoom(char: string): number {
  if (char > '~') return Math.max(0.75, widthOf(char) * 0.75)
  if (/[ijl.,:;'|!()ftIr [\]/-]/.test(char)) return 0.45
  if (/[mwMW@%]/.test(char)) return 1.02
  return /[A-Z&+<>=#~]/.test(char) ? 0.84 : 0.66
}

/** A text in lines that have room: broken at blanks, and where a word alone has none, between what a reader sees as characters. */
export function linesOf(text: string, room: number, size: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of safeText(text).split(' ')) {
    const both = line === '' ? word : `${line} ${word}`
    if (roomOf(both, size) <= room) {
      line = both
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = piecesOf(word, room, size)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return [...lines, line]
}

function piecesOf(word: string, room: number, size: number): string[] {
  if (roomOf(word, size) <= room) return [word]
  const pieces = ['']
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(word)) {
    const last = pieces.at(-1) ?? ''
    if (last !== '' && roomOf(last + segment, size) > room) pieces.push(segment)
    else pieces[pieces.length - 1] = last + segment
  }
  return pieces
}

/** Where a text stands: `at`: which of its ends is there; `turned`: it reads upward. */
interface Place {
  x: number
  y: number
  at?: 'start' | 'middle' | 'end'
  size?: number
  turned?: boolean
  dim?: boolean
}

/** Text in a drawing; its markup is text. */
export function svgText(text: string, { x, y, at = 'start', size = 12, turned, dim }: Place): string {
  const anchor = at === 'start' ? '' : ` text-anchor="${at}"`
  const turn = turned ? ` transform="rotate(-90 ${round(x)} ${round(y)})"` : ''
  const small = size === 12 ? '' : ` font-size="${size}"`
  const fill = dim ? ' fill="var(--dim,#5f6368)"' : ''
  return `<text x="${round(x)}" y="${round(y)}"${anchor}${small}${fill}${turn}>${svgWords(text)}</text>`
}

/** Text as the content of an element of a drawing. */
export function svgWords(text: string): string {
  return escapeUTF8(safeText(text))
}

/** A length with as many digits as an eye can tell. */
export function round(value: number): number {
  return Math.round(value * 10) / 10
}

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const EXACT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 })
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

/** A number beside a mark; of a large one its first digits, for the table has all of them. */
export function shortNumber(value: number): string {
  return (Math.abs(value) >= 100_000 ? COMPACT : WHOLE).format(value)
}

/** A number with all its digits. */
export function wholeNumber(value: number): string {
  return EXACT.format(value)
}
