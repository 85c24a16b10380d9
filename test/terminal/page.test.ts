import { expect, it } from 'vitest'
import { markdownPage } from '../../src/terminal/markdown.ts'
import { type Page, pageText } from '../../src/terminal/page.ts'
import { htmlPage } from './html-page.ts'

const PAGE: Page = {
  title: 'Scorecard: Cobalt <Labs>',
  parts: [
    { kind: 'text', text: 'Open: met' },
    { kind: 'figures', figures: [{ label: 'Held', value: '12', change: '+2', href: 'rows behind' }] },
    {
      kind: 'chart',
      id: 'held',
      title: 'Held by quarter',
      description: 'Badges held at the end of each quarter',
      form: 'columns',
      axis: 'Quarter',
      categories: ['FY27-Q2', 'FY27-Q3'],
      series: [{ name: 'Sales', values: [null, 1234] }],
      unit: 'people',
    },
    {
      kind: 'table',
      id: 'rows behind',
      caption: 'Rows behind',
      headings: ['Name', { text: 'Days', isNumber: true }],
      rows: [['Ann Lee', { text: '12', number: '12' }]],
      isFolded: true,
    },
  ],
}

const PAPER = { columns: 80, prose: (text: string) => text, style: (_: string, text: string) => text }

it('shows a chart as its numbers on a terminal, and leaves folded rows out', () => {
  expect(pageText(PAGE, PAPER)).toBe(
    `${[
      'Scorecard: Cobalt <Labs>',
      'Open: met',
      'Held: 12 (+2)',
      '',
      'Held by quarter (people)',
      'QUARTER  SALES',
      'FY27-Q2  not known',
      'FY27-Q3  1,234',
      'Rows behind: 1 row; to see them, add --format md',
    ].join('\n')}\n`,
  )
})

it('has every row in Markdown, numbers to the right', () => {
  const text = markdownPage(PAGE)
  expect(text).toContain('| Quarter | Sales |\n| --- | ---: |\n| FY27-Q2 | not known |\n| FY27-Q3 | 1,234 |')
  expect(text).toContain('| Name | Days |\n| --- | ---: |\n| Ann Lee | 12 |')
})

it('leads from a figure to the rows behind it', () => {
  const html = htmlPage(PAGE)
  const id = /<a href="#([^"]+)">12<\/a>/.exec(html)?.[1]
  expect(html).toContain(`<table id="${id}">`)
})
