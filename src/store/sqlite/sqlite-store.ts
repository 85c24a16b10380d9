import type Database from 'better-sqlite3'
import { type Account, accounts } from '../../records/accounts.ts'
import { certificationDashboard, type DashboardRow } from '../../records/certification-dashboard.ts'
import type { Kind } from '../../records/kind.ts'
import type { FoldedName } from '../../records/name.ts'
import { type PortalUser, portalUsers } from '../../records/portal-users.ts'
import type {
  Alias,
  ImportEntry,
  ImportOutcome,
  ImportRequest,
  NameTier,
  PartnerRows,
  PeopleCount,
  RowSetAside,
  SameFile,
  Store,
  Stored,
} from '../store.ts'
import { addAlias, listAliases, removeAlias } from './aliases.ts'
import { asUserError } from './engine-errors.ts'
import { listImports, seenAgain, wasImported } from './import-entries.ts'
import { importRecords } from './import-records.ts'
import { countPeople, currentRecords, foldedNames, ofPartner, recordsNamed, rowsSetAside, spellings } from './records.ts'

/** The store on SQLite. Each method is one synchronous statement or transaction behind a promise. */
export class SqliteStore implements Store {
  readonly #db: Database.Database
  /** What was read of the moment that is held, by name. */
  #held: Map<string, Promise<unknown>> | null = null

  constructor(db: Database.Database) {
    this.#db = db
  }

  listImports = (): Promise<ImportEntry[]> => this.#do(() => listImports(this.#db))

  account = (id: string): Promise<Stored<Account> | null> =>
    this.#do(() => currentRecords<Account>(this.#db, accounts, 'key = ?', [id])[0] ?? null)

  accountsNamed = (tier: NameTier, key: string): Promise<Stored<Account>[]> =>
    this.#do(() => recordsNamed<Account>(this.#db, accounts, tier, key))

  accounts = (): Promise<Stored<Account>[]> => this.#once('accounts', () => currentRecords<Account>(this.#db, accounts))

  accountsOfDomain = (domain: string): Promise<Stored<Account>[]> =>
    this.#do(() => {
      const like = `%${domain.replace(/[\\%_]/g, '\\$&')}%`
      return currentRecords<Account>(this.#db, accounts, `website LIKE ? ESCAPE '\\' OR domains LIKE ? ESCAPE '\\'`, [like, like])
    })

  portalUserByEmail = (email: string): Promise<Stored<PortalUser> | null> =>
    this.#do(() => currentRecords<PortalUser>(this.#db, portalUsers, 'key = ?', [email.trim().toLowerCase()])[0] ?? null)

  aliases = (): Promise<Alias[]> => this.#once('aliases', () => listAliases(this.#db))

  spellings = (tier: NameTier, key: string): Promise<string[]> => this.#do(() => spellings(this.#db, tier, key))

  foldedNames = (kind: Kind): Promise<Map<string, FoldedName>> =>
    this.#once(`names of ${kind.kind}`, () => foldedNames(this.#db, kind))

  wasImported = (kind: Kind): Promise<boolean> => this.#once(`was ${kind.kind} imported`, () => wasImported(this.#db, kind))

  dashboardRows = (of?: PartnerRows): Promise<Stored<DashboardRow>[]> =>
    this.#do(() => this.#rows<DashboardRow>(certificationDashboard, of))

  portalUsers = (of: PartnerRows): Promise<Stored<PortalUser>[]> => this.#do(() => this.#rows<PortalUser>(portalUsers, of))

  rowsSetAside = (kind: Kind, of?: PartnerRows): Promise<RowSetAside[]> => this.#do(() => rowsSetAside(this.#db, kind, of))

  countPeople = (holding: Readonly<Record<string, readonly string[]>>, of?: PartnerRows): Promise<PeopleCount[]> =>
    this.#do(() => countPeople(this.#db, portalUsers, holding, of))

  seenAgain = (request: SameFile): Promise<{ entry: ImportEntry; before: ImportEntry } | null> =>
    this.#do(() => seenAgain(this.#db, request))

  importRecords = (request: ImportRequest): Promise<ImportOutcome> => this.#do(() => importRecords(this.#db, request))

  addAlias = (alias: Omit<Alias, 'folded'>): Promise<void> => this.#do(() => addAlias(this.#db, alias))

  removeAlias = (name: string, by: string, at: string): Promise<boolean> => this.#do(() => removeAlias(this.#db, name, by, at))

  holdMoment = (): Promise<void> =>
    this.#do(() => {
      // A reading transaction begins with its first read.
      this.#db.exec('BEGIN')
      this.#db.prepare('SELECT count(*) FROM imports').get()
      this.#held = new Map()
    })

  close(): void {
    this.#db.close()
  }

  #rows<R>(kind: Kind, of: PartnerRows | undefined): Stored<R>[] {
    if (!of) return currentRecords<R>(this.#db, kind)
    const { condition, values } = ofPartner(kind, of)
    return currentRecords<R>(this.#db, kind, condition, values)
  }

  /** What a list of names asks for again and again is read once while the moment is held. */
  #once<T>(name: string, read: () => T): Promise<T> {
    const known = this.#held?.get(name) as Promise<T> | undefined
    if (known) return known
    const value = this.#do(read)
    this.#held?.set(name, value)
    return value
  }

  async #do<T>(statement: () => T): Promise<T> {
    try {
      return statement()
    } catch (error) {
      throw asUserError(error, this.#db.name)
    }
  }
}
