import { expect, it } from 'vitest'
import { readInfluenceWords } from '../../src/reference/scorecards/insights.ts'
import { detailsOf, influenceOf, unrecordedOf, wordOf } from '../../src/reports/insights/influence.ts'
import { yearEndingWith } from '../../src/reports/insights/periods.ts'
import type { InsightInfluence } from '../../src/reports/insights/types.ts'
import { parseQuarter } from '../../src/rules/fiscal.ts'

const words = readInfluenceWords()
const { quarters } = yearEndingWith(parseQuarter('FY27-Q4') ?? expect.fail(), '2026-11-20')

function record(about: Partial<InsightInfluence>): InsightInfluence {
  return {
    ...{ record: 'INF-1', opportunity: null, opportunityId: null, type: null, details: [], created: null, description: null },
    ...{ place: { file: 'influence.csv', line: 2 } },
    ...about,
  }
}

it('has both types and the seven details of the form, also those that no record has', () => {
  const found = influenceOf([], quarters, words)
  expect([found.types.length, found.details.length, found.records]).toEqual([2, 7, 0])
  expect(found.details.every(({ records, isKnown }) => records === 0 && isKnown)).toBe(true)
})

it('counts a record once for each of its details, and words that the form lacks after the others', () => {
  const details = detailsOf(
    'Intro to customer decision maker/C-Suite; Introduction to a customer decision maker or C-Suite ;Golf',
  )
  const found = influenceOf(
    [record({ details }), record({ type: 'WORKING SIDE BY SIDE WITH GITLAB ON CUSTOMER PURSUIT.' })],
    quarters,
    words,
  )
  expect(found.details.filter(({ records }) => records > 0)).toEqual([
    { word: 'Introduction to a customer decision maker or C-Suite', records: 1, isKnown: true },
    { word: 'Golf', records: 1, isKnown: false },
  ])
  expect(found.types.map(({ records }) => records)).toEqual([0, 1])
  expect([found.noType, found.noDetail]).toEqual([1, 1])
})

it('knows every spelling of the page, with and without its commas', () => {
  expect(wordOf('Deliver presentation, demo, POC, or RFP response', words.details)).toBe(
    'Deliver presentation demo, POC, or RFP response',
  )
  for (const { name, also } of [...words.types, ...words.details])
    for (const each of [name, ...also, name.toUpperCase()]) expect(wordOf(each, [...words.types, ...words.details])).toBe(name)
})

it('counts by the quarter the record was made in', () => {
  const all = [
    record({ created: '2026-10-31' }),
    record({ created: '2026-11-01' }),
    record({}),
    record({ created: '2024-01-31' }),
  ]
  const found = influenceOf(all, quarters, words)
  expect(found.quarters.map(({ records }) => records)).toEqual([0, 0, 0, 0, 0, 0, 1, 1])
  expect([found.records, found.noDay]).toEqual([4, 1])
})

it('finds deals without a record: by the id, and by the name only where a record has no id', () => {
  const deals = [
    { id: '1', name: 'A' },
    { id: '2', name: 'B' },
    { id: '3', name: 'C' },
  ]
  const records = [record({ opportunityId: '1', opportunity: 'B' }), record({ opportunity: ' c' })]
  expect(unrecordedOf(deals, records)).toEqual([{ id: '2', name: 'B' }])
})
