/** Evaluation licenses in words. */

import type {
  EvaluationAnswer,
  EvaluationDoubt,
  EvaluationPolicy,
  EvaluationTerm,
  RegistrationState,
} from '../../rules/leads/evaluation.ts'
import { plural } from '../../terminal/plural.ts'

const DOUBT: Readonly<Record<EvaluationDoubt, { text: string; step: string }>> = {
  no_list: {
    text: 'no list of evaluation licenses was ever imported, so earlier ones are unknown',
    step: 'export the list of evaluation licenses, then: phd import --kind evaluation_licenses <file>',
  },
  stale_list: {
    text: 'the list of evaluation licenses is too old to rely on',
    step: 'export the list of evaluation licenses again and import it',
  },
  set_aside: {
    text: 'a row of the list was rejected, and may be another license of this customer',
    step: 'correct the rejected rows of the list and import them: phd imports list',
  },
  unknown_customer: {
    text: 'no imported list has this customer; it may be misspelled',
    step: 'if the name is right, the customer is new: the partner registers the deal in the portal first; once it is approved, export the registrations and check again',
  },
  other_form: {
    text: 'licenses under a name with another legal form, or none, may belong to this customer',
    step: 'find out whether they are the same company; if so, check the name with most of the licenses',
  },
  no_registrations: {
    text: 'no list of deal registrations was ever imported',
    step: 'export the registrations from Salesforce, then: phd import --kind deal_registrations <file>',
  },
  stale_registrations: {
    text: 'the list of deal registrations is too old to rely on',
    step: 'export the registrations from Salesforce again and import them',
  },
  set_aside_registration: {
    text: 'a row of the registrations was rejected, and may be for this customer',
    step: 'correct the rejected rows of the registrations and import them: phd imports list',
  },
  registration_other_form: {
    text: 'a registration under a name with another legal form, or none, may belong to this customer',
    step: 'check in Salesforce whether that registration belongs to this customer',
  },
  unclear_registration: {
    text: 'unclear whether a registration of the customer counts',
    step: 'look the registration up in Salesforce',
  },
  waiting: {
    text: 'a registration of the customer is still waiting for approval',
    step: 'wait for the approval, or ask the channel manager of the registration',
  },
}

/** Why the answer is not known. */
export function doubtText(doubt: EvaluationDoubt): string {
  return DOUBT[doubt].text
}

const ORDINAL = ['zeroth', 'first', 'second', 'third']

/** "first", "second", "third", "4th". */
export function ordinal(number: number): string {
  return ORDINAL[number] ?? `${number}th`
}

/** The answer in one line. */
export function headline({ decision, step, number, doubts }: EvaluationAnswer, { days }: EvaluationPolicy): string {
  const [doubt] = doubts
  if (decision === 'unknown') return `CANNOT TELL: ${doubt ? doubtText(doubt) : 'needs review'}`
  if (step === 'managed')
    return `NO: the ${ordinal(number)} is a managed evaluation with a Solutions Architect, not another renewal`
  if (decision === 'no') return 'NO: the first evaluation license needs a properly registered deal'
  return step === 'first'
    ? `YES: the first evaluation license, for ${plural(days, 'day')}`
    : `YES: a renewal, the ${ordinal(number)} evaluation license, for ${plural(days, 'day')}`
}

/** What to do next; `isKnown`: whether any list has the customer; `near`: names that are spelled nearly so. */
export function nextSteps(
  { decision, step, doubts }: EvaluationAnswer,
  { days }: EvaluationPolicy,
  { customer, isKnown, near }: { customer: string; isKnown: boolean; near: readonly string[] },
): string[] {
  const own = stepsOf({ decision, step, doubts }, days, customer)
  if (isKnown) return own
  const meant = near.length > 0 ? `; did you mean ${near.map((name) => `"${name}"`).join(' or ')}?` : ''
  const check = `check the name: no imported list has a customer "${customer}"${meant}`
  return doubts.includes('unknown_customer') ? [check, ...own] : [...own, check]
}

function stepsOf(
  { decision, step, doubts }: Pick<EvaluationAnswer, 'decision' | 'step' | 'doubts'>,
  days: number,
  customer: string,
): string[] {
  if (decision === 'unknown') return doubts.map((doubt) => DOUBT[doubt].step)
  if (step === 'managed')
    return [
      'ask a Solutions Architect to manage the evaluation, with the partner and the customer',
      'agree on the customer’s goals, and complete them before the third evaluation expires',
    ]
  if (decision === 'no')
    return ['ask the partner to register the deal in the portal; once it is approved, export the registrations and check again']
  return step === 'first'
    ? [`issue the evaluation license for ${plural(days, 'day')}`]
    : [`renew the evaluation license if ${customer} needs more time; a Solutions Architect manages the next one`]
}

/** When an evaluation ends, and whether it runs. */
export function termWords({ end, isCounted, state }: EvaluationTerm, { days }: EvaluationPolicy): string {
  if (end === null) return 'no dates'
  const by = isCounted ? ` (${plural(days, 'day')} from its start)` : ''
  switch (state) {
    case 'running':
      return `running until ${end}${by}`
    case 'ended':
      return `ended on ${end}${by}`
    case 'not_begun':
      return `not begun; until ${end}${by}`
    case 'unknown':
      return `ends on ${end}, before its start`
  }
}

const REGISTRATION: Readonly<Record<RegistrationState, string>> = {
  registered: 'registered',
  waiting: 'waiting for approval',
  ended: 'ended',
  other_type: 'does not register a license deal',
  unknown: 'unclear',
}

/** What a registration is worth. */
export function registrationWords(state: RegistrationState): string {
  return REGISTRATION[state]
}
