/** Takes what waits for an answer, so that no one else answers it too, and gives it back. */

import type { Context } from '../../../app/context.ts'
import type { Taken } from '../../../decisions/lists/rows.ts'
import { takenWords } from '../../../decisions/lists/taken-words.ts'
import { PhdError } from '../../../errors.ts'
import type { Question } from '../../../requests/request.ts'
import { type Choice, choose, type NamedPartner, type Running, run, type Step } from '../step.ts'
import { requestsOf, type Shown } from './requests.ts'

interface Asked {
  question: Question
  partner: NamedPartner
  /** Which request was checked: its reference; null: one that is not on record; undefined: whichever of the partner's waits. */
  request?: string | null
  /** What comes after. */
  next: () => ReturnType<Running['next']>
}

/** What can be done with the requests of a partner that wait; nothing where none does. */
export async function claimsOf(context: Context, { question, partner, request, next }: Asked): Promise<Choice[]> {
  const waiting = await requestsOf(context, question, partner).catch(noneWhere)
  const line = ({ reference, taken }: Shown): (() => Step) => {
    const { options } = actOn(taken, context)
    return () => run({ words: [question, 'take'], about: [reference], options }, next)
  }
  const meant = request ? waiting.filter(({ reference }) => reference === request) : waiting
  const [only] = meant
  if (!only) return []
  if (meant.length === 1 && request !== null)
    return [{ name: actOn(only.taken, context).name, needs: 'change', leads: line(only) }]
  const choices = meant.map((each) => ({ name: `${actOn(each.taken, context).verb} ${lower(each.name)}`, leads: line(each) }))
  return [{ name: 'Take one of its requests, or release it', needs: 'change', leads: () => choose('Which request?', choices) }]
}

/** What a person can do with something, by who has it: in words, and as options of the command that takes it. */
export function actOn(taken: Taken | null, { actor }: Context): { name: string; verb: string; options: readonly string[] } {
  if (taken === null) return { name: 'Take it, so that no one else answers it', verb: 'Take', options: [] }
  if (taken.by === actor) return { name: 'Release it, so that others can answer it', verb: 'Release', options: ['--release'] }
  return { name: `Take it over (${takenWords(taken)})`, verb: 'Take over', options: ['--take-over'] }
}

/** The command that decides says what is wrong with the desk; an answer that was given must not be lost for it. */
function noneWhere(error: unknown): [] {
  if (error instanceof PhdError) return []
  throw error
}

function lower(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}
