/** Files that entries of the audit speak of: noted with the entry, and settled once they are in their places. */

import { hostname, userInfo } from 'node:os'
import type { AuditEntry, OpenPromise, PromisedFile } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'

/** Whose files these are, and on which machine: no one else can say what became of them. */
export function ownPlace(): string {
  return `${userInfo().username}@${hostname()}`
}

/** Notes the files of entries, in the transaction that adds these. A missing file about the same thing counts as replaced. */
export async function promise(
  link: Connection,
  promises: ReadonlyArray<{ entry: Pick<AuditEntry, 'id' | 'request'>; files: readonly PromisedFile[] }>,
): Promise<void> {
  for (const { entry, files } of promises)
    for (const { folder, staged, file, sha256, about: what } of files) {
      const about = entry.request === null ? what : ofRequest(entry.request, what)
      await Promise.all([
        replaceMissing(link, about),
        link.change(
          `INSERT INTO promised_files (entry, folder, staged, file, sha256, about, state, place)
           VALUES ($1, $2, $3, $4, $5, $6, 'staged', $7)`,
          [entry.id, folder, staged, file, sha256, about, ownPlace()],
        ),
      ])
    }
}

/** Those of this person on this machine that are not known to be in their places, oldest first. */
export function openPromises(link: Connection): Promise<OpenPromise[]> {
  return link.rows<OpenPromise>(
    `SELECT id, entry, folder, staged, file, sha256, about, state FROM promised_files
     WHERE state IN ('staged', 'missing') AND place = $1 ORDER BY id`,
    [ownPlace()],
  )
}

/** The folders of all of these, whatever became of them, but for those of imports: rejected rows are where the exports are. */
export async function promisedFolders(link: Connection): Promise<string[]> {
  const rows = await link.lists<[string]>(
    `SELECT DISTINCT folder FROM promised_files JOIN audit ON audit.id = entry WHERE action <> 'imported' AND place = $1 ORDER BY folder`,
    [ownPlace()],
  )
  return rows.map(([folder]) => folder)
}

/** Notes what became of files, by the names they were written under first. */
export async function settle(link: Connection, found: ReadonlyMap<string, 'placed' | 'missing'>): Promise<void> {
  await link.change(
    `UPDATE promised_files SET state = found.state FROM unnest($1::text[], $2::text[]) AS found (staged, state)
     WHERE promised_files.staged = found.staged AND promised_files.state IN ('staged', 'missing')`,
    [[...found.keys()], [...found.values()]],
  )
}

/** A reply to a request was written again: a lost one is no longer missed. */
export async function replaceReply(link: Connection, request: number, reply: string): Promise<void> {
  await replaceMissing(link, ofRequest(request, reply))
}

/** What the draft of a reply to a request is of. */
function ofRequest(request: number, reply: string): string {
  return `request ${request}: ${reply}`
}

async function replaceMissing(link: Connection, about: string): Promise<void> {
  await link.change("UPDATE promised_files SET state = 'replaced' WHERE about = $1 AND state = 'missing'", [about])
}
