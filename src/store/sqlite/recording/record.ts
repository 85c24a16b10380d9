/** Recording what was judged by what was read. */

import type Database from 'better-sqlite3'
import { isRouted, refuseRouted } from '../../mails.ts'
import { changedMeanwhile } from '../../meanwhile.ts'
import { ownEntries } from '../../own-entries.ts'
import type { Readings } from '../../readings.ts'
import type { EntryOf, NewAuditEntry, Recordable } from '../../store.ts'
import { appendAudit, changeBy, entriesAfter, hashAt } from '../audit.ts'
import { workOn } from './claims.ts'
import { promise } from './promised-files.ts'
import type { Recorder } from './recorder.ts'

/**
 * Adds entries in one transaction, if nothing that was read changed since. Throws `changed_meanwhile` (busy), `routed_meanwhile`
 * (busy), and `taken` (busy) where a colleague works on what they are of.
 */
export function record<New extends NewAuditEntry>(
  db: Database.Database,
  entries: readonly New[],
  recorder: Recorder,
  { readings, regardless = false, routedAfter }: Recordable & { readings: Readings },
): EntryOf<New['action']>[] {
  const recorded = db
    .transaction(() => {
      if (routedAfter !== undefined) refuseRouted(entries, entriesAfter(db, routedAfter), readings)
      if (!regardless) refuseChanged(db, readings, routedAfter !== undefined)
      const recording = recorder()
      workOn(db, entries, recording.actor)
      let opened: number | null = null
      return entries.map((entry) => {
        // The first entry may open the request that the others belong to.
        const added = appendAudit(db, entry, recording, opened)
        if (entry.request === 'new') opened = added.id
        if (entry.files) promise(db, added, entry.files)
        return added as EntryOf<New['action']>
      })
    })
    .immediate()
  const last = recorded.at(-1)
  if (!regardless && last) {
    readings.moveTo({ entries: last.id, hash: last.hash })
    ownEntries(db).clear()
  }
  return recorded
}

function refuseChanged(db: Database.Database, readings: Readings, besideMails: boolean): void {
  const { ends } = readings
  if (ends === null) return
  // A database that was restored may have other entries under the same numbers.
  if (hashAt(db, ends.last.entries) !== ends.last.hash) throw changedMeanwhile(null)
  const own = ownEntries(db)
  // The last says most: a decision, after the request that it opened.
  const changed = entriesAfter(db, ends.first.entries).findLast(
    (entry) => !own.has(entry.hash) && !(besideMails && isRouted(entry)) && readings.isChangedBy(changeBy(db, entry)),
  )
  if (changed) throw changedMeanwhile(changed)
}
