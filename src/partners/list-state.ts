/** How far a list of a kind can be relied on: how old it is, and which of its rows were rejected. */

import type { Kind } from '../records/kind.ts'
import { isStale } from '../rules/verdict.ts'
import type { ImportEntry, RecordReader, RejectedRow } from '../store/store.ts'
import type { NamedPartner, NameIndex } from './linking/links.ts'
import { partnersOf } from './linking/links.ts'

/** The newest list of a kind; `isOld`: older than evidence may be. */
export type NewestList = Pick<ImportEntry, 'file' | 'lastSeenAt'> & { isOld: boolean }

/** Rows of a kind that were rejected and not imported since, and the file of one of them. */
export interface RejectedRows {
  rows: number
  file: string
}

/** The newest list of a kind at a moment (ISO 8601), and whether it is older than `maxAgeDays`; null where none was imported. */
export async function newestOf(
  { now, maxAgeDays }: { now: string; maxAgeDays: number },
  store: Pick<RecordReader, 'newestImports'>,
  kind: Pick<Kind, 'kind'>,
): Promise<NewestList | null> {
  const [newest] = await store.newestImports([kind])
  return newest ? { file: newest.file, lastSeenAt: newest.lastSeenAt, isOld: isStale(newest, now, maxAgeDays) } : null
}

/** Rejected rows, those of a file that was imported again once. */
export function rejectedOnce(rows: readonly RejectedRow[]): RejectedRow[] {
  const placeOf = ({ file, line, key, name, lastSeenAt }: RejectedRow): string =>
    JSON.stringify([file, line, key, name, lastSeenAt])
  return [...new Map(rows.map((row) => [placeOf(row), row])).values()]
}

/**
 * The rejected rows of a kind; null where there are none. With `of` those that are or may be a partner's: a row that names no partner may be
 * anyone's.
 */
export async function rejectedOf<P extends NamedPartner>(
  store: Pick<RecordReader, 'rejectedRows'>,
  kind: Kind,
  of?: { partner: NamedPartner; index: NameIndex<P> },
): Promise<RejectedRows | null> {
  const all = rejectedOnce(await store.rejectedRows(kind))
  const [first, ...more] = of
    ? all.filter((row) => isNobodys(row) || partnersOf(of.index.link(row)).some(({ id }) => id === of.partner.id))
    : all
  return first ? { rows: more.length + 1, file: first.file } : null
}

function isNobodys({ name, accountId }: { name: string | null; accountId: string | null }): boolean {
  return !name?.trim() && accountId === null
}
