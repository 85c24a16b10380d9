/** The digest of an audience: its page as data. */

import type { AgendaDoubt } from '../reports/agenda.ts'
import { type DigestEntry, digestOf, type MarkedItem } from '../reports/digest.ts'
import { isFor } from './audience.ts'
import type { Audience, Mark } from './marks.ts'
import type { Agenda } from './read.ts'
import { goneOfUsed } from './used-lists.ts'

export interface Digest {
  audience: Audience
  agenda: Agenda
  entries: readonly DigestEntry[]
  gone: readonly MarkedItem[]
  doubts: readonly AgendaDoubt[]
  /** The mark that it is compared with; null: none was made, or none is wanted. */
  mark: Mark | null
  /** ISO 8601, UTC. */
  now: string
  asOf: string | null
  withPeople: boolean
  /** Whether it is marked when it is written. */
  isMarking: boolean
  isAll: boolean
}

/** Puts a digest together from what is due. */
export function makeDigest(
  agenda: Agenda,
  about: Pick<Digest, 'audience' | 'mark' | 'now' | 'asOf' | 'withPeople' | 'isMarking' | 'isAll'>,
): Digest {
  const { audience, mark } = about
  const items = agenda.items.filter(isFor(audience))
  const { entries, gone } = digestOf(audience.reader, items, agenda.days, mark?.items ?? null)
  return { ...about, agenda, doubts: agenda.doubts, entries, gone: goneOfUsed(gone, agenda.notUsed) }
}
