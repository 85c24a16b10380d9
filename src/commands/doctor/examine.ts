import { type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newestGoodBackup, restoreGood } from '../../app/backups/newest-good.ts'
import type { Context } from '../../app/context.ts'
import { exitCodeOf, explain } from '../../app/failures.ts'
import { runFindings } from '../../app/runs/findings.ts'
import { ExitCode, type Failure, failure, PhdError } from '../../errors.ts'
import { whereabouts } from '../../files/staged-files.ts'
import { newestBackups } from '../../jobs/backups.ts'
import { findLeftovers } from '../../jobs/doctor/leftovers.ts'
import { diskOf, lookAt } from '../../jobs/doctor/places.ts'
import { sourceHealth, unlinkedIn } from '../../jobs/doctor.ts'
import type { UnlinkedList } from '../../partners/unlinked.ts'
import { kinds } from '../../records/kinds.ts'
import type { DiskHealth, Place, PlaceOf } from '../../reports/health/places.ts'
import type { DatabaseFacts, DatabaseHealth, Surroundings } from '../../reports/health.ts'
import type { RunFinding } from '../../reports/runs.ts'
import type { DeskFile } from '../../store/engine.ts'
import type { AuditFlaw, AuditHead, RecordReader } from '../../store/store.ts'
import { calendarFacts, dataFacts, replacedTables, settingsFacts, waitingPlans } from './facts.ts'
import { unknownWords } from './words.ts'

/** How far to look. */
interface Depth {
  thorough: boolean
}

/** What the database says, with more of it than the findings need. */
interface Health extends DatabaseFacts {
  unlinked: UnlinkedList
  audit: { head: AuditHead | null; flaws: readonly AuditFlaw[] }
}

export interface Examined {
  around: Surroundings
  health: Health
  /** Why the database could not be read. */
  error: Failure | null
}

/** All that can be found out. */
export async function examine(context: Context, depth: Depth): Promise<Examined> {
  const engine = { node: process.versions.node, failure: await context.engine.failure() }
  const { file } = context.engine
  // Before the database is opened, for closing it may empty its log.
  const places = placesOf(context)
  const onDisk = file === null ? null : lookAtFile(file)
  const { health, error, drafts, promised } = await examineDatabase(context, onDisk, engine.failure === null ? depth : null)
  const own = drafts.flatMap((folder) => lookAt(folder, 'drafts') ?? [])
  const { now, today } = context
  return {
    around: {
      ...{ today, engine, disk: onDisk?.disk ?? null },
      places: [...places, ...own.filter(({ path }) => places.every((each) => each.path !== path))],
      leftovers: findLeftovers(file?.path ?? null, [...drafts, context.backups.folder], { now, promised }),
      backups: file && {
        ...(await backupsOf(file, context)),
        restorable: health.database.state === 'damaged' ? await newestGoodBackup(context) : null,
      },
      settings: await settingsFacts(context),
      rules: await rulesOf(),
      deskRules: health.database.state === 'sound' ? await deskRulesOf(context) : null,
      data: await dataFacts(context),
    },
    health:
      health.database.state === 'sound' ? health : { ...health, runs: await runsOfUnsound(context, health.database, error) },
    error,
  }
}

/**
 * What the log says where the database cannot be asked: it says nothing about the calendar that runs go by. A run that failed for the
 * same reason is not a finding of its own.
 */
async function runsOfUnsound(context: Context, { state }: DatabaseHealth, error: Failure | null): Promise<readonly RunFinding[]> {
  const cause = error?.code ?? (state === 'damaged' ? 'database_damaged' : null)
  return (await runFindings(context, null)).filter((run) => run.code !== 'run_failed' || cause === null || run.error !== cause)
}

/** The newest backup, with how much it has; none is checked. */
async function backupsOf(
  file: DeskFile,
  { backups: { folder }, now }: Pick<Context, 'backups' | 'now'>,
): Promise<Omit<NonNullable<Surroundings['backups']>, 'restorable'>> {
  try {
    const newest = newestBackups(file.path, folder, now).find(({ kind }) => kind === 'backup')
    if (!newest) return { folder, newest: null, unreadable: null }
    const entries = (await file.backups()).glance(newest.path)?.audit?.entries ?? null
    return { folder, newest: { path: newest.path, ageDays: newest.ageDays, entries }, unreadable: null }
  } catch (error) {
    return { folder, newest: null, unreadable: (error as NodeJS.ErrnoException).code ?? String(error) }
  }
}

/** The days of every rule; none where their files cannot be read, which is a finding of its own. */
async function rulesOf(): Promise<Surroundings['rules']> {
  try {
    return (await import('../../reference/overview/policies.ts')).readPolicies()
  } catch (error) {
    if (error instanceof PhdError && error.kind === 'bad_reference_data') return []
    throw error
  }
}

/** By which rules a shared desk decides, and this phd. Rules that cannot be read are a finding of their own. */
async function deskRulesOf({ engine }: Pick<Context, 'engine'>): Promise<Surroundings['deskRules']> {
  return unlessBadData(async () => (await engine.shared?.status())?.rules ?? null, null)
}

function placesOf({ engine, settingsFile, runs }: Pick<Context, 'engine' | 'settingsFile' | 'runs'>): Place[] {
  const places: [string, PlaceOf][] = []
  if (engine.file) {
    const { path: db } = engine.file
    places.push([db, 'database'], [`${db}-wal`, 'database_log'], [`${db}-shm`, 'database_log'], [dirname(db), 'database_folder'])
  }
  if (settingsFile !== null) places.push([settingsFile, 'settings'], [dirname(settingsFile), 'settings_folder'])
  if (runs.readFrom !== null) places.push([runs.readFrom, 'log'])
  return places.flatMap(([path, of]) => lookAt(path, of) ?? [])
}

