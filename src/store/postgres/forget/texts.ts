/** Takes a person out of what is not a record of theirs: notes, names, keys, rejected rows, the dictionary of names. */

import type { Kind } from '../../../records/kind.ts'
import { foldName } from '../../../records/name.ts'
import type { Scrub } from '../../forget/scrub.ts'
import { freeFields, textFields, withoutMentions } from '../../forget/versions.ts'
import type { Forgotten } from '../../forgotten.ts'
import { Bound } from '../bound.ts'
import type { Connection } from '../connection/connection.ts'
import { learnNames } from '../recording/names.ts'
import { columnOf, tableOf } from '../tables.ts'
import { versionsWhere, writeVersions } from './versions.ts'

/** Every other text of a record, an alias or an import that has the address in it: a note, the name of a file. Gives how many. */
export async function forgetInTexts(link: Connection, kinds: readonly Kind[], scrub: Scrub): Promise<number> {
  let mentions = 0
  for (const kind of kinds) mentions += await forgetInKind(link, kind, scrub)
  const inAliases = await forgetInColumn(link, ['aliases', 'name'], scrub)
  await foldAliases(link, inAliases.texts)
  const inImports = await forgetInColumn(link, ['imports', 'file'], scrub)
  const inClaims = await forgetInColumn(link, ['claims', 'holder'], scrub)
  return mentions + inAliases.rows + inImports.rows + inClaims.rows
}

async function forgetInKind(link: Connection, kind: Kind, scrub: Scrub): Promise<number> {
  const places = ['key', 'extra', ...textFields(kind).map(columnOf)]
  const rows = await versionsWhere(link, kind, (bound) => {
    const [address, folded] = [bound.of(scrub.address), bound.of(scrub.folded)]
    return [...places.map((column) => `strpos(lower(${column}), ${address}) > 0`), `strpos(key, ${folded}) > 0`].join(' OR ')
  })
  const changed = rows.flatMap((row) => withoutMentions(kind, row, scrub) ?? [])
  await writeVersions(link, kind, changed, scrub)
  return changed.reduce((sum, { mentions }) => sum + mentions, 0)
}

/** What rejected rows were about: their keys go with those of the records, so that what is in doubt stays so. */
export async function forgetInRejected(link: Connection, scrub: Scrub): Promise<number> {
  const inKeys = await forgetInColumn(link, ['set_aside', 'key'], scrub)
  const inNames = await forgetInColumn(link, ['set_aside', 'name'], scrub)
  return inKeys.rows + inNames.rows
}

/** Replaces the values of a column that have the address. Gives how many rows had one, and what these say since. */
async function forgetInColumn(
  link: Connection,
  [table, column]: [table: string, column: string],
  scrub: Scrub,
): Promise<{ rows: number; texts: string[] }> {
  const bound = new Bound()
  const has = `strpos(lower(${column}), ${bound.of(scrub.address)}) > 0 OR strpos(${column}, ${bound.of(scrub.folded)}) > 0`
  const found = await link.lists<[string]>(`SELECT DISTINCT ${column} FROM ${table} WHERE ${has}`, bound.values)
  const changed = found
    .map(([before]) => ({ before, after: column === 'key' ? scrub.key(before) : scrub.text(before, false) }))
    .filter(({ before, after }) => before !== after)
  const texts = changed.map(({ after }) => after)
  const rows = await link.change(
    `UPDATE ${table} SET ${column} = after FROM unnest($1::text[], $2::text[]) AS changed (before, after) WHERE ${column} = before`,
    [changed.map(({ before }) => before), texts],
  )
  return { rows, texts }
}

/** An alias is found by its folded name. */
async function foldAliases(link: Connection, names: readonly string[]): Promise<void> {
  await link.change(
    `UPDATE aliases SET folded = own.folded FROM unnest($1::text[], $2::text[]) AS own (name, folded) WHERE aliases.name = own.name`,
    [names, names.map((name) => foldName(name).folded)],
  )
}

/** In the dictionary: spellings with the address, and the person's name where no partner has it. */
export async function forgetInNames(link: Connection, kinds: readonly Kind[], scrub: Scrub): Promise<void> {
  const bound = new Bound()
  const all = await link.lists<[string]>(
    `SELECT name FROM names WHERE strpos(lower(name), ${bound.of(scrub.address)}) > 0`,
    bound.values,
  )
  const changed = all
    .map(([before]) => ({ before, after: scrub.text(before, false) }))
    .filter(({ before, after }) => before !== after)
  await learnNames(
    link,
    changed.map(({ after }) => after),
  )
  await link.change('DELETE FROM names WHERE name = ANY($1::text[])', [changed.map(({ before }) => before)])
  const used = kinds.flatMap((kind) =>
    kind.partnerName ? [`EXISTS (SELECT FROM ${tableOf(kind)} own WHERE own.${columnOf(kind.partnerName)} = names.name)`] : [],
  )
  await link.change(`DELETE FROM names WHERE name = ANY($1::text[]) AND NOT (${['FALSE', ...used].join(' OR ')})`, [
    [...scrub.names],
  ])
}

/** Records that still have the name, which may be someone else's. */
export async function sameNameIn(
  link: Connection,
  kinds: readonly Kind[],
  scrub: Scrub,
): Promise<Forgotten['sameName']['records']> {
  const found: Forgotten['sameName']['records'][number][] = []
  for (const kind of scrub.names.size === 0 ? [] : kinds) {
    const texts = freeFields(kind).map((field) => `own.${columnOf(field)}`)
    if (texts.length === 0) continue
    const has = texts.map((column) => `${column} ILIKE likely.name`).join(' OR ')
    const rows = await link.lists<[key: string, ...texts: (string | null)[]]>(
      `SELECT DISTINCT key, ${texts.join(', ')} FROM ${tableOf(kind)} own
       WHERE EXISTS (SELECT FROM unnest($1::text[]) AS likely (name) WHERE ${has})`,
      [scrub.likeNames],
    )
    const keys = new Set(rows.flatMap(([key, ...own]) => (scrub.hasName(own.join('\n')) ? [key] : [])))
    if (keys.size > 0) found.push({ kind: kind.kind, records: keys.size })
  }
  return found
}
