/**
 * Asks a question in SQL. The engine works on it in a thread, and this one watches: neither a query that never ends nor one that
 * needs all memory can be stopped from within, because the engine of better-sqlite3 is built without a way to interrupt it.
 */

import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import type { Cell, ListedView, SqlAnswer, SqlQuestion } from '../../asking/asking.ts'
import { Limits, tooLarge, valueTooLarge } from '../../asking/limits.ts'
import { nearestName, notASelect, notOne, parameterLacks } from '../../asking/sayings.ts'
import { asUserError } from '../engine-errors.ts'
import type { Asked, FromThread, ToThread } from './thread.ts'
import { historyViews, listedViews } from './views.ts'

/** MiB of memory for the thread's own values; rows go through it in parts. */
const MOST_VALUES = 256
/** Milliseconds until a thread counts as one that cannot be ended. */
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
  readonly #worker: Worker
  readonly #limits: Limits
  readonly #views: readonly ListedView[]
  readonly #file: string
  /** Who is told what comes from the thread. */
  #tell: (event: { said: FromThread } | { failed: unknown }) => void = () => {}
  #isAtEnd = false

  constructor(asked: Asked, seconds: number, views: readonly ListedView[]) {
    this.#file = asked.file
    this.#limits = new Limits(seconds)
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

  get worked(): number {
    return this.#limits.worked
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
    const said = new Promise<FromThread>((resolve, reject) => {
      this.#tell = (event) => ('said' in event ? resolve(event.said) : reject(event.failed))
      if (message !== null) this.#worker.postMessage(message)
    })
    return this.#limits.within(said)
  }

  #failure({ why, message, code }: Extract<FromThread, { is: 'failed' }>): unknown {
    if (why === 'not_a_select') return notASelect(message)
    if (why === 'unclear') return notOne(message)
    if (why === 'too_large') return valueTooLarge(message)
    if (why === 'parameter') return parameterLacks(/named parameter "([a-z_]\w*)"/i.exec(message)?.[1] ?? null)
    if (/^SQLITE_(?:TOOBIG|NOMEM)/.test(code)) return failure('query_too_large', 'a value of the query is too long')
    if (OF_THE_FILE.test(code)) return asUserError(new Database.SqliteError(message, code), this.#file, true)
    return failure('bad_query', `the query does not work: ${message}${this.#nearest(message)}`)
  }

  #nearest(message: string): string {
    const [, what, name] = /^no such (table|column): (?:\w+\.)?(\w+)$/.exec(message) ?? []
    return name === undefined ? '' : nearestName(what === 'column' ? what : 'table', name, this.#views)
  }
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
}
