/** What a version of a record says once a person is taken out of it. Which versions these are, an engine finds. */

import type { Kind, Value } from '../../records/kind.ts'
import type { Scrub } from './scrub.ts'

type Plain = Readonly<Record<string, Value>>
export type Person = Kind['people'][number]

/** A version as a table has it. */
export interface Version {
  version: number
  key: string
  /** The columns that phd does not know, as JSON. */
  extra: string | null
  record: Plain
}

/** What takes its place: key, extra and some of its fields. */
export interface ScrubbedVersion {
  version: number
  key: string
  extra: string | null
  values: Plain
}

/** The names that a person of a kind has in versions, trimmed, each with the keys of the records that have it. */
export function namesIn({ name }: Person, versions: readonly Version[]): Map<string, string[]> {
  const named = versions.flatMap(({ key, record }) => {
    const own = name === null ? null : record[name]
    return typeof own === 'string' && own.trim() !== '' ? [{ own: own.trim(), key }] : []
  })
  const byName = Map.groupBy(named, ({ own }) => own)
  return new Map([...byName].map(([own, all]) => [own, [...new Set(all.map(({ key }) => key))]]))
}

/**
 * A version about the person. A field that must be filled, or is part of the key, gets the id instead of nothing. The name and the key are
 * learned.
 */
export function withoutPerson(
  kind: Kind,
  person: Person,
  { version, key, extra, record }: Version,
  scrub: Scrub,
): ScrubbedVersion {
  const { email, name, more } = person
  if (name !== null) scrub.addName(record[name] as string | null)
  const about = [email, ...(name === null ? [] : [name]), ...more]
  // A note of the row may have the name. Which partner it is of stays.
  const notes = textFields(kind).filter(
    (field) => !about.includes(field) && field !== kind.partnerName && !kind.keyFields.includes(field),
  )
  const values = Object.fromEntries(
    [...about, ...notes].map((field) => {
      const value = record[field] ?? null
      if (!about.includes(field)) return [field, typeof value === 'string' ? scrub.text(value, true) : value]
      const stays = kind.keyFields.includes(field) || kind.fields[field]?.filled === true
      return [field, value !== null && stays ? scrub.id : null]
    }),
  )
  const isOfKey = about.some((field) => kind.keyFields.includes(field))
  const wanted = isOfKey ? (kind.key({ ...record, ...values }) ?? key) : key
  const after = wanted === key ? key : scrub.newKey(kind.kind, key, wanted)
  return { version, key: after, extra: extraWithout(extra, scrub, true), values }
}

/** A version that may have the address in other texts; null where it has not. `mentions`: in how many. A key that changes is learned. */
export function withoutMentions(
  kind: Kind,
  { version, key, extra, record }: Version,
  scrub: Scrub,
): (ScrubbedVersion & { mentions: number }) | null {
  const values: Record<string, Value> = {}
  for (const field of textFields(kind)) {
    const value = record[field]
    const after = typeof value === 'string' ? scrub.text(value, false) : value
    if (after !== undefined && after !== value) values[field] = after
  }
  const changed = Object.keys(values)
  const isOfKey = changed.some((field) => kind.keyFields.includes(field))
  const wanted = isOfKey ? (kind.key({ ...record, ...values }) ?? scrub.key(key)) : scrub.key(key)
  const ownKey = wanted === key ? key : scrub.newKey(kind.kind, key, wanted)
  const ownExtra = extraWithout(extra, scrub, false)
  const mentions = changed.length + Number(ownKey !== key) + Number(ownExtra !== extra)
  return mentions === 0 ? null : { version, key: ownKey, extra: ownExtra, values, mentions }
}

/** The fields of a kind that are kept as text. */
export function textFields(kind: Kind): string[] {
  return Object.entries(kind.fields).flatMap(([name, { type }]) => (type === 'boolean' || type === 'count' ? [] : [name]))
}

/** The fields of a kind in which anyone may be named. */
export function freeFields(kind: Kind): string[] {
  return Object.entries(kind.fields).flatMap(([name, { type }]) => (type === 'text' ? [name] : []))
}

function extraWithout(extra: string | null, scrub: Scrub, withName: boolean): string | null {
  return extra === null ? null : JSON.stringify(scrub.json(JSON.parse(extra), withName))
}
