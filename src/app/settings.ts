/**
 * Every setting, declared once: what checks `config.json`, `phd config list`, the table in docs/settings.md and what an error says
 * follow from here. To add one, add it to SETTINGS; the context decides what it does.
 */

import { readFileSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import * as v from 'valibot'
import { PhdError, usageError } from '../errors.ts'
import { currencyCode, DECIMAL_MARKS } from '../records/amount.ts'
import { DATE_ORDERS } from '../records/date-order.ts'
import { KIND_NAMES, OPTIONAL_LISTS } from '../records/kinds/names.ts'
import { didYouMean } from '../records/near.ts'
import { readAges } from '../rules/keep-by-age.ts'
import { FORMATS } from '../terminal/print.ts'
import { shellWord } from '../terminal/shell-word.ts'
import { isZone } from './moments.ts'
import { isServer, isUsablePlace, refuseOtherServer } from './place.ts'
import { USUAL } from './settings/usual.ts'

/** A setting as it is declared. */
export interface Declared {
  /** What it does, in one line. */
  about: string
  /** What it takes, as in "expected a number of days". */
  expected: string
  /** A value as it is typed after `phd config set <key>`. */
  example: string
  /** What holds where nobody set it, in words; `usual` is the value, where there is one. */
  otherwise: string
  usual?: string | number | boolean
  /** The option that overrides it, as help shows it; `onlyFor`: the commands that take it, where not all do. */
  option?: string
  onlyFor?: string
  /** The variable of the environment that overrides it. */
  variable?: string
  /** Whether it names a file or a folder, which is kept with its whole path. */
  isPath?: boolean
  /** Whether it is a list, which may be typed with commas. */
  isList?: boolean
  /** Of an object: what each name in it takes. */
  parts?: Readonly<Record<string, Part>>
  /** Of an object that may hold any name: what each takes. */
  anyPart?: Part
}

/** What a part of a setting takes. */
export type Part = Pick<Declared, 'expected' | 'example' | 'isPath'>

/** A setting of `config.json`, with what checks its value. */
interface Checked<S extends v.GenericSchema> extends Declared {
  schema: S
}

const setting = <const S extends v.GenericSchema>(declared: Checked<S>): Checked<S> => declared

/** Far more than settings take. */
const MOST_BYTES = 1_000_000
const text = v.pipe(v.string(), v.trim(), v.minLength(1))
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(99_999))
const dateOrder = v.picklist(DATE_ORDERS)
/** The words of a command: inbox run. */
const COMMAND_WORDS = /^[a-z][a-z-]*(?: [a-z][a-z-]*){0,3}$/

/** One value for each kind of record. */
const byKind = <const S extends v.GenericSchema>(value: S) =>
  v.strictObject(Object.fromEntries(KIND_NAMES.map((kind) => [kind, v.optional(value)])))
const orderByKind = byKind(dateOrder)
const forEachKind = (part: Part): Readonly<Record<string, Part>> => Object.fromEntries(KIND_NAMES.map((kind) => [kind, part]))

