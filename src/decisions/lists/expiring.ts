import type { Context } from '../../app/context.ts'
import { readCount } from '../../app/option-values.ts'
import type { Kind } from '../../records/kind.ts'
import { isStale } from '../../rules/verdict.ts'
import type { RecordReader } from '../../store/store.ts'
import type { ExpiringList } from './expiring-view.ts'

/** How many days ahead a list of what expires goes. Throws a usage error. */
export function readWithin(given: string): number {
  return readCount('--within', given, { what: 'number of days', least: 0, digits: 4, example: '--within 30' })
}

/** The list that what expires was read from, and when. */
export async function expiringSource(
  { today, now, asOf, maxAgeDays }: Context,
  store: RecordReader,
  { kind, title }: Pick<Kind, 'kind' | 'title'>,
): Promise<Pick<ExpiringList, 'today' | 'list' | 'now' | 'asOf'>> {
  const newest = (await store.newestImports()).find((entry) => entry.kind === kind)
  const list = newest && {
    title,
    file: newest.file,
    lastSeenAt: newest.lastSeenAt,
    isOld: isStale(newest, now, maxAgeDays),
  }
  return { today, list: list ?? null, now, asOf }
}
