/**
 * What the store promises. Reading and writing are different types: who holds a `RecordReader` cannot change anything.
 * Every method returns a promise; a write is one method and one transaction.
 */

import type { Claim, Wanted } from '../records/claims/claim.ts'
import type { Fields, Kind, RecordOf } from '../records/kind.ts'
import type { Account } from '../records/kinds/accounts.ts'
import type { DashboardRow } from '../records/kinds/certification-dashboard.ts'
import type { PortalUser } from '../records/kinds/portal-users.ts'
import type {
  AuditCheck,
  AuditList,
  AuditQuery,
  EntryOf,
  FoundEntry,
  InFull,
  LastNumbers,
  NewAuditEntry,
  OpenPromise,
  RequestEntry,
  RequestsOf,
} from './audit.ts'
import type { AuditAction } from './audit-bodies.ts'
import type { Releasing, Taking } from './claims.ts'
import type { Forgotten } from './forgotten.ts'
import type {
  GoneAccount,
  ImportDetail,
  ImportEntry,
  ImportOutcome,
  ImportRequest,
  Pruned,
  PruneOutcome,
  PruneRequest,
  RecordChange,
  RecordVersion,
  SameFile,
  SourceAge,
  UndoOutcome,
} from './imports.ts'
import type { RecordsCheck } from './records-check/check.ts'
import type {
  AccountName,
  Alias,
  FormerName,
  KeyedName,
  NamedRows,
  NameFields,
  NameTier,
  PartnerRows,
  PeopleCount,
  PeopleNumbers,
  RejectedRow,
  Stored,
  ValueSince,
} from './rows.ts'

export type * from './asking/asking.ts'
export * from './audit.ts'
export type { Releasing, Taking } from './claims.ts'
export type * from './forgotten.ts'
export type * from './imports.ts'
export type { RecordsCheck } from './records-check/check.ts'
export type * from './rows.ts'

/** A lock that is held until it is released, or the process ends. */
export interface HeldLock {
  release(): void
}

/** Locks between processes, each a file. */
export interface Locks {
  /** Takes one; null: another process holds it. Throws what the system says. */
  tryLock(file: string): HeldLock | null
  /** Whether a process holds it now. */
  isLocked(file: string): boolean
}

/** The moment to answer as of. */
export interface AsOf {
  /** The last entry in the list of imports that counts; 0: none. */
  entry: number
  /** The time for what has no entry; ISO 8601, UTC. */
  moment: string
}

type OfKind = Pick<Kind, 'kind'>

/** Which accounts that there were: by their ids, or by their names as they are folded. */
export type OfAccounts = { ids: readonly string[] } | { folded: readonly string[] }

