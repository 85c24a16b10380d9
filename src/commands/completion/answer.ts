/** What a shell asks while someone types: answered in words that it can show, or not at all. */

import { homedir } from 'node:os'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { engineOf } from '../../app/context.ts'
import { backupFolder, readSettings } from '../../app/user-files.ts'
import { foldName } from '../../records/name.ts'
import type { Completions, Engine } from '../../store/engine.ts'
import { threadWorks } from '../../terminal/end.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { forBash, oneWord, type RawWord, SHELLS, type Shell, wordsOf } from './shell-words.ts'
import { type Lookup, type Suggested, type Suggestion, suggest } from './suggest.ts'

/** More would not be read; who types on sees those that are left. */
const MOST = 100
const MOST_READ = 5000
/** More requests or plans would be a wall of words. */
const MOST_NEWEST = 30
/** A description that a shell shows beside a word. */
const LONGEST_ABOUT = 60

/** What an answer is found by. */
export interface Surroundings {
  env: NodeJS.ProcessEnv
  /** YYYY-MM-DD. */
  today: string
  /** The program, with the job that a line names. */
  build: (typed: readonly string[]) => Promise<Command>
}

/**
 * The words that may come next, for the script that `phd completion` printed: a line that says what to do with them, then one on each
 * line. It never fails: what cannot be found out is not suggested.
 */
export async function answerShell([shell = '', ...asked]: readonly string[], around: Surroundings): Promise<string> {
  try {
    const known = SHELLS.find((each) => each === shell)
    return known ? await answerFor(known, asked, around) : 'words\n'
  } catch {
    return 'words\n'
  }
}

/** Bash gives what breaks words and the line; the others give the words, of which only fish has taken off the quotes. */
function askedWords(shell: Shell, asked: readonly string[]): { before: string[]; last: RawWord } {
  const raw = shell === 'bash' ? wordsOf(asked[1] ?? '', asked[0]) : asked.map(oneWord)
  const last = raw.at(-1) ?? oneWord('')
  const before = shell === 'fish' ? asked.slice(0, -1) : raw.slice(0, -1).map(({ text }) => text)
  return { before: before.slice(1), last }
}

async function answerFor(shell: Shell, asked: readonly string[], around: Surroundings): Promise<string> {
  const { before, last } = askedWords(shell, asked)
  const found = suggest(await around.build(before[0] === 'help' ? [] : before), before, last.text)
  const typed = last.text.slice(found.prefix.length)
  const begins = found.words.filter(({ value }) => startsAs(value, typed))
  const looked = found.lookup ? await lookUp(found.lookup, typed, found, around) : []
  // A shell may show a word as it is, or take a line of it for the next word.
  const all = [...begins, ...looked].filter(({ value }) => safeText(value) === value)
  const files =
    (found.files && found.lookup === null) || ((found.lookup === 'plans' || found.lookup === 'backups') && all.length === 0)
  if (files) return 'files\n'
  const shown = all.slice(0, MOST).map(({ value, about }) => ({ value: `${found.prefix}${value}`, about }))
  const written = shown.flatMap(({ value }) => (shell === 'bash' ? (forBash(value, last) ?? []) : value))
  // A shell puts in what the words have in common: it must not cut what is typed, nor hide the words that are left out.
  const common = commonStart(shown.map(({ value }) => value))
  const isCut = all.length > MOST || !startsAs(common, last.text) || /(?<!\\)(?:\\\\)*\\$/.test(commonStart(written))
  const head = written.length > 1 && isCut ? 'list\n' : 'words\n'
  return head + (shell === 'bash' ? written.map((word) => `${word}\n`) : shown.map(line)).join('')
}

/** What all words begin with. */
function commonStart([first = '', ...others]: readonly string[]): string {
  let length = first.length
  for (const each of others) while (!each.startsWith(first.slice(0, length))) length--
  return first.slice(0, length)
}

function startsAs(word: string, typed: string): boolean {
  return word.toLowerCase().startsWith(typed.toLowerCase())
}

function line({ value, about }: Suggestion): string {
  const text = safeText(about)
  return `${value}\t${text.length > LONGEST_ABOUT ? `${text.slice(0, LONGEST_ABOUT - 1)}…` : text}\n`
}

