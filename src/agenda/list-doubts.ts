import { newestOf, rejectedOf } from '../partners/list-state.ts'
import type { Kind } from '../records/kind.ts'
import type { AgendaDoubt } from '../reports/agenda.ts'
import type { RecordReader } from '../store/store.ts'

/** Why what a list says is not all that there is: it was never imported, it is too old, or some of its rows were rejected. */
export async function listDoubts(
  days: { now: string; maxAgeDays: number },
  store: RecordReader,
  kind: Kind,
  { unknown, command }: Pick<AgendaDoubt, 'unknown' | 'command'>,
): Promise<AgendaDoubt[]> {
  const about = { kind: kind.kind, title: kind.title, unknown, count: 1, command }
  const newest = await newestOf(days, store, kind)
  if (newest === null) return [{ ...about, code: 'never_imported', file: null, lastSeenAt: null }]
  const { file, lastSeenAt, isOld } = newest
  const rejected = await rejectedOf(store, kind)
  return [
    ...(isOld ? [{ ...about, code: 'too_old' as const, file, lastSeenAt }] : []),
    ...(rejected ? [{ ...about, code: 'rows_rejected' as const, count: rejected.rows, file: rejected.file, lastSeenAt }] : []),
  ]
}
