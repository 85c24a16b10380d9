import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../cli/phd.ts'
import { failing } from '../failing.ts'
import { cellsOf, HEADINGS, opened } from './opened.ts'
import { htmlTable, type Part, sheetXml, spreadsheetMl, text, workbook, workbookParts, xmlRows, zip } from './writers.ts'

const refused = (code: string): Error => failing({ code, exitCode: 5 })
const good = sheetXml([[...HEADINGS], ['Acme', 'EMEA', 'Yes']])
/** A workbook of which one part is another. */
function withPart(name: string, part: Partial<Part>): Buffer {
  const parts = workbookParts({ sheets: { A: good }, shared: [] })
  return zip(parts.map((each) => (each.name === name ? { ...each, ...part } : each)))
}
const SHEET = 'xl/worksheets/sheet1.xml'
const MEGABYTE = 1 << 20

/** Opens a file in a process of its own; gives the refusal and the most memory it took, in MiB. */
function openedApart(bytes: Buffer): { code: string; memory: number } {
  const folder = mkdtempSync(join(tmpdir(), 'phd-bomb-'))
  const path = join(folder, 'bomb')
  writeFileSync(path, bytes)
  const script = `
    import { openTable } from ${JSON.stringify(join(root, 'src/imports/read/open-table.ts'))}
    import { readFileSync } from 'node:fs'
    import { kinds } from ${JSON.stringify(join(root, 'src/records/kinds.ts'))}
    let code = 'read'
    try {
      const { source } = await openTable(${JSON.stringify(path)}, {}, { kinds, given: [] })
      for (const row of source.rows());
    } catch (error) { code = error.kind ?? String(error) }
    // What the system counts for a process includes its parent's before it was started; this does not.
    const peak = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]
    console.log(JSON.stringify({ code, memory: peak / 1024 }))`
  try {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('a workbook that unpacks to far more than it is', () => {
  it.each<[what: string, name: string, data: Buffer, statedSize?: number]>([
    ['a sheet of blank space', SHEET, Buffer.alloc(200 * MEGABYTE, 32)],
    ['a sheet that lies about its size', SHEET, Buffer.alloc(200 * MEGABYTE, '<row/>'), 10],
    ['one text', 'xl/sharedStrings.xml', Buffer.concat([Buffer.from('<sst><si><t>'), Buffer.alloc(200 * MEGABYTE, 'a')])],
    ['styles', 'xl/styles.xml', Buffer.alloc(100 * MEGABYTE, '<xf/>')],
  ])('is refused within bounded memory: %s', (_, name, data, statedSize) => {
    const bytes = withPart(name, { data, ...(statedSize === undefined ? {} : { statedSize }) })
    expect(bytes.length).toBeLessThan(MEGABYTE)
    const { code, memory } = openedApart(bytes)
    expect(code).toBe('too_large')
    expect(memory).toBeLessThan(200)
  })
  it('is refused with more parts than a workbook has', async () => {
    const parts = Array.from({ length: 10_001 }, (_, i) => text(`xl/x${i}.xml`, ''))
    await expect(opened(zip(parts))).rejects.toThrow(refused('damaged_file'))
  })
  it('is refused when rows of few bytes stand for cells without number', () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `<row r="${i + 1}"><c r="XFD${i + 1}"><v>${(i * 7919) % 104729}</v></c></row>`,
    )
    const { code, memory } = openedApart(
      withPart(SHEET, {
        data: Buffer.from(sheetXml([[...HEADINGS]]).replace(/<row.*<\/row>/, (head) => `${head}${rows.slice(1).join('')}`)),
      }),
    )
    expect(code).toBe('too_large')
    expect(memory).toBeLessThan(300)
  })
})

