import { describe, expect, it } from 'vitest'
import { dataRecords } from '../../src/imports/data-records.ts'
import { findLayoutIn } from '../../src/imports/read/layout.ts'
import { kinds } from '../../src/records/kinds.ts'
import { failing } from '../failing.ts'
import { cellsOf, HEADINGS, opened } from './opened.ts'
import { htmlTable, sheetXml, spreadsheetMl, text, workbook, workbookParts, xmlRows, zip } from './writers.ts'

const refused = (code: string, parts: object = {}): Error => failing({ code, exitCode: 5, ...parts })
const says = (part: string): object => ({ message: expect.stringContaining(part) })
const HEAD = `<row r="1">${HEADINGS.map((heading) => `<c t="inlineStr"><is><t>${heading}</t></is></c>`).join('')}</row>`
const sheet = (rows: string): string => `<worksheet><sheetData>${HEAD}${rows}</sheetData></worksheet>`
const book = (rows: string, more: object = {}): Buffer => workbook({ sheets: { Export: sheet(rows) }, ...more })
const rowOf = (cells: string): string => `<row r="2">${cells}</row>`

describe('a cell of a workbook', () => {
  it.each([
    ['a number of 17 digits', '<c><v>12345678901234567</v></c>', '12345678901234567'],
    ['a number with an exponent', '<c><v>1.2345678901234567E+16</v></c>', '12345678901234567'],
    ['a small number', '<c><v>1.5E-3</v></c>', '0.0015'],
    ['a negative number', '<c t="n"><v>-12.50</v></c>', '-12.50'],
    ['text with leading zeros', '<c t="str"><v>007</v></c>', '007'],
    ['an id', '<c t="inlineStr"><is><t>0014E00000AAAAA</t></is></c>', '0014E00000AAAAA'],
    ['true', '<c t="b"><v>1</v></c>', 'TRUE'],
    ['false', '<c t="b"><v>0</v></c>', 'FALSE'],
    ['a formula by what it last gave', '<c><f>1+1</f><v>2</v></c>', '2'],
    ['a formula that gave nothing', '<c t="str"><f>""</f><v></v></c>', ''],
    ['rich text without how it is read aloud', '<c t="s"><v>0</v></c>', '山田 GmbH'],
    ['entities', '<c t="s"><v>1</v></c>', 'A & B <C>'],
    ['a line break', '<c t="s"><v>2</v></c>', 'a\r\nb'],
    ['spaces at both ends', '<c t="s"><v>3</v></c>', '  x  '],
    ['nothing', '<c s="1"/>', ''],
    ['a date in ISO form', '<c t="d"><v>2026-11-20T00:00:00</v></c>', '2026-11-20'],
  ])('reads %s', async (_, cell, expected) => {
    const shared = [
      '<si><r><rPr/><t>山田</t></r><rPh sb="0" eb="2"><t>やまだ</t></rPh><r><t xml:space="preserve"> GmbH</t></r><phoneticPr/></si>',
      '<si><t>A &amp; B &#60;C&#x3e;</t></si>',
      '<si><t>a_x000D_\nb</t></si>',
      '<si><t xml:space="preserve">  x  </t></si>',
    ]
    expect((await cellsOf(book(rowOf(cell), { shared })))[0]?.[0]).toBe(expected)
  })

  const STYLES =
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="&quot;day&quot; 0"/><numFmt numFmtId="167" formatCode="[$-409]d\\ mmm"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="2"/></cellXfs>'
  it.each([
    [false, 1, '46346', '2026-11-20'],
    [false, 1, '1', '1900-01-01'],
    [false, 1, '59', '1900-02-28'],
    [false, 1, '60', '1900-02-29'],
    [false, 1, '61', '1900-03-01'],
    [false, 2, '46346.5', '2026-11-20T12:00:00'],
    [false, 1, '46346.9999999999', '2026-11-21'],
    [false, 1, '46346.99999999', '2026-11-20T23:59:59'],
    [false, 2, '0.75', '18:00:00'],
    [false, 1, '2958465', '9999-12-31'],
    [false, 1, '2958466', '2958466'],
    [false, 1, '-1', '-1'],
    [false, 3, '1.5', '1.5'],
    [false, 4, '46346', '46346'],
    [false, 5, '46346', '2026-11-20'],
    [false, 6, '46346', '46346'],
    [false, 0, '46346', '46346'],
    [true, 1, '0', '1904-01-01'],
    [true, 1, '44884', '2026-11-20'],
    [true, 2, '44884.25', '2026-11-20T06:00:00'],
  ])('reads, counting from 1904: %s, in style %i, %s as %s', async (is1904, style, value, expected) => {
    const rows = rowOf(`<c s="${style}"><v>${value}</v></c>`)
    expect((await cellsOf(book(rows, { styles: STYLES, is1904 })))[0]?.[0]).toBe(expected)
  })

  it.each(['#N/A', '#REF!', '#DIV/0!', '#NAME?'])('that shows %s is an error, not blank', async (error) => {
    const { rows } = await opened(book(rowOf(`<c r="A2"><v>1</v></c><c r="C2" t="e"><f>X</f><v>${error}</v></c>`)))
    expect(rows[1]).toMatchObject({ fields: ['1', '', error], errors: [2], line: 2 })
  })
  it('with a formula that was never computed is an error', async () => {
    const { rows } = await opened(book(rowOf('<c r="A2"><f>B1</f></c>')))
    expect(rows[1]?.errors).toEqual([0])
  })
})

