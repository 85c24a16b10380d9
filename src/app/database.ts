/** Opens the database for a command. */

import { existsSync, statSync } from 'node:fs'
import { failure, type PhdError, usageError } from '../errors.ts'
import type { Kind } from '../records/kind.ts'
import type { AnswerIndex, AnswerTerms } from '../store/answers.ts'
import type { Copying } from '../store/backups.ts'
import type { OpenOptions } from '../store/sqlite/up-to-date.ts'
import type { AsOf, ListedView, Locks, SqlAnswer, SqlQuestion, Store, UnopenedDatabase, Wait } from '../store/store.ts'
import type { Io } from '../terminal/io.ts'
import { plural } from '../terminal/plural.ts'
import { readAsOf } from './moments.ts'
import { atHome } from './user-files.ts'

/** `fill` and `record` make the database where there is none; `change` does not. */
export type Purpose = 'read' | 'change' | 'record' | 'fill'

/** That a database is missing or empty, and what to do. */
export interface Emptiness {
  message: string
  hint: string
  /** Whether there is a file. */
  isThere: boolean
}

interface Opening {
  purpose: Purpose
  asOf: AsOf | null
  waitSeconds: number
  today: string
  dryRun: boolean
  io: Io
}

const WAITS: Readonly<Record<Wait, string>> = {
  another_writer: 'Waiting for another phd that is writing',
  check: 'Checking the database',
  shrink: 'Making the database smaller',
}

const BEGIN = 'begin with: phd import <accounts.csv>; or use another database with --db'

