/** The rows of a file as they are sent to the server. */

import { interrupted } from '../../../errors.ts'
import type { OpenedDigest } from '../../records-check/digest.ts'
import type { RowToStore } from '../../store.ts'
import { CopyPieces, copyCell, copyCells } from '../connection/copy-text.ts'

export interface Sending {
  /** The number of the first row; each other has the next. */
  first: number
  /** What each row begins with. */
  before?: string
  /** Hashes the rows as versions that have their numbers; null: they are not hashed. */
  digest: OpenedDigest | null
  signal: AbortSignal | undefined
}

/** The rows as COPY reads them: what each begins with, its number, its key, its line, what has no column, its values. Throws `interrupted`. */
export async function* sentRows(rows: Iterable<RowToStore>, sending: Sending): AsyncGenerator<Buffer, void, void> {
  const { before = '', digest, signal } = sending
  const pieces = new CopyPieces()
  let number = sending.first
  for (const { key, line, extra, values } of rows) {
    digest?.add(number, key, line, extra, values)
    const full = pieces.add(`${before}${number}\t${copyCell(key)}\t${line}\t${copyCell(extra)}\t${copyCells(values)}\n`)
    number++
    if (full === null) continue
    yield full
    // The event loop may do other things.
    await new Promise(setImmediate)
    if (signal?.aborted) throw interrupted()
  }
  yield pieces.rest()
}