interface Read {
  health: Health
  error: Failure | null
  /** Folders that drafts and other files were written to. */
  drafts: string[]
  /** First names of files that the record speaks of. */
  promised: ReadonlySet<string>
}

/** The file of a desk as it is on the disk. */
interface OnDisk {
  there: Stats | null
  logBytes: number
  disk: DiskHealth | null
}

function lookAtFile({ path }: DeskFile): OnDisk {
  const there = found(path)
  return { there, logBytes: found(`${path}-wal`)?.size ?? 0, disk: diskOf(path, there?.size ?? 0) }
}

/** `onDisk` is null for a desk on a server, `depth` where there is no engine to read it with. */
async function examineDatabase(context: Context, onDisk: OnDisk | null, depth: Depth | null): Promise<Read> {
  const { there, logBytes } = onDisk ?? { there: null, logBytes: 0 }
  const database: DatabaseHealth = {
    file: context.engine.place,
    isShared: onDisk === null,
    bytes: there?.size ?? null,
    mode: there ? `0${(there.mode & 0o777).toString(8).padStart(3, '0')}` : null,
    schema: null,
    state: 'absent',
    signs: [],
  }
  const nothing = nothingOf(logBytes)
  const unread = (state: DatabaseHealth, more: Partial<Read> = {}): Read => {
    return { health: { database: state, ...nothing }, error: null, drafts: [], promised: new Set(), ...more }
  }
  // An empty file is not a database yet, and opening would make it one.
  if (onDisk !== null && (!there || (there.isFile() && there.size === 0))) return unread(database)
  if (!depth) return unread({ ...database, state: 'unusable' })
  const older = await context.engine.lookOver()
  if (older) {
    const { signs, ...steps } = older
    const state = {
      ...database,
      schema: older.schema,
      signs,
      state: signs.length > 0 ? ('damaged' as const) : ('older' as const),
    }
    const upkeep = { ...nothing.upkeep, older: signs.length > 0 ? null : steps }
    return { ...unread(state), health: { database: state, ...nothing, upkeep } }
  }
  let store: RecordReader | null = null
  try {
    store = await context.openStore('read')
    const opened = store
    return await context.io.waiting('Checking the database', () => readHealth(context, opened, database, { logBytes, ...depth }))
  } catch (error) {
    if (!(error instanceof PhdError) || exitCodeOf(error) !== ExitCode.refused) throw error
    const word = error.kind === 'database_damaged' ? await newestGoodBackup(context) : null
    return unread(
      { ...database, state: 'unusable' },
      { error: explain(word === null ? error : error.withHint(restoreGood(word))) },
    )
  } finally {
    await store?.close()
  }
}

function nothingOf(logBytes: number): Omit<Health, 'database'> {
  const upkeep = { older: null, indexSigns: [], logBytes, bytes: 0, unusedBytes: 0, toErase: false }
  const none = { sources: [], unlinked: [], audit: { head: null, flaws: [] }, lostFiles: [], runs: [] }
  return { upkeep, ...none, notUsed: [], words: [], plans: [], tables: [], calendar: null }
}

async function readHealth(
  context: Context,
  store: RecordReader,
  database: DatabaseHealth,
  { logBytes, thorough }: Depth & { logBytes: number },
): Promise<Read> {
  const { schema, signs, indexSigns, bytes, unusedBytes } = await store.checkHealth({ thorough })
  const upkeep = {
    older: null,
    indexSigns,
    logBytes,
    bytes,
    unusedBytes,
    toErase: signs.length === 0 && (await store.isToErase()),
  }
  // What a damaged database says about its sources is worthless.
  if (signs.length + indexSigns.length > 0) {
    const state = signs.length > 0 ? ('damaged' as const) : ('indexes_damaged' as const)
    const health = { ...nothingOf(logBytes), upkeep, database: { ...database, schema, signs: [...signs, ...indexSigns], state } }
    return { health, error: null, drafts: [], promised: new Set() }
  }
  const audit = await store.verifyAudit()
  const isUsed = ({ kind }: { kind: string }): boolean => !context.notUsed.includes(kind)
  const [open, drafts, sources, unlinked, runs, words, plans, tables, calendar] = await store.together(
    () => store.openPromises(),
    () => store.promisedFolders(),
    () => sourceHealth(store, kinds, context),
    () => unlinkedIn(store, context.notUsed),
    () => runFindings(context, store),
    () => unlessBadData(() => unknownWords(store, context.today), []),
    // An audit that was tampered with is not believed about plans.
    async () => (audit.flaws.length > 0 ? [] : waitingPlans(store, context)),
    () => replacedTables(store),
    () => unlessBadData(() => calendarFacts(store, context.region), null),
  )
  return {
    error: null,
    drafts,
    promised: new Set(open.map(({ staged }) => staged)),
    health: {
      database: { ...database, bytes: database.bytes ?? bytes, schema, state: 'sound' },
      upkeep,
      sources,
      notUsed: context.notUsed,
      ...{ unlinked, runs, audit },
      lostFiles: open.flatMap((promise) => {
        const state = whereabouts(promise)
        const { entry, folder, file, about } = promise
        return state === 'placed' ? [] : [{ entry, path: join(folder, file), folder, about, waits: state === 'waits' }]
      }),
      words: words.filter(isUsed),
      ...{ plans, tables, calendar },
    },
  }
}

/** Data that cannot be read is a finding of its own. */
async function unlessBadData<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof PhdError && error.kind === 'bad_reference_data') return otherwise
    throw error
  }
}

function found(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw failure('database_unreadable', `${file} cannot be read (${code})`, 'check that you can read its folder')
  }
}
