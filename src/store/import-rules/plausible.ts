/** What stops an import that would undo what is known: a column gone blank, an export older than what is stored, a list cut short. */

import { failure } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import { isLater } from '../../records/seen-by.ts'
import type { ImportRequest, Pruned, Seen } from '../store.ts'

/** More blanks than this, and than five, where values were known: the column was left out of the report, or lost on the way. */
const MOST_BLANKED = { share: 0.2, records: 5 }
/** A list that lost more than this, and more than five, was probably cut short or filtered (C14 of the import policy). */
const MOST_MISSING = { share: 0.1, records: 5 }

/** Records that a file says otherwise than an earlier import: how many, the first line that does, and how old that import's rows are. */
export interface Otherwise {
  importId: number
  rows: number
  /** Null where the file only lacks them. */
  line: number | null
  theirs: Seen | null
}

/** A file, how old its rows are, and the first line that has a record that is not there. */
export interface Aged {
  file: string
  seen: Seen
  firstNew: number | null
}

/**
 * Throws the refusal `older_file` where newer imports say otherwise, or the history that would say so was pruned. What has no time of
 * its own, as what is piped, is as new as its import.
 */
export function refuseOlder({ file, seen, firstNew }: Aged, otherwise: readonly Otherwise[], pruned: Pruned | null): void {
  if (seen.lastSeenBy === 'import') return
  const newer = otherwise.flatMap(({ theirs, ...each }) =>
    theirs && theirs.lastSeenBy !== 'import' && isLater(theirs.lastSeenAt, seen.lastSeenAt) ? [{ ...each, theirs }] : [],
  )
  const [first] = newer
  if (!first) {
    if (pruned !== null) refusePrunedAge(file, seen, firstNew, pruned)
    return
  }
  const rows = newer.reduce((sum, each) => sum + each.rows, 0)
  const { line, importId, theirs } = first
  throw failure(
    'older_file',
    `${file} was ${whenOf(seen, theirs)}, and ${rows === 1 ? 'one record differs' : `${rows} records differ`} from import ${importId}, ${whenOf(theirs, seen)}${line === null ? '' : ` (the first is line ${line})`}`,
    undefined,
    { rows, line, import: importId },
  )
}

/** Whether a newer list ended a record is no longer known of the time that was pruned. */
function refusePrunedAge(file: string, seen: Seen, firstNew: number | null, pruned: Pruned): void {
  if (firstNew === null || seen.lastSeenAt >= pruned.before) return
  throw failure(
    'older_file',
    `${file} was ${seen.lastSeenBy === 'file' ? 'last changed' : 'exported'} on ${seen.lastSeenAt.slice(0, 10)}, before the history that was pruned (before ${pruned.before}), and the record of line ${firstNew} may have ended since`,
    undefined,
    { rows: null, line: firstNew, import: null },
  )
}

/** When a file was exported, or last changed; with the time of day where the days are the same. */
function whenOf({ lastSeenAt, lastSeenBy }: Seen, other: Seen): string {
  const isSameDay = lastSeenAt.slice(0, 10) === other.lastSeenAt.slice(0, 10)
  const when = isSameDay ? `${lastSeenAt.slice(0, 16).replace('T', ' ')} UTC` : lastSeenAt.slice(0, 10)
  return `${lastSeenBy === 'file' ? 'last changed' : 'exported'} on ${when}`
}

/** Whether a column that went blank in so many records may have been lost: how many had a value has to be counted then. */
export function mayBeBlanked(blanked: number): boolean {
  return blanked > MOST_BLANKED.records
}

/** Throws the refusal `column_blanked` where a file has nothing for too many of the records that had a value in a field. */
export function refuseBlanked(
  { file, headings }: Pick<ImportRequest, 'file' | 'headings'>,
  { field, blanked, known }: { field: string; blanked: number; known: number },
): void {
  if (!mayBeBlanked(blanked) || blanked <= known * MOST_BLANKED.share) return
  throw failure(
    'column_blanked',
    `${file} has nothing in "${headings[field] ?? field}" for ${blanked} of the ${known} records that had a value there`,
    undefined,
    { field, blanked, known },
  )
}

/** Throws the refusal `would_remove_too_much` where a complete list lacks too many of the records that it is the list of. */
export function refuseShrunk(
  { file, kind, scope }: Pick<ImportRequest, 'file' | 'scope'> & { kind: Pick<Kind, 'title' | 'whole'> },
  { removed, known }: { removed: number; known: number },
): void {
  if (removed <= Math.max(MOST_MISSING.records, known * MOST_MISSING.share)) return
  const whose = scope ? ' of this account' : ''
  throw failure(
    'would_remove_too_much',
    `${file} would remove ${removed} of ${known} ${kind.title}${whose}: more than one in ten, so it is probably cut short or filtered`,
    { isComplete: scope ? 'account' : kind.whole ? 'table' : 'list' },
    { removed, known },
  )
}
