import type Database from 'better-sqlite3'
import type { Claim } from '../../records/claims/claim.ts'
import type { Fields, Kind, RecordOf } from '../../records/kind.ts'
import { type Account, accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard, type DashboardRow } from '../../records/kinds/certification-dashboard.ts'
import { type PortalUser, portalUsers } from '../../records/kinds/portal-users.ts'
import type { AuditAction } from '../audit-bodies.ts'
import type {
  AccountName,
  Alias,
  AsOf,
  AuditCheck,
  AuditEntry,
  AuditList,
  AuditQuery,
  EntryOf,
  FormerName,
  FoundEntry,
  GoneAccount,
  Health,
  ImportDetail,
  ImportEntry,
  InFull,
  KeyedName,
  LastNumbers,
  NamedRows,
  NameFields,
  NameTier,
  OfAccounts,
  OpenPromise,
  PartnerRows,
  PeopleCount,
  PeopleNumbers,
  Pruned,
  RawAuditEntry,
  RecordChange,
  RecordReader,
  RecordsCheck,
  RecordVersion,
  RejectedRow,
  RequestEntry,
  RequestsOf,
  SourceAge,
  Stored,
  ValueSince,
  WordRows,
} from '../store.ts'
import { listAliases } from './aliases.ts'
import { auditEntry, auditNumbers, entriesNumbered, entriesOf, lastNumbers, numbersOf, verifyAudit } from './audit.ts'
import { asDamage } from './engine-errors.ts'
import { checkHealth } from './health.ts'
import { changesOf, formerNames, goneAccounts, keysEver, sourceAges, versions } from './history.ts'
import { hasUndone, importDetail, isEmpty, listImports, newestImports, wasImported } from './imports/import-entries.ts'
import { prunedHistory, refusePruned } from './past/prune.ts'
import { listClaims } from './recording/claims.ts'
import { openPromises, promisedFolders } from './recording/promised-files.ts'
import { requestEntries, requestNumbers } from './recording/request-entries.ts'
import {
  currentRecords,
  eachNameInRows,
  ofPartner,
  recordsNamed,
  recordsOfVersions,
  recordsWith,
  rejectedRows,
  spellings,
  textsIn,
} from './records.ts'
import { namesOfKeys } from './rows/keyed-names.ts'
import { countPeople, eachPeopleCount } from './rows/people-counts.ts'
import { accountNames, eachRowName, versionsInOrder } from './rows/row-names.ts'
import { View } from './view.ts'

/** So many records are read at a time. */
const BATCH = 500

/** Visits all records of a view, some hundreds of which are held at a time. */
function visitInBatches<R>(view: View, kind: Kind, visit: (row: Stored<R>) => void): void {
  const versions = versionsInOrder(view, kind)
  for (let at = 0; at < versions.length; at += BATCH)
    for (const row of recordsOfVersions<R>(view, kind, versions.subarray(at, at + BATCH)).values()) visit(row)
}

type OfKind = Pick<Kind, 'kind'>

/** Gives the kinds that the program knows. Reading needs none but those that are asked for. */
export type LoadKinds = () => Promise<readonly Kind[]>

/** A desk in a file, as it is read. Each method is one statement or a few behind a promise; all are synchronous. */
export class SqliteReader implements RecordReader {
  protected readonly db: Database.Database
  protected readonly kinds: LoadKinds
  readonly #view: View
  readonly #asOf: AsOf | null

  constructor(db: Database.Database, kinds: LoadKinds, asOf: AsOf | null) {
    this.db = db
    this.kinds = kinds
    this.#asOf = asOf
    this.#view = new View(db, asOf?.entry ?? null)
  }

  get asOf(): string | null {
    return this.#asOf?.moment ?? null
  }

