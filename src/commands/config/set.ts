import { existsSync, lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CommonFlags, Context } from '../../app/context.ts'
import { locks } from '../../app/database.ts'
import { isUsablePlace } from '../../app/place.ts'
import type { SettingChange } from '../../app/settings/change.ts'
import { type Content, type Keeping, pathOf, valueAt, withoutSetting, withSetting } from '../../app/settings/edit.ts'
import { isOfDesk } from '../../app/settings/of-desk.ts'
import { checkSettings, type Declared, readContent, SETTINGS, type Settings, unknownSetting } from '../../app/settings.ts'
import { stateFolder } from '../../app/user-files.ts'
import { ExitCode, failure, PhdError, usageError } from '../../errors.ts'
import { refuseExposedPlace } from '../../files/disk.ts'
import { cannotWrite, makeFolder, writeWhole } from '../../files/write-file.ts'
import { print } from '../../terminal/print.ts'
import { changeView } from './config-view.ts'
import { configPath } from './decided.ts'

/** What `phd config` keeps. */
const KEEPING: Keeping = {
  command: 'phd config',
  checkKey: (path) => {
    if (!Object.hasOwn(SETTINGS, path[0] ?? '')) throw unknownSetting(path)
  },
}

/** Sets a value in `config.json`; what is there otherwise must be right too, so that nothing wrong is written twice. */
export async function runSet(context: Context, _flags: CommonFlags, [typed = '', text = '']: string[]): Promise<ExitCode> {
  const file = configPath(context)
  return alone(context, file, async () => {
    const before = contentOf(file)
    const { [pathOf(typed)[0] ?? '']: own, ...others } = before
    checkSettings(others, file)
    return finish(context, file, { before, typed, ...(await withSetting(before, typed, text, KEEPING)) })
  })
}

/** Removes a value from `config.json`, also one that phd does not know. */
export async function runUnset(context: Context, _flags: CommonFlags, [typed = '']: string[]): Promise<ExitCode> {
  const file = configPath(context)
  return alone(context, file, async () => {
    const before = contentOf(file)
    return finish(context, file, { before, typed, ...withoutSetting(before, typed, KEEPING) })
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

function finish({ engine, io, format, dryRun, env }: Context, file: string, { before, after, typed, path }: Edit): ExitCode {
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
  if (engine.shared && isOfDesk(path[0] ?? ''))
    io.note(`note: at ${engine.place} the desk decides this for everyone: phd desk set ${typed}`)
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

/** What a file that was written by hand may hold is not repeated. */
function withoutPassword(value: unknown): unknown {
  return typeof value === 'string' && !isUsablePlace(value) ? 'a database on a server' : value
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
