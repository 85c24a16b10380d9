/** An export that is older than what is known: what newer files had stays as they had it. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import { isLater } from '../../../records/seen-by.ts'
import type { Sighting } from '../past/seen-lists.ts'
import { SightingLog, SightingWriter, sightingsOf } from '../past/sightings.ts'
import { View } from '../view.ts'
import { seenIn } from './dating.ts'
import { seeStatement } from './lists.ts'

/**
 * Says that what a newer file had seen already was last seen there, after what the import itself saw: of two sightings of one
 * version the later counts, and the earlier still says which records the import's list has. Called when its rows are in, and when
 * all that asks which they are is done.
 */
export function keepNewerSightings(
  db: Database.Database,
  kind: Kind,
  importId: number,
  at: string,
  seenBefore: ReadonlyMap<number, number>,
): void {
  const seenAt = seenIn(new View(db, null))
  const newer = new Set([...seenBefore.keys()].filter((id) => isLater(seenAt(id)?.lastSeenAt ?? '', at)))
  if (newer.size === 0) return
  const before = new SightingLog(db, kind.kind, importId - 1)
  const opening = db.prepare<[number], Omit<Sighting, 'version'>>(
    `SELECT valid_from AS seenIn, line FROM ${kind.kind} WHERE version = ?`,
  )
  const sightings = [...sightingsOf(db, importId)]
  db.prepare('DELETE FROM sightings WHERE import_id = ?').run(importId)
  const writer = new SightingWriter(db, importId)
  const see = seeStatement(db, kind)
  for (const sighting of sightings) {
    const known = before.of(sighting.version) ?? opening.get(sighting.version)
    writer.add(sighting, known?.seenIn === importId ? undefined : known?.seenIn)
    if (sighting.seenIn !== importId || !known || !newer.has(known.seenIn)) continue
    see.run(sighting.version, known.seenIn, known.line)
    writer.add({ version: sighting.version, seenIn: known.seenIn, line: known.line })
  }
  writer.flush()
}
