import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../src/documents/document.ts'

interface Own {
  objects?: readonly string[]
  resources?: string
  page?: string
  catalog?: string
}

/** A PDF of one page; `objects` are numbered from 10 on. */
function pdf(drawn: string, { objects = [], resources = '', page = '', catalog = '' }: Own = {}): Buffer {
  const packed = deflateSync(Buffer.from(`${drawn}\n`, 'latin1'))
  const bytes: [number, Uint8Array][] = [
    [1, Buffer.from(`<</Type/Catalog/Pages 2 0 R${catalog}>>`)],
    [2, Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>')],
    [
      3,
      Buffer.from(
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>${resources}>>/Contents 5 0 R${page}>>`,
      ),
    ],
    [4, Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>')],
    [
      5,
      Buffer.concat([
        Buffer.from(`<</Length ${packed.length}/Filter/FlateDecode>>\nstream\n`),
        packed,
        Buffer.from('\nendstream'),
      ]),
    ],
    ...objects.map((each, i): [number, Uint8Array] => [10 + i, Buffer.from(each, 'latin1')]),
  ]
  const pieces = bytes.flatMap(([number, each]) => [Buffer.from(`${number} 0 obj\n`), each, Buffer.from('\nendobj\n')])
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...pieces, Buffer.from('trailer <</Root 1 0 R>>\n%%EOF\n')])
}

const NAME = 'between Acme GmbH and Customer 41'
const WORK = 'The platform is set up in three work packages at a price of 12,000 EUR.'
const line = (text: string, how = '', place = '60 700 Td', size = 12): string =>
  `q BT ${how} /F1 ${size} Tf ${place} (${text}) Tj ET Q\n`
const work = line(WORK, '', '60 400 Td')
const stream = (content: string, head: string): string => `<<${head}/Length ${content.length}>>\nstream\n${content}\nendstream`
const WHITE = stream(
  '\u00ff\u00ff\u00ff\u00ff',
  '/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray',
)
const LARGE = (): string => {
  const bytes = deflateSync(Buffer.alloc(1_000_000, 0xff)).toString('latin1')
  return stream(
    bytes,
    '/Type/XObject/Subtype/Image/Width 1000/Height 1000/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode',
  )
}
const image = (object: string): Own => ({ objects: [object], resources: '/XObject<</I 10 0 R>>' })
const note = (about: string, more: readonly string[] = []): Own => ({
  objects: [`<</Type/Annot/Rect[50 600 500 700]/DA(/F1 12 Tf 0 g)${about}>>`, ...more],
  page: '/Annots[10 0 R]',
})
const FORM = '/Type/XObject/Subtype/Form/BBox[0 0 450 100]/Resources<</Font<</F1 4 0 R>>>>'
const drawnNote = (subtype: string, contents: string): Own =>
  note(`/Subtype/${subtype}/F 4/Contents(${contents})/AP<</N 11 0 R>>`, [stream(line(NAME, '', '5 80 Td'), FORM)])
const LAYER: Own = {
  objects: ['<</Type/OCG/Name(L)>>'],
  resources: '/Properties<</L 10 0 R>>',
  catalog: '/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>',
}

describe('text of a PDF that a reader does not see', () => {
  it.each<[string, string, Own?]>([
    ['drawn without ink, as behind a scan', line(NAME, '3 Tr')],
    ['only a clip', line(NAME, '7 Tr')],
    ['white', line(NAME, '1 1 1 rg')],
    ['white by another way of colors', line(NAME, '0 0 0 0 k')],
    ['nearly white', line(NAME, '0.97 g')],
    ['white outlines', line(NAME, '1 G 1 Tr')],
    ['tiny', line(NAME, '', '60 700 Td', 1)],
    ['tiny by its place', `q 0.1 0 0 0.1 60 700 cm ${line(NAME)}Q`],
    ['transparent', `q /G gs ${line(NAME)}Q`, { objects: ['<</Type/ExtGState/ca 0>>'], resources: '/ExtGState<</G 10 0 R>>' }],
    ['clipped away', `q 0 0 1 1 re W n ${line(NAME)}Q`],
    ['in a layer that is off', `/OC /L BDC ${line(NAME)}EMC`, LAYER],
    ['under a white box', `${line(NAME)}1 g 50 600 500 200 re f\n`],
    ['under a picture', `${line(NAME)}q 500 0 0 200 50 600 cm /I Do Q\n`, image(WHITE)],
    ['white on a picture', `q 500 0 0 200 50 600 cm /I Do Q\n${line(NAME, '1 g')}`, image(WHITE)],
    ['white between what shows', `BT /F1 12 Tf 60 700 Td (Signed ) Tj 1 g (${NAME}) Tj 0 g ( today) Tj ET`],
  ])('does not count, and is told: %s', async (_what, drawn, own) => {
    const { pages, all, unread } = await readDocument(pdf(`${work}${drawn}`, own))
    expect(pages.join()).not.toContain('Acme')
    expect(pages.join()).toContain(WORK)
    expect(all).toContain(NAME)
    expect(unread).toEqual({ why: 'hidden', pages: [1] })
  })

  it.each<[string, string, Own?]>([
    ['behind a scan', `q 595 0 0 842 0 0 cm /I Do Q\n${line(NAME, '3 Tr')}${line(WORK, '3 Tr')}`, image(LARGE())],
    ['under a scan', `${line(NAME)}${line(WORK)}q 595 0 0 842 0 0 cm 0 0 1 1 re W n /I Do Q\n`, image(LARGE())],
    [
      'beside a scan',
      `q 595 0 0 600 0 0 cm /I Do Q\n${line(WORK, '', '60 800 Td')}${line(WORK, '', '60 780 Td')}`,
      image(LARGE()),
    ],
  ])('makes a page no less of a scan: %s', async (_what, drawn, own) => {
    expect((await readDocument(pdf(drawn, own))).unread).toEqual({ why: 'scanned', pages: [1] })
  })

  it.each<[string, Own]>([
    ['a note that is hidden', note(`/Subtype/FreeText/F 2/Contents(${NAME})`)],
    ['a note that opens by a click', note(`/Subtype/Text/Contents(${NAME})`)],
    ['a field that is not to be viewed', note(`/Subtype/Widget/FT/Tx/T(a)/F 32/V(${NAME})`)],
    ['a field of no size', note(`/Subtype/Widget/FT/Tx/T(a)/F 4/V(${NAME})/Rect[0 0 0 0]`)],
  ])('does not count: %s', async (_what, own) => {
    const { pages, all } = await readDocument(pdf(work, own))
    expect(pages.join()).not.toContain('Acme')
    expect(all).toContain(NAME)
  })

  it.each<[string, Own]>([
    ['a form that only its own program shows', { objects: [stream('<xdp/>', '')], catalog: '/AcroForm<</Fields[]/XFA 10 0 R>>' }],
    ['a collection of files', { catalog: '/Collection<</Type/Collection>>' }],
    [
      'a file within it',
      {
        objects: ['<</Type/Filespec/F(a.pdf)/UF(a.pdf)/EF<</F 11 0 R>>>>', stream('abcd', '/Type/EmbeddedFile')],
        catalog: '/Names<</EmbeddedFiles<</Names[(a.pdf) 10 0 R]>>>>',
      },
    ],
  ])('may be elsewhere: %s', async (_what, own) => {
    expect((await readDocument(pdf(work, own))).unread).toEqual({ why: 'elsewhere', pages: [] })
  })
})

describe('text of a PDF that a reader sees', () => {
  it.each<[string, string, Own?]>([
    ['on a colored ground', `1 1 0.6 rg 50 690 500 20 re f 0 g ${line(NAME)}`],
    ['white on a dark ground', `0.1 0.2 0.5 rg 50 600 500 200 re f ${line(NAME, '1 g')}`],
    ['underlined', `${line(NAME)}60 697 200 1 re f`],
    [
      'under what lets it through',
      `${line(NAME)}/G gs 50 600 500 200 re f`,
      { objects: ['<</Type/ExtGState/ca 0.3>>'], resources: '/ExtGState<</G 10 0 R>>' },
    ],
    ['beside a box', `${line(NAME)}1 g 50 500 500 190 re f`],
    ['in a box whose ground is larger than its clip', `${line(NAME)}q 50 500 500 190 re W n 1 g 0 0 595 842 re f Q`],
    ['turned', `q 0 1 -1 0 595 0 cm ${line(NAME, '', '60 200 Td')}Q`],
    ['in small print', line(NAME, '', '60 700 Td', 5)],
    ['scaled', `BT /F1 1 Tf 12 0 0 12 60 700 Tm (${NAME}) Tj ET`],
    [
      'in a form',
      'q 1 0 0 1 60 600 cm /X Do Q',
      { objects: [stream(line(NAME, '', '0 50 Td'), FORM)], resources: '/XObject<</X 10 0 R>>' },
    ],
    ['in a note, as it is drawn', '', drawnNote('FreeText', 'old')],
    ['in a stamp', '', drawnNote('Stamp', '')],
    ['in a note, drawn by the reader', '', note(`/Subtype/FreeText/F 4/Contents(${NAME})`)],
    ['in a field', '', note(`/Subtype/Widget/FT/Tx/T(a)/F 4/V(${NAME})`)],
  ])('counts: %s', async (_what, drawn, own) => {
    const { pages, unread } = await readDocument(pdf(`${work}${drawn}`, own))
    expect(pages.join()).toContain(NAME)
    expect(unread).toBeNull()
  })
})