describe('the rows of a workbook', () => {
  it('have the numbers a spreadsheet shows, also those that are hidden; a blank row stands for those it does not store', async () => {
    const { rows } = await opened(book('<row r="4" hidden="1"><c r="B4"><v>7</v></c></row><row><c><v>8</v></c></row>'))
    expect(rows.slice(1)).toEqual([
      { line: 2, fields: ['', '', ''], ended: true },
      { line: 4, fields: ['', '7', ''], ended: true },
      { line: 5, fields: ['8', '', ''], ended: true },
    ])
  })
  it.each([
    '<row r="1"/>',
    '<row r="x"/>',
    '<row r="2"><c r="B2"/><c r="A2"/></row>',
    '<row r="2"><c r="A2" t="s"><v>9</v></c></row>',
  ])('are refused out of order or without their text: %s', async (rows) => {
    await expect(opened(book(rows))).rejects.toThrow(refused('damaged_file'))
  })
  it('are refused beyond the bounds of a sheet', async () => {
    await expect(opened(book('<row r="1048577"/>'))).rejects.toThrow(refused('too_large'))
    await expect(opened(book('<row r="2"><c r="XFE2"/></row>'))).rejects.toThrow(refused('too_large'))
  })
  it('are the same however the file is cut into pieces', async () => {
    const rows = Array.from({ length: 6000 }, (_, i) => [`Partner ${i} & Söhne "€"`, 'EMEA', 'Yes'])
    const table = [[...HEADINGS], ...rows]
    expect(await cellsOf(workbook({ sheets: { Export: sheetXml(table) } }))).toEqual(rows)
    expect(await cellsOf(htmlTable(table))).toEqual(rows)
    expect(await cellsOf(spreadsheetMl({ Export: xmlRows(table) }))).toEqual(rows)
  })
})

