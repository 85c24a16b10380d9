/** What a newer program folds differently is folded again: the dictionary of names, aliases, and the keys that are made of names. */

import type Database from 'better-sqlite3'
import { KEY_MARK } from '../../records/key.ts'
import type { Kind, Value } from '../../records/kind.ts'
import { foldName } from '../../records/name.ts'
import { columnOf, columnsOf, recordMaker } from './tables.ts'

/** Names that may hold signs, which are part of a name since the second way of folding; others than ASCII may turn out to be one. */
const MAY_HAVE_SIGN = "GLOB '*[^ !\"$%''()*,./0-9:;<=>?A-Z^_\u0060a-z{|}~-]*'"
const SIGNS = /[+#&@]+/g

/** Folds every name that is kept; called once, inside the transaction that brings a database up to date. */
export function refold(db: Database.Database, kinds: readonly Kind[]): void {
  const update = db.prepare('UPDATE names SET light = ?, folded = ?, core = ? WHERE name = ?')
  for (const name of db.prepare('SELECT name FROM names').pluck().all() as string[]) {
    const { light, folded, core } = foldName(name)
    update.run(light, folded, core, name)
  }
  const alias = db.prepare('UPDATE aliases SET folded = ? WHERE id = ?')
  for (const { id, name } of db.prepare('SELECT id, name FROM aliases').all() as { id: number; name: string }[]) {
    alias.run(foldName(name).folded, id)
  }
  for (const kind of kinds) rekeyRejects(db, kind, rekey(db, kind))
}

/** Gives the keys that records had, and have now. */
function rekey(db: Database.Database, kind: Kind): Map<string, string> {
  const rekeyed = new Map<string, string>()
  const texts = kind.keyFields.filter((field) => kind.fields[field]?.type === 'text').map(columnOf)
  if (texts.length === 0) return rekeyed
  const toRecord = recordMaker<Record<string, Value>>(kind, 2)
  // Two open records that are one now: the other keeps its key, and goes stale.
  const update = db.prepare(`UPDATE OR IGNORE ${kind.kind} SET key = ? WHERE version = ?`)
  const rows = db
    .prepare<[], [version: number, key: string, ...unknown[]]>(
      `SELECT version, key, ${columnsOf(kind).join(', ')} FROM ${kind.kind} WHERE ${texts.map((text) => `${text} ${MAY_HAVE_SIGN}`).join(' OR ')}`,
    )
    .raw()
    .all()
  for (const row of rows) {
    const key = kind.key(toRecord(row))
    if (key === null || key === row[1]) continue
    update.run(key, row[0])
    rekeyed.set(row[1], key)
  }
  return rekeyed
}

/** Of a rejected row only its key and its name are kept: its record's new key, else the name within the key. */
function rekeyRejects(db: Database.Database, { kind }: Kind, rekeyed: ReadonlyMap<string, string>): void {
  const update = db.prepare('UPDATE set_aside SET key = ? WHERE rowid = ?')
  const rows = db
    .prepare<[string], { rowid: number; key: string; name: string | null }>(
      'SELECT rowid, key, name FROM set_aside WHERE kind = ? AND key IS NOT NULL',
    )
    .all(kind)
  for (const { rowid, key, name } of rows) {
    const { folded } = foldName(name ?? '')
    const before = folded.replace(SIGNS, '')
    const parts = key.split(KEY_MARK).map((part) => (part === before ? folded : part))
    const now = rekeyed.get(key) ?? parts.join(KEY_MARK)
    if (now !== key) update.run(now, rowid)
  }
}
