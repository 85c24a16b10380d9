/** Changes of settings as a person types them: the same for `config.json` and for those of a shared desk. */

import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { type PhdError, usageError } from '../../errors.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { isServer, refuseOtherServer } from '../place.ts'
import { checkSettings, type Declared, NOT_IN_FILE, partOf, SETTINGS, type Settings, unknownSetting } from '../settings.ts'

export type Content = Readonly<Record<string, unknown>>

/** Where settings are kept: what changes them there, and which they can be. */
export interface Keeping {
  /** The words before `set` and `unset`: "phd config". */
  command: string
  /** Throws the usage error for a setting that is not kept there; its path as it was typed, cut at the dots. */
  checkKey(path: readonly string[]): void
}

/** The content with a value that was typed for a key, checked. What is there otherwise must be right too. Throws usage errors. */
export async function withSetting(
  before: Content,
  typed: string,
  text: string,
  { command, checkKey }: Keeping,
): Promise<{ after: Content; path: string[] }> {
  const path = pathOf(typed)
  const [key = '', name] = path
  checkKey(path)
  checkInner(path)
  if (key === 'db' && isServer(text)) refuseOtherServer(text, '"db"')
  const declared: Declared = SETTINGS[key as keyof Settings]
  const taken = (name === undefined ? undefined : partOf(declared, name)) ?? declared
  const after = firstRight(
    valuesOf(text, taken).map((value) => () => {
      const content = placed(before, path, value, () => forAll(key, before[key], declared, command))
      checkSettings(content, null, command)
      return content
    }),
  )
  await checkEncodings(key, after)
  return { after, path }
}

/** The content without a value; also one that phd does not know. Throws a usage error for a setting that is not kept there. */
export function withoutSetting(before: Content, typed: string, { checkKey }: Keeping): { after: Content; path: string[] } {
  const path = pathIn(before, typed) ?? pathOf(typed)
  if (!Object.hasOwn(before, path[0] ?? '')) checkKey(path)
  return { after: without(before, path), path }
}

/** The value at a path; null where there is none. */
export function valueAt(content: Content, path: readonly string[]): unknown {
  let value: unknown = content
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null
    value = (value as Content)[name]
  }
  return value
}

/** The parts of a key: the setting, the name within it, and a name within that, which may have dots. */
export function pathOf(typed: string): string[] {
  const [key = '', name, ...rest] = typed.split('.')
  return name === undefined ? [key] : [key, name, ...(rest.length > 0 ? [rest.join('.')] : [])]
}

/** Throws a usage error where a setting has no such part. */
export function checkInner(path: readonly string[]): void {
  const [key = '', name] = path
  if (name !== undefined && (!partOf(declaredSetting(key), name) || path.includes('__proto__'))) throw unknownSetting(path)
}

/** What a setting is. Throws a usage error for an unknown one. */
export function declaredSetting(key: string): Declared {
  const all: Readonly<Record<string, Declared>> = { ...SETTINGS, ...NOT_IN_FILE }
  const declared = Object.hasOwn(all, key) ? all[key] : undefined
  if (!declared) throw unknownSetting([key])
  return declared
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

/** The content with a value in its place. */
function placed(before: Content, path: readonly string[], value: unknown, otherwise: () => PhdError): Content {
  const [key = ''] = path
  return { ...before, [key]: inside(before[key], path.slice(1), value, otherwise) }
}

function inside(there: unknown, path: readonly string[], value: unknown, otherwise: () => PhdError): unknown {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (there !== undefined && (typeof there !== 'object' || there === null)) throw otherwise()
  const object = (there ?? {}) as Content
  return { ...object, [name]: inside(Object.hasOwn(object, name) ? object[name] : undefined, rest, value, otherwise) }
}

function forAll(key: string, there: unknown, { parts = {} }: Declared, command: string): PhdError {
  const one = JSON.stringify({ [Object.keys(parts)[0] ?? '']: there })
  return usageError(
    `"${key}" is ${JSON.stringify(there)} for all; it cannot have another value for one`,
    `set it for each: ${command} set ${key} ${shellWord(one)}; or remove it: ${command} unset ${key}`,
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

async function checkEncodings(key: string, { encodings = {} }: Settings): Promise<void> {
  if (key !== 'encodings') return
  const { readEncoding } = await import('../../imports/read/decode.ts')
  for (const [kind, encoding] of Object.entries(encodings)) await readEncoding(encoding, kind)
}