describe('the sheet', () => {
  const other = sheetXml([['Notes'], ['nothing here']])
  const export1 = sheetXml([[...HEADINGS], ['Acme', 'EMEA', 'Yes']])
  const export2 = sheetXml([['A title'], [], [...HEADINGS], ['Bolt', 'EMEA', 'No']])

  it('is the only one with headings phd knows', async () => {
    expect(await cellsOf(workbook({ sheets: { Notes: other, Data: export2, Empty: sheetXml([]) } }))).toEqual([
      ['Bolt', 'EMEA', 'No'],
    ])
  })
  it.each([
    ['Old', 'Acme'],
    ['new', 'Bolt'],
    ['3', 'Bolt'],
  ])('is the one that is named: %s', async (name, partner) => {
    const cells = await cellsOf(workbook({ sheets: { Notes: other, Old: export1, New: export2 } }), { sheet: name })
    expect(cells[0]?.[0]).toBe(partner)
  })
  it('must be named where several could be meant', async () => {
    const file = workbook({ sheets: { Notes: other, 'Old one': export1, New: export2 } })
    const commandWith = (option: string): string => `phd import ${option} x`
    await expect(opened(file)).rejects.toThrow(
      failing(
        { code: 'several_sheets', ...says('"Old one", "New"'), hint: 'choose one: phd import --sheet "Old one" x' },
        commandWith,
      ),
    )
    await expect(opened(file, { sheet: 'Third' })).rejects.toThrow(
      refused('no_such_sheet', { hint: expect.stringContaining('"Notes", "Old one", "New"') }),
    )
    await expect(opened(file, { sheet: 'Note' })).rejects.toThrow(refused('no_such_sheet', says('"Note"; did you mean "Notes"?')))
    await expect(opened(workbook({ sheets: { A: other, B: other } }))).rejects.toThrow(refused('no_heading', says('"A", "B"')))
    await expect(opened(workbook({ sheets: { A: sheetXml([]) } }))).rejects.toThrow(refused('no_heading'))
  })
  it('is chosen the same way in an XML spreadsheet', async () => {
    const file = spreadsheetMl({ Notes: xmlRows([['x']]), Data: xmlRows([[...HEADINGS], ['Acme', 'EMEA', 'Yes']]) })
    expect(await cellsOf(file)).toEqual([['Acme', 'EMEA', 'Yes']])
    await expect(opened(file, { sheet: 'Notes' })).rejects.toThrow(refused('no_heading'))
  })
  it('and the delimiter are not named for a file that has none', async () => {
    await expect(opened(`${HEADINGS.join(',')}\n`, { sheet: '1' })).rejects.toThrow(refused('option_not_used'))
    await expect(opened(htmlTable([[...HEADINGS]]), { delimiter: ',' })).rejects.toThrow(refused('option_not_used'))
  })
})

describe('an XML spreadsheet', () => {
  const rows = (xml: string): string => spreadsheetMl({ S: xmlRows([[...HEADINGS]]) + xml })
  it('has its cells where their numbers say', async () => {
    const { rows: read } = await opened(
      rows(
        '<Row ss:Index="5"><Cell ss:Index="2"><Data ss:Type="Number">1.0E3</Data></Cell></Row>' +
          '<Row><Cell ss:MergeAcross="1"><Data ss:Type="DateTime">2026-11-20T00:00:00.000</Data></Cell><Cell><ss:Data ss:Type="String"><B>a</B>b<Font>&amp;c</Font></ss:Data><Comment><ss:Data>no</ss:Data></Comment></Cell></Row>' +
          '<Row><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="DateTime">2026-11-20T08:30:00.000</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>',
      ),
    )
    expect(read.slice(1)).toEqual([
      { line: 2, fields: ['', '', ''], ended: true },
      { line: 5, fields: ['', '1000', ''], ended: true },
      { line: 6, fields: ['2026-11-20', '', 'ab&c'], ended: true },
      { line: 7, fields: ['TRUE', '2026-11-20T08:30:00', '#N/A'], ended: true, errors: [2] },
    ])
  })
  it('is refused when it is cut off', async () => {
    const whole = rows('<Row><Cell><Data ss:Type="String">Acme</Data></Cell></Row>')
    for (const end of [whole.length - 12, whole.length - 60, whole.length - 100]) {
      await expect(opened(whole.slice(0, end))).rejects.toThrow(failing({ exitCode: 5 }))
    }
  })
})

