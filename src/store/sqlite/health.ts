/** Whether the database is sound, as far as the engine can tell without comparing every index entry. */

import type Database from 'better-sqlite3'
import type { Health } from '../store.ts'

/** Damage is rarely alone; the first signs are enough. */
const MOST_SIGNS = 10

/** Looks at every page, and at what each row must be by its table. */
export function checkHealth(db: Database.Database): Health {
  const said = db.pragma(`quick_check(${MOST_SIGNS})`) as { quick_check: string }[]
  const signs = said.map(({ quick_check: sign }) => sign).filter((sign) => sign !== 'ok')
  return { schema: db.pragma('user_version', { simple: true }) as number, signs: signs.flatMap((sign) => sign.split('\n')) }
}