/** What `config.json` may hold. */
export const SETTINGS = {
  db: setting({
    schema: v.pipe(v.string(), v.minLength(1), v.check(isUsablePlace)),
    about: 'the database: a file, or a desk on a server',
    expected: 'a file, or postgres://host/database',
    example: '~/partner-desk/phd.db',
    otherwise: '`~/.local/share/phd/phd.db`',
    option: '--db <file>',
    variable: 'PHD_DB',
    isPath: true,
  }),
  format: setting({
    schema: v.picklist(FORMATS),
    about: 'how results are printed',
    expected: `one of ${FORMATS.join(', ')}`,
    example: 'json',
    otherwise: '`table`',
    usual: USUAL.format,
    option: '--format <format>',
  }),
  maxAge: setting({
    schema: count,
    about: 'days after which evidence is stale and does not count',
    expected: 'a number of days',
    example: '14',
    otherwise: String(USUAL.maxAge),
    usual: USUAL.maxAge,
    option: '--max-age <days>',
    variable: 'PHD_MAX_AGE',
  }),
  wait: setting({
    schema: count,
    about: 'seconds to wait for another phd that is writing',
    expected: 'a number of seconds',
    example: '60',
    otherwise: String(USUAL.wait),
    usual: USUAL.wait,
    option: '--wait <seconds>',
    variable: 'PHD_WAIT',
  }),
  noInput: setting({
    schema: v.boolean(),
    about: 'never ask, not even on a terminal',
    expected: 'true or false',
    example: 'true',
    otherwise: 'ask on a terminal',
    usual: false,
    option: '--no-input',
    variable: 'PHD_NO_INPUT',
  }),
  zone: setting({
    schema: v.pipe(text, v.check(isZone)),
    about: 'the time zone that says which day is today',
    expected: 'the name of a time zone',
    example: 'Europe/Berlin',
    otherwise: USUAL.zone,
    usual: USUAL.zone,
  }),
  region: setting({
    schema: text,
    about: 'the region whose holidays count too; noted where the calendar does not have it',
    expected: 'a region of the calendar',
    example: 'US',
    otherwise: 'only days that apply everywhere',
    option: '--region <name>',
    onlyFor: '`loa list`, `nfr list`, `deal list`, `deal show`, `deal sla`',
  }),
  dateOrder: setting({
    schema: v.lazy((value) => (typeof value === 'object' ? orderByKind : dateOrder)) as v.GenericSchema<
      v.InferOutput<typeof dateOrder> | v.InferOutput<typeof orderByKind>
    >,
    about: 'how dates that can be read two ways are read: for all files, or for each kind',
    expected: 'mdy or dmy, or an object with one for each kind',
    example: 'dmy',
    otherwise: 'the dates of the file must show it',
    option: '--date-order <order>',
    onlyFor: '`import`',
    parts: forEachKind({ expected: 'mdy or dmy', example: 'dmy' }),
  }),
  decimal: setting({
    schema: v.picklist(DECIMAL_MARKS),
    about: 'what stands before the decimals of amounts that could be two numbers',
    expected: 'point (1,234.50) or comma (1.234,50)',
    example: 'comma',
    otherwise: 'the amounts of the file must show it',
    option: '--decimal <mark>',
    onlyFor: '`import`',
  }),
  currency: setting({
    schema: v.pipe(
      text,
      v.check((code) => currencyCode(code) === code),
    ),
    about: 'the currency of amounts that name none',
    expected: 'the code of a currency in three capitals',
    example: 'USD',
    otherwise: 'reports count them apart',
  }),
  encodings: setting({
    schema: byKind(text) as v.GenericSchema<Record<string, string>>,
    about: 'the encoding of files of a kind that are not Unicode',
    expected: 'an object with the name of an encoding for each kind',
    example: '\'{"accounts":"windows-1252"}\'',
    otherwise: 'UTF-8, or UTF-16 with its mark',
    option: '--encoding <name>',
    onlyFor: '`import`',
    parts: forEachKind({ expected: 'the name of an encoding', example: 'windows-1252' }),
  }),
  notUsed: setting({
    schema: v.array(v.picklist(OPTIONAL_LISTS)),
    about: 'lists that this desk does not import: today, digest and doctor leave them out',
    expected: `a list of any of ${OPTIONAL_LISTS.join(', ')}`,
    example: 'leads,evaluation_licenses',
    otherwise: 'every list counts',
    isList: true,
  }),
  log: setting({
    schema: v.pipe(v.string(), v.minLength(1)),
    about: 'the file that every run is noted in',
    expected: 'a file',
    example: '~/partner-desk/runs.jsonl',
    otherwise: 'none; with `--cron`: `~/.local/state/phd/runs.jsonl`',
    option: '--log <file>',
    variable: 'PHD_LOG',
    isPath: true,
  }),
  logBytes: setting({
    schema: v.pipe(v.number(), v.integer(), v.minValue(1_000), v.maxValue(100_000_000)),
    about: 'the size in bytes at which that file gets a number and a new one begins; five are kept',
    expected: 'a number of bytes from 1000 to 100000000',
    example: '1000000',
    otherwise: String(USUAL.logBytes),
    usual: USUAL.logBytes,
  }),
  expectedRuns: setting({
    schema: v.record(v.pipe(v.string(), v.regex(COMMAND_WORDS)), v.pipe(v.string(), v.regex(/^[1-9]\d{0,2}(?:h|d|w|bd)$/))),
    about: 'how often each command should run, so that `phd doctor` tells of one that did not',
    expected: 'an object with a span for each command: 6h, 1d, 1w, or 1bd for business days',
    example: '\'{"inbox run":"1bd"}\'',
    otherwise: 'nothing is expected',
    anyPart: { expected: 'a span: 6h, 1d, 1w, or 1bd for business days', example: '1bd' },
  }),
  backups: setting({
    schema: v.strictObject({
      folder: v.optional(v.pipe(text, v.check(isAbsolute))),
      keep: v.optional(
        v.pipe(
          text,
          v.check((value) => readAges(value) !== null),
        ),
      ),
    }),
    about: 'the folder of backups, and for how long they are kept by age',
    expected: 'an object with "folder", a whole path, and "keep", such as 7d,4w,12m',
    example: '\'{"folder":"/mnt/safe/phd","keep":"14d,8w,12m"}\'',
    otherwise: '`backups` beside the database; all are kept',
    option: '--to <folder>, --keep <ages>',
    onlyFor: '`backup`',
    parts: {
      folder: { expected: 'a folder with its whole path', example: '/mnt/safe/phd', isPath: true },
      keep: { expected: 'ages such as 7d,4w,12m', example: '14d,8w,12m' },
    },
  }),
  contractedTerritories: setting({
    schema: v.strictObject({
      field: v.pipe(v.string(), v.regex(/^[A-Za-z]\w{0,79}$/)),
      values: v.optional(v.record(v.string(), text)),
    }),
    about: 'the API name of the field of contracted territories and its values, for cam export',
    expected: 'an object with "field", the API name of a field, and perhaps "values"',
    example: '\'{"field":"Contracted_Territories__c"}\'',
    otherwise: 'the field is not written',
    parts: {
      field: { expected: 'the API name of a field', example: 'Contracted_Territories__c' },
      values: { expected: 'an object with text for each territory', example: '\'{"DACH":"Germany"}\'' },
    },
  }),
}

