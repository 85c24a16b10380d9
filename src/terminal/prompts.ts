/**
 * Questions to a person. They are drawn on stderr, so that stdout holds results alone; for a screen reader (ACCESSIBLE=1), and on a
 * terminal that cannot draw, each is plain lines that stay.
 */

import { type Candidate, type Failure, failure, type PhdError } from '../errors.ts'
import type { Leaving, Option, Questions } from './asking/questions.ts'
import { errorText } from './error.ts'
import { isOn } from './io.ts'
import { safeText } from './safe-text.ts'

/** How a question is asked beyond its words. */
export interface Asking {
  /** What leaving the question means to the person; without it, the command ends. */
  leaving?: Leaving
  /** What was typed before, to begin with. */
  typed?: string
  /** What to search for before anything is typed. */
  first?: string
  /** Told what is typed, with every key or line, so that nothing of it is lost when the question is left. */
  keep?: (typed: string) => void
}

export interface TextAsking extends Asking {
  /** Whether nothing may be typed. */
  optional?: boolean
  /** What is wrong with an answer; null: nothing. */
  check?: (typed: string) => string | null
}

/** Lets a person search for a partner while typing; gives its id. Throws `canceled`. */
export async function askForPartner(
  message: string,
  find: (term: string) => Promise<readonly Candidate[]>,
  asking: Asking = {},
): Promise<string> {
  const options = async (term: string): Promise<Option[]> =>
    (await find(term)).map(({ id, name, track, status }) => ({
      value: id,
      name: `${name}  (${[track, status, id].filter(Boolean).join(', ')})`,
    }))
  return askForOne(message, 'part of the name, or an id', options, asking)
}

/** Lets a person search for one of many while typing; `what` says what to type. Gives its value. Throws `canceled`. */
export async function askForOne(
  message: string,
  what: string,
  find: (term: string) => Promise<readonly Option[]>,
  { leaving = 'cancel', typed = '', first = '', keep = () => {} }: Asking = {},
): Promise<string> {
  const options = async (term: string): Promise<Option[]> =>
    (await find(term || first)).map(({ value, name }) => ({ value, name: safeText(name) }))
  return asked((questions) => questions.search({ message: safeText(message), what, find: options, leaving, typed, first, keep }))
}

/** Lets a person choose one of a few, one of which may be marked to begin with; gives its value. Throws `canceled`. */
export async function askForChoice<T extends string>(
  message: string,
  choices: ReadonlyArray<{ value: T; name: string }>,
  { leaving = 'cancel', marked }: { leaving?: Leaving; marked?: T | undefined } = {},
): Promise<T> {
  const options = choices.map(({ value, name }) => ({ value, name: safeText(name) }))
  const chosen = await asked((questions) => questions.choose({ message: safeText(message), options, leaving, marked }))
  return chosen as T
}

/** Asks whether to go on; anything but yes ends the command with nothing changed. Throws `canceled`. */
export async function askToGoOn(message: string): Promise<void> {
  const choices = [
    { value: 'no', name: 'No, change nothing' },
    { value: 'yes', name: 'Yes' },
  ] as const
  if ((await askForChoice(message, choices)) === 'no')
    throw canceled('Canceled: nothing was changed', 'run it again when you are sure')
}

/** Lets a person type a line. Throws `canceled`. */
export async function askForText(
  message: string,
  { leaving = 'cancel', typed = '', keep = () => {}, optional = false, check = () => null }: TextAsking = {},
): Promise<string> {
  return asked((questions) => questions.type({ message: safeText(message), leaving, typed, keep, optional, check }))
}

/** Says something between two questions: a line that a narrow terminal breaks, not phd, so that it can be copied. */
export function tell(line: string): void {
  process.stderr.write(`${safeText(line)}\n`)
}

/** Says why something is not asked, as a command says why it fails. */
export function tellFailure(failure: Failure): void {
  const { stderr } = process
  stderr.write(errorText(failure, stderr.columns > 0 ? stderr.columns : Number.POSITIVE_INFINITY))
}

function canceled(message: string, hint: string): PhdError {
  return failure('canceled', message, hint)
}

/** Leaving a question is not a bug. */
async function asked<T>(question: (questions: Questions) => Promise<T | null>): Promise<T> {
  const answer = await question(await questionsHere())
  if (answer === null) throw canceled('Canceled', 'run it again, or name it on the command line')
  return answer
}

async function questionsHere(): Promise<Questions> {
  const { env, stderr } = process
  const draws = !isOn(env.ACCESSIBLE) && env.TERM !== 'dumb' && stderr.columns > 0
  return draws ? (await import('./asking/drawn.ts')).drawn : (await import('./asking/plain.ts')).plain
}
