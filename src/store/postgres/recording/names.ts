/** The dictionary of names: each spelling with its folded forms. */

import { foldName } from '../../../records/name.ts'
import type { Connection } from '../connection/connection.ts'

/** Keeps the folded forms of names; what is known of a name does not change. */
export async function learnNames(link: Connection, names: Iterable<string>): Promise<void> {
  const folded = [...new Set(names)].map((name) => ({ name, ...foldName(name) }))
  if (folded.length === 0) return
  await link.change(
    `INSERT INTO names (name, light, folded, core) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
     ON CONFLICT DO NOTHING`,
    [
      folded.map(({ name }) => name),
      folded.map(({ light }) => light),
      folded.map((each) => each.folded),
      folded.map(({ core }) => core),
    ],
  )
}
