/** Whether the database is sound, as far as the engine can tell without comparing every index entry. */

import type Database from 'better-sqlite3'
import type { Health } from '../store.ts'
import { damaged } from './engine-errors.ts'

/** Damage is rarely alone; the first signs are enough. */
const MOST_SIGNS = 10

/** Trusts nothing that the file says of itself: no function of its schema does anything, and no page is believed unseen. */
export function hardened(db: Database.Database): void {
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
}

/** Looks at every page, and at what each row must be by its table. */
export function checkHealth(db: Database.Database): Health {
  const said = db.pragma(`quick_check(${MOST_SIGNS})`) as { quick_check: string }[]
  const signs = said.map(({ quick_check: sign }) => sign).filter((sign) => sign !== 'ok')
  return { schema: db.pragma('user_version', { simple: true }) as number, signs: signs.flatMap((sign) => sign.split('\n')) }
}

/**
 * Looks the database over before anything is written on a day (YYYY-MM-DD) for the first time, so that a damaged one is not
 * written. An empty one is not looked at. Throws `database_damaged`.
 */
export function checkBeforeFirstWrite(db: Database.Database, day: string): void {
  if (checkedOn(db) === day) return
  if (isFilled(db) && checkHealth(db).signs.length > 0) throw damaged(db.name)
  db.prepare("INSERT INTO meta (name, value) VALUES ('checked', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(
    day,
  )
}

/** Whether the first write of a day will look the database over. */
export function isUnchecked(db: Database.Database, day: string): boolean {
  return isFilled(db) && checkedOn(db) !== day
}

function checkedOn(db: Database.Database): string | undefined {
  return db.prepare<[], string>("SELECT value FROM meta WHERE name = 'checked'").pluck().get()
}

function isFilled(db: Database.Database): boolean {
  return db.prepare('SELECT 1 FROM imports UNION ALL SELECT 1 FROM audit LIMIT 1').get() !== undefined
}

/** One transaction that writes, on a database that was looked over on this day (YYYY-MM-DD). Throws `database_damaged`. */
export function writeSound<T>(db: Database.Database, today: string, statement: () => T): T {
  return db
    .transaction(() => {
      checkBeforeFirstWrite(db, today)
      return statement()
    })
    .immediate()
}
