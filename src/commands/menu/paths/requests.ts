/** Which request a decision is about: one on record, or one that the person describes. */

import type { Context } from '../../../app/context.ts'
import { isAddress } from '../../../mail/address.ts'
import type { FormRequest } from '../../../requests/form.ts'
import type { DeskRequest, Question } from '../../../requests/request.ts'
import { type Waiting, waitingFor } from '../desk.ts'
import { type Choice, choose, type NamedPartner, type Step, type } from '../step.ts'

interface Asked {
  question: Question
  partner: NamedPartner
  /** Whether who asked must be known, for the mail. */
  needsRequester: boolean
  /** Gives the decision, with the options that name the request. */
  leads: (options: readonly string[]) => Step | Promise<Step>
}

/** Asks for the request where more than one may be meant, and for who asked where none is on record. */
export async function whichRequest(context: Context, { question, partner, needsRequester, leads }: Asked): Promise<Step> {
  const waiting = await waitingFor(context, question, partner)
  const known = [...waiting.own.map(recorded), ...waiting.forms.map(inForm), ...waiting.unnamed.map(recorded)]
  const own = waiting.own.length + waiting.forms.length
  if (own === 1 && known.length === 1) return leads([])
  const another = (options: readonly string[]): Step => whoAsked(needsRequester, (who) => leads([...options, ...who]))
  if (known.length === 0 && waiting.decidedToday === null) return another([])
  const choices: Choice[] = [
    ...known.map(({ name, reference }) => ({ name, leads: () => leads(['--request', reference]) })),
    { name: 'Another one, not on record', leads: () => another(['--request', 'new']) },
  ]
  return choose(questionFor(partner, waiting), choices)
}

function questionFor({ name }: NamedPartner, { decidedToday, own, forms }: Waiting): string {
  if (own.length + forms.length > 0 || decidedToday === null) return 'Which request?'
  return `${name} was ${decidedToday} today, and has no other request. Which one is this?`
}

/** A request on record, as a choice shows it. */
export function recorded({ id, partner, requester, received, ask }: DeskRequest): { name: string; reference: string } {
  const what = ask ? `, ${ask.users} users` : ''
  const company = partner ? '' : ', no company yet'
  const name = `Request ${id}: ${requester.name ?? 'requester unknown'}, ${received.slice(0, 10)}${what}${company}`
  return { name, reference: String(id) }
}

/** A row of the request form, as a choice shows it. */
export function inForm({ reference, requester, received, receivedText, users, typeText, renewal }: FormRequest): {
  name: string
  reference: string
} {
  const what = `${users ?? '?'} ${typeText}${renewal ? ', renewal' : ''}`
  return { name: `${reference}: ${requester.name ?? 'requester unknown'}, ${received ?? receivedText}, ${what}`, reference }
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
