/** Takes a person out of the records: the row stays, so that nothing that is counted changes, and no longer says who it is. */

import type Database from 'better-sqlite3'
import type { Kind, Value } from '../../../records/kind.ts'
import { makeWhole } from '../past/thinned.ts'
import { columnOf, columnsOf, recordMaker, seenTable, textFields } from '../tables.ts'
import type { Scrub } from './scrub.ts'

export type Row = [version: number, key: string, extra: string | null, ...values: unknown[]]
export type Plain = Record<string, Value>
type Person = Kind['people'][number]

export interface OfKind {
  kind: string
  records: number
  versions: number
}

/**
 * Every version of every record with the address, closed ones too, and those of the same record that have the name without it; the
 * names and keys that go with it are learned.
 */
export function forgetInRecords(
  db: Database.Database,
  kinds: readonly Kind[],
  scrub: Scrub,
): { of: OfKind[]; imports: Set<number> } {
  const imports = new Set<number>()
  const of = kinds.flatMap((kind) => {
    const versions = new Set<number>()
    const keys = new Set<string>()
    const take = (person: Person, row: Row): void => {
      const [version] = row
      versions.add(version)
      keys.add(change(db, kind, person, row, scrub))
      for (const seen of seenIn(db, kind, version)) imports.add(seen)
    }
    for (const person of kind.people) {
      const email = `lower(trim(${columnOf(person.email)}))`
      makeWhole(db, kind, `key IN (SELECT key FROM ${kind.kind} WHERE ${email} = ?)`, scrub.address)
      const rows = rowsOf(db, kind, email, scrub.address)
      const others = sameRecords(db, kind, person, rows)
      for (const row of [...rows, ...others]) take(person, row)
    }
    return versions.size === 0 ? [] : [{ kind: kind.kind, records: keys.size, versions: versions.size }]
  })
  return { of, imports }
}

/** Other versions of the same records with the same name in the same field: of files without the address, or with an older one. */
function sameRecords(db: Database.Database, kind: Kind, { name }: Person, rows: readonly Row[]): Row[] {
  if (name === null) return []
  const known = new Set(rows.map(([version]) => version))
  const keysOf = new Map<string, Set<string>>()
  const toRecord = recordMaker<Plain>(kind, 3)
  for (const row of rows) {
    const own = toRecord(row)[name]
    if (typeof own !== 'string' || own.trim() === '') continue
    keysOf.set(own.trim(), (keysOf.get(own.trim()) ?? new Set()).add(row[1]))
  }
  return [...keysOf].flatMap(([own, keys]) =>
    rowsOf(db, kind, `trim(${columnOf(name)})`, own).filter(([version, key]) => keys.has(key) && !known.has(version)),
  )
}

function rowsOf(db: Database.Database, kind: Kind, what: string, is: string): Row[] {
  return db
    .prepare<[string], Row>(`SELECT version, key, extra, ${columnsOf(kind).join(', ')} FROM ${kind.kind} WHERE ${what} = ?`)
    .raw()
    .all(is)
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
function change(db: Database.Database, kind: Kind, person: Person, row: Row, scrub: Scrub): string {
  const [version, key, extra] = row
  const record = recordMaker<Plain>(kind, 3)(row)
  const { email, name, more } = person
  if (name !== null) scrub.addName(record[name] as string | null)
  const about = [email, ...(name === null ? [] : [name]), ...more]
  // A note of the row may have the name. Which partner it is of stays.
  const notes = textFields(kind).filter(
    (field) => !about.includes(field) && field !== kind.partnerName && !kind.keyFields.includes(field),
  )
  const fields = [...about, ...notes]
  const values = Object.fromEntries(
    fields.map((field) => {
      const value = record[field] ?? null
      if (!about.includes(field)) return [field, typeof value === 'string' ? scrub.text(value, true) : value]
      const stays = kind.keyFields.includes(field) || kind.fields[field]?.filled === true
      return [field, value !== null && stays ? scrub.id : null]
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
