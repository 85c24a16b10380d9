/** What the menu is made of: questions that lead to others, and commands that answer. */

import type { PhdError } from '../../errors.ts'

/** A command line as the menu makes it, without the options that every command takes. */
export interface Line {
  words: readonly string[]
  /** What it is about: a partner, a file, a question. */
  about?: readonly string[]
  options?: readonly string[]
}

/** A step; `start` and `leave` are the two ends. */
export type Step = Question | Running | 'start' | 'leave'
/** Gives the next step, which may depend on what the database has. */
export type Leads<T> = (answer: T) => Step | Promise<Step>

/** What a desk must let a person do: decide by its rules, or change what is in it. */
export type Need = 'decide' | 'change'

export interface Choice {
  name: string
  /** It is left out where the desk refuses that. */
  needs?: Need
  leads: Leads<void>
}

/** A partner as a command line names it: by its name where that means it and nothing else, else by its id. */
export interface NamedPartner {
  id: string
  name: string
  word: string
}

interface ChoiceQuestion {
  kind: 'choice'
  message: string
  choices: readonly Choice[]
}

interface PartnerQuestion {
  kind: 'partner'
  message: string
  leads: Leads<NamedPartner>
}

export interface TextQuestion {
  kind: 'text'
  /** Under which name what was typed is kept, for when the question comes again. */
  key: string
  message: string
  usual?: string
  optional?: boolean
  /** Whether it is the path of a file or folder, which may be typed as a shell takes it. */
  isPath?: boolean
  /** It is not asked where the desk refuses that. */
  needs?: Need
  check?: (text: string) => string | null
  leads: Leads<string>
}

interface SearchQuestion {
  kind: 'search'
  key: string
  message: string
  /** What to type. */
  what: string
  options: ReadonlyArray<{ value: string; name: string }>
  leads: Leads<string>
}

export type Question = ChoiceQuestion | PartnerQuestion | TextQuestion | SearchQuestion

/** A command that answers; what may come next depends on its exit code. */
export interface Running {
  kind: 'run'
  line: Line
  next: (code: number) => readonly Choice[] | Promise<readonly Choice[]>
  /** Other lines to choose from where the command could not tell what was meant. */
  instead?: (error: PhdError) => readonly Choice[]
}

/** Asks for one of a few. */
export function choose(message: string, choices: readonly Choice[]): Step {
  return { kind: 'choice', message, choices }
}

/** Asks which partner. */
export function whichPartner(message: string, leads: Leads<NamedPartner>): Step {
  return { kind: 'partner', message, leads }
}

/** Asks for a line of text. */
export function type(question: Omit<TextQuestion, 'kind'>): Step {
  return { kind: 'text', ...question }
}

/** Asks for a file or folder. */
export function whichPath(question: Omit<TextQuestion, 'kind' | 'isPath'>): Step {
  return { kind: 'text', isPath: true, ...question }
}

/** Runs a command. */
export function run(line: Line, next: Running['next'] = () => []): Step {
  return { kind: 'run', line, next }
}