describe('an HTML table', () => {
  const page = (rows: string): string =>
    `<!DOCTYPE html>\n<HTML><head><title>x</title><script>if (a < b) document.write("<table><tr><td>no")</script><style>td > p {}</style></head><body>` +
    `<!-- <table><tr><td>no</td></tr></table> --><TABLE border=1><tr>${HEADINGS.map((heading) => `<th scope="col" title='a > b'>${heading}</th>`).join('')}</tr>${rows}</TABLE></body></html>`
  it.each([
    [
      'entities',
      '<tr><td>M&uuml;ller &amp; S&#246;hne&nbsp;KG<td>&lt;b&gt;<td>&#x59;es</tr>',
      ['Müller & Söhne\u00a0KG', '<b>', 'Yes'],
    ],
    [
      'nested tags',
      '<tr><td><b><font color="red">Acme</font></b> <i>GmbH</i></td><td>EMEA</td><td>Yes</td></tr>',
      ['Acme GmbH', 'EMEA', 'Yes'],
    ],
    [
      'line breaks that are meant, and those that are not',
      '<tr><td>\n  12 High<br/>  Street\n   North </td><td>a<BR>b</td><td></td></tr>',
      ['12 High\nStreet North', 'a\nb', ''],
    ],
    ['a blank cell', '<tr><td>&nbsp;</td><td>x</td><td> </td></tr>', ['', 'x', '']],
    ['a cell over two columns', '<tr><td colspan=2>Acme</td><td>Yes</td></tr>', ['Acme', '', 'Yes']],
    [
      'an attribute that only looks like one',
      '<tr><td title="x colspan=3" data-colspan="3">Acme</td><td>EMEA</td><td>Yes</td></tr>',
      ['Acme', 'EMEA', 'Yes'],
    ],
    ['a bare "<"', '<tr><td>a < b</td><td>1 <2</td><td>Yes</td></tr>', ['a < b', '1 <2', 'Yes']],
    ['cells without an end', '<tr><td>Acme<td>EMEA<td>Yes', ['Acme', 'EMEA', 'Yes']],
  ])('reads %s', async (_, rows, expected) => {
    expect((await cellsOf(page(rows)))[0]).toEqual(expected)
  })
  it('reads cells that reach down as blank below the first', async () => {
    const rows =
      '<tr><td rowspan=3>Acme</td><td>EMEA</td><td>Yes</td></tr><tr><td>APAC</td><td>No</td></tr><tr><td>x</td></tr><tr><td>Bolt</td></tr>'
    expect(await cellsOf(page(rows))).toEqual([
      ['Acme', 'EMEA', 'Yes'],
      ['', 'APAC', 'No'],
      ['', 'x', ''],
      ['Bolt', '', ''],
    ])
  })
  it('is found within a table for the layout', async () => {
    const inner = `<table><tr>${HEADINGS.map((each) => `<td>${each}</td>`).join('')}</tr><tr><td>Acme</td><td>EMEA</td><td>Yes</td></tr></table>`
    const cells = await cellsOf(`<html><table><tr><td>Logo</td></tr><tr><td>${inner}</td></tr></table></html>`)
    expect(cells[0]).toEqual(['Acme', 'EMEA', 'Yes'])
  })
  it('is refused without a table phd knows, as a log-in page', async () => {
    const login = '<html><body><form><table><tr><td>User</td><td><input></td></tr></table></form></body></html>'
    for (const file of [login, '<!DOCTYPE html><p>Log in', '<html>']) {
      await expect(opened(file)).rejects.toThrow(
        refused('not_csv', { hint: expect.stringContaining('log in, then export again') }),
      )
    }
  })
  it('is refused when it is cut off', async () => {
    const whole = page('<tr><td>Acme</td><td>EMEA</td><td>Yes</td></tr>'.repeat(100))
    for (const part of [0.5, 0.7, 0.95])
      await expect(opened(whole.slice(0, whole.length * part))).rejects.toThrow(failing({ exitCode: 5, ...says('cut off') }))
  })
  it('is refused in another encoding than UTF-8, with the command for the one it states', async () => {
    const bytes = Buffer.from(htmlTable([[...HEADINGS], ['Müller', 'EMEA', 'Yes']], 'ISO-8859-1'), 'latin1')
    const commandWith = (option: string): string => `phd import ${option} x.xls`
    await expect(opened(bytes)).rejects.toThrow(
      failing({ code: 'bad_encoding', hint: expect.stringContaining('phd import --encoding ISO-8859-1 x.xls') }, commandWith),
    )
    expect(await cellsOf(bytes, { encoding: 'iso-8859-1' })).toEqual([['Müller', 'EMEA', 'Yes']])
  })
})

