import { existsSync, statSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { failure, type PhdError, usageError } from '../errors.ts'
import { type DateOrder, parseDate } from '../records/date-order.ts'
import { kinds } from '../records/kinds.ts'
import { didYouMean } from '../records/near.ts'
import type { AsOf, RecordReader, Store, Wait } from '../store/store.ts'
import { atHome } from '../terminal/at-home.ts'
import { type Io, isOn, makeIo } from '../terminal/io.ts'
import type { Settings } from './settings.ts'

export type Format = 'table' | 'json' | 'ndjson' | 'csv'
export const FORMATS: readonly Format[] = ['table', 'json', 'ndjson', 'csv']

/** The options every command takes, as the command line gives them. */
export interface CommonFlags {
  db?: string
  format?: string
  json?: boolean
  now?: string
  asOf?: string
  maxAge?: string
  wait?: string
  input?: boolean
  yes?: boolean
  dryRun?: boolean
  quiet?: boolean
  color?: boolean
  actor?: string
}

/** What a command works with: settings decided, the clock read once, the database opened only when asked for. */
export interface Context {
  io: Io
  db: string
  /** The `config.json` that was read; null where there is none. */
  settings: string | null
  format: Format
  /** The moment that is "now" for every rule, ISO 8601 UTC. */
  now: string
  /** Whether the command line or the environment said what "now" is, instead of the clock. */
  nowStated: boolean
  /** The day that is "today" for every rule, YYYY-MM-DD: of `now`, in the zone of the settings, else in UTC. */
  readonly today: string
  /** The day of a moment (ISO 8601), in the zone of the settings, else in UTC; a plain day is itself. */
  dayOf(moment: string): string
  /** The region whose holidays count, by the settings; null: only days that hold everywhere. */
  region: string | null
  /** The folder of the user's own replies; null where the user has no home folder. */
  replies: string | null
  /** The moment whose knowledge is asked for, ISO 8601 UTC; null: all that is known. */
  asOf: string | null
  maxAgeDays: number
  /** The same by the settings alone, whatever the command line says. */
  usualMaxAgeDays: number
  /** The encoding that files of a kind may have where they are not Unicode, by the settings. */
  encodings: Readonly<Record<string, string>>
  /** The field of Contracted Territories in Salesforce, and what it holds for a territory; null: not to be written. */
  contractedTerritories: { field: string; values: Readonly<Record<string, string>> | null } | null
  dryRun: boolean
  /** Whether a person may be asked. */
  interactive: boolean
  /** Who runs the command, for the record. */
  actor: string
  /** Of a database that was opened and has nothing imported in it: that, and what to do. Null where it has, or none was opened. */
  readonly nothingImported: { message: string; hint: string } | null
  /** The order of month and day that the settings say for files of a kind. */
  dateOrder(kind: string): DateOrder | undefined
  /**
   * Opens the database. To read, it is held as it is at this moment, or as it was at the time of --as-of. Only to fill it, or to record
   * what needs nothing imported, is one made where there is none; else, and in a dry run, an empty one is used that is never written.
   */
  openStore(purpose: 'read'): Promise<RecordReader>
  openStore(purpose: 'change' | 'record' | 'fill'): Promise<Store>
}

const WAITS: Readonly<Record<Wait, string>> = {
  another_writer: 'Waiting for another phd that is writing',
  check: 'Checking the database',
}

interface Surroundings {
  env: NodeJS.ProcessEnv
  stdin: { isTTY?: boolean }
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  clock: () => Date
}

/** Days that evidence may be old, where nobody says otherwise. */
const USUAL_MAX_AGE = 7

/** Decides every setting: flag, environment, `config.json`, default. Throws usage errors that name the setting. */
export async function makeContext(flags: CommonFlags, { env, stdin, stdout, stderr, clock }: Surroundings): Promise<Context> {
  const config = await readSettings(env)
  const format = flags.json ? 'json' : (flags.format ?? config.format ?? 'table')
  const io = await makeIo({
    stdin,
    stdout,
    stderr,
    env,
    quiet: flags.quiet ?? false,
    color: flags.color === false ? false : undefined,
  })
  const noInput = flags.input === false || isOn(env.PHD_NO_INPUT) || (config.noInput ?? false)
  if (flags.db === '') throw usageError('--db needs a file', 'name the database, or leave it out')
  const db = flags.db || env.PHD_DB || config.db || defaultDatabase(env)
  const asOf = flags.asOf === undefined ? null : await readAsOf(flags.asOf, db)
  const waitSeconds = readWait(
    firstGiven({ '--wait': flags.wait, PHD_WAIT: env.PHD_WAIT }) ?? ['wait', String(config.wait ?? 30)],
  )
  // What was known then is judged as it would have been then, unless the command line says another day.
  const stated = firstGiven({ '--now': flags.now, '--as-of': asOf?.moment, PHD_NOW: env.PHD_NOW })
  const now = readNow(stated, clock)
  const dayOf = (moment: string): string =>
    moment.length === 10 || config.zone === undefined ? moment.slice(0, 10) : dayIn(config.zone, moment)
  let nothingImported: Context['nothingImported'] = null
  if (flags.actor?.trim() === '') throw usageError('--actor needs a name', 'say who decides, or leave it out')
  return {
    io,
    db,
    settings: settingsFile(env),
    format: knownFormat(format),
    now,
    nowStated: stated !== null,
    today: dayOf(now),
    dayOf,
    region: config.region ?? null,
    replies: configFolder(env, 'replies'),
    asOf: asOf?.moment ?? null,
    maxAgeDays: readDays(
      firstGiven({ '--max-age': flags.maxAge, PHD_MAX_AGE: env.PHD_MAX_AGE }) ?? [
        'maxAge',
        String(config.maxAge ?? USUAL_MAX_AGE),
      ],
    ),
    usualMaxAgeDays: config.maxAge ?? USUAL_MAX_AGE,
    encodings: config.encodings ?? {},
    contractedTerritories: config.contractedTerritories
      ? { field: config.contractedTerritories.field, values: config.contractedTerritories.values ?? null }
      : null,
    dryRun: flags.dryRun ?? false,
    interactive: io.interactive && !noInput && format === 'table',
    get actor() {
      return flags.actor?.trim() || env.PHD_ACTOR || loginName()
    },
    get nothingImported() {
      return nothingImported
    },
    dateOrder: (kind) => (typeof config.dateOrder === 'object' ? config.dateOrder[kind] : config.dateOrder),
    async openStore(purpose: 'read' | 'change' | 'record' | 'fill') {
      if (asOf && purpose !== 'read') throw usageError('--as-of is for asking, and this command writes', 'leave it out')
      const { openStore } = await import('../store/sqlite/open.ts')
      const makes = (purpose === 'fill' || purpose === 'record') && !flags.dryRun
      const isThere = existsSync(db)
      if (purpose !== 'fill' && isEmptied(db)) throw emptied(db)
      const store = openStore(makes || isThere ? db : ':memory:', kinds, {
        waitSeconds,
        asOf,
        today: dayOf(now),
        showWait: (wait, work) => io.waiting(WAITS[wait], work),
      })
      try {
        if (purpose === 'read') await store.holdMoment()
        else if (!flags.dryRun && existsSync(db)) await makeGoodBefore(store, io)
        nothingImported = purpose !== 'fill' && (await store.isEmpty()) ? emptiness(db, isThere, asOf?.moment ?? null) : null
        return store
      } catch (error) {
        store.close()
        throw error
      }
    },
  }
}

/** What a run that was killed left undone is done before anything else is written. */
async function makeGoodBefore(store: Store, io: Io): Promise<void> {
  const open = await store.openPromises()
  if (open.length > 0) await (await import('../files/staged-files.ts')).makeGood(store, open, io)
}

/** The settings in the user's `config.json`; none where there is no such file. Throws usage errors. */
export async function readSettings(env: NodeJS.ProcessEnv): Promise<Settings> {
  const path = settingsFile(env)
  return path === null ? {} : (await import('./settings.ts')).readConfig(path)
}

/** Whether there is a file without a byte: it may have been a database. */
function isEmptied(db: string): boolean {
  const there = statSync(db, { throwIfNoEntry: false })
  return there?.isFile() === true && there.size === 0
}

/** What is to be said of a database that is missing, or in which nothing is. */
function emptiness(path: string, isThere: boolean, asOf: string | null): { message: string; hint: string } {
  const db = atHome(path)
  if (!isThere) return { message: `there is no database ${db} yet`, hint: BEGIN }
  if (asOf === null) return { message: `nothing has been imported into ${db} yet`, hint: BEGIN }
  return {
    message: `nothing had been imported into ${db} by ${asOf}`,
    hint: 'ask as of a later time; when what was imported: phd imports list',
  }
}

const BEGIN = 'begin with: phd import <accounts.csv>; or name another database with --db'

function emptied(db: string): PhdError {
  return failure(
    'database_damaged',
    `${db} is empty: there is no database in it`,
    'if there was one, put back a backup; else take the empty file away, and begin with: phd import <accounts.csv>',
  )
}

function settingsFile(env: NodeJS.ProcessEnv): string | null {
  const path = configFolder(env, 'config.json')
  return path && existsSync(path) ? path : null
}

/** What the user keeps for phd under a name; null where there is no home folder. */
function configFolder(env: NodeJS.ProcessEnv, name: string): string | null {
  const folder = userFolder(env.XDG_CONFIG_HOME, '.config')
  return folder && join(folder, 'phd', name)
}

/** The login name; in a container the user may have none. */
function loginName(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}

function defaultDatabase(env: NodeJS.ProcessEnv): string {
  const folder = userFolder(env.XDG_DATA_HOME, '.local', 'share')
  if (folder) return join(folder, 'phd', 'phd.db')
  throw usageError('there is no home folder to keep the database in', 'name the database with --db or PHD_DB, or set HOME')
}

/** A folder of the user's own, by its variable or under the home folder; null where the user has none. */
function userFolder(variable: string | undefined, ...underHome: string[]): string | null {
  if (variable) return variable
  try {
    return join(homedir(), ...underHome)
  } catch {
    return null
  }
}

function knownFormat(format: string): Format {
  const known = FORMATS.find((each) => each === format)
  if (!known)
    throw usageError(`--format ${format} is not known${didYouMean(format, FORMATS)}`, `use one of: ${FORMATS.join(', ')}`)
  return known
}

const ISO_MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

function readNow(given: Given | null, clock: () => Date): string {
  return given === null ? seconds(clock()) : readMoment(...given)
}

/** A moment as an option or a variable says it, ISO 8601 UTC; a day means its beginning. Throws a usage error. */
export function readMoment(name: string, value: string): string {
  const day = ISO_MOMENT.exec(value)?.[1]
  const date = new Date(value)
  if (day === undefined || parseDate(day) === null || Number.isNaN(date.getTime())) {
    throw usageError(`${name} ${value} is not a time`, 'write it as 2026-11-20 or 2026-11-20T09:00:00Z')
  }
  return seconds(date)
}

/**
 * What --as-of asks for: an import by its number, a moment, or a day, which means to its end (UTC).
 * Throws usage errors.
 */
async function readAsOf(value: string, db: string): Promise<AsOf> {
  const entry = /^import:([1-9]\d{0,9})$/.exec(value)?.[1]
  const day = ISO_MOMENT.exec(value)?.[1]
  if (entry === undefined && (day === undefined || parseDate(day) === null || Number.isNaN(Date.parse(value)))) {
    throw usageError(
      `--as-of ${value} is neither a time nor an import`,
      'write it as 2026-05-01, 2026-05-01T09:00:00Z or import:12 (see: phd imports list)',
    )
  }
  const moment = entry !== undefined ? '' : value === day ? `${day}T23:59:59Z` : seconds(new Date(value))
  if (!existsSync(db)) {
    if (entry !== undefined) throw usageError(`there is no import ${entry}`, `there is no database ${atHome(db)} yet; ${BEGIN}`)
    return { entry: 0, moment }
  }
  const { findAsOf } = await import('../store/sqlite/open.ts')
  return findAsOf(db, kinds, entry === undefined ? { moment } : { entry: Number(entry) })
}

/** The day of a moment in a zone of the world, YYYY-MM-DD. Throws a usage error for a zone nobody knows. */
function dayIn(zone: string, moment: string): string {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(new Date(moment))
      .map(({ type, value }) => [type, value] as const)
    const { year = '', month = '', day = '' } = Object.fromEntries(parts)
    return `${year}-${month}-${day}`
  } catch {
    throw usageError(`"zone" in config.json is "${zone}", which is no zone`, 'write it as "Europe/Berlin"')
  }
}

function readWait([name, value]: Given): number {
  if (!/^\d{1,5}$/.test(value)) throw usageError(`${name} ${value} is not a number of seconds`, 'write it as a number: --wait 30')
  return Number(value)
}

function seconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

function readDays([name, value]: Given): number {
  if (!/^\d{1,5}$/.test(value)) throw usageError(`${name} ${value} is not a number of days`, 'write it as a number: --max-age 7')
  return Number(value)
}

/** A setting by the name it was given under. */
type Given = readonly [name: string, value: string]

/** The first of several places that says something; an empty variable says nothing, an empty option is an error. */
function firstGiven(places: Readonly<Record<string, string | undefined>>): Given | null {
  return (
    Object.entries(places).find(
      (place): place is [string, string] => place[1] !== undefined && (place[1] !== '' || place[0].startsWith('-')),
    ) ?? null
  )
}
