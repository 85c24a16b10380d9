/**
 * Asks the engine, in a thread of its own: a query may run for as long as it likes, and the engine has no way to be told to stop. The
 * connection can only read.
 */

import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { Cell } from '../../../asking/asking.ts'
import { LONGEST_VALUE, longValue } from '../../../asking/limits.ts'
import { hardened } from '../../health.ts'
import { NotAsked, oneSelect } from '../one-select.ts'
import type { Asked, FromThread } from '../thread.ts'

/** So many rows, or characters and bytes, are sent together. */
const ROWS = 1_000
const SIZE = 1 << 18

class TooLarge extends Error {}

function answer(message: FromThread): void {
  parentPort?.postMessage(message)
}

function open({ file, wait, making }: Asked): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: wait })
  hardened(db)
  // A sort leaves nothing on the disk, and what it needs is seen by who watches this thread.
  db.pragma('temp_store = MEMORY')
  for (const statement of making) db.exec(statement)
  db.pragma('query_only = ON')
  return db
}

function cellOf(value: unknown, column: string): Cell {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (typeof value === 'string' || value instanceof Uint8Array) {
    if (value.length > LONGEST_VALUE) throw new TooLarge(longValue(column))
    return value
  }
  return value as Cell
}

const sizeOf = (cell: Cell): number => (typeof cell === 'string' || cell instanceof Uint8Array ? cell.length : 8)

/** Rows in parts; gives at its end whether there are more than were asked for. */
function* parts(rows: Iterable<unknown[]>, columns: readonly string[], most: number): Generator<Cell[][], boolean> {
  let part: Cell[][] = []
  let size = 0
  let count = 0
  for (const row of rows) {
    if (count++ >= most) {
      if (part.length > 0) yield part
      return true
    }
    const cells = row.map((value, i) => cellOf(value, columns[i] ?? ''))
    part.push(cells)
    size += cells.reduce<number>((sum, cell) => sum + sizeOf(cell), 0)
    if (part.length < ROWS && size < SIZE) continue
    yield part
    part = []
    size = 0
  }
  if (part.length > 0) yield part
  return false
}

function failed(error: unknown): FromThread {
  const { message, code } = error as Error & { code?: unknown }
  const why =
    error instanceof NotAsked
      ? error.why
      : error instanceof TooLarge
        ? 'too_large'
        : error instanceof Database.SqliteError
          ? 'engine'
          : // What better-sqlite3 says of values that do not fit the statement.
            'parameter'
  return { is: 'failed', why, message, code: String(code ?? '') }
}

function run(asked: Asked): void {
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work()
    } catch (error) {
      answer(failed(error))
      parentPort?.close()
      return null
    }
  }
  const begun = attempt(() => {
    const statement = oneSelect(open(asked), asked.sql)
    const columns = statement.columns().map(({ name }) => name)
    const rows = statement.raw(true).safeIntegers(true).iterate(asked.params) as IterableIterator<unknown[]>
    return { columns, parts: parts(rows, columns, asked.most) }
  })
  if (begun === null) return
  parentPort?.on('message', () => {
    const part = attempt(() => begun.parts.next())
    if (part === null) return
    answer(part.done ? { is: 'end', more: part.value } : { is: 'rows', rows: part.value })
  })
  answer({ is: 'ready', columns: begun.columns })
}

run(workerData as Asked)
