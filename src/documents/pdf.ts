/**
 * The text of a PDF. It is read in a thread, which is ended when it takes too long or too much memory: a small PDF can unfold to any
 * size, and no count of its bytes says so beforehand.
 */

import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { DocumentText, Unread, UnreadReason } from './text.ts'
import type { FromThread, ToThread } from './thread.ts'

const MOST_PAGES = 200
const MOST_LETTERS = 2 << 20
/** Milliseconds for one document; a plain one of 100 pages takes less than one second. */
const LONGEST = 6_000
/** Bytes by which the process may grow meanwhile, and MiB of them for the thread's own values. */
const MOST_GROWTH = 128 << 20
const MOST_VALUES = 128
/** Milliseconds between two looks at the memory. */
const LOOK = 20
/** With fewer letters a document holds no text worth the name. */
const LEAST_LETTERS = 20

/** The thread's file: of the built program, or of the source. */
const FILE = import.meta.filename?.endsWith('.ts')
  ? join(import.meta.dirname, 'packages/pdf.ts')
  : join(import.meta.dirname, 'documents/packages/pdf.cjs')

/** The thread, and who is told what comes from it; one that failed or was ended is not used again. */
interface Reader {
  worker: Worker
  told(event: { message: FromThread } | { failed: UnreadReason }): void
}

/** A reader that waits for its next document. */
let waiting: Reader | null = null

function reader(): Reader {
  if (waiting !== null) {
    const again = waiting
    waiting = null
    again.worker.ref()
    return again
  }
  const worker = new Worker(FILE, {
    resourceLimits: { maxOldGenerationSizeMb: MOST_VALUES, maxYoungGenerationSizeMb: 16 },
    // What a package prints is not a result.
    stdout: true,
    stderr: true,
  })
  const made: Reader = { worker, told: () => {} }
  worker.on('message', (message: FromThread) => made.told({ message }))
  worker.on('error', ({ code }: NodeJS.ErrnoException) =>
    made.told({ failed: code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_large' : 'damaged' }),
  )
  worker.on('exit', () => {
    if (waiting === made) waiting = null
    made.told({ failed: 'damaged' })
  })
  return made
}

type Page = Extract<FromThread, { is: 'page' }>

interface Answered {
  pages: Page[]
  end: Extract<FromThread, { is: 'end' }> | null
  why: UnreadReason | null
}

/** The text of a PDF, page by page; of one that was ended, what had come by then. */
export async function pdfText(bytes: Uint8Array): Promise<DocumentText> {
  const { pages, end, why } = await ask({ bytes, mostPages: MOST_PAGES })
  const shown = pages.map(({ text }) => text)
  const all = [...pages.flatMap(({ text, hidden }) => [text, hidden]), end?.hidden ?? ''].join('\n')
  return { kind: 'pdf', pages: shown, all, unread: why === null ? unreadOf(pages, end) : { why, pages: [] }, isRevised: false }
}

/** Why not all of a PDF is read that was answered to its end. */
function unreadOf(pages: readonly Page[], end: Answered['end']): Unread | null {
  if (end !== null && end.pages > pages.length) return { why: 'too_large', pages: [] }
  for (const why of ['scanned', 'unlettered', 'hidden'] as const) {
    const odd = pages.flatMap(({ problem }, i) => (problem === why ? [i + 1] : []))
    if (odd.length > 0) return { why, pages: odd }
  }
  if (end?.isElsewhere === true) return { why: 'elsewhere', pages: [] }
  const letters = pages.reduce((sum, { text }) => sum + (text.match(/\p{L}/gu)?.length ?? 0), 0)
  return letters < LEAST_LETTERS ? { why: 'no_text', pages: [] } : null
}

function ask(asked: ToThread): Promise<Answered> {
  const by = reader()
  const before = process.memoryUsage.rss()
  const answered: Answered = { pages: [], end: null, why: null }
  let letters = 0
  return new Promise((resolve) => {
    const done = (why: UnreadReason | null, isUsable: boolean): void => {
      clearTimeout(timer)
      clearInterval(look)
      by.told = () => {}
      answered.why = why
      if (isUsable) {
        by.worker.unref()
        waiting = by
        resolve(answered)
      } else {
        // What it holds is given back before anything else is read.
        const settle = (): void => resolve(answered)
        by.worker.terminate().then(settle, settle)
      }
    }
    const timer = setTimeout(() => done('too_slow', false), LONGEST)
    const look = setInterval(() => {
      if (process.memoryUsage.rss() - before > MOST_GROWTH) done('too_large', false)
    }, LOOK)
    by.told = (event) => {
      if ('failed' in event) return done(event.failed, false)
      const { message } = event
      if (message.is === 'failed') return done(message.why, true)
      letters += message.hidden.length + (message.is === 'page' ? message.text.length : 0)
      if (letters > MOST_LETTERS) return done('too_large', false)
      if (message.is === 'page') {
        answered.pages.push(message)
        return
      }
      answered.end = message
      done(null, true)
    }
    by.worker.postMessage(asked)
  })
}
