/** Chooses what a desk is kept in, and opens it for a command. */

import { failure, type PhdError, usageError } from '../errors.ts'
import type { Kind } from '../records/kind.ts'
import type { AnswerIndex, AnswerTerms } from '../store/answers.ts'
import type { DeskFile, DeskRules, Engine } from '../store/engine.ts'
import type { CopiedDesk } from '../store/moving/desk-rows.ts'
import type { Moved } from '../store/moving/moved.ts'
import { fileEngine } from '../store/sqlite/engine.ts'
import type { AsOf, Locks, RecordedBy, RecordReader, Store, Wait } from '../store/store.ts'
import type { Io } from '../terminal/io.ts'
import { plural } from '../terminal/plural.ts'
import { seenHeads } from './desks/seen-heads.ts'
import { readAsOf } from './moments.ts'
import { isServer, refuseOtherServer } from './place.ts'
import { atHome } from './user-files.ts'
import { version } from './version.ts'

/**
 * `fill`, `claim` and `record` make the database where there is none; `change` and `decide` do not. To `decide` or `record` takes the rules
 * of the desk: a phd with others says so before a person types anything.
 */
export type Purpose = 'read' | 'change' | 'claim' | 'decide' | 'record' | 'fill'

/** What records by the rules. */
const BY_RULES: ReadonlySet<Purpose> = new Set(['decide', 'record'])

/** What makes a database where there is none. */
const MAKES: ReadonlySet<Purpose> = new Set(['fill', 'claim', 'record'])

/** That a database is missing or empty, and what to do. */
export interface Emptiness {
  message: string
  hint: string
  /** Whether there is a file. */
  isThere: boolean
}

interface Opening {
  by: RecordedBy
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

/** The kinds of records. They are declared at length, and reading needs few of them. */
const loadKinds = async (): Promise<readonly Kind[]> => (await import('../records/kinds.ts')).kinds

/** The rules of this phd. */
const loadRules = async (): Promise<DeskRules> => {
  const { rulesMark } = await import('../reference/overview/rules-mark.ts')
  return { mark: rulesMark(), phd: version }
}

/** The engine of the desk at a place, which `by` names. Throws a usage error for a server that phd does not know, and for a password. */
export async function engineAt(place: string, by: string, env: NodeJS.ProcessEnv): Promise<Engine> {
  if (!isServer(place)) return fileEngine(place, loadKinds)
  refuseOtherServer(place, by)
  // What talks to a server is loaded for such a desk alone.
  const { serverEngine } = await import('../store/postgres/engine.ts')
  const { openNone } = fileEngine(place, loadKinds)
  return serverEngine(place, { env, loadKinds, loadRules, openNone, heads: seenHeads(env) })
}

/** Copies a desk into an empty one, where all of it is there at once or nothing; a dry run reads it and writes nothing. Throws what copying throws. */
export async function copyDesk(
  from: Engine,
  to: Engine,
  how: { dryRun: boolean; by: string; keepOpen: boolean; signal: AbortSignal },
): Promise<CopiedDesk> {
  const [{ copyDesk: copy }, { makeTemporary, nameIfFree }, kinds] = await Promise.all([
    import('../store/moving/copy-desk.ts'),
    import('../files/write-file.ts'),
    loadKinds(),
  ])
  const names = { temporary: makeTemporary, name: nameIfFree }
  return copy(await from.moving(names), await to.moving(names), { kinds, ...how })
}

/** Removes the mark of a desk that was moved, and records that; null where it has none. Throws what opening throws. */
export async function reopenDesk(engine: Engine, by: RecordedBy, dryRun: boolean): Promise<Moved | null> {
  const { makeTemporary, nameIfFree } = await import('../files/write-file.ts')
  return (await engine.moving({ temporary: makeTemporary, name: nameIfFree })).reopen(by, dryRun)
}

/** The file of a desk, for what is done with files alone. Throws a usage error where the desk is shared. */
export function fileOf({ engine: { file, place } }: { engine: Engine }): DeskFile {
  if (file) return file
  throw usageError(`${place} is not a file`, 'name one with --db; a shared desk is backed up by its server')
}

/** Opens the desk, or an empty one that is never written; `emptiness` is null where something was imported, and where it is about to be. */
export async function openDatabase(
  engine: Engine,
  { purpose, asOf, waitSeconds, today, dryRun, io, by }: Opening,
): Promise<{ store: RecordReader | Store; emptiness: Emptiness | null }> {
  if (asOf && purpose !== 'read') throw usageError('--as-of only works with commands that read', 'run it without --as-of')
  const state = engine.state()
  if (purpose !== 'fill' && state === 'emptied') throw emptied(engine.place)
  const isKept = state === 'there' || (MAKES.has(purpose) && !dryRun)
  const showWait = <T>(wait: Wait, work: () => Promise<T>): Promise<T> => io.waiting(WAITS[wait], work)
  const options = { waitSeconds, asOf, today, ...by, showWait, note: (text: string) => io.note(text), warn: io.problem }
  const opened = async <S>(open: () => Promise<S | null>): Promise<S | Store> =>
    isKept ? ((state === 'there' ? await open() : null) ?? (await upgraded(engine, waitSeconds, open))) : engine.openNone(options)
  const begun = async (store: RecordReader, begin: () => Promise<void>) => {
    try {
      const [isEmpty] = await Promise.all([purpose !== 'fill' && store.isEmpty(), begin()])
      return { store, emptiness: isEmpty ? emptinessOf(engine.place, state !== 'absent', asOf?.moment ?? null) : null }
    } catch (error) {
      await store.close()
      throw error
    }
  }
  if (purpose === 'read') {
    const reader = await opened(() => engine.openToRead({ ...options, hold: true }))
    return begun(reader, async () => {})
  }
  const store = await opened(() => engine.openToWrite(options))
  return begun(store, async () => {
    if (BY_RULES.has(purpose)) await store.checkRules()
    if (isKept && !dryRun) await finishKilledRun(store, io)
  })
}

/**
 * Opens a desk after it was made, or brought up to date. One in a file is one person's, who needs to know no command for that: whatever
 * is asked of it next does it.
 */
async function upgraded<S>(engine: Engine, waitSeconds: number, open: () => Promise<S | null>): Promise<S> {
  await engine.upgrade(waitSeconds)
  const store = await open()
  if (store) return store
  throw failure('busy', `another phd is changing ${engine.place}`, 'nothing was changed; try again in a moment')
}

/** What makes the full text of answers, in memory. */
export async function answerIndexMaker(): Promise<(answers: readonly AnswerTerms[]) => AnswerIndex> {
  return (await import('../store/sqlite/answer-index.ts')).makeAnswerIndex
}

/** Locks that end with the process that holds them. */
export async function locks(): Promise<Locks> {
  return await import('../store/sqlite/run-lock.ts')
}

/** The import that --as-of asks for, with its moment. Throws usage errors, and what opening the desk throws. */
export async function findImportAsOf(value: string, engine: Engine): Promise<AsOf> {
  const wanted = readAsOf(value)
  if (engine.state() !== 'absent') return engine.findAsOf(wanted)
  if ('moment' in wanted) return { entry: 0, moment: wanted.moment }
  throw usageError(`no import ${wanted.entry}`, `no database ${atHome(engine.place)} yet; ${BEGIN}`)
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
