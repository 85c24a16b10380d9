/** How to distinguish series: by a pattern or the form of a point as well as by a color. */

import type { PageChart } from '../page.ts'
import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle, symbolWye } from './packages/shapes.ts'
import { LINE, linesOf, roomOf, round, svgText, svgWords, wholeNumber } from './words.ts'

/** The colors of series; the page has them for light, dark and paper, and a drawing alone has these. */
const COLORS = ['#1a5fb4', '#b34700', '#1d6f42', '#7b3fa0', '#a51d2d', '#55595e']
const SYMBOLS = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolWye].map((form) => symbol(form, 45)() ?? '')
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '12 4']
/** What lies over the color: nothing, stripes one way, points, stripes the other way, lines. */
const PATTERNS = [
  '',
  '<path d="M-2 2 2-2M0 8 8 0M6 10 10 6" stroke="var(--page,#fff)" stroke-width="2"/>',
  '<circle cx="4" cy="4" r="1.8" fill="var(--page,#fff)"/>',
  '<path d="M-2 6 2 10M0 0 8 8M6-2 10 2" stroke="var(--page,#fff)" stroke-width="2"/>',
  '<path d="M0 4H8" stroke="var(--page,#fff)" stroke-width="2.5"/>',
]
const SIZE = 12
const SWATCH = 14

/** The color of a series. */
function colorOf(index: number): string {
  const own = index % COLORS.length
  return `var(--c${own + 1},${COLORS[own]})`
}

/** What fills the bars of a series. */
export function fillOf(index: number, id: string): string {
  return `fill="${index % PATTERNS.length === 0 ? colorOf(index) : `url(#${id}-f${index})`}" stroke="${colorOf(index)}"`
}

/** The patterns that {@link fillOf} names. */
export function patternsOf(count: number, id: string): string {
  const patterns = Array.from({ length: count }, (_, i) => i).filter((i) => i % PATTERNS.length > 0)
  if (patterns.length === 0) return ''
  const own = patterns.map(
    (i) =>
      `<pattern id="${id}-f${i}" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 0H8V8H0Z" fill="${colorOf(i)}"/>${PATTERNS[i % PATTERNS.length]}</pattern>`,
  )
  return `<defs>${own.join('')}</defs>`
}

/** How the line of a series is drawn. */
export function strokeOf(index: number): string {
  const dash = DASHES[index % DASHES.length]
  return `fill="none" stroke="${colorOf(index)}" stroke-width="2"${dash ? ` stroke-dasharray="${dash}"` : ''}`
}

/** A point of a series. */
export function pointAt(index: number, x: number, y: number, words = ''): string {
  const title = words === '' ? '' : `<title>${svgWords(words)}</title>`
  const path = `<path d="${SYMBOLS[index % SYMBOLS.length]}" transform="translate(${round(x)} ${round(y)})" fill="${colorOf(index)}" stroke="var(--page,#fff)"`
  return title === '' ? `${path}/>` : `${path}>${title}</path>`
}

/** What a mark tells when it is pointed at. */
export function markWords(chart: PageChart, category: string, name: string, value: number): string {
  return `${[category, ...(chart.series.length > 1 ? [name] : [])].join(', ')}: ${wholeNumber(value)} ${chart.unit}`
}

/** A drawing of the names of all series, and how high it is; nothing where there is one, which the title names. */
export function legend({ series, form }: PageChart, id: string, width: number): { drawn: string; height: number } {
  if (series.length < 2) return { drawn: '', height: 0 }
  let x = 0
  let y = 0
  let rowHeight = 0
  const parts = series.map(({ name }, i) => {
    const lines = linesOf(name, width - SWATCH - 6, SIZE)
    const room = SWATCH + 6 + Math.max(...lines.map((line) => roomOf(line, SIZE)))
    if (x > 0 && x + room > width) {
      x = 0
      y += rowHeight
      rowHeight = 0
    }
    const own = [
      swatch(form, i, id, x, y),
      ...lines.map((line, at) => svgText(line, { x: x + SWATCH + 6, y: y + 12 + at * SIZE * LINE })),
    ]
    x += room + 18
    rowHeight = Math.max(rowHeight, lines.length * SIZE * LINE + 4)
    return own.join('')
  })
  return { drawn: parts.join(''), height: y + rowHeight + 4 }
}

function swatch(form: PageChart['form'], index: number, id: string, x: number, y: number): string {
  if (form !== 'lines')
    return `<rect x="${round(x + 1)}" y="${round(y + 2)}" width="${SWATCH - 2}" height="11" ${fillOf(index, id)}/>`
  return `<path d="M${round(x)} ${round(y + 8)}h${SWATCH}" ${strokeOf(index)}/>${pointAt(index, x + SWATCH / 2, y + 8)}`
}
