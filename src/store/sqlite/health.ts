/** Whether the database is sound, as far as the engine can tell without comparing every index entry. */

import type Database from 'better-sqlite3'
import type { Health } from '../store.ts'
import { damaged } from './engine-errors.ts'

/** Damage is rarely alone; the first signs are enough. */
const MOST_SIGNS = 10

/** Looks at every page, and at what each row must be by its table. */
export function checkHealth(db: Database.Database): Health {
  const said = db.pragma(`quick_check(${MOST_SIGNS})`) as { quick_check: string }[]
  const signs = said.map(({ quick_check: sign }) => sign).filter((sign) => sign !== 'ok')
  return { schema: db.pragma('user_version', { simple: true }) as number, signs: signs.flatMap((sign) => sign.split('\n')) }
}

/**
 * Looks the database over before the first import of a day (YYYY-MM-DD), so that a damaged one is not written. An empty one is not
 * looked at. Throws `database_damaged`.
 */
export function checkBeforeFirstWrite(db: Database.Database, day: string): void {
  const checked = db.prepare<[], string>("SELECT value FROM meta WHERE name = 'checked'").pluck().get()
  if (checked === day) return
  if (db.prepare('SELECT 1 FROM imports LIMIT 1').get() !== undefined && checkHealth(db).signs.length > 0) throw damaged(db.name)
  db.prepare("INSERT INTO meta (name, value) VALUES ('checked', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(
    day,
  )
}