export interface RecordReader {
  /** The moment whose knowledge is read, ISO 8601 UTC; null: all that is known. */
  readonly asOf: string | null
  /** The list of imports, of all kinds or of some. */
  listImports(kinds?: readonly OfKind[]): Promise<ImportEntry[]>
  /** Whether any import, of all kinds or of some, counts no longer, because it was undone. */
  hasUndone(kinds?: readonly OfKind[]): Promise<boolean>
  /** The newest import of each kind, or of some, that was not undone. */
  newestImports(kinds?: readonly OfKind[]): Promise<ImportEntry[]>
  account(id: string): Promise<Stored<Account> | null>
  /** Accounts of any type whose name folds to one of some keys, in the order of `records`. */
  accountsNamed(tier: NameTier, keys: readonly string[]): Promise<Stored<Account>[]>
  accounts(): Promise<Stored<Account>[]>
  /** Every account by its names alone, in order of name, then id; at most a few hundred bytes each. */
  accountNames(): Promise<AccountName[]>
  /** Accounts that a complete list no longer had: all of them, or those of some ids or of some folded names. */
  goneAccounts(of?: OfAccounts): Promise<GoneAccount[]>
  /** Former names of accounts: all of them, or those of some ids or of some folded names. */
  formerNames(of?: OfAccounts): Promise<FormerName[]>
  /** Accounts whose web site or domains hold this host, compared without case, some hundreds at a time: a part of one may be in all. */
  accountsOfDomain(domain: string): AsyncIterable<Stored<Account>[]>
  portalUserByEmail(email: string): Promise<Stored<PortalUser> | null>
  aliases(): Promise<Alias[]>
  /** The spellings of names in the dictionary that have one of some forms, whatever they mean. */
  spellings(tier: NameTier, keys: readonly string[]): Promise<string[]>
  /** Who works on what now, by the store's own clock: on anything, or on some things. Nobody does as of a moment: claims are of now. */
  claims(subjects?: readonly string[]): Promise<Claim[]>
  /** Whether nothing was ever imported. */
  isEmpty(): Promise<boolean>
  /** Whether any file of the kind was ever imported. */
  wasImported(kind: Kind): Promise<boolean>
  dashboardRows(of?: PartnerRows): Promise<Stored<DashboardRow>[]>
  portalUsers(of: PartnerRows): Promise<Stored<PortalUser>[]>
  /** The current records of any kind: all, or those of some partners. */
  records<F extends Fields>(kind: Kind<F>, of?: PartnerRows): Promise<Stored<RecordOf<F>>[]>
  /**
   * Names the partner of every current record, without holding any: calls `visit` with its version, name and id. Those of one
   * spelling come together, unless other fields than the kind's own are asked for.
   */
  eachRowName(
    kind: Kind,
    visit: (version: number, name: string | null, accountId: string | null) => void,
    by?: NameFields,
  ): Promise<void>
  /** The current records that have some versions, by version, in the order of `records`. */
  recordsOfVersions<F extends Fields>(kind: Kind<F>, versions: Iterable<number>): Promise<Map<number, Stored<RecordOf<F>>>>
  /** The versions of the current records of a kind, in the order of `records`. */
  versionsInOrder(kind: Kind): Promise<Int32Array>
  /** The current records of any kind, in the order of `records`, some hundreds at a time. */
  recordBatches<F extends Fields>(kind: Kind<F>): AsyncIterable<Stored<RecordOf<F>>[]>
  /** The current record of a kind with a key, or null. */
  recordWithKey<F extends Fields>(kind: Kind<F>, key: string): Promise<Stored<RecordOf<F>> | null>
  /** The current records of a kind with any of some keys, in one query. */
  recordsWithKeys<F extends Fields>(kind: Kind<F>, keys: Iterable<string>): Promise<Stored<RecordOf<F>>[]>
  /** The partners that the current records of some keys name, by key. */
  namesOfKeys(kind: Kind, keys: Iterable<string>): Promise<Map<string, KeyedName>>
  /** The current records of a kind that have one of some texts in a field. */
  recordsWith<F extends Fields>(kind: Kind<F>, field: keyof F & string, texts: Iterable<string>): Promise<Stored<RecordOf<F>>[]>
  /** Each text that the current records of a kind have in a field, in no order. */
  textsIn<F extends Fields>(kind: Kind<F>, field: keyof F & string): Promise<string[]>
  /** Visits the records of a kind as they were after an entry in the list of imports, whatever came later. Throws `history_pruned` where that was removed. */
  eachRecordAfter<F extends Fields>(kind: Kind<F>, entry: number, visit: (row: Stored<RecordOf<F>>) => void): Promise<void>
  /** Visits each name and id of a kind's rows, without holding any; rows that have neither are skipped. */
  eachNameInRows(kind: Kind, visit: (named: NamedRows) => void): Promise<void>
  /** Rejected rows of a kind, of some partners or of all, unless their record came in a later file. */
  rejectedRows(kind: Kind, of?: PartnerRows): Promise<RejectedRow[]>
  /** Counts people who hold any of some certification fields, for some partners or for all; with `lines`, where the first of them is. */
  countPeople(
    holding: Readonly<Record<string, readonly string[]>>,
    of?: PartnerRows,
    options?: { lines: boolean },
  ): Promise<PeopleCount[]>
  /** Also counts the people of all partners, without holding the counts: those of one import share their source. */
  eachPeopleCount(
    holding: Readonly<Record<string, readonly string[]>>,
    options: { lines: boolean },
    visit: (count: PeopleNumbers) => void,
  ): Promise<void>
  /**
   * Does several readings and gives what each gave: all at once where answers are waited for, else in turn, so that one has let go of its
   * memory before the next begins. Where some fail, throws what the first of them threw.
   */
  together<T extends unknown[]>(...readings: { [K in keyof T]: () => Promise<T[K]> }): Promise<T>
  /** Does many readings and gives what each gave, in their order; where answers are waited for, the next few are on their way meanwhile. */
  inTurn<T>(readings: Iterable<() => Promise<T>>): AsyncIterable<T>
  /** From here to the end, what is read is the database of this one moment, whatever others write meanwhile. */
  holdMoment(): Promise<void>
  /** Does work that waits for a person. A moment that is held ends before, and a new one is held after: what was read may have changed. */
  betweenMoments<T>(work: () => Promise<T>): Promise<T>
  /** What was removed of the history; null where nothing was. */
  prunedHistory(): Promise<Pruned | null>
  /** One import, or null. */
  importDetail(id: number): Promise<ImportDetail | null>
  /**
   * What an import changed, record by record, in the order of its file; removed records come last. Throws `history_pruned` where that
   * was removed.
   */
  changesOf(id: number): AsyncIterable<RecordChange>
  /** Those of some keys that a record of the kind has or ever had, but for what was undone or pruned. */
  keysEver(kind: Kind, keys: Iterable<string>): Promise<Set<string>>
  /** Every version of the records of one partner, or of one key, oldest first, but for those that were pruned. */
  versions(kind: Kind, of: PartnerRows | { key: string }): Promise<RecordVersion[]>
  /** Since when the records of some keys have had their text in a field, by key. What was undone never was. */
  valueSince(kind: Kind, field: string, keys: Iterable<string>): Promise<Map<string, ValueSince>>
  /** How fresh each imported kind is; a record last seen before `staleBefore` (ISO 8601) is stale. */
  sourceAges(kinds: readonly Kind[], staleBefore: string): Promise<SourceAge[]>
  /** The entries that are asked for, damaged ones too, without what they rest on. */
  auditEntries(of: AuditQuery): Promise<AuditList>
  /** One entry with all it rests on, or null. */
  auditEntry(id: number): Promise<FoundEntry | null>
  /** What was asked and decided, oldest first: all of it, or some with all that happened to their requests. Throws the refusal `audit_damaged`. */
  requestEntries(of?: RequestsOf): Promise<RequestEntry[]>
  /**
   * The same entries of all requests, some hundreds at a time: all of a request come together, and requests in the order they were opened.
   * Those of no request come first. Throws the refusal `audit_damaged`.
   */
  requestBatches(): AsyncIterable<RequestEntry[]>
  /** The entries of some actions, oldest first: of all partners, or of one. Throws the refusal `audit_damaged`. */
  entriesOf<A extends AuditAction>(actions: readonly A[], of?: { partnerId: string }): Promise<EntryOf<A>[]>
  /** The same with all they rest on, which can be long: a few are held at a time. Throws the refusal `audit_damaged`. */
  entriesInFull<A extends AuditAction>(actions: readonly A[]): AsyncIterable<InFull<EntryOf<A>>>
  /** The files that entries speak of and that are not known to be in their places, oldest first. */
  openPromises(): Promise<OpenPromise[]>
  /** Looks the audit over from its first entry to its last. */
  verifyAudit(): Promise<AuditCheck>
  /** Looks at every version of every record: whether each is what the import left that opened it, by the audit. */
  verifyRecords(): Promise<RecordsCheck>
  /** The last numbers there are now, to be told; what else was read does not rest on them. */
  lastNumbers(): Promise<LastNumbers>
  /** Every combination of values that the current records of a kind have in some fields. */
  wordsIn(kind: Kind, fields: readonly string[]): Promise<WordRows[]>
  /** The folders that files of entries were ever written to, but for rejected rows of imports. */
  promisedFolders(): Promise<string[]>
  /** Whether the database is sound; reads all of it, and with `thorough` compares every index with its table. */
  checkHealth(options?: { thorough: boolean }): Promise<Health>
  /** Whether what was forgotten may still be in the bytes of the file. */
  isToErase(): Promise<boolean>
  close(): Promise<void>
}

