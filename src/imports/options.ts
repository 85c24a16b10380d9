/** What an import needs: the store that it goes into, and how a person wants it done. */

import type { Kind } from '../records/kind.ts'
import type {
  ImportEntry,
  ImportMode,
  ImportOutcome,
  ImportRequest,
  OpenPromise,
  SameFile,
  SpelledAccount,
} from '../store/store.ts'
import type { SaidMark } from './file-amounts.ts'
import type { SaidOrder } from './file-dates.ts'
import type { HeadingMap } from './read/headings.ts'
import type { ReadOptions } from './read/source.ts'
import type { RejectsTarget } from './rejected-rows.ts'

/** What an import needs of the store. */
export interface ImportTarget {
  seenAgain(request: SameFile, signal?: AbortSignal): Promise<{ entry: ImportEntry; before: ImportEntry } | null>
  importRecords(request: ImportRequest, signal?: AbortSignal): Promise<ImportOutcome>
  openPromises(): Promise<OpenPromise[]>
  settlePromises(found: ReadonlyMap<string, 'placed' | 'missing'>): Promise<void>
}

export interface ImportOptions {
  kinds: readonly Kind[]
  /** The account of the records, where the file has no column for it. */
  account: { id: string; name: string } | null
  /** How to read the file, where it does not say so itself. */
  reading: ReadOptions
  /** A saved mapping of the headings. */
  map: HeadingMap | undefined
  /** What a person says of the order of month and day, for a file of a kind. */
  dateOrder: (kind: Kind) => SaidOrder
  /** What a person says of the mark before the decimals of amounts. */
  decimal: SaidMark
  /** The moment that is now, ISO 8601 UTC: no row was seen later. */
  now: string
  dryRun: boolean
  /** Null: as it is usual for the kind of the file. */
  mode: ImportMode | null
  /** The one account whose complete list a snapshot is, with every spelling of its name. */
  scope: (SpelledAccount & { name: string }) | null
  /** When the file was exported, where a person says it; ISO 8601, UTC. `import`: now, whatever the file says. */
  exportedAt: string | 'import' | null
  allowShrink: boolean
  allowOlder: boolean
  /** How many changes to list. */
  listChanges: number
  /** Gives up between rows. */
  signal: AbortSignal | undefined
  /** Told now and then how far the reading is: rows so far, and the share of the file from 0 to 1. */
  onProgress: ((rows: number, share: number) => void) | undefined
  /** Begins the file of rejected rows. */
  openRejects: (headings: readonly string[]) => RejectsTarget
}
