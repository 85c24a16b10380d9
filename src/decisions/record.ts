import type { Context } from '../app/context.ts'
import type { Basis, NewRequestEntry, RequestEntry, Store } from '../store/store.ts'

/** Records entries of requests; in a dry run gives them as they would be in the audit. */
export async function recordOrTry(
  { dryRun }: Pick<Context, 'dryRun'>,
  store: Store,
  entries: readonly NewRequestEntry[],
  basis: Basis,
): Promise<RequestEntry[]> {
  return dryRun ? tried(entries, basis) : store.record(entries, basis)
}

function tried(entries: readonly NewRequestEntry[], { audit }: Basis): RequestEntry[] {
  return entries.map((entry, i) => {
    const request = typeof entry.request === 'number' ? entry.request : audit + 1
    return { ...entry, id: audit + 1 + i, request, previous: '', hash: '' }
  })
}
