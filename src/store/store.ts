/**
 * What the store promises. Reading and writing are different types: who holds a `RecordReader` cannot change anything.
 * Every method returns a promise; a write is one method and one transaction.
 */

import type { Account } from '../records/accounts.ts'
import type { DashboardRow } from '../records/certification-dashboard.ts'
import type { DateOrder } from '../records/date-order.ts'
import type { Kind, Value } from '../records/kind.ts'
import type { FoldedName } from '../records/name.ts'
import type { PortalUser } from '../records/portal-users.ts'

/** Where a record stands in the newest file that had it. */
export interface RowSource {
  kind: string
  importId: number
  file: string
  line: number
  /** When a file last had the record as it is; ISO 8601, UTC. */
  lastSeenAt: string
  /** The heading each field stood under in that file. */
  headings: Readonly<Record<string, string>>
  /** Headings of the columns that file had beyond the kind's fields. */
  extraHeadings: readonly string[]
}

export interface Stored<R> {
  record: R
  source: RowSource
  /** A newer row of this record that had to be set aside: what is stored may be true no more. */
  doubt: { file: string; line: number } | null
  /** Columns phd has no field for: heading and text. */
  extra: ReadonlyArray<readonly [heading: string, text: string]>
}

/** People of one spelling of a partner's name, counted. */
export interface PeopleCount {
  name: string | null
  accountId: string | null
  people: number
  /** People who hold any of the fields asked for, by the name asked under. */
  holding: Readonly<Record<string, number>>
  source: Omit<RowSource, 'line' | 'headings' | 'extraHeadings'>
}

export interface ImportCounts {
  read: number
  added: number
  changed: number
  unchanged: number
  removed: number
  rejected: number
  ignored: number
}

export interface ImportEntry {
  id: number
  kind: string
  file: string
  status: 'imported' | 'unchanged'
  mode: 'merge'
  counts: ImportCounts
  importedAt: string
  lastSeenAt: string
  sha256: string
}

export interface Alias {
  name: string
  /** The name as it is compared; see foldName. */
  folded: string
  accountId: string
  addedAt: string
  addedBy: string
}

/** A folded form of a name to look accounts up by. */
export type NameTier = Exclude<keyof FoldedName, 'light'>

export interface RecordReader {
  listImports(): Promise<ImportEntry[]>
  account(id: string): Promise<Stored<Account> | null>
  /** Accounts of any type whose name folds to the key. */
  accountsNamed(tier: NameTier, key: string): Promise<Stored<Account>[]>
  accounts(): Promise<Stored<Account>[]>
  /** Accounts whose web site or domains hold this host, compared without case. */
  accountsOfDomain(domain: string): Promise<Stored<Account>[]>
  portalUserByEmail(email: string): Promise<Stored<PortalUser> | null>
  aliases(): Promise<Alias[]>
  /** The spellings of names in the dictionary that share a form, whatever they stand for. */
  spellings(tier: NameTier, key: string): Promise<string[]>
  /** Whether any file of the kind was ever imported. */
  wasImported(kind: Kind): Promise<boolean>
  /** The folded forms of every name a kind's current records hold. */
  foldedNames(kind: Kind): Promise<Map<string, FoldedName>>
  dashboardRows(of?: PartnerRows): Promise<Stored<DashboardRow>[]>
  portalUsers(of: PartnerRows): Promise<Stored<PortalUser>[]>
  /** Rows of a kind that were set aside, of one partner or of all, unless their record came in a later file. */
  rowsSetAside(kind: Kind, of?: PartnerRows): Promise<RowSetAside[]>
  /** Counts people who hold any of some certification fields, for one partner or for all. */
  countPeople(holding: Readonly<Record<string, readonly string[]>>, of?: PartnerRows): Promise<PeopleCount[]>
  /** From here to the end, what is read is the database of this one moment, whatever others write meanwhile. */
  holdMoment(): Promise<void>
  close(): void
}

/** A row that was set aside: whose it was, and where it stood. */
export interface RowSetAside {
  /** Null where the record could not be told. */
  key: string | null
  name: string | null
  accountId: string | null
  importId: number
  file: string
  line: number
  /** When the file was imported; ISO 8601, UTC. */
  importedAt: string
}

/** Rows that name a partner by one of these spellings or by its id. */
export interface PartnerRows {
  names: readonly string[]
  accountId: string
}

/** One row to store. */
export interface RowToStore {
  key: string
  line: number
  values: readonly Value[]
  extra: string | null
}

export interface ImportRequest {
  kind: Kind
  file: string
  sha256: string
  bytes: number
  encoding: string
  delimiter: string
  /** The heading of each field in this file. */
  headings: Readonly<Record<string, string>>
  /** Headings of the columns phd has no field for. */
  extraHeadings: readonly string[]
  /** Values the command line stated for the whole file; part of what makes two imports the same. */
  given: Readonly<Record<string, Value>>
  /** The order in which the file's dates were read, null where it has none that needs one; part of what makes two imports the same. */
  dateOrder?: DateOrder | null
  actor: string
  at: string
  dryRun: boolean
  /**
   * The rows, read anew each time it is called. Keys in `contradicting` stand in the file more than once with different values;
   * their rows must be left out.
   */
  rows: (contradicting: ReadonlySet<string>) => Iterable<RowToStore>
  /** The rows set aside of which it can be told whose they are; asked for when all rows are in. */
  setAside: () => Iterable<{ key: string | null; name: string | null; accountId: string | null; line: number }>
  /** Called when all rows are in, before anything is final; may throw to undo everything. */
  beforeCommit: () => { rejected: number; read: number; ignored: number }
}

export interface ImportOutcome {
  importId: number | null
  status: 'imported' | 'unchanged' | 'dry_run'
  counts: ImportCounts
  /** The earlier import of the same bytes, when there is one. */
  sameAs: ImportEntry | null
  /** Fields whose column this file lacks and whose stored values were kept: absent is not blank. */
  kept: readonly string[]
}

/** What makes a file the same as an earlier one, and who brought it again. */
export type SameFile = Pick<
  ImportRequest,
  'kind' | 'sha256' | 'encoding' | 'given' | 'headings' | 'extraHeadings' | 'dateOrder' | 'file' | 'actor' | 'at'
>

export interface Store extends RecordReader {
  /**
   * If the newest import of the kind was of these very bytes, without rejects: records that they were seen again, and gives the new
   * entry and the one before. Else nothing is written and null is given.
   */
  seenAgain(request: SameFile): Promise<{ entry: ImportEntry; before: ImportEntry } | null>
  importRecords(request: ImportRequest): Promise<ImportOutcome>
  addAlias(alias: Omit<Alias, 'folded'>): Promise<void>
  /** Gives whether there was such an alias. */
  removeAlias(name: string, by: string, at: string): Promise<boolean>
}
