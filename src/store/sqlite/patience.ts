/** Waiting for another process that writes to the same database. */

import type Database from 'better-sqlite3'
import type { ShowWait } from '../store.ts'

/** Between two tries, in milliseconds. */
const AGAIN = 25

export interface Patience {
  /** Shows a person what is waited for. */
  showWait: ShowWait
  /** Called between two tries; may throw to give up. */
  check?: () => void
}

/**
 * Runs a statement that begins a writing transaction, again and again while another process writes, as long as the database was
 * opened to wait. The engine could wait by itself, but then the program would hang: no Ctrl-C handled, no spinner drawn.
 */
export async function patiently<T>(db: Database.Database, statement: () => T, { showWait, check }: Patience): Promise<T> {
  const wait = db.pragma('busy_timeout', { simple: true }) as number
  const until = performance.now() + wait
  const attempt = (): { value: T } | null => {
    db.pragma('busy_timeout = 0')
    try {
      return { value: statement() }
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error
      return null
    } finally {
      db.pragma(`busy_timeout = ${wait}`)
    }
  }
  const again = async (): Promise<{ value: T }> => {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN))
      check?.()
      const done = attempt()
      if (done) return done
    }
  }
  return (attempt() ?? (await showWait('another_writer', again))).value
}

/** Whether the engine threw this because another process writes. */
export function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')
}
