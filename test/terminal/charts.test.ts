import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawChart } from '../../src/terminal/charts/draw.ts'
import { linesOf } from '../../src/terminal/charts/words.ts'
import type { PageChart } from '../../src/terminal/page.ts'
import { CHARTS, HOSTILE, NAMES } from '../pages/hostile.ts'
import { htmlPage } from './html-page.ts'

const FOLDER = join(import.meta.dirname, '../../fixtures/charts')

it.each(CHARTS.filter(({ id }) => id !== 'none' && id !== 'unknown'))('draws as ever: $id', (chart) => {
  const path = join(FOLDER, `${chart.id}.svg`)
  const drawn = `${drawChart(chart, chart.id)}\n`
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(path, drawn)
  }
  expect(existsSync(path)).toBe(true)
  expect(drawn).toBe(readFileSync(path, 'utf8'))
})

it('draws nothing where there is nothing, and says so on the page', () => {
  expect(CHARTS.filter((chart) => drawChart(chart, 'id') === null).map(({ id }) => id)).toEqual(['none', 'unknown'])
  const html = htmlPage({ title: 'Page', parts: CHARTS.filter(({ id }) => id === 'none' || id === 'unknown') }, drawChart)
  expect(html).toContain('<p>None.</p>')
  expect(html).toContain('<p>Not known.</p>')
})

it('leaves a value open that is missing, and draws a zero', () => {
  const chart = CHARTS[1]
  if (!chart) throw new Error('no chart')
  const drawn = drawChart({ ...chart, categories: ['a', 'b', 'c'], series: [{ name: 's', values: [null, 0, -2] }] }, 'id') ?? ''
  expect(drawn.match(/<rect/g)).toHaveLength(2)
  expect(drawn).toContain('<title>b: 0 people</title>')
  expect(drawn).toContain('<title>c: -2 people</title>')
  expect(drawn).toContain('>not known</text>')
  expect(drawn).toContain('>Not known: a</text>')
})

it('draws at zero what is too near to it for a scale of its own', () => {
  const chart = CHARTS[1]
  if (!chart) throw new Error('no chart')
  for (const form of ['columns', 'stacked', 'lines', 'bars'] as const)
    for (const value of [Number.MIN_VALUE, -Number.MIN_VALUE, 1e-300, -1e-12]) {
      const drawn = drawChart({ ...chart, form, categories: ['a'], series: [{ name: 's', values: [value] }] }, 'id') ?? ''
      expect(drawn).not.toMatch(/NaN|Infinity/)
      expect(drawn).toContain('<title>a')
    }
})

it('breaks a name into lines, and leaves none of it out', () => {
  for (const name of NAMES) {
    const lines = linesOf(name, 120, 11)
    expect(lines.join('').replaceAll(' ', '').length).toBeGreaterThanOrEqual(name.replaceAll(' ', '').length)
  }
})

it('is sound whatever names and numbers there are', () => {
  const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...NAMES))
  const value = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    fc.constantFrom(Number.NaN, 0, -1),
  )
  const chart: fc.Arbitrary<PageChart> = fc.record({
    ...{ kind: fc.constant('chart' as const), id: name, title: name, description: name, unit: name },
    form: fc.constantFrom('columns' as const, 'stacked' as const, 'lines' as const, 'bars' as const),
    categories: fc.array(name, { maxLength: 30 }),
    series: fc.array(fc.record({ name, values: fc.array(value, { maxLength: 32 }) }), { maxLength: 9 }),
  })
  fc.assert(
    fc.property(chart, (given) => {
      const drawn = drawChart(given, 'id') ?? ''
      expect(drawn.replace(/>[^<]*</g, '><')).not.toMatch(/NaN|Infinity|undefined/)
      const known = /^<\/?(?:svg|title|desc|defs|pattern|path|circle|rect|text)(?: [a-z-]+="[^"<>]*")*\/?>$/
      const tags = [...drawn.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/ (?:viewBox|patternUnits)=/, ' own='))
      expect(tags.filter((tag) => !known.test(tag))).toEqual([])
    }),
    { numRuns: 100 },
  )
})

it('makes a page under 100 kB without data, in less than 100 ms', () => {
  const bare = htmlPage({ title: 'Page', parts: [] })
  expect(bare.length).toBeLessThan(10_000)
  const parts = HOSTILE.parts.filter((part) => part.kind !== 'table')
  expect(htmlPage({ title: 'Page', parts }, drawChart).length).toBeLessThan(100_000)
  const before = process.cpuUsage()
  for (let i = 0; i < 5; i++) htmlPage(HOSTILE, drawChart)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 5000).toBeLessThan(100)
})
