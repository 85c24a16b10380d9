/** Evaluation licenses of a customer: which number the next one has and what it needs (Channel Partners: Working with GitLab, Evaluation Licenses for Prospects). Pure. */

import { foldCode } from '../../records/key.ts'
import { addDays } from '../day.ts'
import type { Dated } from '../policy.ts'
import type { Citation } from '../verdict.ts'

/** What evaluation licenses need; in force with its days. */
export interface EvaluationPolicy extends Dated {
  /** How many days one runs. */
  days: number
  /** The number of the license from which an evaluation is managed. */
  managedFrom: number
  registration: {
    approved: readonly string[]
    waiting: readonly string[]
    ended: readonly string[]
    /** Words of registrations that no longer end. */
    withoutEnd: readonly string[]
    /** How long an approved registration lasts whose last day is not recorded. */
    days: number
    /** Types that register something else than a license deal. */
    otherTypes: readonly string[]
  }
  handbook: Readonly<Record<'evaluations' | 'registration', Citation>>
}

/** The days of an evaluation, as its row has them: YYYY-MM-DD. */
export interface EvaluationDays {
  start: string | null
  end: string | null
}

type EvaluationState = 'not_begun' | 'running' | 'ended' | 'unknown'

/** When an evaluation ends, and whether it runs on a day. It ends at the beginning of its last-named day, as every license does. */
export interface EvaluationTerm {
  end: string | null
  /** Whether the end is counted from the start, because the list has none. */
  isCounted: boolean
  state: EvaluationState
}

/** The term of an evaluation on the day `today`. */
export function termOf({ start, end: listed }: EvaluationDays, policy: EvaluationPolicy, today: string): EvaluationTerm {
  const end = listed ?? (start === null ? null : addDays(start, policy.days))
  const isCounted = listed === null && end !== null
  if (end === null || (start !== null && end < start)) return { end, isCounted, state: 'unknown' }
  if (start !== null && start > today) return { end, isCounted, state: 'not_begun' }
  return { end, isCounted, state: end > today ? 'running' : 'ended' }
}

/** A registration of the customer, as its record has it. */
export interface CustomerRegistration {
  type: string | null
  status: string | null
  approved: string | null
  expires: string | null
  isStale: boolean
  isInDoubt: boolean
}

export type RegistrationState = 'registered' | 'waiting' | 'ended' | 'other_type' | 'unknown'

/** Whether a registration makes the deal properly registered on the day `today`. */
export function registrationState(
  { type, status, approved, expires, isStale, isInDoubt }: CustomerRegistration,
  { registration: policy }: EvaluationPolicy,
  today: string,
): RegistrationState {
  if (isOneOf(type, policy.otherTypes)) return 'other_type'
  if (isStale || isInDoubt) return 'unknown'
  if (isOneOf(status, policy.ended)) return 'ended'
  if (isOneOf(status, policy.waiting)) return 'waiting'
  if (!isOneOf(status, policy.approved)) return 'unknown'
  if (isOneOf(status, policy.withoutEnd)) return 'registered'
  const last = expires ?? (approved === null ? null : addDays(approved, policy.days))
  if (last === null) return 'unknown'
  return last >= today ? 'registered' : 'ended'
}

function isOneOf(word: string | null, words: readonly string[]): boolean {
  const folded = foldCode(word?.trim() ?? '')
  return folded !== '' && words.some((each) => foldCode(each) === folded)
}

/** Why the answer about a next evaluation is not known. */
export type EvaluationDoubt =
  | 'no_list'
  | 'stale_list'
  | 'set_aside'
  | 'unknown_customer'
  | 'other_form'
  | 'no_registrations'
  | 'stale_registrations'
  | 'set_aside_registration'
  | 'registration_other_form'
  | 'unclear_registration'
  | 'waiting'

/** What is known for a next evaluation. */
export interface EvaluationFacts {
  /** How many the customer has had. */
  issued: number
  /** Why that number may be wrong; null where it is certain. */
  doubt: Extract<EvaluationDoubt, 'no_list' | 'stale_list' | 'set_aside' | 'unknown_customer' | 'other_form'> | null
  registrations: readonly RegistrationState[]
  /** Why there may be registrations that are not known. */
  registrationsDoubt: Extract<
    EvaluationDoubt,
    'no_registrations' | 'stale_registrations' | 'set_aside_registration' | 'unknown_customer' | 'registration_other_form'
  > | null
}

/** The answer: which license the next one is, and whether it can be issued. */
export interface EvaluationAnswer {
  /** 1 for the first. */
  number: number
  step: 'first' | 'renewal' | 'managed'
  counted: 'pass' | 'fail' | 'unknown'
  /** Null where a registered deal is not asked for. */
  registered: 'pass' | 'fail' | 'unknown' | null
  decision: 'yes' | 'no' | 'unknown'
  doubts: readonly EvaluationDoubt[]
}

/** Whether a customer may have a next evaluation license, and as what. */
export function evaluationAnswer(facts: EvaluationFacts, { managedFrom }: EvaluationPolicy): EvaluationAnswer {
  const number = facts.issued + 1
  const step = number >= managedFrom ? 'managed' : number === 1 ? 'first' : 'renewal'
  // More rows can only raise the number, so that the third stays managed.
  const counted = step === 'managed' ? 'fail' : facts.doubt === null ? 'pass' : 'unknown'
  const [registered, why] = step === 'first' ? registeredBy(facts) : ([null, null] as const)
  const outcomes = [counted, registered]
  return {
    number,
    step,
    counted,
    registered,
    decision: outcomes.includes('fail') ? 'no' : outcomes.includes('unknown') ? 'unknown' : 'yes',
    doubts: [...new Set([...(counted === 'unknown' && facts.doubt ? [facts.doubt] : []), ...(why ? [why] : [])])],
  }
}

function registeredBy({
  registrations,
  registrationsDoubt,
}: EvaluationFacts): readonly ['pass' | 'fail' | 'unknown', EvaluationDoubt | null] {
  if (registrations.includes('registered')) return ['pass', null]
  if (registrationsDoubt !== null) return ['unknown', registrationsDoubt]
  if (registrations.includes('unknown')) return ['unknown', 'unclear_registration']
  return registrations.includes('waiting') ? ['unknown', 'waiting'] : ['fail', null]
}
