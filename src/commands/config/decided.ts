/** What each setting is, and what decided it: the same order as the context has. */

import type { CommonFlags, Context } from '../../app/context.ts'
import { checkInner, declaredSetting, pathOf } from '../../app/settings/edit.ts'
import { isOfDesk } from '../../app/settings/of-desk.ts'
import { type Declared, NOT_IN_FILE, readConfig, SETTING_KEYS, type Settings, unknownSetting } from '../../app/settings.ts'
import { configFolder, defaultDatabase } from '../../app/user-files.ts'
import { usageError } from '../../errors.ts'
import { isOn } from '../../terminal/io.ts'
import type { DecidedSetting } from './config-view.ts'

/** Where `config.json` is, or would be. Throws a usage error where the user has no home folder. */
export function configPath({ env }: Pick<Context, 'env'>): string {
  const path = configFolder(env, 'config.json')
  if (path === null) throw usageError('no home folder for the settings', 'set XDG_CONFIG_HOME or HOME')
  return path
}

/** Every setting that a run like this one has. Throws usage errors for a wrong `config.json`. */
export function decidedSettings(context: Context, flags: CommonFlags): DecidedSetting[] {
  const { settingsFile } = context
  const settings = settingsFile === null ? {} : readConfig(settingsFile)
  return [...SETTING_KEYS, ...Object.keys(NOT_IN_FILE)].map((key) =>
    decide(key, declaredSetting(key), { context, flags, settings }),
  )
}

/** One of them, or a part of it, by its key. Throws a usage error for an unknown one. */
export function decidedSetting(typed: string, context: Context, flags: CommonFlags): DecidedSetting {
  const path = pathOf(typed)
  const [key = '', ...inner] = path
  const whole = decidedSettings(context, flags).find((each) => each.key === key)
  if (!whole) throw unknownSetting(path, [...SETTING_KEYS, ...Object.keys(NOT_IN_FILE)])
  if (inner.length === 0) return whole
  checkInner(path)
  return { ...whole, key: typed, value: inner.reduce(valueWithin, whole.value) ?? null }
}

/** What is said for all holds for each. */
function valueWithin(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

interface Places {
  context: Context
  flags: CommonFlags
  settings: Settings
}

function decide(key: string, declared: Declared, places: Places): DecidedSetting {
  const { about, option = null, variable = null, otherwise } = declared
  const facts = { key, about, option, variable, otherwise: otherwise.replaceAll('`', '') }
  const { context, settings } = places
  const byOption = declared.onlyFor ? undefined : optionValue(option, places.flags)
  if (byOption !== undefined)
    return { ...facts, value: asItCounts(key, byOption.value, context), origin: 'option', by: byOption.by }
  if (context.desk !== null && isOfDesk(key)) {
    const atDesk = context.desk.settings[key]
    return { ...facts, value: atDesk ?? usualValue(key, declared, context), origin: 'desk', by: context.engine.place }
  }
  const inEnvironment = variable === null ? undefined : context.env[variable]
  if (inEnvironment) return { ...facts, value: asItCounts(key, inEnvironment, context), origin: 'environment', by: variable }
  const inFile = (settings as Readonly<Record<string, unknown>>)[key]
  if (inFile !== undefined) return { ...facts, value: inFile, origin: 'file', by: context.settingsFile }
  return { ...facts, value: usualValue(key, declared, context), origin: 'default', by: null }
}

/** An option of every command, if the line has it: "--max-age <days>" is `maxAge` there, and "--no-input" is `input`. */
function optionValue(option: string | null, flags: CommonFlags): { value: unknown; by: string } | undefined {
  const name = /^--([\w-]+)/.exec(option ?? '')?.[1]
  if (name === undefined) return undefined
  if (name === 'format' && flags.json) return { value: 'json', by: '--json' }
  if (name === 'no-input') return flags.input === false ? { value: true, by: '--no-input' } : undefined
  const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const value = (flags as Readonly<Record<string, unknown>>)[camel]
  return value === undefined ? undefined : { value, by: `--${name}` }
}

/** The text of an option or a variable as it counts. */
function asItCounts(key: string, value: unknown, context: Context): unknown {
  if (key === 'now' || key === 'actor') return context[key]
  if (typeof value !== 'string') return value
  const usual = declaredSetting(key).usual
  if (typeof usual === 'boolean') return isOn(value)
  return typeof usual === 'number' ? Number(value) : value
}

function usualValue(key: string, { usual }: Declared, context: Context): unknown {
  if (key === 'now' || key === 'actor') return context[key]
  return key === 'db' ? defaultDatabase(context.env) : (usual ?? null)
}