/** What only an option or the environment decides. */
export const NOT_IN_FILE: Readonly<Record<string, Declared>> = {
  now: {
    about: 'the moment that is now for every rule',
    expected: 'a time',
    example: '2026-11-20',
    otherwise: 'the clock; with `--as-of`, its time',
    option: '--now <time>',
    variable: 'PHD_NOW',
  },
  actor: {
    about: 'who decides, imports or changes something, for the record',
    expected: 'a name',
    example: 'ann',
    otherwise: 'your user name; at a shared desk, your login there',
    option: '--actor <name>',
    variable: 'PHD_ACTOR',
  },
}

export type SettingKey = keyof typeof SETTINGS
export type Settings = { [K in SettingKey]?: v.InferOutput<(typeof SETTINGS)[K]['schema']> }

/** Every key of `config.json`, as it is listed. */
export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[]

const schema = v.strictObject(
  Object.fromEntries(Object.entries(SETTINGS).map(([key, { schema: value }]) => [key, v.optional(value as v.GenericSchema)])),
)

/** Reads the settings in `config.json`. Throws usage errors that name the file and the setting. */
export function readConfig(path: string): Settings {
  return checkSettings(readContent(path), path)
}

/** What `config.json` holds, unchecked. Throws a usage error where it is not JSON, or no file that settings are in. */
export function readContent(path: string): unknown {
  const text = textOf(path)
  if (text.trim() === '') throw usageError(`${path} is empty`, 'write {} in it, or move it away')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usageError(`${path} is not JSON: ${(error as Error).message}`, 'correct it, or move it away')
  }
}

