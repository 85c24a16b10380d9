/**
 * What a shell completes from the database: read with one query, without waiting, and without changing anything. A database that phd
 * would refuse, or has to upgrade, gives nothing but an error.
 */

import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import { hardened } from '../health.ts'
import { checkToRead } from '../schema.ts'

/** A word that completes, and what it is. */
export interface Completion {
  value: string
  about: string
}

/** More would be a wall of words. */
const MOST_REQUESTS = 30

/**
 * The partners whose name has a text in it, both folded as the dictionary has them, at most so many. Throws what the engine and the
 * checks say.
 */
export function partnersLike(
  file: string,
  kinds: readonly Kind[],
  light: string,
  most: number,
): { id: string; name: string; light: string }[] {
  return reading(file, kinds, (db) =>
    db
      .prepare<[string, number], { id: string; name: string; light: string }>(
        `SELECT own.id AS id, own.name AS name, names.light AS light FROM names JOIN accounts own ON own.name = names.name
          WHERE own.valid_to IS NULL AND instr(names.light, ?) > 0 AND lower(trim(coalesce(own.type, 'partner'))) = 'partner'
          ORDER BY names.name LIMIT ?`,
      )
      .all(light, most),
  )
}

/** The newest requests that were recorded. Throws what the engine and the checks say. */
export function newestRequests(file: string, kinds: readonly Kind[]): Completion[] {
  return reading(file, kinds, (db) =>
    db
      .prepare<[number], Completion>(
        `SELECT CAST(id AS TEXT) AS value, substr(action, 1, 3) || ' ' || coalesce(body ->> '$.partnerName', '') AS about FROM audit
          WHERE action IN ('loa_requested', 'nfr_requested') ORDER BY id DESC LIMIT ?`,
      )
      .all(MOST_REQUESTS),
  )
}

/** The newest plans of owners. Throws what the engine and the checks say. */
export function newestPlans(file: string, kinds: readonly Kind[]): Completion[] {
  return reading(file, kinds, (db) =>
    db
      .prepare<[number], Completion>(
        `SELECT body ->> '$.plan' AS value, 'planned ' || substr(max(at), 1, 10) AS about FROM audit
          WHERE action IN ('cam_planned', 'cam_exported') GROUP BY value ORDER BY max(id) DESC LIMIT ?`,
      )
      .all(MOST_REQUESTS),
  )
}

function reading<T>(file: string, kinds: readonly Kind[], read: (db: Database.Database) => T): T {
  // A pipe would be waited for.
  if (!statSync(file).isFile()) throw new Error(`${file} is not a file`)
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 0 })
  try {
    hardened(db)
    checkToRead(db, file, kinds)
    return read(db)
  } finally {
    db.close()
  }
}