async function lookUp(
  what: Lookup,
  typed: string,
  { db: named }: Suggested,
  { env, today }: Surroundings,
): Promise<Suggestion[]> {
  const begins = (words: readonly string[], about = '') =>
    words.filter((word) => startsAs(word, typed)).map((value) => ({ value, about }))
  switch (what) {
    case 'partners':
      return partners(typed, await engineNamed(named, env))
    case 'requests':
    case 'plans': {
      const found = await ofDesk(await engineNamed(named, env), ({ newestPlans, newestRequests }) =>
        what === 'plans' ? newestPlans(MOST_NEWEST) : newestRequests(MOST_NEWEST),
      )
      return found.filter(({ value }) => value.startsWith(typed))
    }
    case 'kinds':
      return begins((await import('../../records/kinds.ts')).kinds.map(({ kind }) => kind))
    case 'mail_kinds':
      return begins((await import('../../mail/kinds.ts')).MAIL_KINDS)
    case 'replies': {
      const { configFolder } = await import('../../app/user-files.ts')
      return begins(
        (await import('../../reference/replies.ts')).readReplies(configFolder(env, 'replies')).map(({ name }) => name),
      )
    }
    case 'settings':
      return begins(await settingsFor(typed))
    case 'views':
      return begins((await (await engineNamed(named, env)).views()).map(({ name }) => name))
    case 'backups': {
      const { keptDatabases } = await import('../../files/kept-databases.ts')
      const { place } = await engineNamed(named, env)
      const { backups } = await readSettings(env)
      return begins(keptDatabases(place, backups?.folder ?? backupFolder(place)).map(({ path }) => basename(path)))
    }
    case 'quarters': {
      const { quarterAfter, quarterOf } = await import('../../rules/fiscal.ts')
      return begins([-1, 0, 1].map((quarters) => quarterAfter(quarterOf(today), quarters).name))
    }
  }
}

/** Settings, and parts of the one that is named already. */
async function settingsFor(typed: string): Promise<readonly string[]> {
  const { SETTING_KEYS, SETTINGS } = await import('../../app/settings.ts')
  const key = SETTING_KEYS.find((each) => typed.startsWith(`${each}.`))
  const { parts = {} }: { parts?: object } = key ? SETTINGS[key] : {}
  return key ? Object.keys(parts).map((name) => `${key}.${name}`) : SETTING_KEYS
}

/** The desk that a command of this line would open; a shell that completes has not put in the home folder yet. */
async function engineNamed(named: string | null, env: NodeJS.ProcessEnv): Promise<Engine> {
  return engineOf(named?.replace(/^~(?=\/)/, homedir), env, await readSettings(env).catch(() => ({})))
}

/** What the desk says; whatever is still done for a server that did not answer is not waited for. */
async function ofDesk<T>(engine: Engine, read: (words: Completions) => Promise<T>): Promise<T> {
  try {
    return await read(await engine.completions())
  } catch (error) {
    if (engine.shared) threadWorks(true)
    throw error
  }
}

/**
 * Partners by the beginning of any word of their name. One whose name cannot be typed is named by its id: a name with characters that
 * do not show, one that begins as an option does, and one that two partners have.
 */
async function partners(typed: string, engine: Engine): Promise<Suggestion[]> {
  const { light } = foldName(typed)
  const all = await ofDesk(engine, ({ partnersLike }) => partnersLike(light, MOST_READ))
  const found = all.filter((each) => beginsWord(each.light, light))
  const names = Map.groupBy(found, ({ name }) => name)
  return found.map(({ id, name }) =>
    (names.get(name)?.length ?? 0) > 1 || safeText(name) !== name || /^[-\s]|\s$/.test(name)
      ? { value: id, about: name }
      : { value: name, about: id },
  )
}

function beginsWord(text: string, typed: string): boolean {
  for (let at = text.indexOf(typed); at !== -1; at = text.indexOf(typed, at + 1))
    if (at === 0 || !/[\p{L}\p{M}\p{N}]/u.test(text[at - 1] ?? '')) return true
  return false
}
