/** What a desk says of itself once it was moved: where to. From then on nothing is recorded in it. */

import { failure, type PhdError } from '../../errors.ts'
import type { NewAuditEntry } from '../audit.ts'

/** The name under which a desk keeps it, in the table of what it notes of itself. */
export const MOVED = 'moved'

/** Where a desk was moved to, when (ISO 8601, UTC) and by whom. */
export interface Moved {
  to: string
  at: string
  by: string
}

/** What a desk keeps of it, as a text; null where it was not moved. */
export function readMoved(text: string | null | undefined): Moved | null {
  if (text === null || text === undefined) return null
  const { to, at, by } = JSON.parse(text) as Partial<Record<keyof Moved, unknown>>
  return { to: String(to), at: String(at), by: String(by) }
}

/** That a desk which was moved takes records again. */
export function reopenedEntry({ to, at, by }: Moved): NewAuditEntry {
  return { action: 'desk_reopened', partnerId: null, request: null, body: { to, movedAt: at, movedBy: by }, evidence: null }
}

/** The failure `desk_moved` of who would record in a desk that was moved. */
export function movedAway(place: string, moved: Moved): PhdError {
  return failure('desk_moved', movedSentence(place, moved))
}

/** Marks a desk that was copied. Throws `copy_not_marked` where that fails, for the copy is there. */
export async function marked(place: string, to: string, mark: () => Promise<void>): Promise<void> {
  try {
    await mark()
  } catch (error) {
    const why = (error as Error).message
    throw failure(
      'copy_not_marked',
      `${place} was copied to ${to}, but still takes records: it could not be marked as moved (${why})`,
    )
  }
}

/** That a desk was moved, as everybody is told who asks it. */
export function movedSentence(place: string, { to, at, by }: Moved): string {
  return `${place} was moved to ${to} by ${by}, ${at.slice(0, 10)}`
}
