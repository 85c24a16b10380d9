/** Forgets a person: everything that the desk has of an address, in one transaction, with what was changed on record. */

import type { Kind } from '../../../records/kind.ts'
import { mayHave, refuseDamaged } from '../../forget/entries.ts'
import { type Found, forgotten, forgottenEntry, isNobody } from '../../forget/found.ts'
import { Scrub } from '../../forget/scrub.ts'
import type { Forgotten } from '../../forgotten.ts'
import type { Connection } from '../connection/connection.ts'
import { lockImports, type Running } from '../imports/import-records.ts'
import { appendAudit, lockEnd, verifyAudit } from '../recording/audit.ts'
import { inTransaction, ROLLED_BACK } from '../transaction.ts'
import { forgetInEntries } from './entries.ts'
import { forgetInRecords } from './records.ts'
import { forgetInNames, forgetInRejected, forgetInTexts, sameNameIn } from './texts.ts'

/**
 * Forgets the person with an address, in small letters; null where nothing is about them. Nobody imports or records meanwhile. Throws
 * `audit_damaged`: entries of an audit that is not as it was recorded are not changed.
 */
export function forgetPerson(
  link: Connection,
  kinds: readonly Kind[],
  { address, dryRun }: { address: string; dryRun: boolean },
  running: Running,
): Promise<Forgotten | null> {
  return inTransaction<Forgotten | null>(link, async () => {
    // Every text of the desk is looked through.
    await link.run('SET LOCAL statement_timeout = 0')
    await lockImports(link, running)
    const { entries } = await lockEnd(link)
    const scrub = new Scrub(address, `forgotten-${entries + 1}`)
    const found = await forgetEverywhere(link, kinds, scrub)
    if (found === null) return { [ROLLED_BACK]: null }
    const [entry = null] = await appendAudit(link, [forgottenEntry(scrub, found)], await running.recorder())
    return dryRun ? { [ROLLED_BACK]: forgotten(scrub, found, null) } : forgotten(scrub, found, entry)
  })
}

async function forgetEverywhere(link: Connection, kinds: readonly Kind[], scrub: Scrub): Promise<Found | null> {
  const likely: number[] = []
  refuseDamaged(await verifyAudit(link, (row) => mayHave(row, scrub) && likely.push(row.id)))
  const { of: records, imports } = await forgetInRecords(link, kinds, scrub)
  const mentions = await forgetInTexts(link, kinds, scrub)
  // After the records, whose keys they have.
  const rejected = await forgetInRejected(link, scrub)
  const { entries, sameName } = await forgetInEntries(link, scrub, likely)
  if (isNobody({ records, rejected, mentions, entries })) return null
  await forgetInNames(link, kinds, scrub)
  return {
    ...{ records, rejected, mentions, entries },
    sameName: { entries: sameName, records: await sameNameIn(link, kinds, scrub) },
    imports: await filesOf(link, imports),
    drafts: await draftsOf(
      link,
      entries.map(({ id }) => id),
    ),
  }
}

function filesOf(link: Connection, imports: ReadonlySet<number>): Promise<{ id: number; file: string }[]> {
  return link.rows('SELECT id, file FROM imports WHERE undoes IS NULL AND id = ANY($1::integer[]) ORDER BY id', [[...imports]])
}

function draftsOf(link: Connection, entries: readonly number[]): Promise<{ folder: string; file: string }[]> {
  return link.rows(
    'SELECT folder, file FROM promised_files WHERE entry = ANY($1::integer[]) GROUP BY folder, file ORDER BY min(id)',
    [entries],
  )
}
