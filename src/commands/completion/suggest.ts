/** What may stand at a place of a command line: found by the program's own commands, arguments and options. */

import type { Argument, Command, Option } from 'commander'
import { PAGE_FORMATS } from '../../terminal/print.ts'

/** A word that may stand there, and what it is. */
export interface Suggestion {
  value: string
  about: string
}

/** What has to be looked up elsewhere. */
export type Lookup =
  | 'backups'
  | 'views'
  | 'partners'
  | 'requests'
  | 'plans'
  | 'kinds'
  | 'mail_kinds'
  | 'replies'
  | 'quarters'
  | 'settings'

export interface Suggested {
  words: readonly Suggestion[]
  lookup: Lookup | null
  /** Whether the name of a file or a folder may stand there. */
  files: boolean
  /** What stands before each word: of `--format=js`, the `--format=`. */
  prefix: string
  /** The database that the line names. */
  db: string | null
}

const NOTHING: Omit<Suggested, 'db'> = { words: [], lookup: null, files: false, prefix: '' }

/** What may stand in place of the last word, of which `typed` is there. */
export function suggest(program: Command, before: readonly string[], typed: string): Suggested {
  const { command, waiting, place, db, isOver } = walk(program, before)
  if (waiting && !(waiting.optional && typed.startsWith('-'))) return { ...ofValue(waiting, command), db }
  const [, name, value] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? []
  if (!isOver && name !== undefined && value !== undefined) {
    const option = optionNamed(command, name)
    return option?.required ? { ...ofValue(option, command), prefix: `${name}=`, db } : { ...NOTHING, db }
  }
  if (!isOver && typed.startsWith('-')) return { ...NOTHING, words: optionsOf(command), db }
  if (command.commands.length > 0 && place === 0) return { ...NOTHING, words: commandsOf(command), db }
  const argument = argumentAt(command, place)
  return argument ? { ...ofValue(argument, command), db } : { ...NOTHING, db }
}

interface Walked {
  command: Command
  /** The option whose value comes next. */
  waiting: Option | null
  /** How many arguments there were. */
  place: number
  db: string | null
  /** Whether `--` ended the options. */
  isOver: boolean
}

function walk(program: Command, before: readonly string[]): Walked {
  const walked: Walked = { command: program, waiting: null, place: 0, db: null, isOver: false }
  for (const word of before) {
    if (walked.waiting) {
      if (walked.waiting.long === '--db') walked.db = word
      walked.waiting = null
    } else if (walked.isOver || !word.startsWith('-') || word === '-') step(walked, word)
    else if (word === '--') walked.isOver = true
    else {
      const option = optionNamed(walked.command, word.split('=', 1)[0] ?? '')
      if (word.startsWith('--db=')) walked.db = word.slice('--db='.length)
      else if ((option?.required || option?.optional) && !word.includes('=')) walked.waiting = option
    }
  }
  return walked
}

function step(walked: Walked, word: string): void {
  const { command, place } = walked
  const inner = place === 0 ? command.commands.find((each) => each.name() === word) : undefined
  if (inner) walked.command = inner
  else if (place === 0 && !command.parent && word === 'help') return
  else walked.place++
}

/** The options a command takes, its own first. */
function optionList(command: Command): Option[] {
  return [...command.options, ...(command.parent ? optionList(command.parent) : [])]
}

function optionNamed(command: Command, name: string): Option | undefined {
  return optionList(command).find(({ long, short }) => long === name || short === name)
}

function optionsOf(command: Command): Suggestion[] {
  const own = optionList(command).flatMap(({ long, description, hidden }) =>
    long && !hidden ? [{ value: long, about: description }] : [],
  )
  return [...own, { value: '--help', about: 'show help' }]
}

function commandsOf(command: Command): Suggestion[] {
  const own = command.commands.map((each) => ({ value: each.name(), about: each.description() }))
  return command.parent ? own : [...own, { value: 'help', about: 'show help for a command' }]
}

function argumentAt({ registeredArguments }: Command, place: number): Argument | undefined {
  const last = registeredArguments.at(-1)
  return registeredArguments[place] ?? (last?.variadic ? last : undefined)
}

const FILES = /file|folder|dir|document|mails|\.[a-z]+$|^export$|^results$/
const LOOKUPS: ReadonlyArray<readonly [RegExp, Lookup]> = [
  [/^(?:partner|account)$/, 'partners'],
  [/^request$/, 'requests'],
  [/^plan$/, 'plans'],
  [/^quarter$/, 'quarters'],
  [/^key$/, 'settings'],
  [/^view$/, 'views'],
]

/** What the value of an option or an argument may be. */
function ofValue(what: Option | Argument, command: Command): Omit<Suggested, 'db'> {
  const isOption = 'long' in what
  const choices = choicesOf(what, command)
  if (choices.length > 0) return { ...NOTHING, words: choices.map((value) => ({ value, about: '' })) }
  const name = isOption ? (/[<[]([^>\]]+)[>\]]/.exec(what.flags)?.[1] ?? '') : what.name()
  return { ...NOTHING, lookup: lookupOf(isOption ? (what.long ?? '') : '', name, wordsTo(command)), files: FILES.test(name) }
}

/** The values that an option or an argument has; those of `--format` also for a command that makes pages. */
function choicesOf(what: Option | Argument, command: Command): readonly string[] {
  const choices = what.argChoices ?? listedIn(what.description)
  if (!('long' in what)) return choices
  if (what.long === '--for' && wordsTo(command) === 'digest') return ['desk', 'director']
  return what.long === '--format' && command.description().includes('--format md') ? [...choices, ...PAGE_FORMATS] : choices
}

function lookupOf(option: string, name: string, path: string): Lookup | null {
  if (option === '--request') return 'requests'
  if (name === 'kind') return path.startsWith('mail') ? 'mail_kinds' : 'kinds'
  if (path.startsWith('reply') && name === 'name') return 'replies'
  if (path === 'partner find' && option === '') return 'partners'
  if (path === 'backup verify' || (path === 'restore' && option === '')) return 'backups'
  return LOOKUPS.find(([pattern]) => pattern.test(name))?.[1] ?? null
}

function wordsTo(command: Command): string {
  return command.parent ? `${wordsTo(command.parent)} ${command.name()}`.trim() : ''
}

/** Words that say what is described, and stand for others. */
const NOT_TYPED = new Set(['name', 'code', 'id', 'number', 'file', 'folder'])

/** The words that a description lists as all there are: "the license type: saas or self-managed". */
function listedIn(description: string): string[] {
  const listed = /(?:^|: )((?:[a-z][\w-]*, )*[a-z][\w-]*,? or [a-z][\w-]*)(?=$|[;:]| \()/.exec(description)?.[1]
  const words = listed?.split(/, or |, | or /) ?? []
  return words.some((word) => NOT_TYPED.has(word)) ? [] : words
}
