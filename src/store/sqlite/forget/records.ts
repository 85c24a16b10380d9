/** Takes a person out of the records: the row stays, so that nothing that is counted changes, and no longer says who it is. */

import type Database from 'better-sqlite3'
import type { Kind, Value } from '../../../records/kind.ts'
import { makeWhole } from '../past/thinned.ts'
import { columnOf, columnsOf, recordMaker, seenTable } from '../tables.ts'
import type { Scrub } from './scrub.ts'

type Row = [version: number, key: string, extra: string | null, ...values: unknown[]]
type Plain = Record<string, Value>

export interface OfKind {
  kind: string
  records: number
  versions: number
}

/** Every version of every record with the address, closed ones too; the names and keys that go with it are learned. */
export function forgetInRecords(
  db: Database.Database,
  kinds: readonly Kind[],
  scrub: Scrub,
): { of: OfKind[]; imports: Set<number> } {
  const imports = new Set<number>()
  const of = kinds.flatMap((kind) => {
    const versions = new Set<number>()
    const keys = new Set<string>()
    for (const person of kind.people) {
      const isTheirs = `lower(trim(${columnOf(person.email)})) = ?`
      makeWhole(db, kind, `key IN (SELECT key FROM ${kind.kind} WHERE ${isTheirs})`, scrub.address)
      for (const [version, key, ...rest] of rowsOf(db, kind, person.email, scrub.address)) {
        versions.add(version)
        keys.add(change(db, kind, person, [version, key, ...rest], scrub))
        for (const seen of seenIn(db, kind, version)) imports.add(seen)
      }
    }
    return versions.size === 0 ? [] : [{ kind: kind.kind, records: keys.size, versions: versions.size }]
  })
  return { of, imports }
}

function rowsOf(db: Database.Database, kind: Kind, email: string, address: string): Row[] {
  return db
    .prepare<[string], Row>(
      `SELECT version, key, extra, ${columnsOf(kind).join(', ')} FROM ${kind.kind} WHERE lower(trim(${columnOf(email)})) = ?`,
    )
    .raw()
    .all(address)
}

/** The imports that brought a version, and that last had it. */
function seenIn(db: Database.Database, kind: Kind, version: number): number[] {
  return db
    .prepare<[number, number], number>(
      `SELECT valid_from FROM ${kind.kind} WHERE version = ? UNION SELECT seen_in FROM ${seenTable(kind)} WHERE version = ?`,
    )
    .pluck()
    .all(version, version)
}

/** Changes one version, and gives its new key. A field that must be filled, or is part of the key, gets the id instead of nothing. */
function change(db: Database.Database, kind: Kind, person: Kind['people'][number], row: Row, scrub: Scrub): string {
  const [version, key, extra] = row
  const record = recordMaker<Plain>(kind, 3)(row)
  const { email, name, more } = person
  if (name !== null) scrub.addName(record[name] as string | null)
  const fields = [email, ...(name === null ? [] : [name]), ...more]
  const values = Object.fromEntries(
    fields.map((field) => {
      const stays = kind.keyFields.includes(field) || kind.fields[field]?.filled === true
      return [field, record[field] !== null && stays ? scrub.id : null]
    }),
  )
  const after = fields.some((field) => kind.keyFields.includes(field)) ? (kind.key({ ...record, ...values }) ?? key) : key
  if (after !== key) scrub.addKey(key, after)
  const own = extra === null ? null : JSON.stringify(scrub.json(JSON.parse(extra), true))
  const sets = fields.map((field) => `${columnOf(field)} = ?`).join(', ')
  db.prepare(`UPDATE ${kind.kind} SET key = ?, extra = ?, ${sets} WHERE version = ?`).run(
    after,
    own,
    ...fields.map((field) => values[field] ?? null),
    version,
  )
  return after
}

/** Every other text of a record, a rejected row or an import that has the address in it: a note, the name of a file. */
export function forgetInTexts(db: Database.Database, kinds: readonly Kind[], scrub: Scrub): number {
  const places = kinds.flatMap((kind) => {
    const texts = Object.entries(kind.fields).flatMap(([name, { type }]) =>
      type === 'boolean' || type === 'count' ? [] : [columnOf(name)],
    )
    return ['key', 'extra', ...texts].map((column) => [kind.kind, column] as const)
  })
  return [...places, ['imports', 'file'] as const, ['aliases', 'name'] as const].reduce(
    (sum, [table, column]) => sum + forgetInColumn(db, table, column, scrub),
    0,
  )
}

function forgetInColumn(db: Database.Database, table: string, column: string, scrub: Scrub): number {
  const found = db
    .prepare<[string], { rowid: number; text: string }>(
      `SELECT rowid, ${column} AS text FROM ${table} WHERE instr(lower(${column}), ?) > 0`,
    )
    .all(scrub.address)
    .map(({ rowid, text }) => ({ rowid, text, own: scrub.text(text, false) }))
    .filter(({ text, own }) => text !== own)
  const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`)
  for (const { rowid, own } of found) update.run(own, rowid)
  return found.length
}

/** What rejected rows were about: their keys go with those of the records, so that what is in doubt stays so. */
export function forgetInRejected(db: Database.Database, scrub: Scrub): number {
  return ['key', 'name'].reduce((sum, column) => sum + forgetInColumn(db, 'set_aside', column, scrub), 0)
}

/** A spelling in the dictionary that no partner has: it can only be the person's. */
export function forgetInNames(db: Database.Database, kinds: readonly Kind[], scrub: Scrub): void {
  const used = kinds.flatMap((kind) =>
    kind.partnerName ? [`EXISTS (SELECT 1 FROM ${kind.kind} WHERE ${columnOf(kind.partnerName)} = names.name)`] : [],
  )
  const remove = db.prepare(`DELETE FROM names WHERE name = ? AND NOT (${used.join(' OR ')})`)
  for (const name of scrub.names) remove.run(name)
}

/** Records that still have the name, which may be someone else's. */
export function sameNameIn(db: Database.Database, kinds: readonly Kind[], scrub: Scrub): { kind: string; records: number }[] {
  if (scrub.names.size === 0) return []
  const names = JSON.stringify([...scrub.names].map((name) => name.toLowerCase()))
  return kinds.flatMap((kind) => {
    const texts = Object.entries(kind.fields).flatMap(([name, { type }]) => (type === 'text' ? [columnOf(name)] : []))
    const has = texts.map((column) => `lower(trim(${column})) IN (SELECT value FROM json_each(@names))`).join(' OR ')
    if (texts.length === 0) return []
    const records = db
      .prepare<[{ names: string }], number>(`SELECT count(DISTINCT key) FROM ${kind.kind} WHERE ${has}`)
      .pluck()
      .get({ names })
    return records ? [{ kind: kind.kind, records }] : []
  })
}
