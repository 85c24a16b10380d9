/** What a test of the store's promises needs of an engine: to make an empty desk, and to do to it what no phd would. */

import type { Kind } from '../../../src/records/kind.ts'
import type { RecordedBy, RecordReader, Store } from '../../../src/store/store.ts'

/** An empty desk of one engine. */
export interface TestDesk {
  /** Opens it to write; what is left out is by a tester on a June morning, with the time given by hand. */
  openToWrite(by?: Partial<RecordedBy>): Promise<Store>
  /** Opens it to read, as it is or as it was after an entry of the list of imports. */
  openToRead(entry: number | null): Promise<RecordReader>
  /** Another desk that holds the same. */
  copy(): Promise<TestDesk>
  /** Takes the last entry of the audit away without a trace, as where an older backup was put in place. */
  loseLastEntry(): void
  /** Every text that its tables hold. */
  allText(): string
  /** Runs a statement of SQL as no phd does; throws where the engine refuses it. */
  run(sql: string): void
  /** The same, with nothing that keeps the audit from being changed. */
  tamper(sql: string): void
  remove(): void
}

export interface TestEngine {
  name: string
  /** Which share of many random histories it is tried with: a desk on a server takes long to make. */
  share: number
  desk(kinds: readonly Kind[]): Promise<TestDesk>
}

/** The day on which desks are opened. */
export const TODAY = '2026-06-01'
export const BY: RecordedBy = { actor: 'tester', statedNow: `${TODAY}T09:00:00Z` }

/** A store that was opened. */
export function opened<T>(store: T | null): T {
  if (store === null) throw new Error('the desk is not up to date')
  return store
}
