import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../src/documents/document.ts'
import { wordText } from '../../src/documents/word.ts'

const STYLES =
  '<w:styles><w:style w:type="character" w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Shown"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>'

const run = (look: string, text = 'between Acme GmbH and Customer 41'): string =>
  `<w:r><w:rPr>${look}</w:rPr><w:t>${text}</w:t></w:r>`
const read = (inner: string, more: Record<string, Uint8Array> = {}) =>
  readDocument(
    zipSync({
      'word/document.xml': strToU8(
        `<w:document><w:body><w:p><w:r><w:t>Statement of work</w:t></w:r></w:p>${inner}</w:body></w:document>`,
      ),
      'word/styles.xml': strToU8(STYLES),
      ...more,
    }),
  )

describe('text of a Word document', () => {
  it.each([
    ['hidden', `<w:p>${run('<w:vanish/>')}</w:p>`, null],
    ['hidden by its style', `<w:p>${run('<w:rStyle w:val="Hid"/>')}</w:p>`, null],
    ['hidden by the style of its paragraph', `<w:p><w:pPr><w:pStyle w:val="Hid"/></w:pPr>${run('')}</w:p>`, null],
    ['deleted', `<w:p><w:del>${run('').replaceAll('w:t>', 'w:delText>')}${run('')}</w:del></w:p>`, null],
    ['in a remark of the file', `<!-- <w:p>${run('')}</w:p> -->`, null],
    ['white', `<w:p>${run('<w:color w:val="FFFFFF"/>')}</w:p>`, 'hidden'],
    ['nearly white', `<w:p>${run('<w:color w:val="F8F8F8"/>')}</w:p>`, 'hidden'],
    ['tiny', `<w:p>${run('<w:sz w:val="2"/>')}</w:p>`, 'hidden'],
    [
      'white below a dark cell',
      `<w:tc><w:tcPr><w:shd w:fill="003366"/></w:tcPr><w:p/></w:tc><w:p>${run('<w:color w:val="FFFFFF"/>')}</w:p>`,
      'hidden',
    ],
  ])('does not count: %s', async (_what, inner, why) => {
    const { pages, unread, all } = await read(inner)
    expect(pages.join()).not.toContain('Acme')
    expect(all).toContain('Acme')
    expect(unread?.why ?? null).toBe(why)
  })

  it.each([
    ['plain', `<w:p>${run('')}</w:p>`],
    ['not hidden any more', `<w:p>${run('<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>')}</w:p>`],
    ['shown by its style', `<w:p><w:pPr><w:pStyle w:val="Shown"/></w:pPr>${run('')}</w:p>`],
    ['behind a hidden run', `<w:p>${run('<w:vanish/>', 'x')}${run('')}</w:p>`],
    [
      'white in a dark cell',
      `<w:tc><w:tcPr><w:shd w:val="clear" w:fill="003366"/></w:tcPr><w:p>${run('<w:color w:val="FFFFFF"/>')}</w:p></w:tc>`,
    ],
    ['inserted', `<w:p><w:ins>${run('')}</w:ins></w:p>`],
  ])('counts: %s', async (_what, inner) => {
    const { pages, unread } = await read(inner)
    expect(pages.join()).toContain('between Acme GmbH and Customer 41')
    expect(unread).toBeNull()
  })

  it('is told not to be all where a page is a picture, or a file is within it', async () => {
    const words = `<w:p>${run('').repeat(20)}</w:p>`
    const scan = await read(`${words}<w:drawing><wp:inline><wp:extent cx="7000000" cy="9000000"/></wp:inline></w:drawing>`)
    expect(scan.unread).toEqual({ why: 'scanned', pages: [] })
    const logo = await read(`${words}<w:drawing><wp:inline><wp:extent cx="2000000" cy="900000"/></wp:inline></w:drawing>`)
    expect(logo.unread).toBeNull()
    const file = await read(words, { 'word/embeddings/oleObject1.bin': new Uint8Array(9) })
    expect(file.unread).toEqual({ why: 'elsewhere', pages: [] })
  })

  it('is read in UTF-16', async () => {
    const xml = `\ufeff<w:document><w:p>${run('')}</w:p></w:document>`
    const { pages } = await readDocument(zipSync({ 'word/document.xml': Buffer.from(xml, 'utf16le') }))
    expect(pages.join()).toContain('Acme GmbH')
  })

  it('without letters is told to have none', async () => {
    expect((await readDocument(zipSync({ 'word/document.xml': strToU8('<w:document/>') }))).unread?.why).toBe('no_text')
  })

  it.each(['a', '<a', '<', '<!--', '<a:', '</', '&#', '<w:t>', '<w:r><w:t>'])(
    'is read in time, however often it has %j',
    (piece) => {
      const start = performance.now()
      wordText(`<${piece.repeat(1_000_000)}`)
      wordText(`<w:p><w:r><w:t>${piece.repeat(500_000)}`)
      expect(performance.now() - start).toBeLessThan(8_000)
    },
  )
})
