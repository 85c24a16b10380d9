/** Charts whose categories stand side by side: columns, stacked columns, lines. */

import type { PageChart } from '../page.ts'
import { safeText } from '../safe-text.ts'
import { line, stack, stackOffsetDiverging } from './packages/shapes.ts'
import { type Scale, scaleOf } from './scale.ts'
import { fillOf, markWords, pointAt, strokeOf } from './series.ts'
import { LINE, linesOf, roomOf, round, shortNumber, svgText, svgWords } from './words.ts'

/** What is drawn, and how high it is. */
export interface Drawn {
  drawn: string
  height: number
}

/** The place of the values in the drawing, and of each category in it. */
interface Frame {
  chart: PageChart
  id: string
  left: number
  top: number
  width: number
  scale: Scale
  /** The room of a category. */
  step: number
  y(value: number): number
}

const HEIGHT = 200
const SMALL = 10
const NOT_KNOWN = 'not known'
/** Columns stay within this width, however few there are. */
const WIDEST = 56

/** Draws the chart below `top`, with its axes and the names of its categories. */
export function drawUpright(chart: PageChart, id: string, width: number, top: number): Drawn {
  const layers = chart.form === 'stacked' ? layersOf(chart) : []
  const scale = scaleOf(chart.form === 'stacked' ? layers.flat(2) : knownOf(chart))
  const left = Math.max(...scale.ticks.map((tick) => roomOf(shortNumber(tick), 11))) + 8
  const plotTop = top + 30
  const step = (width - left) / chart.categories.length
  const y = (value: number): number => plotTop + HEIGHT * (1 - scale.at(value))
  const frame: Frame = { chart, id, left, top: plotTop, width, scale, step, y }
  const names = categoryNames(frame)
  const marks =
    chart.form === 'lines' ? lineMarks(frame) : chart.form === 'stacked' ? stackMarks(frame, layers) : columnMarks(frame)
  const unit = svgText(chart.unit, { x: 0, y: top + 12, size: 11, dim: true })
  return { drawn: `${unit}${axis(frame)}${marks}${names.drawn}`, height: 30 + HEIGHT + names.height }
}

function knownOf({ series }: PageChart): number[] {
  return series.flatMap(({ values }) => values.filter((value) => value !== null))
}

/** The lines of the scale, the one at zero above the others. */
function axis({ left, width, scale, y }: Frame): string {
  const own = scale.ticks.map((tick) => {
    const at = round(y(tick))
    const rule = `<path d="M${round(left)} ${at}H${width}" stroke="var(${tick === 0 ? '--ink,#1d1d1f' : '--line,#c8ccd0'})"/>`
    return `${rule}${svgText(shortNumber(tick), { x: left - 6, y: at + 4, at: 'end', size: 11, dim: true })}`
  })
  return own.join('')
}

/** The names below; where they have no room, numbers, with the names in full below them. */
function categoryNames({ chart: { categories }, left, top, step, width }: Frame): Drawn {
  const base = top + HEIGHT + 16
  const lines = categories.map((name) => linesOf(name, step - 6, 11))
  const fits = lines.every((own, i) => own.length <= 3 && isWhole(own, categories[i] ?? ''))
  const place = (i: number): number => left + step * (i + 0.5)
  if (fits) {
    const texts = lines.flatMap((own, i) =>
      own.map((text, at) => svgText(text, { x: place(i), y: base + at * 11 * LINE, at: 'middle', size: 11 })),
    )
    return { drawn: texts.join(''), height: 8 + Math.max(...lines.map(({ length }) => length)) * 11 * LINE }
  }
  const every = Math.ceil(roomOf(String(categories.length), 11) / step)
  const numbers = categories.flatMap((_, i) =>
    i % every === 0 ? [svgText(String(i + 1), { x: place(i), y: base, at: 'middle', size: 11 })] : [],
  )
  let y = base + 20
  const key = categories.flatMap((name, i) =>
    linesOf(`${i + 1}  ${name}`, width, 11).map((text) => {
      y += 11 * LINE
      return svgText(text, { x: 0, y: y - 11 * LINE, size: 11 })
    }),
  )
  return { drawn: `${numbers.join('')}${key.join('')}`, height: y - top - HEIGHT }
}

/** Whether a name was broken at blanks alone. */
function isWhole(lines: readonly string[], name: string): boolean {
  return lines.length === 1 || lines.join(' ') === safeText(name)
}

function columnMarks(frame: Frame): string {
  const { chart, id, step, y } = frame
  const bar = Math.min(WIDEST, (step * 0.8) / chart.series.length)
  const hasLabels = knownOf(chart).every(
    (value) => roomOf(shortNumber(value), SMALL) <= Math.max(bar, (step - 4) / chart.series.length),
  )
  return eachValue(frame, (value, category, name, c, s) => {
    const x = placeOf(frame, c) + bar * (s - chart.series.length / 2)
    if (value === null) return notKnown(x + bar / 2, y(0), bar)
    const label = hasLabels ? valueLabel(frame, value, x + bar / 2, value) : ''
    return `${barOf(x, y(0), bar - 1, y(value), fillOf(s, id), markWords(chart, category, name, value))}${label}`
  })
}