  listImports = (kinds?: readonly OfKind[]): Promise<ImportEntry[]> => this.do(() => listImports(this.#view, kinds))

  hasUndone = (kinds?: readonly OfKind[]): Promise<boolean> => this.do(() => hasUndone(this.#view, kinds))

  newestImports = (kinds?: readonly OfKind[]): Promise<ImportEntry[]> => this.do(() => newestImports(this.#view, kinds))

  account = (id: string): Promise<Stored<Account> | null> =>
    this.do(() => currentRecords<Account>(this.#view, accounts, 'key = ?', [id])[0] ?? null)

  accountsNamed = (tier: NameTier, keys: readonly string[]): Promise<Stored<Account>[]> =>
    this.do(() => recordsNamed<Account>(this.#view, accounts, tier, keys))

  accounts = (): Promise<Stored<Account>[]> => this.#once('accounts', () => currentRecords<Account>(this.#view, accounts))

  accountNames = (): Promise<AccountName[]> => this.#once('account names', () => accountNames(this.#view))

  goneAccounts = (of?: OfAccounts): Promise<GoneAccount[]> =>
    of
      ? this.do(() => goneAccounts(this.#view, accounts, of))
      : this.#once('gone accounts', () => goneAccounts(this.#view, accounts))

  formerNames = (of?: OfAccounts): Promise<FormerName[]> =>
    of
      ? this.do(() => formerNames(this.#view, accounts, of))
      : this.#once('former names', () => formerNames(this.#view, accounts))

  async *accountsOfDomain(domain: string): AsyncGenerator<Stored<Account>[], void, void> {
    const like = `%${domain.replace(/[\\%_]/g, '\\$&')}%`
    const isHeld = `website LIKE ? ESCAPE '\\' OR domains LIKE ? ESCAPE '\\'`
    yield* this.#inBatches(accounts, await this.do(() => versionsInOrder(this.#view, accounts, isHeld, [like, like])))
  }

  portalUserByEmail = (email: string): Promise<Stored<PortalUser> | null> =>
    this.do(() => currentRecords<PortalUser>(this.#view, portalUsers, 'key = ?', [email.trim().toLowerCase()])[0] ?? null)

  claims = (subjects?: readonly string[]): Promise<Claim[]> =>
    this.do(() => (this.asOf === null ? listClaims(this.db, subjects) : []))

  aliases = (): Promise<Alias[]> => this.#once('aliases', () => listAliases(this.db, this.asOf))

  spellings = (tier: NameTier, keys: readonly string[]): Promise<string[]> => this.do(() => spellings(this.#view, tier, keys))

  isEmpty = (): Promise<boolean> => this.do(() => isEmpty(this.#view))

  wasImported = (kind: Kind): Promise<boolean> => this.#once(`was ${kind.kind} imported`, () => wasImported(this.#view, kind))

  dashboardRows = (of?: PartnerRows): Promise<Stored<DashboardRow>[]> =>
    this.do(() => this.#rows<DashboardRow>(certificationDashboard, of))

  portalUsers = (of: PartnerRows): Promise<Stored<PortalUser>[]> => this.do(() => this.#rows<PortalUser>(portalUsers, of))

  records = <F extends Fields>(kind: Kind<F>, of?: PartnerRows): Promise<Stored<RecordOf<F>>[]> =>
    this.do(() => this.#rows<RecordOf<F>>(kind, of))

  eachRowName = (
    kind: Kind,
    visit: (version: number, name: string | null, accountId: string | null) => void,
    by?: NameFields,
  ): Promise<void> => this.do(() => eachRowName(this.#view, kind, visit, by))

  recordsOfVersions = <F extends Fields>(kind: Kind<F>, versions: Iterable<number>): Promise<Map<number, Stored<RecordOf<F>>>> =>
    this.do(() => recordsOfVersions<RecordOf<F>>(this.#view, kind, versions))

  versionsInOrder = (kind: Kind): Promise<Int32Array> => this.do(() => versionsInOrder(this.#view, kind))

  async *recordBatches<F extends Fields>(kind: Kind<F>): AsyncGenerator<Stored<RecordOf<F>>[], void, void> {
    yield* this.#inBatches(kind, await this.versionsInOrder(kind))
  }

  async *#inBatches<F extends Fields>(kind: Kind<F>, versions: Int32Array): AsyncGenerator<Stored<RecordOf<F>>[], void, void> {
    for (let at = 0; at < versions.length; at += BATCH) {
      const batch = await this.recordsOfVersions(kind, versions.subarray(at, at + BATCH))
      yield [...batch.values()]
    }
  }

  recordWithKey = <F extends Fields>(kind: Kind<F>, key: string): Promise<Stored<RecordOf<F>> | null> =>
    this.do(() => currentRecords<RecordOf<F>>(this.#view, kind, 'key = ?', [key])[0] ?? null)

  recordsWithKeys = <F extends Fields>(kind: Kind<F>, keys: Iterable<string>): Promise<Stored<RecordOf<F>>[]> =>
    this.do(() =>
      currentRecords<RecordOf<F>>(this.#view, kind, 'key IN (SELECT value FROM json_each(?))', [
        JSON.stringify([...new Set(keys)]),
      ]),
    )

  namesOfKeys = (kind: Kind, keys: Iterable<string>): Promise<Map<string, KeyedName>> =>
    this.do(() => namesOfKeys(this.#view, kind, keys))

  recordsWith = <F extends Fields>(
    kind: Kind<F>,
    field: keyof F & string,
    texts: Iterable<string>,
  ): Promise<Stored<RecordOf<F>>[]> => this.do(() => recordsWith<RecordOf<F>>(this.#view, kind, field, texts))

  textsIn = <F extends Fields>(kind: Kind<F>, field: keyof F & string): Promise<string[]> =>
    this.do(() => textsIn(this.#view, kind, field))

  eachRecordAfter = <F extends Fields>(kind: Kind<F>, entry: number, visit: (row: Stored<RecordOf<F>>) => void): Promise<void> =>
    this.do(() => {
      if (entry === this.#view.upTo) return visitInBatches<RecordOf<F>>(this.#view, kind, visit)
      refusePruned(this.db, entry + 1, 'ask')
      const then = new View(this.db, entry)
      try {
        visitInBatches<RecordOf<F>>(then, kind, visit)
      } finally {
        then.close()
      }
    })

  eachNameInRows = (kind: Kind, visit: (named: NamedRows) => void): Promise<void> =>
    this.do(() => eachNameInRows(this.#view, kind, visit))

  rejectedRows = (kind: Kind, of?: PartnerRows): Promise<RejectedRow[]> => this.do(() => rejectedRows(this.#view, kind, of))

  countPeople = (
    holding: Readonly<Record<string, readonly string[]>>,
    of?: PartnerRows,
    { lines } = { lines: false },
  ): Promise<PeopleCount[]> => this.do(() => countPeople(this.#view, portalUsers, holding, of, lines))

  eachPeopleCount = (
    holding: Readonly<Record<string, readonly string[]>>,
    { lines }: { lines: boolean },
    visit: (count: PeopleNumbers) => void,
  ): Promise<void> => this.do(() => eachPeopleCount(this.#view, portalUsers, holding, { lines }, visit))

  prunedHistory = (): Promise<Pruned | null> => this.do(() => prunedHistory(this.db))

  importDetail = (id: number): Promise<ImportDetail | null> => this.do(() => importDetail(this.#view, id))

  async *changesOf(id: number): AsyncGenerator<RecordChange, void, void> {
    const entry = await this.importDetail(id)
    const kind = (await this.kinds()).find((each) => each.kind === entry?.kind)
    try {
      refusePruned(this.db, id, 'ask')
      if (kind) yield* changesOf(this.db, kind, id)
    } catch (error) {
      throw asDamage(error, this.db.name)
    }
  }

  keysEver = (kind: Kind, keys: Iterable<string>): Promise<Set<string>> => this.do(() => keysEver(this.#view, kind, keys))

  versions = (kind: Kind, of: PartnerRows | { key: string }): Promise<RecordVersion[]> =>
    this.do(() => versions(this.#view, kind, of))

  valueSince = (kind: Kind, field: string, keys: Iterable<string>): Promise<Map<string, ValueSince>> =>
    this.do(async () => (await import('./since.ts')).valueSince(this.#view, kind, field, keys))

  sourceAges = (kinds: readonly Kind[], staleBefore: string): Promise<SourceAge[]> =>
    this.do(() => sourceAges(this.#view, kinds, staleBefore))

  wordsIn = (kind: Kind, fields: readonly string[]): Promise<WordRows[]> =>
    this.do(async () => (await import('./care/words.ts')).wordsIn(this.#view, kind, fields))

  promisedFolders = (): Promise<string[]> => this.do(() => promisedFolders(this.db))

  checkHealth = (options?: { thorough: boolean }): Promise<Health> => this.do(() => checkHealth(this.db, options))

  auditEntries = (of: AuditQuery): Promise<AuditList> =>
    this.do(() => {
      const { ids, ...counts } = auditNumbers(this.db, this.asOf, of)
      return { ...counts, count: ids.length, entries: this.#entries(ids) }
    })

  async *#entries(ids: Int32Array): AsyncGenerator<FoundEntry[], void, void> {
    for (let at = 0; at < ids.length; at += BATCH)
      yield await this.do(() => found(entriesNumbered(this.db, ids.subarray(at, at + BATCH))))
  }

  auditEntry = (id: number): Promise<FoundEntry | null> =>
    this.do(async () => {
      const entry = auditEntry(this.db, id, this.asOf)
      return entry && ((await found([entry]))[0] ?? null)
    })

  requestEntries = (of?: RequestsOf): Promise<RequestEntry[]> => {
    const read = (): Promise<RequestEntry[]> => checked<RequestEntry>(requestEntries(this.db, this.asOf, of))
    return of ? this.do(read) : this.#once('requests', read)
  }

  async *requestBatches(): AsyncGenerator<RequestEntry[], void, void> {
    for (const ids of await this.do(() => requestNumbers(this.db, this.asOf)))
      yield await this.do(() => checked<RequestEntry>(entriesNumbered(this.db, ids)))
  }

  entriesOf = <A extends AuditAction>(actions: readonly A[], of?: { partnerId: string }): Promise<EntryOf<A>[]> =>
    this.do(() => checked<EntryOf<A>>(entriesOf(this.db, this.asOf, actions, of)))

  async *entriesInFull<A extends AuditAction>(actions: readonly A[]): AsyncGenerator<InFull<EntryOf<A>>, void, void> {
    for (const id of await this.do(() => numbersOf(this.db, this.asOf, actions)))
      yield* await this.do(() => checked<InFull<EntryOf<A>>>([auditEntry(this.db, id, this.asOf) ?? []].flat()))
  }

  verifyAudit = (): Promise<AuditCheck> => this.do(() => verifyAudit(this.db))

  verifyRecords = (): Promise<RecordsCheck> =>
    this.do(async () => {
      const [{ verifyRecords }, kinds] = await Promise.all([import('./care/verify-records.ts'), this.kinds()])
      return verifyRecords(this.db, kinds)
    })

  lastNumbers = (): Promise<LastNumbers> => this.do(() => lastNumbers(this.db))

  openPromises = (): Promise<OpenPromise[]> => this.do(() => openPromises(this.db))

  isToErase = (): Promise<boolean> => this.do(async () => (await import('./forget/forget.ts')).isToErase(this.db))

  together = async <T extends unknown[]>(...readings: { [K in keyof T]: () => Promise<T[K]> }): Promise<T> => {
    const given: unknown[] = []
    for (const read of readings) given.push(await read())
    return given as T
  }

  async *inTurn<T>(readings: Iterable<() => Promise<T>>): AsyncGenerator<T, void, void> {
    for (const read of readings) yield await read()
  }

  holdMoment = (): Promise<void> => this.do(() => this.#view.hold())

  betweenMoments = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!this.#view.isHeld) return work()
    await this.do(() => this.#view.letGo())
    try {
      return await work()
    } finally {
      await this.holdMoment()
    }
  }

  close = async (): Promise<void> => {
    this.#view.close()
    this.db.close()
  }

  #rows<R>(kind: Kind, of: PartnerRows | undefined): Stored<R>[] {
    if (!of) return currentRecords<R>(this.#view, kind)
    const { condition, values } = ofPartner(this.#view, kind, of)
    return currentRecords<R>(this.#view, kind, condition, values)
  }

  /** What a list of names asks for again and again is read once while the moment is held. */
  #once<T>(name: string, read: () => T | Promise<T>): Promise<T> {
    return this.#view.once(name, () => this.do(read))
  }

  protected async do<T>(statement: () => T | Promise<T>): Promise<T> {
    try {
      return await statement()
    } catch (error) {
      throw asDamage(error, this.db.name)
    }
  }
}

/** Entries that say what those of their actions must. Throws the refusal `audit_damaged`. */
async function checked<Entry extends AuditEntry>(entries: readonly RawAuditEntry[]): Promise<Entry[]> {
  if (entries.length === 0) return []
  // Loaded only where there is something to check, because many commands need none of it.
  const { checkedEntry } = await import('../checked-entry.ts')
  return entries.map((entry) => checkedEntry(entry) as Entry)
}

/** Entries with what is known of each. */
async function found(entries: readonly (RawAuditEntry | InFull<RawAuditEntry>)[]): Promise<FoundEntry[]> {
  const { foundEntry } = await import('../checked-entry.ts')
  return entries.map(foundEntry)
}
