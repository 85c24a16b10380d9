import { existsSync, lstatSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { CommonFlags, Context } from '../../app/context.ts'
import { locks } from '../../app/database.ts'
import { isServer, isUsablePlace, refuseOtherServer } from '../../app/place.ts'
import { checkSettings, type Declared, partOf, readContent, SETTINGS, type Settings, unknownSetting } from '../../app/settings.ts'
import { stateFolder } from '../../app/user-files.ts'
import { ExitCode, failure, PhdError, usageError } from '../../errors.ts'
import { refuseExposedPlace } from '../../files/disk.ts'
import { cannotWrite, makeFolder, writeWhole } from '../../files/write-file.ts'
import { print } from '../../terminal/print.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { changeView, type SettingChange } from './config-view.ts'
import { checkInner, configPath, pathOf } from './decided.ts'

type Content = Readonly<Record<string, unknown>>

/** Sets a value in `config.json`; what is there otherwise must be right too, so that nothing wrong is written twice. */
export async function runSet(context: Context, _flags: CommonFlags, [typed = '', text = '']: string[]): Promise<ExitCode> {
  const file = configPath(context)
  const path = pathOf(typed)
  const [key = '', name] = path
  if (!Object.hasOwn(SETTINGS, key)) throw unknownSetting(path)
  checkInner(path)
  if (key === 'db' && isServer(text)) refuseOtherServer(text, '"db"')
  const declared: Declared = SETTINGS[key as keyof Settings]
  const taken = (name === undefined ? undefined : partOf(declared, name)) ?? declared
  return alone(context, file, async () => {
    const before = contentOf(file)
    const { [key]: own, ...others } = before
    checkSettings(others, file)
    const after = firstRight(valuesOf(text, taken).map((value) => () => placed(before, path, value, declared)))
    await checkEncodings(key, after)
    return finish(context, file, { before, after, typed, path })
  })
}

/** Removes a value from `config.json`, also one that phd does not know. */
export async function runUnset(context: Context, _flags: CommonFlags, [typed = '']: string[]): Promise<ExitCode> {
  const file = configPath(context)
  return alone(context, file, async () => {
    const before = contentOf(file)
    const path = pathIn(before, typed) ?? pathOf(typed)
    const [key = ''] = path
    if (!Object.hasOwn(before, key) && !Object.hasOwn(SETTINGS, key)) throw unknownSetting(path)
    return finish(context, file, { before, after: without(before, path), typed, path })
  })
}

/** Reads, changes and writes while no other phd does: what one sets must not undo what another set. */
async function alone(context: Context, file: string, change: () => Promise<ExitCode>): Promise<ExitCode> {
  if (context.asOf !== null) throw usageError('settings are changed as they are now', 'run it without --as-of')
  const place = stateFolder(context.env, 'config.lock')
  if (context.dryRun || place === null) return change()
  const { tryLock } = await locks()
  const until = performance.now() + context.waitSeconds * 1000
  let lock = orCannotWrite(place, () => tryLock(place))
  while (!lock) {
    if (performance.now() >= until) throw failure('busy', `another phd is changing ${file}`, 'run the command again')
    lock = orCannotWrite(place, () => tryLock(place))
  }
  try {
    return await change()
  } finally {
    lock.release()
  }
}

function orCannotWrite<T>(path: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw error instanceof PhdError ? error : cannotWrite(path, error)
  }
}

interface Edit {
  before: Content
  after: Content
  typed: string
  path: readonly string[]
}

function finish({ io, format, dryRun, env }: Context, file: string, { before, after, typed, path }: Edit): ExitCode {
  const text = `${JSON.stringify(after, null, 2)}\n`
  const isSame = JSON.stringify(before) === JSON.stringify(after)
  const written = !isSame && !dryRun
  if (written) save(file, before, text)
  const change: SettingChange = {
    key: typed,
    before: withoutPassword(valueAt(before, path)),
    after: valueAt(after, path),
    written,
  }
  print(io, format, changeView({ file, exists: existsSync(file) }, change, dryRun))
  const { variable }: Partial<Declared> = Object.hasOwn(SETTINGS, path[0] ?? '') ? SETTINGS[path[0] as keyof Settings] : {}
  if (change.after !== null && variable && env[variable]) io.note(`note: ${variable} is set here, and overrides config.json`)
  return ExitCode.yes
}

