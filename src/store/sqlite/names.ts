import type Database from 'better-sqlite3'
import type { Kind } from '../../records/kind.ts'
import { foldName } from '../../records/name.ts'
import { ownText } from '../../records/own-text.ts'

/** Where the partner's name stands among the values of a row; -1 where the kind has none. */
export function namePlace(kind: Kind): number {
  return kind.partnerName === null ? -1 : Object.keys(kind.fields).indexOf(kind.partnerName)
}

/** Keeps the folded forms of each partner name once, however many rows hold it. */
export function nameLearner(db: Database.Database): (name: unknown) => void {
  const known = new Set<string>()
  const insert = db.prepare('INSERT INTO names (name, light, folded, core) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
  return (name) => {
    if (typeof name !== 'string' || known.has(name)) return
    known.add(ownText(name))
    const { light, folded, core } = foldName(name)
    insert.run(name, light, folded, core)
  }
}
