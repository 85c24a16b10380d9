/** What a newer program folds differently is folded again: the dictionary of names, aliases, and the keys that are made of names. */

import type Database from 'better-sqlite3'
import { KEY_MARK } from '../../records/key.ts'
import type { Kind, Value } from '../../records/kind.ts'
import { foldName } from '../../records/name.ts'
import { columnOf, columnsOf, recordMaker } from './tables.ts'

/** Signs that are part of a name since the second way of folding; before, they were left out. */
const HAS_SIGN = "GLOB '*[+#&@\uff0b\uff03\uff06\uff20]*'"
const SIGNS = /[+#&@]+/g

/** Folds every name that is kept; to be called once, inside the transaction that brings a database up to date. */
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
  for (const kind of kinds) rekey(db, kind)
  rekeySetAside(db)
}

function rekey(db: Database.Database, kind: Kind): void {
  const texts = kind.keyFields.filter((field) => kind.fields[field]?.type === 'text').map(columnOf)
  if (texts.length === 0) return
  const toRecord = recordMaker<Record<string, Value>>(kind, 2)
  const update = db.prepare(`UPDATE ${kind.kind} SET key = ? WHERE version = ?`)
  const rows = db
    .prepare<[], [version: number, key: string, ...unknown[]]>(
      `SELECT version, key, ${columnsOf(kind).join(', ')} FROM ${kind.kind} WHERE ${texts.map((text) => `${text} ${HAS_SIGN}`).join(' OR ')}`,
    )
    .raw()
    .all()
  for (const row of rows) {
    const key = kind.key(toRecord(row))
    if (key !== null && key !== row[1]) update.run(key, row[0])
  }
}

/** Of a row that was set aside only its key and its name are kept, and the key begins with the name. */
function rekeySetAside(db: Database.Database): void {
  const update = db.prepare('UPDATE set_aside SET key = ? WHERE rowid = ?')
  const rows = db
    .prepare<[], { rowid: number; key: string; name: string }>(
      `SELECT rowid, key, name FROM set_aside WHERE key IS NOT NULL AND name ${HAS_SIGN}`,
    )
    .all()
  for (const { rowid, key, name } of rows) {
    const { folded } = foldName(name)
    const before = folded.replace(SIGNS, '')
    if (key === before || key.startsWith(`${before}${KEY_MARK}`)) update.run(folded + key.slice(before.length), rowid)
  }
}