/** What entries are recorded in spite of. */
export interface Recordable {
  /** Whatever changed since it was read. */
  regardless?: boolean
  /**
   * Mails that others routed after this entry: they matter only where one of them stands among the entries: that is `routed_meanwhile`, with
   * nothing recorded.
   */
  routedAfter?: number
}

export interface Health {
  /** The number of its schema. */
  schema: number
  /** Signs of damage, in the engine's words; none where it is sound. */
  signs: readonly string[]
  /** The same of indexes that do not fit their tables, where that was looked at. */
  indexSigns: readonly string[]
  bytes: number
  /** Of those, what holds nothing now. */
  unusedBytes: number
}

/** A database that was looked over without opening it. */
export interface UnopenedDatabase {
  schema: number
  /** The schema of this program. */
  current: number
  signs: readonly string[]
}

/** Values that some records have in some fields. */
export interface WordRows {
  values: (string | null)[]
  rows: number
  /** The first of those records. */
  source: { importId: number; file: string; line: number }
}

/** What a store waits for, without knowing for how long: another process that writes, its own look at every page, or writing the file again. */
export type Wait = 'another_writer' | 'check' | 'shrink'

/** Does work that is waited for, and shows a person meanwhile what it is. */
export type ShowWait = <T>(wait: Wait, work: () => Promise<T>) => Promise<T>

