/** Writes drafts to a folder: all of them or none. */

import { join } from 'node:path'
import type { Context } from '../app/context.ts'
import { PhdError } from '../errors.ts'
import { StagedFiles } from '../files/staged-files.ts'
import type { DraftRecord } from '../requests/entries.ts'
import type { NewRequestEntry, RequestEntry, Store } from '../store/store.ts'
import type { PreparedDraft } from './prepared.ts'

export interface WrittenDraft {
  reply: string
  file: string
}

/** The entries that were recorded, and the drafts they speak of. */
interface RecordedDrafts {
  recorded: RequestEntry[]
  written: WrittenDraft[]
}

/**
 * Records entries together with the drafts that the last of them speaks of: the drafts are written and on the disk first, and get
 * their names once the entries are recorded. Throws what {@link StagedFiles} and recording refuse.
 */
export async function recordWithDrafts(
  store: Store,
  folder: string,
  prepared: readonly PreparedDraft[],
  entriesWith: (drafts: readonly DraftRecord[]) => NewRequestEntry[],
): Promise<RecordedDrafts> {
  const staged = new StagedFiles(folder)
  const drafts = prepared.map(({ reply, name, content }) => ({ reply: reply.name, ...staged.add(name, content, reply.name) }))
  const entries = entriesWith(drafts.map(({ reply, file, sha256 }) => ({ reply, file, sha256 })))
  const last = entries.length - 1
  const speaking = entries.map((entry, i) => (i === last ? { ...entry, files: drafts } : entry))
  const { recorded, paths } = await staged.record(store, speaking)
  return { recorded, written: drafts.map(({ reply, staged: name }) => ({ reply, file: paths.get(name) ?? '' })) }
}

/** Notes that drafts replace lost ones of a request. They are written, so it is not a failure if another phd keeps the note out. */
async function replaceLost(store: Store, request: number, prepared: readonly PreparedDraft[]): Promise<void> {
  try {
    for (const { reply } of prepared) await store.replacePromise(request, reply.name)
  } catch (error) {
    if (!(error instanceof PhdError) || error.kind !== 'busy') throw error
  }
}

/**
 * Writes drafts that no entry speaks of; gives their paths. In a dry run none is written, and their paths are told. `request`: they are the replies to this request once more, and stand
 * for those that were lost.
 */
export async function writeDrafts(
  context: Context,
  folder: string,
  prepared: readonly PreparedDraft[],
  request: number | null,
): Promise<WrittenDraft[]> {
  if (prepared.length === 0) return []
  if (context.dryRun) {
    for (const { name } of prepared) context.io.note(`would write ${join(folder, name)}`)
    return []
  }
  // What a run that was killed left in the folder comes first. A question about the past changes nothing that was recorded.
  const store = context.asOf === null ? await context.openStore('change') : null
  try {
    const staged = new StagedFiles(folder)
    for (const { reply, name, content } of prepared) staged.add(name, content, reply.name)
    const paths = await staged.publish()
    if (store && request !== null) await replaceLost(store, request, prepared)
    return prepared.map(({ reply }, i) => ({ reply: reply.name, file: paths[i] ?? '' }))
  } finally {
    await store?.close()
  }
}
