/** Takes a person out of the records: the row stays, so that nothing that is counted changes, and no longer says who it is. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import type { Scrub } from '../../forget/scrub.ts'
import { namesIn, type Person, type Version, withoutPerson } from '../../forget/versions.ts'
import type { Forgotten } from '../../forgotten.ts'
import { makeWhole } from '../past/thinned.ts'
import { columnOf, seenTable } from '../tables.ts'
import { versionsWhere, writeVersion } from './versions.ts'

/**
 * Every version of every record with the address, closed ones too, and those of the same record that have the name without it; the
 * names and keys that go with it are learned.
 */
export function forgetInRecords(
  db: Database.Database,
  kinds: readonly Kind[],
  scrub: Scrub,
): { of: Forgotten['records'][number][]; imports: Set<number> } {
  const imports = new Set<number>()
  const of = kinds.flatMap((kind) => {
    const versions = new Set<number>()
    const keys = new Set<string>()
    const take = (person: Person, row: Version): void => {
      const after = withoutPerson(kind, person, row, scrub)
      writeVersion(db, kind, after, scrub)
      versions.add(row.version)
      keys.add(after.key)
      for (const seen of seenIn(db, kind, row.version)) imports.add(seen)
    }
    for (const person of kind.people) {
      const email = `lower(trim(${columnOf(person.email)}))`
      makeWhole(db, kind, `key IN (SELECT key FROM ${kind.kind} WHERE ${email} = ?)`, scrub.address)
      const rows = versionsWhere(db, kind, `${email} = @address`, { address: scrub.address })
      const others = sameRecords(db, kind, person, rows)
      for (const row of [...rows, ...others]) take(person, row)
    }
    return versions.size === 0 ? [] : [{ kind: kind.kind, records: keys.size, versions: versions.size }]
  })
  return { of, imports }
}

/** Other versions of the same records with the same name in the same field: of files without the address, or with an older one. */
function sameRecords(db: Database.Database, kind: Kind, person: Person, rows: readonly Version[]): Version[] {
  const known = new Set(rows.map(({ version }) => version))
  return [...namesIn(person, rows)].flatMap(([name, keys]) =>
    versionsWhere(db, kind, `trim(${columnOf(person.name ?? '')}) = @name AND key IN (SELECT value FROM json_each(@keys))`, {
      name,
      keys: JSON.stringify(keys),
    }).filter(({ version }) => !known.has(version)),
  )
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