describe('what holds no table phd can read', () => {
  it.each([
    ['a zip of a CSV', zip([text('exports/accounts.csv', 'a,b')]), 'a zip archive with exports/accounts.csv inside'],
    ['an empty zip', zip([]), 'a zip archive with nothing inside'],
    ['a binary workbook', zip([text('xl/workbook.bin', '')]), '.xlsb'],
    [
      'an OpenDocument file',
      zip([text('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'), text('content.xml', '')]),
      '.ods',
    ],
    ['a Numbers document', zip([text('Index/Document.iwa', '')]), 'a Numbers document'],
    ['a Word document', zip([text('word/document.xml', '')]), 'an Office document'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), 'an old Excel workbook'],
    ['a PDF document', Buffer.from('%PDF-1.7'), 'a PDF document'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8]), 'gzip'],
    ['XML', Buffer.from('<?xml version="1.0"?><a/>'), 'XML'],
  ])('is refused by its name: %s', async (_, bytes, what) => {
    await expect(opened(bytes)).rejects.toThrow(refused('not_csv', says(what)))
  })
  it('is refused when it needs a password', async () => {
    const ole = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
      Buffer.alloc(70_000),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    await expect(opened(ole)).rejects.toThrow(refused('encrypted'))
    const locked = workbookParts({ sheets: { A: sheet('') } }).map((part) => ({ ...part, isEncrypted: true }))
    await expect(opened(zip(locked))).rejects.toThrow(refused('encrypted'))
  })
})

describe('the footer of a report', () => {
  it('is set apart by rows that a workbook does not store', async () => {
    const footer =
      '<row r="2"><c t="inlineStr"><is><t>Acme</t></is></c><c/><c t="inlineStr"><is><t>Yes</t></is></c></row>' +
      '<row r="5"><c t="inlineStr"><is><t>Partner Accounts (all)</t></is></c></row>' +
      '<row r="6"><c t="inlineStr"><is><t>Copyright (c) 2000-2031 salesforce.com, inc. All rights reserved.</t></is></c></row>'
    const { rows } = await opened(book(footer))
    const layout = findLayoutIn('r', rows.slice(0, 1), { kinds, given: [] })
    expect([...dataRecords('r', rows, layout, { read: 0, ignored: 0 })].map(({ line }) => line)).toEqual([2])
  })

  it.each(['xlsx', 'html', 'xml'])('is left out in %s, wherever its first cell stands', async (container) => {
    const table = [
      ['Partner certifications'],
      [],
      [...HEADINGS],
      ['GitLab', '', ''],
      ['Total Energies', 'EMEA', 'Yes'],
      ['Copyright Agency Ltd', '', ''],
      ['Acme', 'EMEA', 'Yes'],
      ['Grand Totals (4 records)', '', '12'],
      [],
      ['Copyright (c) 2000-2031 salesforce.com, inc. All rights reserved.'],
      ['', 'Confidential Information - Do Not Distribute'],
      ['Generated By:  Ann Lee  11/20/2031'],
      ['GitLab Inc.'],
    ]
    const file =
      container === 'xlsx'
        ? workbook({ sheets: { R: sheetXml(table) } })
        : container === 'html'
          ? htmlTable(table)
          : spreadsheetMl({ R: xmlRows(table) })
    const tally = { read: 0, ignored: 0 }
    const { rows } = await opened(file)
    const layout = findLayoutIn('r', rows.slice(0, 1), { kinds, given: [] })
    const names = [...dataRecords('r', rows, layout, tally)].map(({ fields }) => fields[0])
    expect(names).toEqual(['GitLab', 'Total Energies', 'Copyright Agency Ltd', 'Acme'])
    expect(tally.read).toBe(4)
  })
})
