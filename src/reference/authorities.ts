/** Who may approve what: `data/authorities.json`, typed. */

import * as v from 'valibot'
import type { AuthorityPolicy } from '../rules/authority.ts'
import { readReference } from './data-files.ts'

const day = v.nullable(v.pipe(v.string(), v.isoDate()))
const dated = { from: day, to: day }
const groups = v.array(v.pipe(v.array(v.string()), v.minLength(1)))
const authorities = v.pipe(
  v.object({
    notNames: v.object({ words: v.array(v.string()) }),
    roles: v.array(
      v.object({
        id: v.string(),
        title: v.string(),
        about: v.string(),
        named: v.object({ by: v.string(), since: v.pipe(v.string(), v.isoDate()) }),
        people: v.array(v.object({ name: v.pipe(v.string(), v.minLength(2)), ...dated })),
      }),
    ),
    versions: v.array(
      v.object({
        version: v.string(),
        ...dated,
        about: v.string(),
        source: v.string(),
        exception: groups,
        override: v.record(v.string(), groups),
        restricted: groups,
        other: groups,
      }),
    ),
  }),
  v.check(
    ({ roles, versions }) =>
      versions
        .flatMap(({ exception, override, restricted, other }) => [exception, restricted, other, ...Object.values(override)])
        .flat(2)
        .every((id) => roles.some((role) => role.id === id)),
    'a version names a role that is not among the roles',
  ),
)

/** The roles, each with who holds it and when, and the versions of what they may approve. */
interface Authorities {
  /** Words that no name is made of. */
  notNames: { words: string[] }
  roles: {
    id: string
    title: string
    about: string
    /** The page that names the role and its people, and its first day. */
    named: { by: string; since: string }
    people: { name: string; from: string | null; to: string | null }[]
  }[]
  versions: AuthorityPolicy[]
}

/** Reads who may approve what. Throws the refusal `bad_reference_data`. */
export function readAuthorities(): Authorities {
  return readReference('authorities.json', authorities)
}

/** Who holds a role on a day; null where no one is named. */
export function holderOf(role: string, today: string): string | null {
  const people = readAuthorities().roles.find(({ id }) => id === role)?.people ?? []
  return people.find(({ from, to }) => (from === null || from <= today) && (to === null || today <= to))?.name ?? null
}
