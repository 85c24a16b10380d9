/** Which request a decision is about: one on record, or one that the person describes. */

import type { Context } from '../../../app/context.ts'
import type { Taken } from '../../../decisions/lists/rows.ts'
import { takenWords } from '../../../decisions/lists/taken-words.ts'
import { isAddress } from '../../../mail/address.ts'
import type { FormRequest } from '../../../requests/form.ts'
import type { DeskRequest, Question } from '../../../requests/request.ts'
import { type Held, type Waiting, waitingFor } from '../desk.ts'
import { type Choice, choose, type NamedPartner, type Step, type } from '../step.ts'

type Deciding = (options: readonly string[], known?: Shown) => Step | Promise<Step>

interface Asked {
  question: Question
  partner: NamedPartner
  /** Whether who asked must be known, for the mail. */
  needsRequester: boolean
  /** Gives the decision, with the options that name the request, and the request where they name one on record. */
  leads: Deciding
}

/** The requests of a partner that wait for an answer, on record and in the form. */
export async function requestsOf(context: Context, question: Question, partner: NamedPartner): Promise<Shown[]> {
  const { own, forms } = await waitingFor(context, question, partner)
  return [...own.map(recorded), ...forms.map(inForm)]
}

/** Asks for the request where more than one may be meant, and for who asked where none is on record. */
export async function whichRequest(context: Context, { question, partner, needsRequester, leads }: Asked): Promise<Step> {
  const waiting = await waitingFor(context, question, partner)
  const known: Shown[] = [...waiting.own.map(recorded), ...waiting.forms.map(inForm), ...waiting.unnamed.map(recorded)]
  const own = waiting.own.length + waiting.forms.length
  const only = own === 1 && known.length === 1 ? known[0] : undefined
  if (only && !isAnothers(only, context)) return leads([])
  // Who described a license may not mean the one that a colleague has.
  if (only && question === 'loa') return decideOn(context, only, leads)
  const another = (options: readonly string[]): Step => whoAsked(needsRequester, (who) => leads([...options, ...who]))
  if (known.length === 0 && waiting.decidedToday === null) return another([])
  const choices: Choice[] = [
    ...known.map((each) => ({ name: each.name, leads: () => decideOn(context, each, leads) })),
    { name: 'Another one, not on record', leads: () => another(['--request', 'new']) },
  ]
  return choose(questionFor(partner, waiting), choices)
}

function questionFor({ name }: NamedPartner, { decidedToday, own, forms }: Waiting): string {
  if (own.length + forms.length > 0 || decidedToday === null) return 'Which request?'
  return `${name} was ${decidedToday} today, and has no other request. Which one is this?`
}

/** Leads to the decision on a request; where a colleague has it, asks first whether to take it over. */
export function decideOn(context: Context, shown: Shown, leads: Deciding): Step | Promise<Step> {
  const { reference, taken } = shown
  const named = ['--request', reference]
  if (taken === null || !isAnothers(shown, context)) return leads(named, shown)
  const what = reference.startsWith('form:') ? reference : `Request ${reference}`
  return choose(`${what} is ${takenWords(taken)}. Decide it all the same?`, [
    { name: `No, leave it to ${taken.by}`, leads: () => 'start' },
    { name: 'Yes, take it over: the audit shows that', leads: () => leads([...named, '--take-over'], shown) },
  ])
}

function isAnothers({ taken }: Shown, { actor }: Context): boolean {
  return taken !== null && taken.by !== actor
}

/** A request as a choice shows it, with what a command line calls it. */
export interface Shown {
  name: string
  reference: string
  /** Whether it says what is asked for. */
  isClear: boolean
  /** Who works on it; null: nobody. */
  taken: Taken | null
}

/** A request on record, as a choice shows it. */
export function recorded({ id, partner, requester, received, ask, taken }: Held<DeskRequest>): Shown {
  const what = ask ? `, ${ask.users} users` : ''
  const company = partner ? '' : ', no company yet'
  const name = `Request ${id}: ${requester.name ?? 'requester unknown'}, ${received.slice(0, 10)}${what}${company}`
  return { name: withHolder(name, taken), reference: String(id), isClear: ask !== null, taken }
}

/** A row of the request form, as a choice shows it. */
export function inForm(form: Held<FormRequest>): Shown {
  const { reference, requester, received, receivedText, type: kind, users, typeText, renewal, taken } = form
  const what = `${users ?? '?'} ${typeText}${renewal ? ', renewal' : ''}`
  const name = `${reference}: ${requester.name ?? 'requester unknown'}, ${received ?? receivedText}, ${what}`
  return { name: withHolder(name, taken), reference, isClear: Boolean(kind && users), taken }
}

function withHolder(name: string, taken: Taken | null): string {
  return taken ? `${name}; ${takenWords(taken)}` : name
}

function whoAsked(isNeeded: boolean, leads: (options: readonly string[]) => Step | Promise<Step>): Step {
  return type({
    key: 'requester',
    message: 'Who asked? (name)',
    optional: !isNeeded,
    leads: (name) =>
      type({
        key: 'email',
        message: 'Their email address',
        optional: !isNeeded,
        check: (text) => (isAddress(text) ? null : 'That is not one plain email address, like ann@acme.example.'),
        leads: (email) => leads([...(name === '' ? [] : ['--requester', name]), ...(email === '' ? [] : ['--email', email])]),
      }),
  })
}
