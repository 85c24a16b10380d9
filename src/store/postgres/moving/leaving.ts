/** Marks a desk on a server as moved, and takes the mark away again. */

import { failure } from '../../../errors.ts'
import type { RecordedBy } from '../../audit.ts'
import { MOVED, type Moved, movedAway, readMoved, reopenedEntry } from '../../moving/moved.ts'
import { unmarked } from '../../recording.ts'
import type { Connection } from '../connection/connection.ts'
import { appendAudit } from '../recording/audit.ts'
import { recorderOf } from '../recording/recorder.ts'
import { MAKING } from '../schema.ts'
import { inTransaction, SCHEMA_LOCK } from '../transaction.ts'

/**
 * Waits for those that record, and keeps them off until the connection ends: what is read from here on is all there will be. Throws
 * `access_refused`, `desk_moved`.
 */
export async function beginToLeave(link: Connection, place: string): Promise<void> {
  await refuseOthers(link, place)
  await link.run(`SELECT pg_advisory_lock(${SCHEMA_LOCK})`)
  const moved = await movedIn(link)
  if (moved) throw movedAway(place, moved)
}

/** Marks the desk, in the transaction that is open, and ends it. */
export async function leave(link: Connection, { to, by }: { to: string; by: string }): Promise<void> {
  const { at } = await recorderOf(link, { actor: by, statedNow: null })()
  const moved: Moved = { to, at, by }
  await link.change('INSERT INTO meta (name, value) VALUES ($1, $2)', [MOVED, JSON.stringify(moved)])
  await link.run('COMMIT')
}

/** Takes the mark away, and records that, in one transaction. Gives it; null where there is none. Throws `access_refused`. */
export async function takeUp(link: Connection, place: string, by: RecordedBy, dryRun: boolean): Promise<Moved | null> {
  await refuseOthers(link, place)
  return inTransaction(link, async () => {
    await link.run(MAKING)
    const moved = await movedIn(link)
    if (moved === null || dryRun) return moved
    await link.change('DELETE FROM meta WHERE name = $1', [MOVED])
    await appendAudit(link, [reopenedEntry(moved)], unmarked(await recorderOf(link, by)()))
    return moved
  })
}

async function movedIn(link: Connection): Promise<Moved | null> {
  const [row] = await link.lists<[string]>('SELECT value FROM meta WHERE name = $1', [MOVED])
  return readMoved(row?.[0])
}

/** Who may not mark the desk is told before anything is read. Throws `access_refused`. */
async function refuseOthers(link: Connection, place: string): Promise<void> {
  const [row] = await link.lists<[boolean]>("SELECT has_table_privilege('meta', 'INSERT')")
  if (row?.[0] === true) return
  throw failure(
    'access_refused',
    `this login may not say of ${place} whether it takes records`,
    'nothing was changed; its administrator can',
  )
}
