import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openInput } from '../../src/imports/read/input.ts'
import { noTraits } from '../../src/imports/read/traits.ts'
import { openWorkbook } from '../../src/imports/read/xlsx.ts'
import { zipParts } from '../../src/imports/read/zip.ts'
import type { Page, PageCell } from '../../src/terminal/page.ts'
import { workbook } from '../../src/terminal/workbook/workbook.ts'

function bytesOf(page: Page): Buffer {
  return Buffer.concat([...workbook(page)])
}

/** A workbook as phd itself reads it: the cells of each sheet, by its name. */
async function readBack(page: Page): Promise<Record<string, string[][]>> {
  const folder = mkdtempSync(join(tmpdir(), 'phd-workbook-'))
  const path = join(folder, 'page.xlsx')
  writeFileSync(path, bytesOf(page))
  const file = openInput(path)
  try {
    const book = openWorkbook(file, zipParts(file))
    return Object.fromEntries(
      book.sheets.map(({ name, rows }) => [name, [...rows(noTraits())].map(({ fields }) => [...fields])] as const),
    )
  } finally {
    file.close()
    rmSync(folder, { recursive: true })
  }
}

/** A page with one table of one column. */
function pageOf(cells: readonly PageCell[], isNumber = false): Page {
  return {
    title: 'Page',
    parts: [
      {
        kind: 'table',
        caption: 'Rows',
        headings: [isNumber ? { text: 'Value', isNumber } : 'Value'],
        rows: cells.map((cell) => [cell]),
      },
    ],
  }
}

async function cellsOf(cells: readonly PageCell[], isNumber = false): Promise<string[]> {
  const sheets = await readBack(pageOf(cells, isNumber))
  return (sheets.Rows ?? []).slice(1).map(([cell = '']) => cell)
}

/** The XML of a sheet, without what packs it. */
async function sheetXml(page: Page, number = 2): Promise<string> {
  const { unzipSync, strFromU8 } = await import('fflate')
  const part = unzipSync(bytesOf(page))[`xl/worksheets/sheet${number}.xml`]
  return part ? strFromU8(part) : ''
}

it('keeps text that a spreadsheet would run, number or read as something else', async () => {
  const hostile = [
    '=1+1',
    '+1',
    "'x",
    '@SUM(A1)',
    '007',
    'constructor',
    '__proto__',
    '_x000D_',
    ' a ',
    'a\nb',
    '<b>&amp;"',
    '2026-02-30',
    '👩‍👩‍👧 e\u0301 שלום',
  ]
  expect(await cellsOf(hostile)).toEqual(hostile)
  const xml = await sheetXml(pageOf(hostile))
  expect(xml).not.toContain('<f>')
  expect(xml.match(/t="inlineStr"/g)).toHaveLength(hostile.length + 1)
})

it('shows what a workbook cannot hold by its number', async () => {
  expect(await cellsOf(['a\u0000b', '\u202eevil', 'a\ufffdb', 'a\ufffeb', 'a\ud800b'])).toEqual([
    'a\\x00b',
    '\\u202eevil',
    'a\\ufffdb',
    'a\\ufffeb',
    'a\\ud800b',
  ])
})

it('types numbers and days, and keeps a number as text that a spreadsheet would change', async () => {
  const cells: PageCell[] = [
    { text: 'USD 1,234.50', number: '1234.50' },
    { text: 'EUR -12.00', number: '-12.00' },
    '20,000',
    '12345678901234567',
    { text: 'USD 123,456,789,012,345.67', number: '123456789012345.67' },
    'not known',
    '2026-11-20',
  ]
  const xml = await sheetXml(pageOf(cells, true))
  expect([...xml.matchAll(/<c r="A(\d)" s="\d+"><v>([^<]*)/g)].map(([, row, value]) => [row, value])).toEqual([
    ['2', '1234.50'],
    ['3', '-12.00'],
    ['4', '20000'],
    ['8', '46346'],
  ])
  const back = await cellsOf(cells, true)
  expect(back.slice(3)).toEqual(['12345678901234567', 'USD 123,456,789,012,345.67', 'not known', '2026-11-20'])
  expect(back.slice(0, 3).map(Number)).toEqual([1234.5, -12, 20000])
})

