import type { Wanted } from '../../records/claims/claim.ts'
import { isRouted, refuseRouted } from '../mails.ts'
import { changedMeanwhile } from '../meanwhile.ts'
import { ownEntries } from '../own-entries.ts'
import { Readings } from '../readings.ts'
import type {
  Alias,
  EntryOf,
  Forgotten,
  ImportEntry,
  ImportOutcome,
  ImportRequest,
  NewAuditEntry,
  PruneOutcome,
  PruneRequest,
  Recordable,
  RecordedBy,
  Releasing,
  SameFile,
  ShowWait,
  Store,
  Taking,
  UndoOutcome,
} from '../store.ts'
import type { Connection } from './connection/connection.ts'
import { forgetPerson } from './forget/forget.ts'
import { importRecords, type Running, seenAgain } from './imports/import-records.ts'
import { prune } from './imports/prune.ts'
import { undoImport } from './imports/undo.ts'
import { onlyInFile } from './only-in-file.ts'
import { type OpenedDesk, PostgresReader } from './reader.ts'
import { addAlias, removeAlias } from './recording/aliases.ts'
import { appendAudit, auditHead, changesAfter, hashAt, lockEnd, mailsAfter } from './recording/audit.ts'
import { release, take, takeOver, workOn } from './recording/claims.ts'
import { replaceReply, settle } from './recording/promised-files.ts'
import { type Recorder, recorderOf } from './recording/recorder.ts'
import { inTransaction } from './transaction.ts'

/** A desk on a server, as it is written. Each write is one transaction. */
export class PostgresStore extends PostgresReader implements Store {
  readonly #showWait: ShowWait
  readonly #recorder: Recorder
  readonly #actor: string
  readonly checkRules: () => Promise<void>
  /** What was read since it was opened. */
  readonly #readings = new Readings()

  constructor(
    link: Connection,
    { showWait, by, checkRules, ...desk }: OpenedDesk & { showWait: ShowWait; by: RecordedBy; checkRules: () => Promise<void> },
  ) {
    super(link, desk)
    this.#showWait = showWait
    this.#recorder = recorderOf(link, by)
    this.#actor = by.actor
    this.checkRules = checkRules
    // On its way ahead of what is read, so that it takes no time of its own.
    this.#readings.follow(this, () => auditHead(this.link))
  }

  seenAgain = (request: SameFile, signal?: AbortSignal): Promise<{ entry: ImportEntry; before: ImportEntry } | null> =>
    this.do(() => seenAgain(this.link, request, this.#running(signal)))

  importRecords = (request: ImportRequest, signal?: AbortSignal): Promise<ImportOutcome> =>
    this.do(() => importRecords(this.link, request, this.#running(signal)))

  undoImport = (id: number, dryRun: boolean): Promise<UndoOutcome> =>
    this.do(async () => undoImport(this.link, await this.kinds(), { id, dryRun }, this.#running()))

  record = <New extends NewAuditEntry>(
    entries: readonly New[],
    { regardless = false, routedAfter }: Recordable = {},
  ): Promise<EntryOf<New['action']>[]> =>
    this.do(async () => {
      await this.checkRules()
      await this.#readings.settled()
      const recorded = await this.#change(async () => {
        if (routedAfter !== undefined) refuseRouted(entries, await mailsAfter(this.link, routedAfter), this.#readings)
        if (!regardless) await this.#refuseChanged(routedAfter !== undefined)
        await workOn(this.link, entries, this.#actor)
        return appendAudit(this.link, entries, await this.#recorder())
      })
      const last = recorded.at(-1)
      if (!regardless && last) {
        // Whoever recorded against what was read knows that it did not change up to there.
        this.#readings.moveTo({ entries: last.id, hash: last.hash })
        ownEntries(this.link).clear()
      }
      return recorded as EntryOf<New['action']>[]
    })

  take = (wanted: Wanted, how: { takeOver: boolean }): Promise<Taking> =>
    how.takeOver
      ? this.#change(() => takeOver(this.link, wanted, this.#actor, this.#recorder))
      : this.do(() => inTransaction(this.link, () => take(this.link, wanted.subject, this.#actor)))

  release = (subject: string): Promise<Releasing> =>
    this.do(() => inTransaction(this.link, () => release(this.link, subject, this.#actor)))

  settlePromises = (found: ReadonlyMap<string, 'placed' | 'missing'>): Promise<void> =>
    this.do(() => inTransaction(this.link, () => settle(this.link, found)))

  replacePromise = (request: number, reply: string): Promise<void> =>
    this.do(() => inTransaction(this.link, () => replaceReply(this.link, request, reply)))

  addAlias = (name: string, accountId: string): Promise<Alias> =>
    this.#change(async () => addAlias(this.link, name, accountId, await this.#recorder()))

  removeAlias = (name: string): Promise<boolean> => this.#change(async () => removeAlias(this.link, name, await this.#recorder()))

  prune = (request: PruneRequest): Promise<PruneOutcome> =>
    this.do(async () => prune(this.link, await this.kinds(), request, this.#running()))

  forgetPerson = (address: string, dryRun: boolean): Promise<Forgotten | null> =>
    this.do(async () => forgetPerson(this.link, await this.kinds(), { address, dryRun }, this.#running()))

  /** Nobody is in the way of the server's own VACUUM for good, and phd does not wait for it. */
  erase = async (): Promise<boolean> => true

  emptyLog = async (): Promise<boolean> => true

  rebuildIndexes = async (): Promise<string> => {
    throw onlyInFile('making indexes again')
  }

  #running(signal?: AbortSignal): Running {
    return { recorder: this.#recorder, showWait: this.#showWait, signal }
  }

  /** Changes something in one transaction, while nobody else records. */
  #change<T>(work: () => Promise<T>): Promise<T> {
    return this.do(() =>
      inTransaction(this.link, async () => {
        await lockEnd(this.link)
        return work()
      }),
    )
  }

  /** Throws `changed_meanwhile` where an entry of someone else changed what was read here, be it that of a mail or not. */
  async #refuseChanged(besideMails: boolean): Promise<void> {
    const { ends } = this.#readings
    if (ends === null) return
    // A desk that was restored may have other entries under the same numbers.
    if ((await hashAt(this.link, ends.last.entries)) !== ends.last.hash) throw changedMeanwhile(null)
    const own = ownEntries(this.link)
    // The last says most: a decision, after the request that it opened.
    const changed = (await changesAfter(this.link, ends.first.entries)).findLast(
      (change) => !own.has(change.entry.hash) && !(besideMails && isRouted(change.entry)) && this.#readings.isChangedBy(change),
    )
    if (changed) throw changedMeanwhile(changed.entry)
  }
}
