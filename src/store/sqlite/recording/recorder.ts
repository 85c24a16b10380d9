/** The time and the person of what is recorded. */

import type Database from 'better-sqlite3'
import type { RecordedBy } from '../../audit.ts'
import { laterOf, type Recording } from '../../recording.ts'
import { prepared } from './prepared.ts'

/** Says who records, and when; to be asked in the transaction that records. */
export type Recorder = () => Recording

/**
 * The recorder of one connection, which reads the clock once: what a command records has one time. That may be the time of the last
 * entry, if it is later: a clock can go back, the audit does not.
 */
export function recorderOf(db: Database.Database, { actor, statedNow }: RecordedBy): Recorder {
  if (statedNow !== null) return () => ({ at: statedNow, actor, stated: true })
  const clock = `${new Date().toISOString().slice(0, 19)}Z`
  return () => ({ at: laterOf(clock, lastTime(db)), actor, stated: false })
}

/** The later time of the last entries of the audit and of the list of imports; null where there is neither. */
function lastTime(db: Database.Database): string | null {
  const last = prepared<[], string | null>(
    db,
    `SELECT max(at) FROM (SELECT * FROM (SELECT at FROM audit ORDER BY id DESC LIMIT 1)
      UNION ALL SELECT * FROM (SELECT imported_at FROM imports ORDER BY id DESC LIMIT 1))`,
  )
  return last.pluck().get() ?? null
}
