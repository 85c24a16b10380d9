/** How the database is backed up: which copies there are, and how old the newest is. */

import { type KeptDatabase, keptDatabases } from '../files/kept-databases.ts'

const DAY = 86_400_000

/** A copy with its age in whole days. */
export interface AgedCopy extends KeptDatabase {
  ageDays: number
}

/**
 * The copies from which a database can be restored, newest first: backups, and what an upgrade or a restore kept. Only names and
 * times are looked at: none is opened or checked. Throws what the system says of a folder that cannot be read.
 */
export function newestBackups(db: string, folder: string, now: string): AgedCopy[] {
  return keptDatabases(db, folder).map((each) => ({
    ...each,
    ageDays: Math.max(0, Math.floor((Date.parse(now) - Date.parse(each.madeAt)) / DAY)),
  }))
}
