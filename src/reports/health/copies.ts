/** Whether what is on record is in a backup, and the one to go back to. */

import type { Level } from './level.ts'

/** After so many days without a backup, more would be lost than can be done again. */
const BACKUP_DAYS = 7

/** What backups there are. */
export interface CopiesHealth {
  folder: string
  /** The newest: its age in whole days, and how many entries its audit has (null: unknown). */
  newest: { path: string; ageDays: number; entries: number | null } | null
  /** Why the folder cannot be read; null: it can, or is not there. */
  unreadable: string | null
  /** What to type to restore the newest that is sound; looked for only where the database is damaged. */
  restorable: string | null
}

/** What would be lost with the database. */
export interface OnRecord {
  /** Entries of the audit. */
  entries: number
  /** Whole days since the first of what still counts was imported; null: nothing was. */
  days: number | null
}

export type CopiesFinding =
  | { code: 'backup_missing'; level: Level; folder: string; days: number }
  | { code: 'backup_old'; level: Level; path: string; days: number; lacks: number | null }
  | { code: 'backups_unreadable'; level: Level; folder: string; why: string }

/** What is wrong with the backups. One that has all that is on record may be any age. */
export function copiesFindings({ folder, newest, unreadable }: CopiesHealth, { entries, days }: OnRecord): CopiesFinding[] {
  if (unreadable !== null) return [{ code: 'backups_unreadable', level: 'warning', folder, why: unreadable }]
  if (!newest) return days === null || days < BACKUP_DAYS ? [] : [{ code: 'backup_missing', level: 'warning', folder, days }]
  const { path, ageDays, entries: kept } = newest
  const lacks = kept === null ? null : Math.max(0, entries - kept)
  return ageDays < BACKUP_DAYS || lacks === 0 ? [] : [{ code: 'backup_old', level: 'warning', path, days: ageDays, lacks }]
}
