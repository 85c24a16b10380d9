import type { Claim } from '../../records/claims/claim.ts'
import type { Fields, Kind, RecordOf } from '../../records/kind.ts'
import { type Account, accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard, type DashboardRow } from '../../records/kinds/certification-dashboard.ts'
import { type PortalUser, portalUsers } from '../../records/kinds/portal-users.ts'
import type { AuditAction } from '../audit-bodies.ts'
import { checkedEntry, foundEntry } from '../checked-entry.ts'
import { refusePrunedEntry } from '../pruned.ts'
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
import type { Connection } from './connection/connection.ts'
import { asUserError } from './connection/errors.ts'
import { damagedDesk } from './damage.ts'
import { atOnce, someAtOnce } from './reading/at-once.ts'
import { changesOf, formerNames, goneAccounts, keysEver, sourceAges, valueSince, versions } from './reading/history.ts'
import { accountNames, eachRowName, namesOfKeys, versionsInOrder, wordsIn } from './reading/names.ts'
import { countPeople, eachPeopleCount } from './reading/people-counts.ts'
import {
  type Condition,
  currentRecords,
  eachNameInRows,
  ofPartner,
  recordParts,
  recordsByVersion,
  recordsNamed,
  recordsWith,
  rejectedRows,
  spellings,
  textsIn,
} from './reading/records.ts'
import { listAliases } from './recording/aliases.ts'
import { auditNumbers, entriesWhere, inFull, ofActions, verifyAudit, wholeEntries } from './recording/audit.ts'
import { listClaims } from './recording/claims.ts'
import { openPromises, promisedFolders } from './recording/promised-files.ts'
import { requestBatches, requestEntries } from './recording/request-entries.ts'
import { SCHEMA_NUMBER } from './schema.ts'
import { View } from './view.ts'

/** So many entries of the audit are read at a time. */
const BATCH = 2000

type OfKind = Pick<Kind, 'kind'>

/** A desk that is connected to. */
export interface OpenedDesk {
  kinds: () => Promise<readonly Kind[]>
  /** Host and database, safe to print. */
  place: string
  asOf: AsOf | null
}

/** A desk on a server, as it is read. Each method is a few statements. */
export class PostgresReader implements RecordReader {
  protected readonly link: Connection
  protected readonly kinds: () => Promise<readonly Kind[]>
  /** Host and database, safe to print. */
  protected readonly place: string
  readonly #view: View
  readonly #asOf: AsOf | null

  constructor(link: Connection, { kinds, place, asOf }: OpenedDesk) {
    this.link = link
    this.kinds = kinds
    this.place = place
    this.#asOf = asOf
    this.#view = new View(link, asOf?.entry ?? null)
  }

  get asOf(): string | null {
    return this.#asOf?.moment ?? null
  }

  claims = (subjects?: readonly string[]): Promise<Claim[]> =>
    this.do(async () => (this.asOf === null ? listClaims(this.link, subjects) : []))

  listImports = (kinds?: readonly OfKind[]): Promise<ImportEntry[]> =>
    this.do(async () => {
      const list = await this.#view.imports()
      return list.ofKinds(kinds).map((row) => list.entry(row))
    })

  hasUndone = (kinds?: readonly OfKind[]): Promise<boolean> =>
    this.do(async () => {
      const list = await this.#view.imports()
      return list.ofKinds(kinds).some(({ id }) => list.undone.has(id))
    })

  newestImports = (kinds?: readonly OfKind[]): Promise<ImportEntry[]> =>
    this.do(async () => {
      const list = await this.#view.imports()
      return list.newest(kinds).map((row) => list.entry(row))
    })

  account = (id: string): Promise<Stored<Account> | null> => this.recordWithKey(accounts, id)

  accountsNamed = (tier: NameTier, keys: readonly string[]): Promise<Stored<Account>[]> =>
    this.#ofOne(`accounts ${tier}`, keys, () => recordsNamed<Account>(this.#view, accounts, tier, keys))

  accounts = (): Promise<Stored<Account>[]> => this.#once('accounts', () => currentRecords<Account>(this.#view, accounts))

