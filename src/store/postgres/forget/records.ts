/** Takes a person out of the records: the row stays, so that nothing that is counted changes, and no longer says who it is. */

import type { Kind } from '../../../records/kind.ts'
import type { Scrub } from '../../forget/scrub.ts'
import { namesIn, type Person, type Version, withoutPerson } from '../../forget/versions.ts'
import type { Forgotten } from '../../forgotten.ts'
import type { Connection } from '../connection/connection.ts'
import { columnOf, seenTable, tableOf } from '../tables.ts'
import { versionsWhere, writeVersions } from './versions.ts'

/**
 * Every version of every record with the address, closed ones too, and those of the same record that have the name without it; the
 * names and keys that go with it are learned. `imports`: those that brought such a version, or had it last.
 */
export async function forgetInRecords(
  link: Connection,
  kinds: readonly Kind[],
  scrub: Scrub,
): Promise<{ of: Forgotten['records'][number][]; imports: Set<number> }> {
  const imports = new Set<number>()
  const of: Forgotten['records'][number][] = []
  for (const kind of kinds) {
    const versions = new Set<number>()
    const keys = new Set<string>()
    for (const person of kind.people) {
      const rows = await versionsOf(link, kind, person, scrub)
      const after = rows.map((row) => withoutPerson(kind, person, row, scrub))
      await writeVersions(link, kind, after, scrub)
      for (const { version, key } of after) {
        versions.add(version)
        keys.add(key)
      }
    }
    if (versions.size === 0) continue
    of.push({ kind: kind.kind, records: keys.size, versions: versions.size })
    for (const seen of await seenIn(link, kind, versions)) imports.add(seen)
  }
  return { of, imports }
}

/**
 * The versions with the address; then others of the same records with the same name in the same field: of files without the address, or
 * with an older one.
 */
async function versionsOf(link: Connection, kind: Kind, person: Person, { address }: Scrub): Promise<Version[]> {
  const rows = await versionsWhere(link, kind, (bound) => `lower(trim(${columnOf(person.email)})) = ${bound.of(address)}`)
  const known = new Set(rows.map(({ version }) => version))
  const others: Version[] = []
  for (const [name, keys] of namesIn(person, rows)) {
    const named = await versionsWhere(
      link,
      kind,
      (bound) => `trim(${columnOf(person.name ?? '')}) = ${bound.of(name)} AND key = ANY(${bound.texts(keys)})`,
    )
    others.push(...named.filter(({ version }) => !known.has(version)))
  }
  return [...rows, ...others]
}

async function seenIn(link: Connection, kind: Kind, versions: ReadonlySet<number>): Promise<number[]> {
  const rows = await link.lists<[number]>(
    `SELECT valid_from FROM ${tableOf(kind)} WHERE version = ANY($1::integer[])
     UNION SELECT seen_in FROM ${seenTable(kind)} WHERE version = ANY($1::integer[])`,
    [[...versions]],
  )
  return rows.map(([id]) => id)
}