/** What a file says, without the mark that some editors begin it with. A pipe would be waited for, and a device never ends. */
function textOf(path: string): string {
  const because = (reason: string) => usageError(`${path} cannot be read: ${reason}`, 'correct that, or move it away')
  try {
    const there = statSync(path)
    if (there.isDirectory()) throw because('it is a folder')
    if (!there.isFile()) throw because('it is not a regular file')
    if (there.size > MOST_BYTES) throw because('it is larger than 1 MB')
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    throw error instanceof PhdError ? error : because((error as Error).message)
  }
}

/**
 * Settings, checked; `where` is what the error begins with: the file they are in, if they are in one. `command`: the words before `set`, as
 * in "phd config". Throws usage errors.
 */
export function checkSettings(content: unknown, where: string | null, command = 'phd config'): Settings {
  const checked = v.safeParse(schema, Array.isArray(content) ? null : content)
  if (checked.success) return checked.output as Settings
  const [issue] = checked.issues
  // The value may have a password in it, which no message repeats.
  if (typeof issue.input === 'string' && isServer(issue.input))
    refuseOtherServer(issue.input, where === null ? '"db"' : `${where}: "db"`)
  const { message, hint } = problemOf(issue, where !== null, command)
  throw usageError(where === null ? message : `${where}: ${message}`, hint)
}

function problemOf(issue: v.BaseIssue<unknown>, isInFile: boolean, command: string): { message: string; hint: string } {
  const path = (issue.path ?? []).map(({ key }) => String(key))
  if (path.length === 0) return { message: 'not an object of settings', hint: 'write it as { "maxAge": 14 }' }
  if (issue.expected === 'never') {
    const { message, hint } = unknownSetting(path)
    return { message, hint: isInFile ? `${hint}; to remove it: phd config unset ${shellWord(path.join('.'))}` : (hint ?? '') }
  }
  const typed = path.join('.')
  const isName = issue.path?.at(-1)?.origin === 'key'
  const { of, expected, example } = isName ? { of: '', expected: 'a command, such as inbox run', example: '' } : declaredAt(path)
  const value = issue.input === undefined ? 'missing' : JSON.stringify(issue.input)
  return {
    message: `"${typed}" is ${value}; expected ${expected}`,
    hint: isName ? 'see: phd --help' : `set it as in: ${command} set ${shellWord(of)} ${example}`,
  }
}

/** What the setting at a path takes, or the part of it that has a name of its own. */
function declaredAt([key = '', name, ...inner]: readonly string[]): Part & { of: string } {
  const whole: Declared = SETTINGS[key as SettingKey]
  const part = name === undefined ? undefined : partOf(whole, name)
  if (!part) return { ...whole, of: key }
  const of = [key, name, ...inner].join('.')
  return inner.length > 0 ? { expected: 'text', example: 'text', of } : { ...part, of }
}

/** What a part of a setting takes; undefined: it has no such part. */
export function partOf({ parts = {}, anyPart }: Declared, name: string): Part | undefined {
  return Object.hasOwn(parts, name) ? parts[name] : name === '' ? undefined : anyPart
}

/** The usage error for a setting that there is not; its path as it was typed, cut at the dots. */
export function unknownSetting(path: readonly string[], known: readonly string[] = SETTING_KEYS): PhdError {
  const [key = '', inner] = path
  const typed = path.join('.')
  if (Object.hasOwn(NOT_IN_FILE, key) && !known.includes(key)) {
    const { option = '', variable = '' } = NOT_IN_FILE[key] ?? {}
    return usageError(`"${key}" is not kept in config.json`, `use ${option} or ${variable}`)
  }
  const { parts }: Partial<Declared> = Object.hasOwn(SETTINGS, key) ? SETTINGS[key as SettingKey] : {}
  if (inner !== undefined && parts) {
    const names = Object.keys(parts).map((name) => `${key}.${name}`)
    return usageError(`unknown setting "${typed}"${didYouMean(typed, names)}`, `use one of: ${names.join(', ')}`)
  }
  return usageError(`unknown setting "${typed}"${didYouMean(typed, known)}`, `use one of: ${known.join(', ')}`)
}