  accountNames = (): Promise<AccountName[]> => this.#once('account names', () => accountNames(this.#view))

  goneAccounts = (of?: OfAccounts): Promise<GoneAccount[]> => {
    const read = () => goneAccounts(this.#view, accounts, of)
    if (of === undefined) return this.#once('gone accounts', read)
    return 'ids' in of ? this.do(read) : this.#ofOne('gone', of.folded, read)
  }

  formerNames = (of?: OfAccounts): Promise<FormerName[]> => {
    const read = () => formerNames(this.#view, accounts, of)
    return of ? this.do(read) : this.#once('former names', read)
  }

  async *accountsOfDomain(domain: string): AsyncGenerator<Stored<Account>[], void, void> {
    // Case is that of ASCII alone, whatever the language of the database.
    yield* this.#parts<Account>(accounts, (bound) => {
      const host = `lower(${bound.of(domain)}::text COLLATE "C")`
      return `(strpos(lower(own.website), ${host}) > 0 OR strpos(lower(own.domains), ${host}) > 0)`
    })
  }

  portalUserByEmail = (email: string): Promise<Stored<PortalUser> | null> =>
    this.recordWithKey(portalUsers, email.trim().toLowerCase())

  aliases = (): Promise<Alias[]> => this.#once('aliases', () => listAliases(this.link, this.asOf))

