/** Finds and changes the entries of the audit that have a person; see EntryScrub. */

import { EntryScrub, type ScrubbedEntry } from '../../forget/entries.ts'
import type { Scrub } from '../../forget/scrub.ts'
import type { Connection } from '../connection/connection.ts'
import { changingAudit, type OfEntries, wholeEntries } from '../recording/audit.ts'

/**
 * Takes the person out of every entry that is about them, in the transaction that is open; `mayHave`: the entries that have the letters of
 * the address. `sameName`: entries that only have the name.
 */
export async function forgetInEntries(
  link: Connection,
  scrub: Scrub,
  mayHave: readonly number[],
): Promise<{ entries: ScrubbedEntry[]; sameName: number[] }> {
  const entries = new EntryScrub(scrub)
  for await (const part of wholeEntries(link, (bound) => `id = ANY(${bound.numbers(mayHave)})`))
    for (const row of part) entries.learn(row)
  const likely: OfEntries = (bound) =>
    `id = ANY(${bound.numbers(entries.own)}) OR EXISTS (SELECT FROM unnest(${bound.texts(scrub.likeNames)}) AS likely (name)
      WHERE body ILIKE likely.name OR evidence ILIKE likely.name)`
  const changed: ScrubbedEntry[] = []
  for await (const part of wholeEntries(link, likely)) changed.push(...part.flatMap((row) => entries.replaced(row) ?? []))
  if (changed.length > 0)
    await changingAudit(link, () =>
      link.change(
        `UPDATE audit SET body = own.body, evidence = own.evidence
         FROM unnest($1::integer[], $2::text[], $3::text[]) AS own (id, body, evidence) WHERE audit.id = own.id`,
        [changed.map(({ id }) => id), changed.map(({ body }) => body), changed.map(({ evidence }) => evidence)],
      ),
    )
  return { entries: changed, sameName: entries.sameName }
}