/** What the file holds; nothing where there is none. */
function contentOf(file: string): Content {
  if (!existsSync(file)) return {}
  const content = readContent(file)
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Content
  checkSettings(content, file)
  return {}
}

/** Text as it may be meant: as it is, else as JSON; of a list, else as its members with commas between them. */
function valuesOf(text: string, { isPath = false, isList = false }: Pick<Declared, 'isPath' | 'isList'>): readonly unknown[] {
  if (isPath) return [text === '' ? '' : resolve(text.replace(/^~(?=\/)/, homedir))]
  try {
    return [text, JSON.parse(text)]
  } catch {
    return isList ? [text.split(',').map((member) => member.trim())] : [text]
  }
}

/** The first that does not fail; else what the last one failed with. */
function firstRight<T>(attempts: ReadonlyArray<() => T>): T {
  let failed: unknown
  for (const attempt of attempts) {
    try {
      return attempt()
    } catch (error) {
      failed = error
    }
  }
  throw failed
}

/** The content with a value in its place, checked. */
function placed(before: Content, path: readonly string[], value: unknown, declared: Declared): Content {
  const [key = ''] = path
  const after = { ...before, [key]: inside(before[key], path.slice(1), value, () => forAll(key, before[key], declared)) }
  checkSettings(after, null)
  return after
}

function inside(there: unknown, path: readonly string[], value: unknown, otherwise: () => PhdError): unknown {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (there !== undefined && (typeof there !== 'object' || there === null)) throw otherwise()
  const object = (there ?? {}) as Content
  return { ...object, [name]: inside(Object.hasOwn(object, name) ? object[name] : undefined, rest, value, otherwise) }
}

function forAll(key: string, there: unknown, { parts = {} }: Declared): PhdError {
  const one = JSON.stringify({ [Object.keys(parts)[0] ?? '']: there })
  return usageError(
    `"${key}" is ${JSON.stringify(there)} for all; it cannot have another value for one`,
    `set it for each: phd config set ${key} ${shellWord(one)}; or remove it: phd config unset ${key}`,
  )
}

/** The content without a value; an object that is empty then goes too. */
function without(content: Content, path: readonly string[]): Content {
  const [key = '', ...rest] = path
  if (!Object.hasOwn(content, key)) return content
  const { [key]: own, ...others } = content
  if (rest.length === 0 || typeof own !== 'object' || own === null) return rest.length === 0 ? others : content
  const left = without(own as Content, rest)
  return Object.keys(left).length === 0 ? others : { ...content, [key]: left }
}

/** The path by which the content has what was typed, also where a name within it has dots; null: it has no such thing. */
function pathIn(content: unknown, typed: string): string[] | null {
  if (typeof content !== 'object' || content === null) return null
  if (Object.hasOwn(content, typed)) return [typed]
  for (const [key, value] of Object.entries(content)) {
    const inner = typed.startsWith(`${key}.`) ? pathIn(value, typed.slice(key.length + 1)) : null
    if (inner) return [key, ...inner]
  }
  return null
}

function valueAt(content: Content, path: readonly string[]): unknown {
  let value: unknown = content
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null
    value = (value as Content)[name]
  }
  return value
}

/** What a file that was written by hand may hold is not repeated. */
function withoutPassword(value: unknown): unknown {
  return typeof value === 'string' && !isUsablePlace(value) ? 'a database on a server' : value
}

async function checkEncodings(key: string, { encodings = {} }: Settings): Promise<void> {
  if (key !== 'encodings') return
  const { readEncoding } = await import('../../imports/read/decode.ts')
  for (const [kind, encoding] of Object.entries(encodings)) await readEncoding(encoding, kind)
}

/** Puts the file in place whole, for its user alone, unless someone changed it meanwhile. */
function save(file: string, before: Content, text: string): void {
  const folder = dirname(file)
  refuseExposedPlace(folder)
  makeFolder(folder)
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink())
    throw failure('not_a_file', `${file} is a link; not overwritten`, 'change the file that it leads to by hand')
  if (existsSync(file) && JSON.stringify(readContent(file)) !== JSON.stringify(before))
    throw failure('changed_meanwhile', `${file} was changed meanwhile`, 'run the command again')
  writeWhole(join(folder, 'config.json'), text, { overwrite: true })
}
