/** Bars that lie below each other, each category under its name in full. */

import type { PageChart } from '../page.ts'
import { scaleOf } from './scale.ts'
import { fillOf, markWords } from './series.ts'
import type { Drawn } from './upright.ts'
import { LINE, linesOf, roomOf, round, shortNumber, svgText, svgWords } from './words.ts'

const BAR = 14
const SIZE = 12

/** Draws the chart below `top`. */
export function drawBars(chart: PageChart, id: string, width: number, top: number): Drawn {
  const known = chart.series.flatMap(({ values }) => values.filter((value) => value !== null))
  const scale = scaleOf(known)
  const label = Math.max(...known.map((value) => roomOf(shortNumber(value), 11))) + 8
  const left = known.some((value) => value < 0) ? label : 0
  const x = (value: number): number => left + (width - left - label) * scale.at(value)
  const parts = [svgText(chart.unit, { x: 0, y: top + 12, size: 11, dim: true })]
  let y = top + 22
  for (const [c, category] of chart.categories.entries()) {
    for (const text of linesOf(category, width, SIZE)) {
      parts.push(svgText(text, { x: 0, y: y + SIZE }))
      y += SIZE * LINE
    }
    y += 3
    parts.push(`<path d="M${round(x(0))} ${round(y - 1)}v${chart.series.length * (BAR + 2)}" stroke="var(--ink,#1d1d1f)"/>`)
    for (const [s, { name, values }] of chart.series.entries()) {
      parts.push(barOf(values[c] ?? null, x, y, fillOf(s, id), (value) => markWords(chart, category, name, value)))
      y += BAR + 2
    }
    y += 8
  }
  return { drawn: parts.join(''), height: y - top }
}

/** A bar with its number at its end. */
function barOf(
  value: number | null,
  x: (value: number) => number,
  y: number,
  fill: string,
  words: (value: number) => string,
): string {
  if (value === null) return svgText('not known', { x: x(0) + 5, y: y + 11, size: 11, dim: true })
  const [from, to] = [Math.min(x(0), x(value)), Math.max(x(0), x(value))]
  const rect = `<rect x="${round(from)}" y="${round(y)}" width="${round(to - from)}" height="${BAR}" ${fill}><title>${svgWords(words(value))}</title></rect>`
  const place = value < 0 ? { x: from - 4, at: 'end' as const } : { x: to + 4 }
  return `${rect}${svgText(shortNumber(value), { ...place, y: y + 11, size: 11 })}`
}
