/** Whether the database is sound, as far as the engine can tell without comparing every index entry. */

import type Database from 'better-sqlite3'
import { MOVED, type Moved, movedAway, readMoved } from '../moving/moved.ts'
import type { Health } from '../store.ts'
import { damaged } from './engine-errors.ts'

/** Damage is rarely alone; the first signs are enough. */
const MOST_SIGNS = 10

/** Trusts nothing that the file says of itself: no function of its schema does anything, and no page is believed unseen. */
export function hardened(db: Database.Database): void {
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
}

/** What the engine says of an index that does not fit its table; the table itself is whole. */
const OF_AN_INDEX =
  /^(?:row \d+ missing from index |wrong # of entries in index |non-unique entry in index |row \d+ values differ from index )/

/**
 * Looks at every page, and at what each row must be by its table. That finds an index of another length than its table; `thorough`
 * compares them entry by entry, which takes twice as long.
 */
export function checkHealth(db: Database.Database, { thorough } = { thorough: false }): Health {
  const quick = signsOf(db, 'quick_check')
  const all = thorough && quick.every((sign) => OF_AN_INDEX.test(sign)) ? signsOf(db, 'integrity_check') : quick
  const [pageSize, pages, freePages] = ['page_size', 'page_count', 'freelist_count'].map(
    (name) => db.pragma(name, { simple: true }) as number,
  ) as [number, number, number]
  return {
    schema: db.pragma('user_version', { simple: true }) as number,
    signs: all.filter((sign) => !OF_AN_INDEX.test(sign)),
    indexSigns: all.filter((sign) => OF_AN_INDEX.test(sign)),
    bytes: pageSize * pages,
    unusedBytes: pageSize * freePages,
  }
}

/** Whether neither a table nor an index shows a sign of damage. */
export function isSound({ signs, indexSigns }: Health): boolean {
  return signs.length + indexSigns.length === 0
}

function signsOf(db: Database.Database, check: 'quick_check' | 'integrity_check'): string[] {
  const said = db.prepare<[], string>(`PRAGMA ${check}(${MOST_SIGNS})`).pluck().all()
  return said.filter((sign) => sign !== 'ok').flatMap((sign) => sign.split('\n'))
}

/**
 * Looks the database over before anything is written on a day (YYYY-MM-DD) for the first time, so that a damaged one is not
 * written. An empty one is not looked at. Throws `database_damaged`, and `desk_moved`.
 */
export function checkBeforeFirstWrite(db: Database.Database, day: string): void {
  const moved = movedIn(db)
  if (moved) throw movedAway(db.name, moved)
  if (checkedOn(db) === day) return
  if (isFilled(db) && !isSound(checkHealth(db))) throw damaged(db.name)
  db.prepare("INSERT INTO meta (name, value) VALUES ('checked', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(
    day,
  )
}

/** Whether the first write of a day will look the database over. */
export function isUnchecked(db: Database.Database, day: string): boolean {
  return isFilled(db) && checkedOn(db) !== day
}

/** Where the desk was moved to; null where it was not. */
export function movedIn(db: Database.Database): Moved | null {
  return readMoved(db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck().get(MOVED))
}

function checkedOn(db: Database.Database): string | undefined {
  return db.prepare<[], string>("SELECT value FROM meta WHERE name = 'checked'").pluck().get()
}

/** Whether anything was ever recorded. */
export function isFilled(db: Database.Database): boolean {
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
