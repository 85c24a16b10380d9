/**
 * Reads the text of PDFs, in a thread of its own: only documents need it, what it uses is bounded from outside, and what goes wrong
 * in it ends with it. It answers each document page by page.
 */

import { parentPort } from 'node:worker_threads'
import { getDocument, OPS } from 'unpdf/pdfjs'
import type { FromThread, ToThread } from '../thread.ts'

/** Nothing is drawn and no picture unfolded: text is all that is read. */
const PLAIN = {
  disableFontFace: true,
  useSystemFonts: false,
  useWorkerFetch: false,
  useWasm: false,
  isOffscreenCanvasSupported: false,
  isImageDecoderSupported: false,
  verbosity: 0,
}
/** Pictures with more points than this are not unfolded: one as large may be a scan, or a photograph. */
const LARGE_PICTURE = 200_000
/** A page with fewer letters that is mostly picture is a scan with a stamp or a header. */
const FEW_LETTERS = 120
/** As much of a page as a picture must cover for the page to be mostly picture. */
const MOSTLY = 0.5
/** So many lines and curves on a page without text may be text that was turned into shapes. */
const MANY_SHAPES = 30

type Loaded = Awaited<ReturnType<typeof getDocument>['promise']>
type Page = Awaited<ReturnType<Loaded['getPage']>>
type Operators = Awaited<ReturnType<Page['getOperatorList']>>

/** Opens a document; the bytes are copied, because the reader takes them. `isStrict`: a large picture ends the reading of its page. */
function open(bytes: Uint8Array, isStrict: boolean) {
  return getDocument({ ...PLAIN, data: bytes.slice(), maxImageSize: LARGE_PICTURE, stopAtErrors: isStrict })
}

async function read({ bytes, mostPages }: ToThread, answer: (each: FromThread) => void): Promise<void> {
  const task = open(bytes, false)
  // A password is asked for only where the document cannot be opened without one.
  const document = await task.promise
  let strict: ReturnType<typeof open> | null = null
  try {
    for (let number = 1; number <= Math.min(document.numPages, mostPages); number++) {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent()
      const notes = (await page.getAnnotations()) as Note[]
      const written = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')
      const text = [written, ...filledIn(notes)].join('\n')
      const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
      const operators = await page.getOperatorList()
      let isPicture = letters < FEW_LETTERS && coveredBy(operators, page) > MOSTLY
      if (letters < FEW_LETTERS && !isPicture) {
        strict ??= open(bytes, true)
        // Reading strictly stops at a large picture, which is left out otherwise.
        const stopped = await (await (await strict.promise).getPage(number)).getOperatorList()
        isPicture = stopped.fnArray.length < operators.fnArray.length
      }
      const isDrawn = letters === 0 && operators.fnArray.filter((each) => each === OPS.constructPath).length >= MANY_SHAPES
      answer({
        is: 'page',
        text,
        hidden: besideText(notes),
        problem: isPicture || isDrawn ? 'scanned' : isUnlettered(text, operators, page) ? 'unlettered' : null,
      })
      page.cleanup()
    }
    answer({ is: 'end', pages: document.numPages, hidden: await aboutDocument(document) })
  } finally {
    await strict?.destroy()
    await task.destroy()
  }
}

/** How much of a page its pictures cover, from 0 to 1 and more. */
function coveredBy({ fnArray, argsArray }: Operators, page: Page): number {
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view
  const whole = Math.abs((right - left) * (top - bottom)) || 1
  // How large a unit is drawn; a picture is drawn as large as a unit.
  let unit = 1
  const kept: number[] = []
  let covered = 0
  for (const [i, operator] of fnArray.entries()) {
    const args = argsArray[i] as number[] & { 0: number[] }
    if (operator === OPS.save || operator === OPS.paintFormXObjectBegin) kept.push(unit)
    if (operator === OPS.restore || operator === OPS.paintFormXObjectEnd) unit = kept.pop() ?? 1
    const matrix = operator === OPS.transform ? args : operator === OPS.paintFormXObjectBegin ? args?.[0] : null
    if (matrix && matrix.length >= 4) {
      const [a = 1, b = 0, c = 0, d = 1] = matrix
      unit *= Math.abs(a * d - b * c)
    }
    if (PICTURES.has(operator)) covered += unit / whole
  }
  return covered
}

const PICTURES: ReadonlySet<number> = new Set([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintSolidColorImageMask,
])

/** Characters that stand for no letter: of a font that does not tell its letters, or that could not be read. */
const NO_LETTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/
const OF_OWN_USE = /[\ue000-\uf8ff]/g
/** Bullets and signs of forms come from fonts of signs. */
const FEW_SIGNS = 0.1

function isUnlettered(text: string, { fnArray, argsArray }: Operators, page: Page): boolean {
  if (NO_LETTERS.test(text)) return true
  if ((text.match(OF_OWN_USE)?.length ?? 0) > text.length * FEW_SIGNS) return true
  return fnArray.some((operator, i) => {
    if (operator !== OPS.setFont) return false
    const name = (argsArray[i] as [string])[0]
    // A font that failed has no name, and its text is left out.
    return page.commonObjs.has(name) && !(page.commonObjs.get(name) as { name?: string }).name
  })
}

/** A note, link or field of a page, as far as it is read. */
interface Note {
  subtype?: string
  hidden?: boolean
  url?: string
  unsafeUrl?: string
  contentsObj?: { str?: string }
  titleObj?: { str?: string }
  fieldValue?: unknown
  buttonValue?: unknown
  alternativeText?: unknown
}

/** What was filled into the fields of a form, or written onto the page: a reader sees it like the text. */
function filledIn(notes: readonly Note[]): string[] {
  const seen = notes.filter(({ hidden }) => hidden !== true)
  return seen.flatMap(({ subtype, fieldValue, contentsObj }) => {
    const values = subtype === 'Widget' ? [fieldValue].flat() : subtype === 'FreeText' ? [contentsObj?.str] : []
    return values.filter((each) => typeof each === 'string' && each !== '') as string[]
  })
}

/** What a page holds beside its text: notes, addresses of links, fields of forms. */
function besideText(notes: readonly Note[]): string {
  const found = notes.flatMap(({ url, unsafeUrl, contentsObj, titleObj, fieldValue, buttonValue, alternativeText }) =>
    [url, unsafeUrl, contentsObj?.str, titleObj?.str, fieldValue, buttonValue, alternativeText].flat(),
  )
  return [...new Set(found.filter((each) => typeof each === 'string'))].join('\n')
}

/** What a document holds beside its pages: title, author, keywords, bookmarks, the names and bytes of files within it. */
async function aboutDocument(document: Loaded): Promise<string> {
  const { info, metadata } = await document.getMetadata()
  const outline = JSON.stringify((await document.getOutline()) ?? [], ['title', 'items', 'url'])
  const files = Object.values(
    ((await document.getAttachments()) ?? {}) as Record<string, { filename?: string; rawFilename?: string }>,
  )
  const names = files.map(({ filename, rawFilename }) => `${filename ?? ''} ${rawFilename ?? ''}`)
  return [JSON.stringify(info), metadata?.getRaw?.() ?? '', outline, ...names].join('\n')
}

parentPort?.on('message', (asked: ToThread) => {
  read(asked, (each) => parentPort?.postMessage(each)).catch((error: unknown) => {
    const isLocked = error instanceof Error && error.name === 'PasswordException'
    const failed: FromThread = { is: 'failed', why: isLocked ? 'encrypted' : 'damaged' }
    parentPort?.postMessage(failed)
  })
})
