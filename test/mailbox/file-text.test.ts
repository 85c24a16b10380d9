import { deflateSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { effortOfMail, textOfFile } from '../../src/mailbox/file-text.ts'

const pdf = (...streams: (string | Buffer)[]): Buffer =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n', 'latin1'),
    ...streams.map((stream, i) => {
      const bytes = deflateSync(Buffer.from(stream as string, 'latin1'))
      return Buffer.concat([
        Buffer.from(`${i + 1} 0 obj\n<</Length ${bytes.length}/Filter/FlateDecode>>\nstream\r\n`, 'latin1'),
        bytes,
        Buffer.from('\nendstream\nendobj\n', 'latin1'),
      ])
    }),
    Buffer.from('%%EOF\n', 'latin1'),
  ])

const CMAP =
  '/CIDInit begincmap 2 beginbfchar <0001> <0041> <0002> <006D> endbfchar 1 beginbfrange <0003> <0003> <0061> endbfrange 2 beginbfchar <0004> <007A> <0005> <00690063> endbfchar endcmap'

describe('the text in a file', () => {
  it.each([
    ['a text', Buffer.from('We buy from Amazic'), true],
    ['a text in another encoding', Buffer.from('\ufeffWe buy from Amazic', 'utf16le'), true],
    ['a page', Buffer.from('<p>We buy from <b>Ama</b>zic</p>'), true],
    [
      'a document of Office, its word in two runs',
      zipSync({ 'word/document.xml': strToU8('<w:t>We buy from Ama</w:t></w:r><w:r><w:t>zic</w:t>') }),
      true,
    ],
    ['a workbook', zipSync({ 'xl/sharedStrings.xml': strToU8('<sst><si><t>Amazic</t></si></sst>') }), true],
    ['a PDF', pdf('BT (We buy this from Amazic, as always) Tj ET'), true],
    ['a PDF that sets letters closer', pdf('BT [(We buy this from A) -20 (ma) 15 (zic, as always)] TJ ET'), true],
    ['a PDF with codes of a font', pdf(CMAP, 'BT <00010002000300040005> Tj (twenty letters and some more) Tj ET'), true],
    [
      'a PDF whose font tells its letters',
      Buffer.concat([
        pdf(CMAP, 'BT <00010002000300040005> Tj (twenty letters and some more) Tj ET'),
        Buffer.from('7 0 obj <</Type/Font/Encoding/Identity-H/DescendantFonts[8 0 R]/ToUnicode 1 0 R>> endobj'),
      ]),
      true,
    ],
    ['the title of a PDF without text', Buffer.from('%PDF-1.4\n1 0 obj <</Title (Offer of Amazic)>> endobj'), false],
  ])('is had of %s', (_what, content, isRead) => {
    const found = textOfFile(content)
    expect(found.text).toContain('Amazic')
    expect(found.isRead).toBe(isRead)
  })

  it.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])],
    ['a PDF without text', Buffer.from('%PDF-1.4\n% PO-4007\n%%EOF\n')],
    ['a PDF that is encrypted', Buffer.concat([pdf('BT (Twenty letters and some more) Tj ET'), Buffer.from('/Encrypt 5 0 R')])],
    ['a document that is cut off', Buffer.from(zipSync({ 'word/document.xml': strToU8('<w:t>text</w:t>') })).subarray(0, 60)],
    ['RTF', Buffer.from(String.raw`{\rtf1\ansi We buy from \'41mazic}`)],
    ['a mail in armour', Buffer.from('-----BEGIN PGP MESSAGE-----\n\nhQEMA1Z0bWFpbAEH/2x\n-----END PGP MESSAGE-----\n')],
    ['PostScript', Buffer.from('%!PS-Adobe-3.0\n(We buy) show\n')],
    ['a workbook whose beginning is broken', Buffer.from('PK\u0007\u0008 xl/workbook.xml and so on')],
    ['bytes that are not letters', Buffer.from('text \u0002\u0006 and more text')],
    [
      'a PDF whose font tells no letters',
      Buffer.concat([
        pdf('BT <0024004F0044005D004C00460024004F0044005D004C0046> Tj (twenty letters and some more) Tj ET'),
        Buffer.from('7 0 obj <</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[8 0 R]>> endobj'),
      ]),
    ],
    [
      'a PDF whose font stands in a stream, and tells no letters',
      pdf('<</Type/Font/Encoding /Identity-H>>', 'BT (twenty letters and some more) Tj ET'),
    ],
    ['a bomb', zipSync({ 'word/document.xml': new Uint8Array(64 << 20) })],
  ])('is not had of %s', (_what, content) => {
    expect(textOfFile(content).isRead).toBe(false)
  })

  it('of a hostile PDF takes no long time', () => {
    const start = performance.now()
    for (const piece of ['(', '<', '< ', '(a', '<00', '[()', '\\(', '<0001> <0002> <0003> ']) {
      textOfFile(pdf(`begincmap Tj ${piece.repeat(400_000)}`, `BT Tj ${piece.repeat(400_000)}`))
    }
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  const ALL = 'begincmap beginbfrange <0000> <ffff> <0000> endbfrange endcmap'
  it.each([
    ['strings by a font of every letter', [ALL, '<00410042> Tj '.repeat(20_000)]],
    ['strings by many such fonts', [...Array<string>(16).fill(ALL), `Tj ${'<00410042> '.repeat(90_000)}`]],
    [
      'overlapping ranges',
      [`begincmap beginbfrange ${'<0000> <fffe> <0000> '.repeat(40_000)} endbfrange`, 'BT (Twenty letters and some more) Tj ET'],
    ],
    [
      'letters that are many',
      [
        `begincmap beginbfchar <0001> <${'0041'.repeat(8)}> endbfchar`,
        `Tj [<${'0001'.repeat(250_000)}>]`,
        `Tj [<${'0001'.repeat(250_000)}>]`,
      ],
    ],
    ['streams that unfold to blanks', Array<string>(300).fill(' '.repeat((1 << 20) + 1))],
  ])('takes little time where a small PDF holds %s', { timeout: 60_000 }, (_what, streams) => {
    const content = pdf(...streams)
    const start = performance.now()
    textOfFile(content)
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('counts as not read behind what one mail may take', () => {
    const text = Buffer.from('We buy from Amazic')
    const effort = effortOfMail()
    expect(textOfFile(text, effort).isRead).toBe(true)
    for (let i = 0; i < 40; i++) textOfFile(pdf(...Array<string>(4).fill(' '.repeat(1 << 20))), effort)
    expect(textOfFile(text, effort)).toEqual({ text: '', isRead: false })
  })
})