  spellings = (tier: NameTier, keys: readonly string[]): Promise<string[]> => this.do(() => spellings(this.#view, tier, keys))

  isEmpty = (): Promise<boolean> => this.do(async () => (await this.#view.imports()).rows.length === 0)

  wasImported = (kind: Kind): Promise<boolean> => this.do(async () => (await this.#view.imports()).filesOf(kind.kind).length > 0)

  dashboardRows = (of?: PartnerRows): Promise<Stored<DashboardRow>[]> => this.records(certificationDashboard, of)

  portalUsers = (of: PartnerRows): Promise<Stored<PortalUser>[]> => this.records(portalUsers, of)

  records = <F extends Fields>(kind: Kind<F>, of?: PartnerRows): Promise<Stored<RecordOf<F>>[]> =>
    this.do(() => currentRecords<RecordOf<F>>(this.#view, kind, of && ofPartner(kind, of)))

  eachRowName = (
    kind: Kind,
    visit: (version: number, name: string | null, accountId: string | null) => void,
    by?: NameFields,
  ): Promise<void> => this.do(() => eachRowName(this.#view, kind, visit, by))

  recordsOfVersions = <F extends Fields>(kind: Kind<F>, wanted: Iterable<number>): Promise<Map<number, Stored<RecordOf<F>>>> =>
    this.do(() => recordsByVersion<RecordOf<F>>(this.#view, kind, (bound) => `own.version = ANY(${bound.numbers(wanted)})`))

  versionsInOrder = (kind: Kind): Promise<Int32Array> => this.do(() => versionsInOrder(this.#view, kind))

  async *recordBatches<F extends Fields>(kind: Kind<F>): AsyncGenerator<Stored<RecordOf<F>>[], void, void> {
    yield* this.#parts<RecordOf<F>>(kind, () => 'TRUE')
  }

  async *#parts<R>(kind: Kind, condition: Condition): AsyncGenerator<Stored<R>[], void, void> {
    try {
      yield* recordParts<R>(this.#view, kind, condition)
    } catch (error) {
      throw this.told(error)
    }
  }

  recordWithKey = async <F extends Fields>(kind: Kind<F>, key: string): Promise<Stored<RecordOf<F>> | null> =>
    (await this.recordsWithKeys(kind, [key]))[0] ?? null

  recordsWithKeys = <F extends Fields>(kind: Kind<F>, keys: Iterable<string>): Promise<Stored<RecordOf<F>>[]> =>
    this.do(() => currentRecords<RecordOf<F>>(this.#view, kind, (bound) => `own.key = ANY(${bound.texts(keys)})`))

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
    this.do(async () => {
      refusePrunedEntry((await this.#view.imports()).pruned, entry + 1, 'ask')
      const then = entry === this.#view.upTo ? this.#view : new View(this.link, entry)
      for (const row of await currentRecords<RecordOf<F>>(then, kind)) visit(row)
    })

  eachNameInRows = (kind: Kind, visit: (named: NamedRows) => void): Promise<void> =>
    this.do(() => eachNameInRows(this.#view, kind, visit))

  rejectedRows = (kind: Kind, of?: PartnerRows): Promise<RejectedRow[]> => this.do(() => rejectedRows(this.#view, kind, of))

  countPeople = (
    holding: Readonly<Record<string, readonly string[]>>,
    of?: PartnerRows,
    { lines } = { lines: false },
  ): Promise<PeopleCount[]> => this.do(() => countPeople(this.#view, portalUsers, holding, { of, lines }))

  eachPeopleCount = (
    holding: Readonly<Record<string, readonly string[]>>,
    { lines }: { lines: boolean },
    visit: (count: PeopleNumbers) => void,
  ): Promise<void> => this.do(() => eachPeopleCount(this.#view, portalUsers, holding, { lines }, visit))

  together = atOnce

  inTurn = someAtOnce

  holdMoment = (): Promise<void> =>
    this.do(async () => {
      const begun = this.link.run('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY')
      this.#view.hold()
      // Nearly every question needs one of these, so they come with the beginning.
      await Promise.all([begun, this.#view.imports(), this.aliases()])
    })

  betweenMoments = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!this.#view.isHeld) return work()
    await this.do(() => this.link.run('COMMIT'))
    this.#view.letGo()
    try {
      return await work()
    } finally {
      await this.holdMoment()
    }
  }

  prunedHistory = (): Promise<Pruned | null> => this.do(async () => (await this.#view.imports()).pruned)

  importDetail = (id: number): Promise<ImportDetail | null> =>
    this.do(async () => {
      const list = await this.#view.imports()
      const row = list.row(id)
      return row && list.detail(row)
    })

  async *changesOf(id: number): AsyncGenerator<RecordChange, void, void> {
    const entry = await this.importDetail(id)
    const kind = (await this.kinds()).find((each) => each.kind === entry?.kind)
    try {
      refusePrunedEntry(await this.prunedHistory(), id, 'ask')
      if (kind) yield* changesOf(this.#view, kind, id)
    } catch (error) {
      throw this.told(error)
    }
  }

  keysEver = (kind: Kind, keys: Iterable<string>): Promise<Set<string>> => this.do(() => keysEver(this.#view, kind, keys))

  versions = (kind: Kind, of: PartnerRows | { key: string }): Promise<RecordVersion[]> =>
    this.do(() => versions(this.#view, kind, of))

  valueSince = (kind: Kind, field: string, keys: Iterable<string>): Promise<Map<string, ValueSince>> =>
    this.do(() => valueSince(this.#view, kind, field, keys))

  sourceAges = (kinds: readonly Kind[], staleBefore: string): Promise<SourceAge[]> =>
    this.do(() => sourceAges(this.#view, kinds, staleBefore))

  auditEntries = (of: AuditQuery): Promise<AuditList> =>
    this.do(async () => {
      const { ids, ...counts } = await auditNumbers(this.link, this.asOf, of)
      return { ...counts, count: ids.length, entries: this.#entries(ids) }
    })

  async *#entries(ids: Int32Array): AsyncGenerator<FoundEntry[], void, void> {
    for (let at = 0; at < ids.length; at += BATCH) {
      const numbers = ids.subarray(at, at + BATCH)
      const entries = await this.do(() => entriesWhere(this.link, null, (bound) => `id = ANY(${bound.numbers(numbers)})`))
      yield entries.map(foundEntry)
    }
  }

  auditEntry = (id: number): Promise<FoundEntry | null> =>
    this.do(async () => {
      for await (const [row] of wholeEntries(this.link, (bound) => `id = ${bound.of(id)}`, this.asOf))
        return row ? foundEntry(inFull(row)) : null
      return null
    })

  requestEntries = (of?: RequestsOf): Promise<RequestEntry[]> => {
    const read = async () => checked<RequestEntry>(await requestEntries(this.link, this.asOf, of))
    return of ? this.do(read) : this.#once('requests', read)
  }

  async *requestBatches(): AsyncGenerator<RequestEntry[], void, void> {
    try {
      for await (const batch of requestBatches(this.#view, this.asOf)) yield checked<RequestEntry>(batch)
    } catch (error) {
      throw this.told(error)
    }
  }

  entriesOf = <A extends AuditAction>(actions: readonly A[], of?: { partnerId: string }): Promise<EntryOf<A>[]> =>
    this.do(async () => {
      const entries = await entriesWhere(this.link, this.asOf, (bound) => {
        const isOf = of ? ` AND partner_id = ${bound.of(of.partnerId)}` : ''
        return `${ofActions(actions)(bound)}${isOf}`
      })
      return checked<EntryOf<A>>(entries)
    })

  async *entriesInFull<A extends AuditAction>(actions: readonly A[]): AsyncGenerator<InFull<EntryOf<A>>, void, void> {
    try {
      for await (const part of wholeEntries(this.link, ofActions(actions), this.asOf))
        for (const row of part) yield checkedEntry(inFull(row)) as InFull<EntryOf<A>>
    } catch (error) {
      throw this.told(error)
    }
  }

  openPromises = (): Promise<OpenPromise[]> => this.do(() => openPromises(this.link))

  verifyAudit = (): Promise<AuditCheck> => this.do(() => verifyAudit(this.link))

  verifyRecords = (): Promise<RecordsCheck> =>
    this.do(async () => {
      const [{ verifyRecords }, kinds] = await Promise.all([import('./reading/verify-records.ts'), this.kinds()])
      return verifyRecords(this.link, kinds, this.#view.isHeld)
    })

  lastNumbers = (): Promise<LastNumbers> =>
    this.do(async () => {
      const [row] = await this.link.lists<[imports: number, audit: number]>(
        'SELECT (SELECT coalesce(max(id), 0) FROM imports), (SELECT coalesce(max(id), 0) FROM audit)',
      )
      const [imports, audit] = row ?? [0, 0]
      return { imports, audit }
    })

  wordsIn = (kind: Kind, fields: readonly string[]): Promise<WordRows[]> => this.do(() => wordsIn(this.#view, kind, fields))

  promisedFolders = (): Promise<string[]> => this.do(() => promisedFolders(this.link))

  /** The server looks after its own pages; what phd can tell is the size. */
  checkHealth = (): Promise<Health> =>
    this.do(async () => {
      const [row] = await this.link.lists<[number]>('SELECT pg_database_size(current_database())')
      return { schema: SCHEMA_NUMBER, signs: [], indexSigns: [], bytes: row?.[0] ?? 0, unusedBytes: 0 }
    })

  /** Nothing is left to do: the server's own VACUUM gives the room of old versions to new rows. */
  isToErase = async (): Promise<boolean> => false

  close = (): Promise<void> => this.link.close()

  /** What a list of names asks for again and again is read once while the moment is held. */
  #once<T>(name: string, read: () => Promise<T>): Promise<T> {
    return this.#view.once(name, () => this.do(read))
  }

  /** What is asked of one name is asked again when its rows are linked, so that it is kept; of many it would take too much memory. */
  #ofOne<T>(name: string, keys: readonly string[], read: () => Promise<T>): Promise<T> {
    return keys.length === 1 ? this.#once(`${name} ${keys[0]}`, read) : this.do(read)
  }

  /** Does work, and says what fails in words that a person can act on. */
  protected async do<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw this.told(error)
    }
  }

  protected told(error: unknown): unknown {
    if (error instanceof SyntaxError) return damagedDesk(`what ${this.place} keeps as JSON is not JSON`)
    return asUserError(error, this.place)
  }
}

/** Entries that say what those of their actions must. Throws the refusal `audit_damaged`. */
function checked<Entry extends AuditEntry>(entries: readonly RawAuditEntry[]): Entry[] {
  return entries.map((entry) => checkedEntry(entry) as Entry)
}
