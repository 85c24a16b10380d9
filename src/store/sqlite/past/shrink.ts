/**
 * Writing the file again without what is free in it. A closed version that leaves something out stays where it was, among the others of
 * its page, and nothing else takes the room that it left.
 */

import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import { freeBytes } from '../../../files/disk.ts'
import type { Kind } from '../../../records/kind.ts'

/** A table with fewer versions takes little room, however they lie. */
const LEAST_VERSIONS = 10_000
/** When a table has so many times the versions that it had when the file was written again, it is worth it again. */
const MORE = 1.5

/** The size of the database, with what its log adds. Throws what the engine says. */
export function bytesOf(db: Database.Database): number {
  return (db.pragma('page_count', { simple: true }) as number) * (db.pragma('page_size', { simple: true }) as number)
}

/** Writes the file again, as small as what is in it; gives its size. */
export function shrink(db: Database.Database): number {
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  return bytesOf(db)
}

/** Throws `disk_full` where there is no room to write the file again. */
export function refuseWithoutRoom(db: Database.Database): void {
  const { needed, free } = roomOf(db)
  if (free >= needed) return
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6)
  throw failure(
    'disk_full',
    `making ${db.name} smaller needs ${megabytes(needed)} MB free beside it, and ${megabytes(free)} MB are`,
    'nothing was changed; free some space there, then try again',
  )
}

/** The engine writes the whole file to a temporary one, and then into its log. */
function roomOf(db: Database.Database): { needed: number; free: number } {
  if (db.memory) return { needed: 0, free: 0 }
  return { needed: bytesOf(db) * 2, free: freeBytes(dirname(db.name)) ?? Number.POSITIVE_INFINITY }
}

/**
 * Whether a kind has so many more versions than when the file was written again that it is worth doing again; notes it then as done. To
 * be called in the transaction of an import.
 */
export function isWorthShrinking(db: Database.Database, { kind }: Kind): boolean {
  const versions = db.prepare<[], number>(`SELECT coalesce(max(version), 0) FROM ${kind}`).pluck().get() ?? 0
  if (versions < LEAST_VERSIONS) return false
  const name = `shrunk ${kind}`
  const before = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck().get(name)
  if (before !== undefined && versions < Number(before) * MORE) return false
  db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(
    name,
    String(versions),
  )
  return before !== undefined
}

/** Writes the file again if it can be done: what was imported is there in any case. */
export function shrinkIfRoom(db: Database.Database): void {
  try {
    const { needed, free } = roomOf(db)
    if (free >= needed) shrink(db)
  } catch {
    // Another process writes, or the disk is full after all: it is done some other night.
  }
}
