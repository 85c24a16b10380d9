/** Draws a chart as SVG: colors by the variables of the page, with patterns, no text cut, a value that is missing left open. */

import type { PageChart } from '../page.ts'
import { drawBars } from './bars.ts'
import { legend, patternsOf } from './series.ts'
import { drawUpright } from './upright.ts'
import { LINE, linesOf, round, svgText, svgWords } from './words.ts'

const WIDTH = 560
/** So many missing values are named below a chart; the table has all of them. */
const MOST_NAMED = 6

/** The drawing of a chart, its ids beginning with `id`; null where it has nothing to draw. */
export function drawChart(given: PageChart, id: string): string | null {
  const chart = { ...given, series: given.series.map(({ name, values }) => ({ name, values: values.map(finite) })) }
  if (chart.categories.length === 0 || !chart.series.some(({ values }) => values.some((value) => value !== null))) return null
  const names = legend(chart, id, WIDTH)
  const drawn = (chart.form === 'bars' ? drawBars : drawUpright)(chart, id, WIDTH, names.height)
  const notes = chart.form === 'bars' ? [] : missingNote(chart)
  const body = names.height + drawn.height
  const below = notes.map((text, i) => svgText(text, { x: 0, y: body + 16 + i * 11 * LINE, size: 11, dim: true }))
  const height = round(body + (notes.length > 0 ? 12 + notes.length * 11 * LINE : 4))
  return [
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" font-family="system-ui,sans-serif" font-size="12" fill="var(--ink,#1d1d1f)" xmlns="http://www.w3.org/2000/svg">`,
    `<title id="${id}-t">${svgWords(chart.title)}</title><desc id="${id}-d">${svgWords(chart.description)}</desc>`,
    `${patternsOf(chart.series.length, id)}${names.drawn}${drawn.drawn}${below.join('')}</svg>`,
  ].join('\n')
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}

/** Which values are missing, in lines below the chart. */
function missingNote({ categories, series }: PageChart): string[] {
  const missing = categories.flatMap((category, c) =>
    series
      .filter(({ values }) => (values[c] ?? null) === null)
      .map(({ name }) => (series.length > 1 ? `${name}, ${category}` : category)),
  )
  if (missing.length === 0) return []
  const more = missing.length - MOST_NAMED
  return linesOf(`Not known: ${missing.slice(0, MOST_NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`, WIDTH, 11)
}
