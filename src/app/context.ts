import { usageError } from '../errors.ts'
import type { DecimalMark } from '../records/amount.ts'
import type { DateOrder } from '../records/date-order.ts'
import { didYouMean } from '../records/near.ts'
import type { Engine } from '../store/engine.ts'
import type { AsOf, RecordedBy, RecordReader, Store } from '../store/store.ts'
import { type Io, isOn, makeIo } from '../terminal/io.ts'
import { FORMATS, type Format, formatMissing, PAGE_FORMATS } from '../terminal/print.ts'
import { type Emptiness, engineAt, findImportAsOf, openDatabase, type Purpose } from './database.ts'
import { dayIn, isoSeconds, readMoment } from './moments.ts'
import { readCount } from './option-values.ts'
import { type RunSettings, runSettings } from './runs/settings.ts'
import type { AskedDesk } from './settings/ask-desk.ts'
import { USUAL } from './settings/usual.ts'
import type { Settings } from './settings.ts'
import { backupFolder, configFolder, defaultDatabase, loginName, readSettings, settingsFile } from './user-files.ts'

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
  cron?: boolean
  log?: string
  color?: boolean
  actor?: string
}

/** What a command works with: settings decided, the clock read once, the database opened only when asked for. */
export interface Context {
  io: Io
  /** What the desk is kept in, and where. */
  engine: Engine
  /** The `config.json` that was read; null where there is none. */
  settingsFile: string | null
  /** The environment it all was decided by. */
  env: NodeJS.ProcessEnv
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
  repliesFolder: string | null
  /** The folder of the user's own answers; null where the user has no home folder. */
  answersFolder: string | null
  /** The moment whose knowledge is asked for, ISO 8601 UTC; null: all that is known. */
  asOf: string | null
  maxAgeDays: number
  /** The same by the settings alone, whatever the command line says. */
  usualMaxAgeDays: number
  /** The kinds of lists that this desk does not import, by the settings. */
  notUsed: readonly string[]
  /** The encoding that files of a kind may have where they are not Unicode, by the settings. */
  encodings: Readonly<Record<string, string>>
  /** The field of Contracted Territories in Salesforce, and what it holds for a territory; null: not to be written. */
  contractedTerritories: { field: string; values: Readonly<Record<string, string>> | null } | null
  /** The folder of the database's backups, and for how long they are kept by the settings; null: all are. */
  readonly backups: { folder: string; keep: string | null }
  dryRun: boolean
  /** How long to wait for another phd, in seconds. */
  waitSeconds: number
  /** Where this run is logged, and what is expected of all of them. */
  runs: RunSettings
  /** What was done in numbers, for the log of runs; a command adds its own. */
  counts: Record<string, number>
  /** Whether a person may be asked. */
  interactive: boolean
  /** Who runs the command, for the record. */
  actor: string
  /** Of a database that was opened and has nothing imported in it: that, and what to do. Null where it has, or none was opened. */
  readonly nothingImported: Emptiness | null
  /** The order of month and day that the settings say for files of a kind. */
  dateOrder(kind: string): DateOrder | undefined
  /** What the settings say stands before the decimals of amounts, and the currency of amounts that name none. */
  decimal: DecimalMark | undefined
  currency: string | null
  /**
   * Opens the database. To read, it is held as it is at this moment, or as it was at the time of --as-of. Only to fill it, or to
   * record what needs nothing imported, is one made where there is none; else, and in a dry run, an empty one is used that is never
   * written.
   */
  openStore(purpose: 'read'): Promise<RecordReader>
  openStore(purpose: Exclude<Purpose, 'read'>): Promise<Store>
  /** What a shared desk was asked before the command began; null: it is in a file, or was not asked. */
  readonly desk: AskedDesk | null
  /**
   * Asks a shared desk for the settings that hold for everyone there, and follows them from here on: call it before you read one. The
   * caller lets go of the desk in the end (`engine.shared.letGo`). `partner`: who the command asks about, for whom it looks meanwhile.
   * Throws what opening the desk throws.
   */
  askDesk(partner?: string): Promise<void>
}