/**
 * A store that is opened to write. It notes what is read of it, and when. It gives the time and the person of all that it records: the
 * person who opened it, and the time given by hand, else that of its clock. If the last entry of the audit or of the list of imports is
 * later than the clock, it gives the time of that entry.
 */
export interface Store extends RecordReader {
  /** Throws `other_rules` where this program decides by other rules than the desk; `record` throws it too. */
  checkRules(): Promise<void>
  /**
   * If the newest import of the kind was of these very bytes, without rejects: records that they were seen again, and gives the new
   * entry and the one before. Else nothing is written and null is given.
   */
  seenAgain(request: SameFile, signal?: AbortSignal): Promise<{ entry: ImportEntry; before: ImportEntry } | null>
  /** `signal` gives up between rows, with everything as it was: `InterruptedError`. */
  importRecords(request: ImportRequest, signal?: AbortSignal): Promise<ImportOutcome>
  /**
   * Restores the records of a kind as they were before its newest import that still counts. It is an entry of its own, and can be
   * undone itself. Throws `no_such_import`, `already_undone`, `not_the_newest`, `import_pruned`.
   */
  undoImport(id: number, dryRun: boolean): Promise<UndoOutcome>
  /** Removes what ended before a day, for good, and makes the file smaller; a dry run removes nothing. */
  prune(request: PruneRequest): Promise<PruneOutcome>
  /**
   * Adds entries to the audit, all or none, and gives them: only if nothing that this store read since it was opened was changed by
   * someone else, else `changed_meanwhile`, and nothing is recorded. Throws `taken`, with nothing recorded, where a colleague has taken
   * what an entry works on. What who records has taken lasts longer, or ends with the work.
   */
  record<New extends NewAuditEntry>(entries: readonly New[], how?: Recordable): Promise<EntryOf<New['action']>[]>
  /**
   * Takes something for whoever opened the store, or has it longer, in one statement: of many at once one gets it. Another's stays as
   * it is; `takeOver`: it is taken from them, and the audit says so.
   */
  take(wanted: Wanted, how: { takeOver: boolean }): Promise<Taking>
  /** Gives something back. Another's stays as it is. */
  release(subject: string): Promise<Releasing>
  /** Notes of promised files, by their first names, that they are in their places, or that they are nowhere. */
  settlePromises(found: ReadonlyMap<string, 'placed' | 'missing'>): Promise<void>
  /** Notes that a reply to a request was written again, so that a lost one is no longer missed. */
  replacePromise(request: number, reply: string): Promise<void>
  /**
   * Takes a person out of everything there is, by the address; null where nothing is about them. The rows stay, without saying who it
   * was, and the audit with its hashes. Throws `audit_damaged`.
   */
  forgetPerson(address: string, dryRun: boolean): Promise<Forgotten | null>
  /** Rewrites the file without what was removed. False where another program keeps the old bytes until it closes the database. */
  erase(): Promise<boolean>
  /** Writes the log of changes into the database and empties it; gives whether no one was in the way. */
  emptyLog(): Promise<boolean>
  /** Makes every index again, after a checked copy, and gives the path of that. Throws `database_damaged`, with nothing changed. */
  rebuildIndexes(): Promise<string>
  /** Makes a name mean an account, whatever it meant before. */
  addAlias(name: string, accountId: string): Promise<Alias>
  /** Gives whether there was such an alias. */
  removeAlias(name: string): Promise<boolean>
}