/** Opens it, or an empty one that is never written; `emptiness` is null where something was imported, and where it is about to be. */
export async function openDatabase(
  db: string,
  { purpose, asOf, waitSeconds, today, dryRun, io }: Opening,
): Promise<{ store: Store; emptiness: Emptiness | null }> {
  if (asOf && purpose !== 'read') throw usageError('--as-of only works with commands that read', 'run it without --as-of')
  const makes = (purpose === 'fill' || purpose === 'record') && !dryRun
  const isThere = existsSync(db)
  if (purpose !== 'fill' && isEmptied(db)) throw emptied(db)
  const showWait = <T>(wait: Wait, work: () => Promise<T>): Promise<T> => io.waiting(WAITS[wait], work)
  const store = await openStore(makes || isThere ? db : ':memory:', { waitSeconds, asOf, today, showWait })
  try {
    if (purpose === 'read') await store.holdMoment()
    else if (!dryRun && existsSync(db)) await finishKilledRun(store, io)
    const isEmpty = purpose !== 'fill' && (await store.isEmpty())
    return { store, emptiness: isEmpty ? emptinessOf(db, isThere, asOf?.moment ?? null) : null }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** The kinds are declared at length, and reading needs few of them. */
const loadKinds = async (): Promise<readonly Kind[]> => (await import('../records/kinds.ts')).kinds

async function openStore(file: string, options: OpenOptions): Promise<Store> {
  const { openUpToDate } = await import('../store/sqlite/up-to-date.ts')
  const store = openUpToDate(file, loadKinds, options)
  return store ?? (await import('../store/sqlite/open.ts')).openStore(file, await loadKinds(), options)
}

/** Why the engine of the database cannot be loaded, in its own words; null: it can. */
export async function engineFailure(): Promise<string | null> {
  try {
    ;(await import('../store/sqlite/care/inspect.ts')).engineVersion()
    return null
  } catch (error) {
    return ((error as Error).message.split('\n')[0] ?? '').trim()
  }
}

/** A database of an older phd, looked over as it is, because opening it brings it up to date; null for any other. */
export async function olderDatabase(db: string): Promise<UnopenedDatabase | null> {
  return (await import('../store/sqlite/care/inspect.ts')).olderDatabase(db)
}

/** What makes the full text of answers, in memory. */
export async function answerIndexMaker(): Promise<(answers: readonly AnswerTerms[]) => AnswerIndex> {
  return (await import('../store/sqlite/answer-index.ts')).makeAnswerIndex
}

/** The views that a question in SQL can be about. */
export async function listedViews(): Promise<ListedView[]> {
  return (await import('../store/sqlite/asking/views.ts')).listedViews(await loadKinds())
}

/** Asks the database, which must be there and of this program's schema. The caller closes the answer. */
export async function askInSql(db: string, question: SqlQuestion): Promise<SqlAnswer> {
  return (await import('../store/sqlite/asking/ask.ts')).ask(db, question, await loadKinds())
}

/** Locks that end with the process that holds them. */
export async function locks(): Promise<Locks> {
  return await import('../store/sqlite/run-lock.ts')
}

/** What reads the words that a shell completes; each function throws where the database is not one to read at once. */
export async function readCompletions() {
  const { newestPlans, newestRequests, partnersLike } = await import('../store/sqlite/asking/completions.ts')
  const kinds = await loadKinds()
  return {
    partnersLike: (file: string, light: string, most: number) => partnersLike(file, kinds, light, most),
    newestRequests: (file: string) => newestRequests(file, kinds),
    newestPlans: (file: string) => newestPlans(file, kinds),
  }
}

/** What copies, checks and restores whole databases. */
export async function backupEngine() {
  const [backup, restore, facts] = await Promise.all([
    import('../store/sqlite/backups/backup.ts'),
    import('../store/sqlite/backups/restore.ts'),
    import('../store/sqlite/backups/facts.ts'),
  ])
  const { lookAtPresent, putInPlace } = restore
  const kinds = await loadKinds()
  return {
    ...{ lookAtPresent, putInPlace },
    open: (file: string, waitSeconds: number) => new backup.BackupSource(file, kinds, waitSeconds),
    check: (file: string) => facts.checkWhole(file, kinds),
    glance: facts.glanceAt,
    take: (file: string, to: string, options: Copying & { upgrade: boolean }) => backup.takeBackup(file, to, kinds, options),
  }
}

/** The import that --as-of asks for, with its moment. Throws usage errors, and what opening the database throws. */
export async function findImportAsOf(value: string, db: string): Promise<AsOf> {
  const wanted = readAsOf(value)
  if (existsSync(db)) return (await import('../store/sqlite/open.ts')).findAsOf(db, await loadKinds(), wanted)
  if ('moment' in wanted) return { entry: 0, moment: wanted.moment }
  throw usageError(`no import ${wanted.entry}`, `no database ${atHome(db)} yet; ${BEGIN}`)
}

/** What a killed run left unfinished is finished before anything else is written. */
async function finishKilledRun(store: Store, io: Io): Promise<void> {
  const open = await store.openPromises()
  if (open.length === 0) return
  const { placePromisedFiles } = await import('../files/staged-files.ts')
  const { placed, missing } = await placePromisedFiles(store, open)
  if (placed.length > 0) {
    io.note(
      `phd: an earlier run was stopped before it put its files in place; ${plural(placed.length, 'file')} put in place now:`,
    )
    for (const path of placed) io.note(`  ${path}`)
  }
  if (missing.length > 0) {
    const are = missing.length === 1 ? 'is' : 'are'
    io.note(`phd: ${plural(missing.length, 'file')} named in the audit ${are} missing (see: phd doctor):`)
    for (const { path, entry } of missing) io.note(`  ${path} (audit entry ${entry})`)
  }
}

/** Whether there is a file without a byte: it may have been a database. */
function isEmptied(db: string): boolean {
  const there = statSync(db, { throwIfNoEntry: false })
  return there?.isFile() === true && there.size === 0
}

function emptinessOf(path: string, isThere: boolean, asOf: string | null): Emptiness {
  const db = atHome(path)
  if (!isThere) return { message: `no database ${db} yet`, hint: BEGIN, isThere }
  if (asOf === null) return { message: `nothing has been imported into ${db} yet`, hint: BEGIN, isThere }
  return {
    message: `nothing had been imported into ${db} by ${asOf}`,
    hint: 'use a later time; for import times: phd imports list',
    isThere,
  }
}

/** The failure where a file has no bytes. */
export function emptied(db: string): PhdError {
  return failure(
    'database_damaged',
    `${db} is empty, not a database`,
    'if there was one, restore a backup: phd restore; else remove the empty file and begin with: phd import <accounts.csv>',
  )
}