it('names sheets as every spreadsheet takes them, none twice', async () => {
  const names = [
    'a/b:c*d?[e]\\',
    "'quoted'",
    'History',
    'x'.repeat(40),
    'X'.repeat(40),
    '👩‍👩‍👧'.repeat(9),
    'Summary',
    '',
    '\u202eevil',
  ]
  const table = { kind: 'table', headings: ['A'], rows: [['1']] } as const
  const sheets = Object.keys(await readBack({ title: 'Page', parts: names.map((caption) => ({ ...table, caption })) }))
  expect(sheets).toEqual([
    'Summary',
    'a b c d e',
    'quoted',
    'Table History',
    'x'.repeat(31),
    `${'X'.repeat(29)} 2`,
    sheets[6],
    'Summary 2',
    'Table',
    'u202eevil',
  ])
  for (const name of sheets) expect(name.length).toBeLessThanOrEqual(31)
})

it('begins with the finding, the figures and where the tables are; an unknown value says so, and is not 0', async () => {
  const sheets = await readBack({
    title: 'Scorecard',
    parts: [
      { kind: 'text', text: 'Open: met' },
      { kind: 'figures', figures: [{ label: 'Held', value: '1,200', change: '+2', href: 'rows' }] },
      { kind: 'heading', text: 'Badges' },
      {
        kind: 'chart',
        id: 'held',
        title: 'Held by quarter',
        description: '',
        form: 'columns',
        categories: ['FY27-Q2', 'FY27-Q3'],
        series: [{ name: 'Sales', values: [null, -3] }],
        unit: 'people',
      },
      { kind: 'table', id: 'rows', caption: 'Rows behind', headings: ['Name'], rows: [['Ann Lee']], isFolded: true },
    ],
  })
  expect(Object.keys(sheets)).toEqual(['Summary', 'Held by quarter', 'Badges'])
  expect(sheets['Held by quarter']).toEqual([
    ['Of', 'Sales'],
    ['FY27-Q2', 'not known'],
    ['FY27-Q3', '-3'],
  ])
  expect(sheets.Summary?.flat().filter(Boolean)).toEqual([
    'Scorecard',
    'Open: met',
    ...['Held', '1200', '+2'],
    'Badges',
    'Held by quarter (people): sheet "Held by quarter"',
    'Rows behind: sheet "Badges"',
  ])
})

it('keeps the headings in sight, filters by them, and is the same each time', async () => {
  const page = pageOf(['a', 'b'])
  const xml = await sheetXml(page)
  expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
  expect(xml).toContain('<autoFilter ref="A1:A3"/>')
  expect(bytesOf(page).equals(bytesOf(page))).toBe(true)
})

it('gives the notes below values columns of their own', async () => {
  const value = {
    text: '3,000.30',
    number: '3000.30',
    note: { text: '+100.0% from 1,500.15', cells: [{ text: '1,500.15', number: '1500.15' }, 'new'] },
  }
  const headings = ['Partner', { text: 'Total', isNumber: true as const, notes: ['Before', 'Growth'] }, 'Day']
  const sheets = await readBack({
    title: 'Page',
    parts: [
      {
        kind: 'table',
        caption: 'Rows',
        headings,
        rows: [
          ['Alder', value, '2026-01-31'],
          ['Birch', 'not known', ''],
        ],
      },
    ],
  })
  expect(sheets.Rows).toEqual([
    ['Partner', 'Total', 'Before', 'Growth', 'Day'],
    ['Alder', '3000.30', '1500.15', 'new', '2026-01-31'],
    ['Birch', 'not known'],
  ])
})
