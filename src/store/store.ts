/**
 * What the store promises. Reading and writing are different types: who holds a `RecordReader` cannot change anything.
 * Every method returns a promise; a write is one method and one transaction.
 */

import type { DateOrder } from '../records/date-order.ts'
import type { Fields, Kind, RecordOf, Value } from '../records/kind.ts'
import type { Account } from '../records/kinds/accounts.ts'
import type { DashboardRow } from '../records/kinds/certification-dashboard.ts'
import type { PortalUser } from '../records/kinds/portal-users.ts'
import type { FoldedName } from '../records/name.ts'
import type { Dating, SeenBy } from '../records/seen-by.ts'
import type { AuditAction, AuditBodies } from './audit-bodies.ts'

/** How old evidence is, and by what that is known. */
export interface Seen {
  /** When the rows were last seen, by what their file says of its own time; ISO 8601, UTC. */
  lastSeenAt: string
  lastSeenBy: SeenBy
  /** Who stated it, where a person did. */
  statedBy: string | null
}

/** A newer file of the same report, complete as far as can be told, that lacks what the one before had. */
export interface LackingFile {
  importId: number
  file: string
}

/** Where a record stands in the newest file that had it. */
export interface RowSource extends Seen {
  kind: string
  importId: number
  file: string
  line: number
  /** The newest list of the same report, which lacks the record; null: none does. */
  gone: LackingFile | null
  /** The heading each field stood under in that file. */
  headings: Readonly<Record<string, string>>
  /** Headings of the columns that file had beyond the kind's fields. */
  extraHeadings: readonly string[]
}

export interface Stored<R> {
  record: R
  source: RowSource
  /** A newer row of this record that was rejected: what is stored may be outdated. */
  doubt: { file: string; line: number } | null
  /** Columns phd has no field for: heading and text. */
  extra: ReadonlyArray<readonly [heading: string, text: string]>
}

