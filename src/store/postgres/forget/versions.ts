/** Versions of records as they are read to take a person out, and written. */

import type { Kind, Value } from '../../../records/kind.ts'
import type { Scrub } from '../../forget/scrub.ts'
import type { ScrubbedVersion, Version } from '../../forget/versions.ts'
import { Bound } from '../bound.ts'
import type { Connection } from '../connection/connection.ts'
import type { Condition } from '../reading/records.ts'
import { columnOf, columnsOf, recordMaker, tableOf } from '../tables.ts'

type Row = [version: number, key: string, extra: string | null, ...values: unknown[]]

/** The versions that meet a condition, closed ones too. */
export async function versionsWhere(link: Connection, kind: Kind, condition: Condition): Promise<Version[]> {
  const bound = new Bound()
  const rows = await link.lists<Row>(
    `SELECT version, key, extra, ${columnsOf(kind).join(', ')} FROM ${tableOf(kind)} WHERE ${condition(bound)} ORDER BY version`,
    bound.values,
  )
  const toRecord = recordMaker<Record<string, Value>>(kind, 3)
  return rows.map((row) => ({ version: row[0], key: row[1], extra: row[2], record: toRecord(row) }))
}

/** Writes what versions say since. */
export async function writeVersions(
  link: Connection,
  kind: Kind,
  versions: readonly ScrubbedVersion[],
  { openers }: Pick<Scrub, 'openers'>,
): Promise<void> {
  await Promise.all(
    versions.map(({ version, key, extra, values }) => {
      const bound = new Bound()
      const sets = Object.entries(values).map(([field, value]) => `, ${columnOf(field)} = ${bound.of(value)}`)
      return link.change(
        `UPDATE ${tableOf(kind)} SET key = ${bound.of(key)}, extra = ${bound.of(extra)}${sets.join('')}
         WHERE version = ${bound.of(version)}`,
        bound.values,
      )
    }),
  )
  const opened = await link.lists<[number]>(
    `SELECT DISTINCT valid_from FROM ${tableOf(kind)} WHERE version = ANY($1::integer[])`,
    [versions.map(({ version }) => version)],
  )
  for (const [id] of opened) openers.add(id)
}
