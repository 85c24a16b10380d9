import type { Context } from '../../app/context.ts'
import { readCount } from '../../app/option-values.ts'
import { newestOf } from '../../partners/list-state.ts'
import type { Kind } from '../../records/kind.ts'
import type { RecordReader } from '../../store/store.ts'
import type { ExpiringList } from './expiring-view.ts'

/** How many days ahead a list of what expires goes. Throws a usage error. */
export function readWithin(given: string): number {
  return readCount('--within', given, { what: 'number of days', least: 0, digits: 4, example: '--within 30' })
}

/** The list that what expires was read from, and when. */
export async function expiringSource(
  context: Context,
  store: RecordReader,
  kind: Pick<Kind, 'kind'>,
): Promise<Pick<ExpiringList, 'today' | 'list' | 'now' | 'asOf'>> {
  const { today, now, asOf } = context
  return { today, list: await newestOf(context, store, kind), now, asOf }
}