interface Surroundings {
  env: NodeJS.ProcessEnv
  stdin: { isTTY?: boolean }
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  clock: () => Date
  /** Whether a wrong `config.json` counts as none, for what corrects it. */
  despiteSettings?: boolean
  /** Whether the command also has the formats of a page. */
  pages?: boolean
}

/** Decides every setting: flag, environment, `config.json`, default. Throws usage errors that name the setting. */
export async function makeContext(
  flags: CommonFlags,
  { env, stdin, stdout, stderr, clock, despiteSettings = false, pages = false }: Surroundings,
): Promise<Context> {
  const config = await readSettings(env).catch((error: unknown): Settings => {
    if (despiteSettings) return {}
    throw error
  })
  const format = knownFormat(flags.json ? 'json' : (flags.format ?? config.format ?? USUAL.format), pages)
  const color = flags.color === false ? false : undefined
  const cron = flags.cron ?? false
  const io = await makeIo({ stdin, stdout, stderr, env, quiet: flags.quiet ?? false, cron, color })
  const noInput = cron || flags.input === false || isOn(env.PHD_NO_INPUT) || (config.noInput ?? false)
  refuseEmpty(flags)
  const engine = await engineOf(flags.db, env, config)
  const asOf = flags.asOf === undefined ? null : await findImportAsOf(flags.asOf, engine)
  const waitSeconds = readNumber('seconds', '--wait', USUAL.wait, {
    flag: flags.wait,
    variable: env.PHD_WAIT,
    setting: config.wait,
  })
  // What was known then is judged as it would have been then, unless the command line says another day.
  const stated = firstGiven({ '--now': flags.now, '--as-of': asOf?.moment, PHD_NOW: env.PHD_NOW })
  const now = stated === null ? isoSeconds(clock()) : readMoment(...stated)
  const dryRun = flags.dryRun ?? false
  const opening = { asOf, waitSeconds, dryRun, io }
  let nothingImported: Emptiness | null = null
  let desk: AskedDesk | null = null
  const context: Context = {
    ...{ io, engine, env, format, now, dryRun, waitSeconds, settingsFile: settingsFile(env) },
    ...{ repliesFolder: configFolder(env, 'replies'), answersFolder: configFolder(env, 'answers') },
    runs: runSettings(flags, env, config),
    counts: {},
    nowStated: stated !== null,
    asOf: asOf?.moment ?? null,
    backups: { folder: config.backups?.folder ?? backupFolder(engine.place), keep: config.backups?.keep ?? null },
    interactive: io.interactive && !noInput && format === 'table',
    ...decidedBy(config, now, { flag: flags.maxAge, variable: env.PHD_MAX_AGE }),
    get actor() {
      return actorOf(flags, env, engine)
    },
    get nothingImported() {
      return nothingImported
    },
    openStore: (async (purpose: Purpose) => {
      const by = recordedBy({ now, actor: actorOf(flags, env, engine), nowStated: stated !== null })
      const { store, emptiness } = await openDatabase(engine, { ...opening, purpose, today: context.today, by })
      nothingImported = emptiness
      return store
    }) as Context['openStore'],
    get desk() {
      return desk
    },
    askDesk: async (partner) => {
      desk = await goByDesk(context, { own: config, flags, asOf, partner })
    },
  }
  return context
}

/** Throws the usage error for an option that names nothing. */
function refuseEmpty({ db, actor }: CommonFlags): void {
  if (db === '') throw usageError('--db needs a file', 'name the database, or run it without --db')
  if (actor?.trim() === '') throw usageError('--actor needs a name', 'add the name, or run it without --actor')
}

