/**
 * Asks a question in SQL. The engine works on it in a thread, and this one watches: neither a query that never ends nor one that
 * needs all memory can be stopped from within, because the engine of better-sqlite3 is built without a way to interrupt it.
 */

import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { failure, type PhdError } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import { didYouMean } from '../../../records/near.ts'
import type { Cell, ListedView, SqlAnswer, SqlQuestion } from '../../asking.ts'
import { asUserError } from '../engine-errors.ts'
import type { Asked, FromThread, ToThread } from './thread.ts'
import { historyViews, listedViews } from './views.ts'

/** Bytes by which the process may grow meanwhile. */
const MOST_GROWTH = 512 << 20
/** MiB of them for the thread's own values; rows go through it in parts. */
const MOST_VALUES = 256
/** Milliseconds between two looks at the memory, and until a thread counts as one that cannot be ended. */
const LOOK = 20
const PATIENCE = 500

/** What the engine says of the database, and not of the query. */
const OF_THE_FILE = /^SQLITE_(?:BUSY|LOCKED|NOTADB|CORRUPT|FULL|IOERR|CANTOPEN|READONLY|PERM)/

/** The thread's file: of the built program, or of the source. */
const FILE = import.meta.filename?.endsWith('.ts')
  ? join(import.meta.dirname, 'packages/asker.ts')
  : join(import.meta.dirname, 'store/sqlite/asking/packages/asker.cjs')

/** A question that is asked of a database file with records of these kinds; the caller closes the answer. */
export function ask(file: string, { seconds, ...question }: SqlQuestion, kinds: readonly Kind[]): SqlAnswer {
  const making = historyViews(kinds).map(({ sql }) => sql)
  return new Answer({ file, wait: seconds * 1000, making, ...question }, seconds, listedViews(kinds))
}

class Answer implements SqlAnswer {
  more = false
  worked = 0
  readonly #worker: Worker
  readonly #seconds: number
  readonly #views: readonly ListedView[]
  readonly #file: string
  /** Who is told what comes from the thread. */
  #tell: (event: { said: FromThread } | { failed: unknown }) => void = () => {}
  readonly #before = process.memoryUsage.rss()
  #isAtEnd = false

  constructor(asked: Asked, seconds: number, views: readonly ListedView[]) {
    this.#file = asked.file
    this.#seconds = seconds
    this.#views = views
    this.#worker = new Worker(FILE, {
      workerData: asked,
      resourceLimits: { maxOldGenerationSizeMb: MOST_VALUES, maxYoungGenerationSizeMb: 16 },
      // What a package prints is not a result.
      stdout: true,
      stderr: true,
    })
    this.#worker.on('error', (error) => this.#tell({ failed: isOutOfMemory(error) ? tooLarge() : error }))
    this.#worker.on('exit', () => this.#tell({ failed: new Error('the thread that asks ended by itself') }))
    this.#worker.on('message', (said: FromThread) =>
      this.#tell(said.is === 'failed' ? { failed: this.#failure(said) } : { said }),
    )
  }

  async columns(): Promise<readonly string[]> {
    const said = await this.#told(null)
    return said.is === 'ready' ? said.columns : []
  }

  async next(): Promise<ReadonlyArray<readonly Cell[]>> {
    if (this.#isAtEnd) return []
    const said = await this.#told('more')
    if (said.is === 'rows') return said.rows
    this.#isAtEnd = true
    this.more = said.is === 'end' && said.more
    return []
  }

  async close(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), PATIENCE)
    })
    const ended = this.#worker.terminate().then(() => true)
    const isEnded = await Promise.race([ended, late])
    clearTimeout(timer)
    return isEnded
  }

  /** What the thread says next, within the time and the memory that are left. */
  #told(message: ToThread | null): Promise<FromThread> {
    const since = performance.now()
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(timer)
        clearInterval(look)
        this.#tell = () => {}
        this.worked += performance.now() - since
        settle()
      }
      const failed = (error: unknown): void => done(() => reject(error))
      const left = this.#seconds * 1000 - this.worked
      const timer = setTimeout(() => failed(tooLong(this.#seconds)), Math.max(0, left))
      const look = setInterval(() => {
        if (process.memoryUsage.rss() - this.#before > MOST_GROWTH) failed(tooLarge())
      }, LOOK)
      this.#tell = (event) => ('said' in event ? done(() => resolve(event.said)) : failed(event.failed))
      if (message !== null) this.#worker.postMessage(message)
    })
  }

  #failure({ why, message, code }: Extract<FromThread, { is: 'failed' }>): unknown {
    if (why === 'not_a_select') return failure('not_a_select', `this was not asked: ${message}`)
    if (why === 'unclear') return failure('bad_query', `one SELECT at a time: ${message}`)
    if (why === 'too_large') return failure('query_too_large', message, 'ask for a part of it, as with substr()')
    if (why === 'parameter') return parameterFailure(message)
    if (/^SQLITE_(?:TOOBIG|NOMEM)/.test(code)) return failure('query_too_large', 'a value of the query is too long')
    if (OF_THE_FILE.test(code)) return asUserError(new Database.SqliteError(message, code), this.#file, true)
    return failure('bad_query', `the query does not work: ${message}${this.#nearest(message)}`)
  }

  /** Names that are nearly the one that is not known. */
  #nearest(message: string): string {
    const [, what, name] = /^no such (table|column): (?:\w+\.)?(\w+)$/.exec(message) ?? []
    if (name === undefined) return ''
    if (what === 'column')
      return didYouMean(name, new Set(this.#views.flatMap(({ columns }) => columns.map((each) => each.name))))
    const names = this.#views.map((view) => view.name)
    return didYouMean(`current_${name}`, names) || didYouMean(name, names)
  }
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function parameterFailure(message: string): PhdError {
  const name = /named parameter "([a-z_]\w*)"/i.exec(message)?.[1]
  if (name !== undefined) return failure('query_parameter', `the parameter :${name} has no value`, { name })
  return failure('query_parameter', 'the query has parameters without a name', { name: null })
}

function tooLong(seconds: number): PhdError {
  return failure(
    'query_too_long',
    `the query was stopped: it ran longer than ${seconds === 1 ? 'a second' : `${seconds} seconds`}`,
  )
}

function tooLarge(): PhdError {
  return failure('query_too_large', `the query was stopped: it needed more than ${MOST_GROWTH >> 20} MiB of memory`)
}
