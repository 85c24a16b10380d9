/** How old the rows of an import are: what its file says, weighed against what was known of the same bytes before. */

import type { SeenBy } from '../../records/seen-by.ts'
import type { ImportRequest, Seen } from '../store.ts'

/** What was known of the bytes of an earlier import, by its entry in the list. */
export interface KnownAge {
  id: number
  file: string
  at: string
  by: SeenBy
  statedBy: string | null
}

type Dated = Pick<ImportRequest, 'file' | 'rejectsOf'> & { actor: string; dating: ReturnType<ImportRequest['dating']> }

/**
 * Weighs what a file says of its time against what was known of its bytes, oldest import first: the same bytes never get younger than
 * they were, unless a person says so, or a new name does, as of an export that says the same again. Rejected rows are as old as their
 * file, which `sourceOf` finds.
 */
export function weigh(
  { dating, actor, file, rejectsOf }: Dated,
  known: readonly KnownAge[],
  sourceOf: (stem: string) => Seen | null,
): Seen {
  const own: Seen = { lastSeenAt: dating.at, lastSeenBy: dating.by, statedBy: dating.by === 'stated' ? actor : null }
  if (dating.by === 'stated') return own
  const source = rejectsOf === null ? null : sourceOf(rejectsOf)
  const stated = known.findLast(({ by }) => by === 'stated') ?? null
  const isNewName = dating.by === 'name' && known.every((each) => each.file !== file)
  if (stated && !(isNewName && dating.at > stated.at)) return seenOf(stated)
  if (dating.by === 'title' || dating.by === 'footer') return own
  const inside = known.findLast(({ by }) => by === 'title' || by === 'footer')
  if (inside) return seenOf(inside)
  if (source) return source
  const byTime = known.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id))
  if (dating.by === 'name') {
    const later = byTime.findLast(({ by, at }) => by === 'name' && at > dating.at)
    return later ? seenOf(later) : own
  }
  const [earliest] = byTime
  if (!earliest) return own
  const isGuess = earliest.by === 'file' || earliest.by === 'import'
  return isGuess && dating.by === 'file' && dating.at < earliest.at ? own : seenOf(earliest)
}

/** How old rows are, by what was known. */
export function seenOf({ at, by, statedBy }: Omit<KnownAge, 'id' | 'file'>): Seen {
  return { lastSeenAt: at, lastSeenBy: by, statedBy }
}