/** Has a context go by the settings of its desk, where that is shared, and gives what it was asked; null where it is in a file. */
async function goByDesk(
  context: Context,
  { own, flags, asOf, partner }: { own: Settings; flags: CommonFlags; asOf: AsOf | null; partner: string | undefined },
): Promise<AskedDesk | null> {
  const { engine, env, waitSeconds, now, io } = context
  if (engine.shared === null) return null
  const { askDesk } = await import('./settings/ask-desk.ts')
  const { settings, foundAhead, counting, notes } = await askDesk(engine, { own, env, flags, waitSeconds, asOf, partner })
  // What only a person's variable says does not count there.
  Object.assign(context, decidedBy(counting, now, { flag: flags.maxAge, variable: undefined }))
  for (const line of notes) io.note(line)
  return { settings, foundAhead }
}

/** The engine of the desk that an option, the environment or the settings name. Throws what {@link engineAt} throws. */
export function engineOf(db: string | undefined, env: NodeJS.ProcessEnv, config: Pick<Settings, 'db'>): Promise<Engine> {
  if (db) return engineAt(db, '--db', env)
  if (env.PHD_DB) return engineAt(env.PHD_DB, 'PHD_DB', env)
  return engineAt(config.db || defaultDatabase(env), '"db" in config.json', env)
}

/** What the settings decide of what can change a verdict, or what a file is read as. Throws usage errors. */
function decidedBy(settings: Settings, now: string, maxAge: { flag: string | undefined; variable: string | undefined }) {
  const { contractedTerritories: territories, dateOrder, zone } = settings
  const dayOf = (moment: string): string =>
    moment.length === 10 || zone === undefined ? moment.slice(0, 10) : dayIn(zone, moment)
  return {
    ...{ dayOf, today: dayOf(now) },
    maxAgeDays: readNumber('days', '--max-age', USUAL.maxAge, { ...maxAge, setting: settings.maxAge }),
    usualMaxAgeDays: settings.maxAge ?? USUAL.maxAge,
    region: settings.region ?? null,
    notUsed: [...new Set(settings.notUsed)],
    encodings: settings.encodings ?? {},
    contractedTerritories: territories ? { field: territories.field, values: territories.values ?? null } : null,
    decimal: settings.decimal,
    currency: settings.currency ?? null,
    dateOrder: (kind: string): DateOrder | undefined => (typeof dateOrder === 'object' ? dateOrder[kind] : dateOrder),
  }
}

/** Throws a usage error before anything is done. */
function knownFormat(format: string, pages: boolean): Format {
  const has: readonly Format[] = pages ? [...FORMATS, ...PAGE_FORMATS] : FORMATS
  const known = has.find((each) => each === format)
  if (known) return known
  if (PAGE_FORMATS.some((each) => each === format)) throw formatMissing(format, has)
  throw usageError(`unknown --format "${format}"${didYouMean(format, has)}`, `use one of: ${has.join(', ')}`)
}

/** A whole number by its option, its variable of the environment or its setting. Throws a usage error that names the one that is not. */
function readNumber(
  unit: string,
  option: string,
  usual: number,
  { flag, variable, setting }: { flag: string | undefined; variable: string | undefined; setting: number | undefined },
): number {
  const given = firstGiven({ [option]: flag, [`PHD_${option.slice(2).toUpperCase().replace('-', '_')}`]: variable })
  if (given === null) return setting ?? usual
  const [name, value] = given
  const example = name === option ? `${option} ${usual}` : `${name}=${usual}`
  return readCount(name, value, { what: `number of ${unit}`, least: 0, digits: 5, example })
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

function actorOf(flags: CommonFlags, env: NodeJS.ProcessEnv, { shared }: Engine): string {
  return flags.actor?.trim() || env.PHD_ACTOR || shared?.login || loginName()
}

/** Who records, with the time that was given by hand. */
export function recordedBy({ now, actor, nowStated }: Pick<Context, 'now' | 'actor' | 'nowStated'>): RecordedBy {
  return { actor, statedNow: nowStated ? now : null }
}