/** The middle of a category. */
function placeOf({ left, step }: Frame, index: number): number {
  return left + step * (index + 0.5)
}

function eachValue(
  { chart: { categories, series } }: Frame,
  draw: (value: number | null, category: string, name: string, c: number, s: number) => string,
): string {
  return categories
    .flatMap((category, c) => series.map(({ name, values }, s) => draw(values[c] ?? null, category, name, c, s)))
    .join('')
}

function barOf(x: number, from: number, width: number, to: number, fill: string, words: string): string {
  return `<rect x="${round(x)}" y="${round(Math.min(from, to))}" width="${round(Math.max(1, width))}" height="${round(Math.abs(from - to))}" ${fill}><title>${svgWords(words)}</title></rect>`
}

/** A number at the end of its bar. */
function valueLabel({ y }: Frame, value: number, x: number, end: number): string {
  return svgText(shortNumber(value), { x, y: end < 0 ? y(end) + 12 : y(end) - 4, at: 'middle', size: SMALL })
}

/** In place of a bar whose value is missing. */
function notKnown(x: number, base: number, room: number): string {
  if (room < SMALL) return svgText('?', { x, y: base - 4, at: 'middle', size: SMALL, dim: true })
  return svgText(NOT_KNOWN, { x: x + 3, y: base - 5, size: SMALL, turned: true, dim: true })
}

/** For each series, where its part of each column begins and ends. */
function layersOf({ categories, series }: PageChart): [number, number][][] {
  const rows = categories.map((_, c) => Object.fromEntries(series.map(({ values }, s) => [s, values[c] ?? 0])))
  const made = stack<Record<string, number>>()
    .keys(series.map((_, s) => String(s)))
    .offset(stackOffsetDiverging)(rows)
  return made.map((layer) => layer.map(([from, to]) => [from, to]))
}

function stackMarks(frame: Frame, layers: readonly (readonly [number, number][])[]): string {
  const { chart, id, step, y } = frame
  const bar = Math.min(WIDEST, step * 0.7)
  const bars = eachValue(frame, (value, category, name, c, s) => {
    const [from, to] = layers[s]?.[c] ?? [0, 0]
    if (value === null || from === to) return ''
    return barOf(placeOf(frame, c) - bar / 2, y(from), bar, y(to), fillOf(s, id), markWords(chart, category, name, value))
  })
  return `${bars}${stackEnds(frame, layers, bar)}`
}

/** Above each stacked column its sum; where a part of it is missing, that there is none. */
function stackEnds(frame: Frame, layers: readonly (readonly [number, number][])[], bar: number): string {
  const { chart, step, y } = frame
  const ends = chart.categories.map((_, c) => {
    const values = chart.series.map(({ values: own }) => own[c] ?? null)
    const top = Math.max(0, ...layers.map((layer) => layer[c]?.[1] ?? 0))
    const sum = values.reduce<number>((total, value) => total + (value ?? 0), 0)
    if (values.includes(null)) return notKnown(placeOf(frame, c), y(top), bar)
    const fits = values.every((value) => (value ?? 0) >= 0) && roomOf(shortNumber(sum), SMALL) <= step
    return fits ? valueLabel(frame, sum, placeOf(frame, c), top) : ''
  })
  return ends.join('')
}

function lineMarks(frame: Frame): string {
  const { chart, y, step } = frame
  const own = chart.series.map(({ values }, s) => {
    const path = line<number | null>()
      .defined((value) => value !== null)
      .x((_, c) => round(placeOf(frame, c)))
      .y((value) => round(y(value ?? 0)))(chart.categories.map((_, c) => values[c] ?? null))
    return path === null ? '' : `<path d="${path}" ${strokeOf(s)}/>`
  })
  const hasLabels = chart.series.length === 1 && knownOf(chart).every((value) => roomOf(shortNumber(value), SMALL) <= step)
  const points = eachValue(frame, (value, category, name, c, s) => {
    if (value === null)
      return chart.series.every(({ values }) => (values[c] ?? null) === null) && s === 0
        ? notKnown(placeOf(frame, c), y(0), step)
        : ''
    const label = hasLabels
      ? svgText(shortNumber(value), { x: placeOf(frame, c), y: y(value) - 8, at: 'middle', size: SMALL })
      : ''
    return `${pointAt(s, placeOf(frame, c), y(value), markWords(chart, category, name, value))}${label}`
  })
  return `${own.join('')}${points}`
}
