/**
 * What a shell completes from the database: read with one query, without waiting, and without changing anything. A database that phd
 * would refuse, or has to upgrade, gives nothing but an error.
 */

import { statSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import type { Completion, Completions } from '../../engine.ts'
import { hasJournal, openToLook } from '../opening/look.ts'
import { checkToRead } from '../schema.ts'

/** What reads the words of a database; each function throws what the engine and the checks say. */
export function completionsOf(file: string, kinds: readonly Kind[]): Completions {
  const read = <T>(from: (db: Database.Database) => T): T => reading(file, kinds, from)
  return {
    partnersLike: async (light, most) => read((db) => partnersLike(db, light, most)),
    newestRequests: async (most) => read((db) => newestRequests(db, most)),
    newestPlans: async (most) => read((db) => newestPlans(db, most)),
  }
}

function partnersLike(db: Database.Database, light: string, most: number): { id: string; name: string; light: string }[] {
  return db
    .prepare<[string, number], { id: string; name: string; light: string }>(
      `SELECT own.id AS id, own.name AS name, names.light AS light FROM names JOIN accounts own ON own.name = names.name
        WHERE own.valid_to IS NULL AND instr(names.light, ?) > 0 AND lower(trim(coalesce(own.type, 'partner'))) = 'partner'
        ORDER BY names.name LIMIT ?`,
    )
    .all(light, most)
}

function newestRequests(db: Database.Database, most: number): Completion[] {
  return db
    .prepare<[number], Completion>(
      `SELECT CAST(id AS TEXT) AS value, substr(action, 1, 3) || ' ' || coalesce(body ->> '$.partnerName', '') AS about FROM audit
        WHERE action IN ('loa_requested', 'nfr_requested') ORDER BY id DESC LIMIT ?`,
    )
    .all(most)
}

function newestPlans(db: Database.Database, most: number): Completion[] {
  return db
    .prepare<[number], Completion>(
      `SELECT body ->> '$.plan' AS value, 'planned ' || substr(max(at), 1, 10) AS about FROM audit
        WHERE action IN ('cam_planned', 'cam_exported') GROUP BY value ORDER BY max(id) DESC LIMIT ?`,
    )
    .all(most)
}

function reading<T>(file: string, kinds: readonly Kind[], read: (db: Database.Database) => T): T {
  // A pipe would be waited for.
  if (!statSync(file).isFile() || hasJournal(file)) throw new Error(`${file} cannot be read at once`)
  const db = openToLook(file, 0)
  try {
    checkToRead(db, file, kinds)
    return read(db)
  } finally {
    db.close()
  }
}
