import type Database from 'better-sqlite3'
import { interrupted } from '../../errors.ts'
import type { Wanted } from '../../records/claims/claim.ts'
import type { OpenOptions } from '../engine.ts'
import { Readings } from '../readings.ts'
import type {
  Alias,
  AuditHead,
  EntryOf,
  Forgotten,
  ImportEntry,
  ImportOutcome,
  ImportRequest,
  NewAuditEntry,
  PruneOutcome,
  PruneRequest,
  Recordable,
  Releasing,
  SameFile,
  ShowWait,
  Store,
  Taking,
  UndoOutcome,
} from '../store.ts'
import { addAlias, removeAlias } from './aliases.ts'
import { auditHead } from './audit.ts'
import { asDamage, asUserError } from './engine-errors.ts'
import { isUnchecked, writeSound } from './health.ts'
import { seenAgain } from './imports/import-entries.ts'
import { prune } from './past/prune.ts'
import { patiently } from './patience.ts'
import { type LoadKinds, SqliteReader } from './reader.ts'
import { release, take } from './recording/claims.ts'
import { replaceReply, settle } from './recording/promised-files.ts'
import { record } from './recording/record.ts'
import { type Recorder, recorderOf } from './recording/recorder.ts'

/** A desk in a file, as it is written. Each write is one transaction; all but an import are synchronous. */
export class SqliteStore extends SqliteReader implements Store {
  /** YYYY-MM-DD: before the first write of a day the database is looked over. */
  readonly #today: string
  readonly #recorder: Recorder
  readonly #actor: string
  readonly #showWait: ShowWait
  /** What was read since it was opened. */
  readonly #readings = new Readings()

  constructor(db: Database.Database, kinds: LoadKinds, { asOf, today, showWait, ...by }: Omit<OpenOptions, 'waitSeconds'>) {
    super(db, kinds, asOf)
    this.#actor = by.actor
    this.#today = today
    this.#recorder = recorderOf(db, by)
    this.#showWait = showWait ?? ((_wait, work) => work())
    this.#readings.follow(this, () => this.#end())
  }

  /** A desk in a file goes by the rules of whatever program opens it. */
  checkRules = async (): Promise<void> => {}

  seenAgain = (request: SameFile, signal?: AbortSignal): Promise<{ entry: ImportEntry; before: ImportEntry } | null> => {
    const check = (): void => {
      if (signal?.aborted) throw interrupted()
    }
    return this.do(() =>
      patiently(this.db, () => seenAgain(this.db, request, this.#recording), { showWait: this.#showWait, check }),
    )
  }

  async importRecords(request: ImportRequest, signal?: AbortSignal): Promise<ImportOutcome> {
    try {
      const { importRecords } = await import('./imports/import-records.ts')
      return await importRecords(this.db, request, { ...this.#recording, showWait: this.#showWait, signal })
    } catch (error) {
      throw asUserError(error, this.db.name)
    }
  }

  undoImport = async (id: number, dryRun: boolean): Promise<UndoOutcome> => {
    const [{ undoImport }, kinds] = await Promise.all([import('./imports/undo.ts'), this.kinds()])
    return this.#patiently(() => undoImport(this.db, kinds, id, { ...this.#recording, dryRun }))
  }

  prune = (request: PruneRequest): Promise<PruneOutcome> =>
    this.do(async () => {
      const [{ shrink }, kinds] = await Promise.all([import('./past/shrink.ts'), this.kinds()])
      const outcome = await this.#patiently(() => prune(this.db, kinds, request, this.#recording))
      if (outcome.status !== 'pruned') return outcome
      const bytesAfter = await patiently(this.db, () => shrink(this.db), { showWait: this.#showWait })
      return { ...outcome, bytesAfter }
    })

  emptyLog = (): Promise<boolean> => this.do(async () => (await import('./care/repair.ts')).emptyLog(this.db))

  rebuildIndexes = (): Promise<string> => this.do(async () => (await import('./care/repair.ts')).rebuildIndexes(this.db))

  record = <New extends NewAuditEntry>(entries: readonly New[], how: Recordable = {}): Promise<EntryOf<New['action']>[]> =>
    this.#write(() => record(this.db, entries, this.#recorder, { ...how, readings: this.#readings }))

  take = (wanted: Wanted, { takeOver }: { takeOver: boolean }): Promise<Taking> =>
    this.#write(() => take(this.db, wanted, this.#actor, takeOver ? this.#recorder : null))

  release = (subject: string): Promise<Releasing> => this.#write(() => release(this.db, subject, this.#actor))

  settlePromises = (found: ReadonlyMap<string, 'placed' | 'missing'>): Promise<void> => this.#write(() => settle(this.db, found))

  replacePromise = (request: number, reply: string): Promise<void> =>
    this.#patiently(() => replaceReply(this.db, request, reply, this.#today))

  forgetPerson = async (address: string, dryRun: boolean): Promise<Forgotten | null> => {
    const [{ forgetPerson }, kinds] = await Promise.all([import('./forget/forget.ts'), this.kinds()])
    return this.#patiently(() => forgetPerson(this.db, kinds, { address, ...this.#recording, dryRun }))
  }

  erase = async (): Promise<boolean> => {
    const { erase } = await import('./forget/forget.ts')
    return this.#patiently(() => erase(this.db))
  }

  addAlias = (name: string, accountId: string): Promise<Alias> =>
    this.#write(() => addAlias(this.db, name, accountId, this.#recorder))

  removeAlias = (name: string): Promise<boolean> => this.#write(() => removeAlias(this.db, name, this.#recorder))

  get #recording(): { recorder: Recorder; today: string } {
    return { recorder: this.#recorder, today: this.#today }
  }

  #write<T>(statement: () => T): Promise<T> {
    return this.#patiently(() => writeSound(this.db, this.#today, statement))
  }

  /** Writes, once no other process does. Before the first write of a day the database is checked, which is shown as a wait of its own. */
  #patiently<T>(statement: () => T): Promise<T> {
    const write = (): Promise<T> => patiently(this.db, statement, { showWait: this.#showWait })
    return this.do(() => (isUnchecked(this.db, this.#today) ? this.#showWait('check', write) : write()))
  }

  #end(): AuditHead {
    try {
      return auditHead(this.db)
    } catch (error) {
      throw asDamage(error, this.db.name)
    }
  }
}