describe('a workbook that is not what it says', () => {
  it.each<[what: string, bytes: Buffer, code: string]>([
    ['a document type', withPart(SHEET, { data: Buffer.from(`<!DOCTYPE x [<!ENTITY a "aaaa">]>${good}`) }), 'xml_doctype'],
    [
      'a document type in its texts',
      withPart('xl/sharedStrings.xml', { data: Buffer.from('<!DOCTYPE sst><sst/>') }),
      'xml_doctype',
    ],
    ['a sheet cut off', withPart(SHEET, { data: Buffer.from(good.slice(0, -40)) }), 'damaged_file'],
    ['text that is not UTF-8', withPart(SHEET, { data: Buffer.from(good.replace('Acme', 'Müller'), 'latin1') }), 'damaged_file'],
    ['a byte changed', Buffer.from(workbook({ sheets: { A: good } })).fill(0x41, 700, 701), 'damaged_file'],
    ['its end missing', workbook({ sheets: { A: good } }).subarray(0, -30), 'damaged_file'],
    ['no list of sheets', zip([text('[Content_Types].xml', ''), text('xl/x.xml', '')]), 'damaged_file'],
    ['the same part twice', zip([...workbookParts({ sheets: { A: good } }), text(SHEET, '')]), 'damaged_file'],
  ])('is refused: %s', async (_, bytes, code) => {
    await expect(opened(bytes)).rejects.toThrow(refused(code))
  })
  it('is refused at every length it is cut to', async () => {
    const whole = workbook({ sheets: { A: good } })
    for (let length = 4; length < whole.length; length += 97) {
      await expect(opened(whole.subarray(0, length))).rejects.toThrow(failing({ exitCode: 5 }))
    }
  })
  it('has names that are not keys of ours', async () => {
    const table = [
      [...HEADINGS, '__proto__', 'constructor'],
      ['__proto__', 'toString', 'Yes', 'x', 'y'],
    ]
    expect(await cellsOf(workbook({ sheets: { __proto__x: sheetXml(table) }, more: [text('__proto__', 'x')] }))).toEqual([
      table[1],
    ])
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('hostile markup', () => {
  it('of entities within entities is refused', async () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>${spreadsheetMl({ A: xmlRows([[...HEADINGS], ['&b;', '', '']]) }).slice(21)}`
    await expect(opened(laughs)).rejects.toThrow(refused('xml_doctype'))
  })
  it('knows no entities but those of XML', async () => {
    const file = spreadsheetMl({
      A: `${xmlRows([[...HEADINGS]])}<Row><Cell><Data ss:Type="String">&xxe;&amp;lt;&#x110000;</Data></Cell></Row>`,
    })
    expect((await cellsOf(file))[0]?.[0]).toBe('&xxe;&lt;&#x110000;')
  })
  it.each<[what: string, html: string]>([
    ['a million tags without an end', '<b><div>'.repeat(500_000)],
    ['a million ends without a tag', `<table>${'</b></td>'.repeat(500_000)}`],
    ['a million tables within tables', '<table><tr><td>'.repeat(300_000)],
    ['a quote without an end', `<table><tr><td title="${'x'.repeat(3 * MEGABYTE)}`],
    ['a comment without an end', `<!--${'-'.repeat(4 * MEGABYTE)}`],
    ['a script without an end', `<script>${'</scrip'.repeat(MEGABYTE / 2)}`],
    ['a cell without an end', `<table><tr><td>${'x '.repeat(2 * MEGABYTE)}`],
    ['ampersands', `<table><tr><td>${'&'.repeat(MEGABYTE)}`],
    ['attributes without an end', `<table><tr><td ${'colspan= '.repeat(100_000)}>`],
    ['spaces', `<html>${' '.repeat(4 * MEGABYTE)}`],
  ])('is refused in time: %s', async (_, html) => {
    const start = performance.now()
    await expect(opened(`<html>${html}`)).rejects.toThrow(failing({ exitCode: 5 }))
    expect(performance.now() - start).toBeLessThan(5000)
  })
  it('that spans all columns in every row is refused', async () => {
    const rows = `<tr>${'<td colspan=1000 rowspan=1000>x</td>'.repeat(20)}</tr>`
    await expect(opened(htmlTable([[...HEADINGS]]).replace('</table>', `${rows}</table>`))).rejects.toThrow(refused('too_large'))
  })
})