/** People of one spelling of a partner's name, counted. */
export interface PeopleCount {
  name: string | null
  accountId: string | null
  people: number
  /**
   * People who hold any of the fields asked for, by the name asked under: those whose account is activated, and the others; and the first
   * line that shows one (of the former, if there is one), where lines were asked for.
   */
  holding: Readonly<Record<string, number>>
  inactive: Readonly<Record<string, number>>
  lines: Readonly<Record<string, number | null>>
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

export type ImportMode = 'merge' | 'snapshot'

export interface ImportEntry extends Seen {
  id: number
  kind: string
  /** The file; of an undo, the file of what it undid. */
  file: string
  status: 'imported' | 'unchanged' | 'undo'
  mode: ImportMode
  /** The account that the file was the complete list of, for a snapshot of one account. */
  scope: string | null
  /** Of an undo, what came back counts as added or changed, and what went as removed. */
  counts: ImportCounts
  importedAt: string
  /** When the file was exported, where it or a person says so; ISO 8601, UTC. */
  exportedAt: string | null
  actor: string
  /** The entry that this one undid. */
  undoes: number | null
  /** The entry that undid this one, unless that was undone itself. */
  undoneBy: number | null
  sha256: string
}

/** An import with all that is known of its file. */
export interface ImportDetail extends ImportEntry {
  bytes: number
  encoding: string
  delimiter: string
  dateOrder: string | null
  headings: Readonly<Record<string, string>>
  extraHeadings: readonly string[]
}

/** What an import did to one record. */
export interface RecordChange {
  change: 'added' | 'changed' | 'removed'
  key: string
  /** The line of the new version in the import's file; null for a removed record. */
  line: number | null
  /** The versions before and after; null where there was none. Columns phd has no field for stand behind the fields. */
  before: VersionValues | null
  after: VersionValues | null
}

export interface VersionValues {
  values: Readonly<Record<string, Value>>
  extra: ReadonlyArray<readonly [heading: string, text: string]>
}

/** One version of a record: what was true of it between two entries in the list of imports. */
export interface RecordVersion extends VersionValues {
  key: string
  line: number
  /** The entry that opened it, and the one that closed it. */
  from: ImportEntry
  to: ImportEntry | null
}

/** How fresh a kind of record is. */
export interface SourceAge {
  kind: string
  records: number
  /** The newest import of the kind that was not undone. */
  newest: ImportEntry
  /** Records that no file has had within the days allowed, when the newest of them was last seen. */
  stale: number
  /** Records that the newest list of their report lacks, and such a list. */
  gone: number
  goneFrom: LackingFile | null
}

/** The moment to answer as of. */
export interface AsOf {
  /** The last entry in the list of imports that counts; 0: none. */
  entry: number
  /** The time for what has no entry; ISO 8601, UTC. */
  moment: string
}

export interface Alias {
  name: string
  /** The name as it is compared; see foldName. */
  folded: string
  accountId: string
  addedAt: string
  addedBy: string
}

/** An account that is no longer in a current list. */
export interface GoneAccount {
  id: string
  /** Its name when it was last listed. */
  name: string
  /** The import that no longer had it. */
  goneWith: ImportEntry
}

/** How many current rows of a kind stand under a name and id, and where the newest of them does. */
export interface NamedRows {
  name: string | null
  accountId: string | null
  rows: number
  file: string
  line: number
}

/** What an account was called before. */
export interface FormerName {
  id: string
  name: string
}

interface EntryHead {
  id: number
  /** ISO 8601, UTC. */
  at: string
  actor: string
  partnerId: string | null
  /** The request it belongs to: the number of the entry that opened it. */
  request: number | null
  /** The hash of the entry before, and its own. */
  previous: string
  hash: string
}

/** An entry as the database has it; what its body says is not checked. */
export interface RawAuditEntry extends EntryHead {
  /** "loa_approved", "alias_added" … */
  action: string
  body: Readonly<Record<string, unknown>>
}

type Evidence = Readonly<Record<string, unknown>>

/** An entry of some actions, whose body says what it must. */
export type EntryOf<A extends AuditAction> = A extends AuditAction ? EntryHead & { action: A; body: AuditBodies[A] } : never

/** An entry of the audit: something decided or changed, by whom, when. Its body says what one of its action must. */
export type AuditEntry = EntryOf<AuditAction>

/** An entry as it was found. `unknown`: only a newer phd has its action; `damaged`: its body is not as phd recorded it. */
export type FoundEntry =
  | { state: 'known'; entry: AuditEntry; evidence: Evidence | null }
  | { state: 'unknown' | 'damaged'; entry: RawAuditEntry; evidence: Evidence | null }

/** The actions of requests, of what was decided on them, of letters and of noted contracts. */
export const REQUEST_ACTIONS = [
  'loa_requested',
  'nfr_requested',
  'request_named',
  'request_withdrawn',
  'request_reopened',
  'loa_approved',
  'loa_denied',
  'nfr_approved',
  'nfr_denied',
  'nfr_exception',
  'letter_issued',
  'contract_noted',
  'contract_note_withdrawn',
] as const satisfies readonly AuditAction[]
type RequestAction = (typeof REQUEST_ACTIONS)[number]

/** An entry of requests. */
export type RequestEntry = EntryOf<RequestAction>

/** An entry with all it rests on: the whole verdict of a decision. */
export type InFull<Entry> = Entry & { evidence: Evidence | null }

/** The entries of a partner, or whose action contains a word; null: any. `limit`: only so many, the newest; null: all. */
export interface AuditQuery {
  partnerId: string | null
  action: string | null
  limit: number | null
}

export interface AuditList {
  /** Oldest first. */
  entries: readonly FoundEntry[]
  /** How many entries match, and how many there are. */
  matching: number
  all: number
}

type NewEntryOf<A extends AuditAction> = A extends AuditAction
  ? Recording & {
      action: A
      partnerId: string | null
      body: AuditBodies[A]
      evidence: Evidence | null
      request: number | 'new' | 'opened' | null
      /** The files that it says there are. */
      files?: readonly PromisedFile[]
    }
  : never

/** An entry of requests to be made. */
export type NewRequestEntry = NewEntryOf<RequestAction>

/** An entry to be made. `new`: it opens a request; `opened`: it belongs to the one that an entry beside it opens. */
export type NewAuditEntry = NewEntryOf<AuditAction>

/** A file that an entry says there is. It is on disk under a name of its own before the entry is, and in its place only after. */
export interface PromisedFile {
  /** The folder, from the root. */
  folder: string
  /** The name it was written under first, and the one it is to have. */
  staged: string
  file: string
  sha256: string
  /** What it is of; a later file of the same stands for it. */
  about: string
}

/** A promised file that is not known to be in its place. `missing`: it was looked for, and its content is nowhere. */
export interface OpenPromise extends PromisedFile {
  id: number
  entry: number
  state: 'staged' | 'missing'
}

/** Who records, and when; `stated`: the time was given by hand, and not read from the clock. */
export interface Recording {
  at: string
  actor: string
  stated: boolean
}

/** What a decision rests on: the number of the newest import, and of the newest entry of the audit. */
export interface Basis {
  imports: number
  audit: number
}

/** The end of the audit: how many entries, and the hash of the last. */
export interface AuditHead {
  entries: number
  hash: string
}

/** A sign that the audit was tampered with, at an entry; null: at its end. */
export interface AuditFlaw {
  entry: number | null
  flaw: 'changed' | 'not_chained' | 'missing_before' | 'end_differs'
}

export interface AuditCheck {
  head: AuditHead
  flaws: readonly AuditFlaw[]
}

/** A folded form of a name to look accounts up by. */
export type NameTier = Exclude<keyof FoldedName, 'light'>

export interface RecordReader {
  /** The moment whose knowledge is read, ISO 8601 UTC; null: all that is known. */
  readonly asOf: string | null
  listImports(): Promise<ImportEntry[]>
  /** The newest import of each kind that was not undone. */
  newestImports(): Promise<ImportEntry[]>
  account(id: string): Promise<Stored<Account> | null>
  /** Accounts of any type whose name folds to the key. */
  accountsNamed(tier: NameTier, key: string): Promise<Stored<Account>[]>
  accounts(): Promise<Stored<Account>[]>
  /** Accounts that a complete list no longer had: all of them, or those of an id or of a folded name. */
  goneAccounts(of?: { id: string } | { folded: string }): Promise<GoneAccount[]>
  /** Former names of accounts: all of them, or those of an id or of a folded name. */
  formerNames(of?: { id: string } | { folded: string }): Promise<FormerName[]>
  /** Accounts whose web site or domains hold this host, compared without case. */
  accountsOfDomain(domain: string): Promise<Stored<Account>[]>
  portalUserByEmail(email: string): Promise<Stored<PortalUser> | null>
  aliases(): Promise<Alias[]>
  /** The spellings of names in the dictionary that share a form, whatever they stand for. */
  spellings(tier: NameTier, key: string): Promise<string[]>
  /** Whether nothing was ever imported. */
  isEmpty(): Promise<boolean>
  /** Whether any file of the kind was ever imported. */
  wasImported(kind: Kind): Promise<boolean>
  /** The folded forms of every name a kind's current records hold. */
  foldedNames(kind: Kind): Promise<Map<string, FoldedName>>
  dashboardRows(of?: PartnerRows): Promise<Stored<DashboardRow>[]>
  portalUsers(of: PartnerRows): Promise<Stored<PortalUser>[]>
  /** The current records of any kind: all, or one partner's. */
  records<F extends Fields>(kind: Kind<F>, of?: PartnerRows): Promise<Stored<RecordOf<F>>[]>
  /** The current record of a kind with a key, or null. */
  recordWithKey<F extends Fields>(kind: Kind<F>, key: string): Promise<Stored<RecordOf<F>> | null>
  /** The names and ids under which a kind's rows stand; rows that have neither are left out. */
  namesInRows(kind: Kind): Promise<NamedRows[]>
  /** Rejected rows of a kind, of one partner or of all, unless their record came in a later file. */
  rowsSetAside(kind: Kind, of?: PartnerRows): Promise<RowSetAside[]>
  /** Counts people who hold any of some certification fields, for one partner or for all; with `lines`, where the first of them stands. */
  countPeople(
    holding: Readonly<Record<string, readonly string[]>>,
    of?: PartnerRows,
    options?: { lines: boolean },
  ): Promise<PeopleCount[]>
  /** From here to the end, what is read is the database of this one moment, whatever others write meanwhile. */
  holdMoment(): Promise<void>
  /** One import, or null. */
  importDetail(id: number): Promise<ImportDetail | null>
  /** What an import changed, record by record, in the order of its file; removed records come last. */
  changesOf(id: number): AsyncIterable<RecordChange>
  /** Every version of the records of one partner, or of one key, oldest first. */
  versions(kind: Kind, of: PartnerRows | { key: string }): Promise<RecordVersion[]>
  /** How fresh each imported kind is; a record last seen before `staleBefore` (ISO 8601) is stale. */
  sourceAges(kinds: readonly Kind[], staleBefore: string): Promise<SourceAge[]>
  /** The entries that are asked for, damaged ones too, without what they rest on. */
  auditEntries(of: AuditQuery): Promise<AuditList>
  /** One entry with all it rests on, or null. */
  auditEntry(id: number): Promise<FoundEntry | null>
  /** What was asked and decided, oldest first: of all partners, or of one. Throws the refusal `audit_damaged`. */
  requestEntries(of?: { partnerId: string }): Promise<RequestEntry[]>
  /** The entries of some actions, oldest first: of all partners, or of one. Throws the refusal `audit_damaged`. */
  entriesOf<A extends AuditAction>(actions: readonly A[], of?: { partnerId: string }): Promise<EntryOf<A>[]>
  /** The same with all they rest on. Throws the refusal `audit_damaged`. */
  entriesInFull<A extends AuditAction>(actions: readonly A[]): Promise<InFull<EntryOf<A>>[]>
  /** The files that entries speak of and that are not known to be in their places, oldest first. */
  openPromises(): Promise<OpenPromise[]>
  /** Looks the audit over from its first entry to its last. */
  verifyAudit(): Promise<AuditCheck>
  /** What an answer that is given now rests on. */
  basis(): Promise<Basis>
  /** Whether the database is sound; reads all of it. */
  checkHealth(): Promise<Health>
  close(): void
}

export interface Health {
  /** The number of its schema. */
  schema: number
  /** Signs of damage, in the engine's words; none where it is sound. */
  signs: readonly string[]
}

/** A rejected row: the record and partner it was of, and where it was. */
export interface RowSetAside {
  /** Null where the record could not be told. */
  key: string | null
  name: string | null
  accountId: string | null
  importId: number
  file: string
  line: number
  /** When the file was imported, and of when its rows are; ISO 8601, UTC. */
  importedAt: string
  lastSeenAt: string
}

/** Rows that name a partner by its id, or by one of these spellings and no id. */
export interface PartnerRows {
  names: readonly string[]
  accountId: string
  /** Also rows of these spellings that have another id. */
  whateverId?: true
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
  mode: ImportMode
  /** The one account that a snapshot is the complete list of. */
  scope: PartnerRows | null
  /** A snapshot is complete for those values of this field that it has; null: for all. */
  completeBy: string | null
  /** The order of day and month in the file's dates, where it matters. */
  dateOrder: DateOrder | null
  /** What identifies the report that the file is an export of; null where another export of it ends nothing. */
  report: string | null
  /** For a rejects file: the file that its rows are from, without its ending; null for any other file. */
  rejectsOf: string | null
  /** Whether a file of which nothing else is known has the same name, but for dates and marks of copies. */
  hasItsName: (file: string) => boolean
  /** When the rows were last seen, as far as the file alone tells; asked for when all rows are in. */
  dating: () => Dating
  /** Take the file although much would go, or although it is older than what is stored. */
  allowShrink: boolean
  allowOlder: boolean
  /** How many changes the outcome lists. */
  listChanges: number
  /** The heading of each field in this file. */
  headings: Readonly<Record<string, string>>
  /** Headings of the columns phd has no field for. */
  extraHeadings: readonly string[]
  /** Values the command line stated for the whole file; part of what makes two imports the same. */
  given: Readonly<Record<string, Value>>
  actor: string
  at: string
  dryRun: boolean
  /**
   * The rows, read again each time it is called. Keys in `contradicting` stand in the file more than once with different values;
   * their rows must be left out.
   */
  rows: (contradicting: ReadonlySet<string>) => Iterable<RowToStore>
  /** The owners of rejected rows, where they are known; asked for when all rows are in. */
  setAside: () => Iterable<{ key: string | null; name: string | null; accountId: string | null; line: number }>
  /** How many rejected rows have no known owner. */
  untold: () => number
  /** Called when all rows are in, before anything is final; may throw to undo everything. */
  beforeCommit: () => { rejected: number; read: number; ignored: number }
}

export interface ImportOutcome {
  importId: number | null
  status: 'imported' | 'unchanged' | 'dry_run'
  counts: ImportCounts
  /** When the rows were last seen, by what the file says and what was known of its bytes. */
  seen: Seen
  /** The earlier import of the same bytes, when there is one. */
  sameAs: ImportEntry | null
  /** Fields whose column this file lacks and whose stored values were kept: absent is not blank. */
  kept: readonly string[]
  /** Keys of the first records that a snapshot closed, and how many stayed open because a rejected row may be theirs. */
  gone: readonly string[]
  spared: number
  /** The first changes, as many as were asked for. */
  changes: readonly RecordChange[]
}

/** What an undo did, or would do. */
export interface UndoOutcome {
  /** Null in a dry run. */
  entryId: number | null
  undone: ImportEntry
  counts: ImportCounts
}

/** What makes a file the same as an earlier one, and who brought it again. */
export type SameFile = Pick<
  ImportRequest,
  | 'kind'
  | 'sha256'
  | 'encoding'
  | 'given'
  | 'mode'
  | 'scope'
  | 'headings'
  | 'extraHeadings'
  | 'dateOrder'
  | 'dating'
  | 'file'
  | 'actor'
  | 'at'
>

/** What a store waits for, without knowing for how long: another process that writes, or its own look at every page. */
export type Wait = 'another_writer' | 'check'

/** Does work that is waited for, and shows a person meanwhile what it is. */
export type ShowWait = <T>(wait: Wait, work: () => Promise<T>) => Promise<T>

export interface Store extends RecordReader {
  /**
   * If the newest import of the kind was of these very bytes, without rejects: records that they were seen again, and gives the new
   * entry and the one before. Else nothing is written and null is given.
   */
  seenAgain(request: SameFile): Promise<{ entry: ImportEntry; before: ImportEntry } | null>
  /** `signal` gives up between rows, with everything as it was: `InterruptedError`. */
  importRecords(request: ImportRequest, signal?: AbortSignal): Promise<ImportOutcome>
  /**
   * Puts the records of a kind back as they were before its newest import that still counts. It is an entry of its own, and can be undone
   * itself. Throws `no_such_import`, `already_undone`, `not_the_newest`.
   */
  undoImport(id: number, by: string, at: string, dryRun: boolean): Promise<UndoOutcome>
  /**
   * Adds entries to the audit, all or none, and gives them. With a basis, only if nothing was imported or recorded since it was read:
   * else `changed_meanwhile`, and nothing is recorded.
   */
  record<New extends NewAuditEntry>(entries: readonly New[], basis: Basis | null): Promise<EntryOf<New['action']>[]>
  /** Notes of promised files, by their first names, that they are in their places, or that they are nowhere. */
  settlePromises(found: ReadonlyMap<string, 'placed' | 'missing'>): Promise<void>
  /** Notes that a reply to a request was written again, so that a lost one is no longer missed. */
  replacePromise(request: number, reply: string): Promise<void>
  addAlias(alias: Omit<Alias, 'folded'>): Promise<void>
  /** Gives whether there was such an alias. */
  removeAlias(name: string, by: string, at: string): Promise<boolean>
}
