/**
 * Reads the text of PDFs, in a thread of its own: only documents need it, what it uses is bounded from outside, and what goes wrong
 * in it ends with it. It answers each document page by page.
 */

import { parentPort } from 'node:worker_threads'
import { getDocument, OPS } from 'unpdf/pdfjs'
import type { FromThread, ToThread } from '../thread.ts'
import { besideText, filledIn, type Note } from './notes.ts'
import { type Drawn, drawnOn, type Operators, type Piece } from './shown.ts'

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
const FEW_LETTERS = 400
/** As much of a page as a picture must cover for the page to be mostly picture. */
const MOSTLY = 0.5
/** So many lines and curves on a page without text may be text that was turned into shapes. */
const MANY_SHAPES = 30

type Loaded = Awaited<ReturnType<typeof getDocument>['promise']>
type Page = Awaited<ReturnType<Loaded['getPage']>>
type Layers = Awaited<ReturnType<Loaded['getOptionalContentConfig']>>
type Item = Awaited<ReturnType<Page['getTextContent']>>['items'][number]

/** Opens a document; the bytes are copied, because the reader takes them. `isStrict`: a large picture ends the reading of its page. */
function open(bytes: Uint8Array, isStrict: boolean) {
  return getDocument({ ...PLAIN, data: bytes.slice(), maxImageSize: LARGE_PICTURE, stopAtErrors: isStrict })
}

async function read({ bytes, mostPages }: ToThread, answer: (each: FromThread) => void): Promise<void> {
  const task = open(bytes, false)
  // A password is asked for only where the document cannot be opened without one.
  const document = await task.promise
  const opened: { strict: ReturnType<typeof open> | null } = { strict: null }
  try {
    const layers = await document.getOptionalContentConfig()
    for (let number = 1; number <= Math.min(document.numPages, mostPages); number++) {
      const isCut = async (operators: Operators): Promise<boolean> => {
        opened.strict ??= open(bytes, true)
        // Reading strictly stops at a large picture, which is left out otherwise.
        const stopped = await (await (await opened.strict.promise).getPage(number)).getOperatorList()
        return stopped.fnArray.length < operators.fnArray.length
      }
      const page = await document.getPage(number)
      answer(await readPage(page, layers, isCut))
      page.cleanup()
    }
    answer({ is: 'end', pages: document.numPages, ...(await aboutDocument(document)) })
  } finally {
    await opened.strict?.destroy()
    await task.destroy()
  }
}

/** Reads a page. `isCut`: whether it has a picture that is too large to be unfolded. */
async function readPage(
  page: Page,
  layers: Layers,
  isCut: (operators: Operators) => Promise<boolean>,
): Promise<Extract<FromThread, { is: 'page' }>> {
  const { items } = await page.getTextContent()
  const notes = (await page.getAnnotations()) as Note[]
  const operators = await page.getOperatorList()
  const drawn = drawnOn(page, operators, (layer) => layers.isVisible(layer as Parameters<Layers['isVisible']>[0]))
  const { shown, hidden } = apart(items, drawn)
  const text = [shown, drawn.noted, ...filledIn(notes)].filter((each) => each !== '').join('\n')
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  const isPicture = letters < FEW_LETTERS && (drawn.pictured > MOSTLY || (await isCut(operators)))
  const isDrawn = letters === 0 && operators.fnArray.filter((each) => each === OPS.constructPath).length >= MANY_SHAPES
  const problem =
    isPicture || isDrawn
      ? 'scanned'
      : isUnlettered(`${text}${hidden}`, operators, page)
        ? 'unlettered'
        : hidden === ''
          ? null
          : 'hidden'
  return { is: 'page', text, hidden: `${hidden}\n${besideText(notes)}`, problem }
}

/** The text of a page in what a reader sees, and the rest. */
function apart(items: readonly Item[], { hidden: pieces }: Drawn): { shown: string; hidden: string } {
  const shown: string[] = []
  const hidden: string[] = []
  for (const item of items) {
    if (!('str' in item)) continue
    const isHidden = item.str.trim() !== '' && pieces.some((piece) => isAt(item, piece))
    // What is left out does not join what is beside it.
    shown.push(isHidden ? '\n' : item.str, item.hasEOL ? '\n' : '')
    if (isHidden) hidden.push(item.str)
  }
  return { shown: shown.join(''), hidden: hidden.join('\n') }
}

/** Whether a piece of hidden text is on the line of an item, within its length. */
function isAt({ transform, width, height }: Extract<Item, { str: string }>, { from, to }: Piece): boolean {
  const [a = 1, b = 0, , , x = 0, y = 0] = transform as number[]
  const size = Math.hypot(a, b) || 1
  const along = ([px, py]: Piece['from']): number => ((px - x) * a + (py - y) * b) / size
  const beside = ([px, py]: Piece['from']): number => Math.abs(((py - y) * a - (px - x) * b) / size)
  const [begin, end] = [Math.min(along(from), along(to)), Math.max(along(from), along(to))]
  return beside(from) <= Math.max(0.5, height * 0.3) && end > 0.05 && begin < Math.max(width, 0.1) - 0.05
}

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

interface Attached {
  filename?: string
  rawFilename?: string
}

/** What a document holds beside its pages: title, author, keywords, bookmarks, the names and bytes of files within it. */
async function aboutDocument(document: Loaded): Promise<{ hidden: string; isElsewhere: boolean }> {
  const { info, metadata } = await document.getMetadata()
  const outline = JSON.stringify((await document.getOutline()) ?? [], ['title', 'items', 'url'])
  const attached = (await document.getAttachments()) as Map<string, Attached> | Record<string, Attached> | null
  const files = attached instanceof Map ? [...attached.values()] : Object.values(attached ?? {})
  const names = files.map(({ filename, rawFilename }) => `${filename ?? ''} ${rawFilename ?? ''}`)
  const { IsXFAPresent: isForm, IsCollectionPresent: isCollection } = info as Record<string, unknown>
  return {
    hidden: [JSON.stringify(info), metadata?.getRaw?.() ?? '', outline, ...names].join('\n'),
    isElsewhere: isForm === true || isCollection === true || files.length > 0,
  }
}

parentPort?.on('message', (asked: ToThread) => {
  read(asked, (each) => parentPort?.postMessage(each)).catch((error: unknown) => {
    const isLocked = error instanceof Error && error.name === 'PasswordException'
    const failed: FromThread = { is: 'failed', why: isLocked ? 'encrypted' : 'damaged' }
    parentPort?.postMessage(failed)
  })
})
