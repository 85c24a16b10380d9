import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { effortOfMail, readDocument } from '../../src/documents/document.ts'

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../fixtures/documents', name))

/** A PDF of one page with these streams, and objects of its own from number 10 on. */
function pdf(streams: readonly string[], own: readonly string[] = [], info = ''): Buffer {
  const packed = streams.map((stream) => deflateSync(Buffer.from(`${stream}\n`, 'latin1')))
  const first = 10 + own.length
  const objects = new Map<number, Uint8Array>([
    [1, Buffer.from('<</Type/Catalog/Pages 2 0 R>>')],
    [2, Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>')],
    [
      3,
      Buffer.from(
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R/F2 10 0 R>>>>/Contents[${packed.map((_, i) => `${first + i} 0 R`).join(' ')}]${own.some((each) => each.includes('/Annot')) ? '/Annots[10 0 R]' : ''}>>`,
      ),
    ],
    [4, Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')],
    [5, Buffer.from(`<<${info}>>`)],
    ...own.map((each, i) => [10 + i, Buffer.from(each, 'latin1')] as [number, Uint8Array]),
    ...packed.map((bytes, i): [number, Uint8Array] => [
      first + i,
      Buffer.concat([Buffer.from(`<</Length ${bytes.length}/Filter/FlateDecode>>\nstream\n`), bytes, Buffer.from('\nendstream')]),
    ]),
  ])
  const pieces: Uint8Array[] = [Buffer.from('%PDF-1.7\n')]
  for (const [number, object] of objects) pieces.push(Buffer.from(`${number} 0 obj\n`), object, Buffer.from('\nendobj\n'))
  return Buffer.concat([...pieces, Buffer.from('trailer <</Root 1 0 R/Info 5 0 R>>\n%%EOF\n')])
}

const shown = (text: string): string => `BT /F1 12 Tf 60 700 Td ${text} ET`
const LONG = '(Twenty letters and some more) Tj'

describe('the text of a document', () => {
  it.each([
    'sow-reportlab.pdf',
    'sow-libreoffice.pdf',
    'sow-fpdf.pdf',
    'sow-libreoffice.docx',
    // Its password is asked for only by who changes it; every reader shows it.
    'protected-from-changes.pdf',
  ])('is read whole: %s', async (name) => {
    const { pages, unread, isRevised } = await readDocument(fixture(name))
    expect(unread).toBeNull()
    expect(isRevised).toBe(false)
    const text = pages.join('\n').replace(/\s+/g, ' ')
    for (const each of ['between Żagiel Cloud S.L. (the partner)', 'and Customer 41 (the customer)', 'deal ID: DR-700777'])
      expect(text).toContain(each)
  })

  it('is read in other scripts', async () => {
    const { pages, unread } = await readDocument(fixture('names-in-scripts.pdf'))
    expect(unread).toBeNull()
    for (const each of ['株式会社サクラ', 'Общество Север', 'ΑΛΦΑ Α.Ε.', '주식회사 한빛', 'Österreichische Ölwerke'])
      expect(pages.join()).toContain(each)
  })

  it('is read where a page is short and has a small picture', async () => {
    const { pages, unread } = await readDocument(fixture('short-with-logo.pdf'))
    expect({ pages, unread }).toEqual({ pages: ['Proof of execution: Acme GmbH, Customer 41, DR-700777'], unread: null })
  })

  it('has what was filled into the fields of a form', async () => {
    const { pages, unread } = await readDocument(fixture('sow-form.pdf'))
    expect(unread).toBeNull()
    for (const each of ['Acme Cloud GmbH', 'Customer 41', 'DR-700777']) expect(pages[0]).toContain(each)
  })

  it('of Word has headers, tables and inserted text, and nothing that is deleted or hidden', async () => {
    const { kind, pages, unread, all } = await readDocument(fixture('sow-python.docx'))
    expect({ kind, unread }).toEqual({ kind: 'word', unread: null })
    expect(pages[0]?.split('\n').filter(Boolean)).toEqual([
      'Żagiel Cloud S.L.',
      'Statement of work',
      'Customer: Customer 41',
      '株式会社サクラ',
      'Общество Север',
      'Österreichische Ölwerke',
      'ΑΛΦΑ Α.Ε.',
      'Deal DR-700777',
    ])
    // What must not be passed on is looked for in hidden text too.
    expect(all).toContain('Hidden Holding AG')
    const revised = await readDocument(fixture('sow-revised.docx'))
    expect(revised.isRevised).toBe(true)
    expect(revised.pages[0]).toContain('Reference: DR-222222')
    expect(revised.pages[0]).not.toContain('DR-111111')
    expect(revised.all).toContain('DR-111111')
  })

  it.each([
    ['encrypted.pdf', 'encrypted', []],
    ['cut-off.pdf', 'damaged', []],
    ['scan.pdf', 'scanned', [1]],
    ['scan-small.pdf', 'scanned', [1]],
    ['scan-with-stamp.pdf', 'scanned', [1]],
    ['text-then-scan.pdf', 'scanned', [2]],
    ['scan.docx', 'scanned', []],
    // Its font says one letter of the name wrong.
    ['sow-ghostscript.pdf', 'unlettered', [1]],
    ['no-letters.pdf', 'unlettered', [1]],
    ['cid-font.pdf', 'unlettered', [1]],
    ['sow.doc', 'old_word', []],
  ])('is not read whole: %s is %s', async (name, why, pages) => {
    expect((await readDocument(fixture(name))).unread).toEqual({ why, pages })
  })

  it.each(['bomb-streams.pdf', 'bomb-forms.pdf'])('of %s ends within seconds and 256 MB', { timeout: 180_000 }, async (name) => {
    const before = process.memoryUsage.rss()
    let most = 0
    const look = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss() - before)
    }, 10)
    const start = performance.now()
    const { unread } = await readDocument(fixture(name))
    clearInterval(look)
    expect(['too_large', 'too_slow']).toContain(unread?.why)
    expect(performance.now() - start).toBeLessThan(15_000)
    expect(most).toBeLessThan(256 << 20)
    // The next document is read by a new thread.
    expect((await readDocument(fixture('sow-reportlab.pdf'))).unread).toBeNull()
  })
})

describe('what is in a file, to be looked through', () => {
  it.each([
    ['a text', Buffer.from('We buy from Amazic'), true],
    ['a text in another encoding', Buffer.from('\ufeffWe buy from Amazic', 'utf16le'), true],
    ['a page', Buffer.from('<p>We buy from <b>Ama</b>zic</p>'), true],
    [
      'a document of Office, its word in two runs',
      zipSync({ 'word/document.xml': strToU8('<w:r><w:t>We buy from Ama</w:t></w:r><w:r><w:t>zic</w:t></w:r>') }),
      true,
    ],
    ['a workbook', zipSync({ 'xl/sharedStrings.xml': strToU8('<sst><si><t>Amazic</t></si></sst>') }), true],
    ['a PDF', pdf([shown('(We buy this from Amazic, as always) Tj')]), true],
    ['a PDF that sets letters closer', pdf([shown('[(We buy this from A) -20 (ma) 15 (zic, as always)] TJ')]), true],
    ['the title of a PDF without text', pdf([''], [], '/Title (Offer of Amazic)'), false],
    [
      'the address of a link in a PDF',
      pdf([shown(LONG)], ['<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://Amazic.example)>>>>']),
      true,
    ],
    ['a note in a PDF', pdf([shown(LONG)], ['<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(from Amazic)>>']), true],
  ])('is had of %s', async (_what, content, isRead) => {
    const found = await readDocument(content)
    expect(found.all).toContain('Amazic')
    expect(found.unread === null).toBe(isRead)
  })

  it.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])],
    ['a PDF without pages', Buffer.from('%PDF-1.4\n% PO-4007\n%%EOF\n')],
    ['a PDF without text', pdf([''])],
    ['a document that is cut off', Buffer.from(zipSync({ 'word/document.xml': strToU8('<w:t>text</w:t>') })).subarray(0, 60)],
    ['RTF', Buffer.from(String.raw`{\rtf1\ansi We buy from \'41mazic}`)],
    ['a mail in armour', Buffer.from('-----BEGIN PGP MESSAGE-----\n\nhQEMA1Z0bWFpbAEH/2x\n-----END PGP MESSAGE-----\n')],
    ['PostScript', Buffer.from('%!PS-Adobe-3.0\n(We buy) show\n')],
    ['a workbook whose beginning is broken', Buffer.from('PK\u0007\u0008 xl/workbook.xml and so on')],
    ['bytes that are not letters', Buffer.from('text \u0002\u0006 and more text')],
    [
      'a PDF whose font tells no letters',
      pdf(
        [shown(`${LONG} /F2 12 Tf <00240003004F0044005D> Tj`)],
        [
          '<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+X/Encoding/Identity-H/DescendantFonts[11 0 R]>>',
          '<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 12 0 R>>',
          '<</Type/FontDescriptor/FontName/AAAAAA+X/Flags 4>>',
        ],
      ),
    ],
    ['a bomb', zipSync({ 'word/document.xml': new Uint8Array(64 << 20) })],
  ])('is not had of %s', async (_what, content) => {
    expect((await readDocument(content)).unread).not.toBeNull()
  })

  it('of a hostile PDF takes no long time', { timeout: 120_000 }, async () => {
    const start = performance.now()
    for (const piece of ['(', '<', '[()', '\\(', 'q ', '<</A']) await readDocument(pdf([`BT Tj ${piece.repeat(200_000)}`]))
    expect(performance.now() - start).toBeLessThan(60_000)
  })

  it('counts as not read behind what one mail may take', async () => {
    const text = Buffer.from('We buy from Amazic')
    const effort = effortOfMail()
    expect((await readDocument(text, effort)).unread).toBeNull()
    for (let i = 0; i < 4; i++) await readDocument(Buffer.from('a'.repeat(7 << 20)), effort)
    expect(await readDocument(text, effort)).toMatchObject({ all: '', unread: { why: 'too_large' } })
  })
})
