/** Whether a proof of execution is for a registration it may be for (Partner Help Desk, Service Attach PoE; Ecosystem Operations, Service Attached Registration). Pure. */

import { foldCode } from '../records/key.ts'
import type { Citation } from './verdict.ts'

/** What is asked of the registration, in force with the policy it stands in. */
export interface ProofPolicy {
  /** The type that a registration has. */
  type: string
  /** The status words that a registration may have when its proof comes. */
  awaited: readonly string[]
  /** Those of a registration that has its opportunity for itself. */
  granted: readonly string[]
  /** The words it is set to then, and when each is right. */
  next: ReadonlyArray<{ status: string; when: string }>
  handbook: Citation
}

/** A registration as its record has it. */
export interface ProofRegistration {
  name: string
  type: string | null
  status: string | null
  serviceAttachStatus: string | null
}

/** What is known of the registration that a proof names. */
export interface ProofFacts {
  registration: ProofRegistration
  isOfSender: boolean
  isStale: boolean
  isInDoubt: boolean
  /** The others of its opportunity. */
  others: readonly ProofRegistration[]
}

export type ProofDoubt =
  | 'registration_type'
  | 'registration_of_another'
  | 'registration_status'
  | 'registration_second'
  | 'stale_registration'

/** Why a person must look at a proof; null where its registration is as it must be. With it goes what was found. */
export function doubtOfProof(facts: ProofFacts, policy: ProofPolicy): { code: ProofDoubt; found: string } | null {
  const { registration, isOfSender, isStale, isInDoubt, others } = facts
  const { name, type } = registration
  if (isStale || isInDoubt) return { code: 'stale_registration', found: name }
  if (!isOfSender) return { code: 'registration_of_another', found: name }
  if (!isType(registration, policy)) return { code: 'registration_type', found: `${name}: ${type?.trim() || 'blank'}` }
  const words = statusWords(registration)
  const isAwaited = words.length > 0 && words.every((word) => isOneOf(word, policy.awaited))
  if (!isAwaited) return { code: 'registration_status', found: `${name}: ${words.join(', ') || 'blank'}` }
  const second = others.find((each) => isType(each, policy) && statusWords(each).some((word) => isOneOf(word, policy.granted)))
  return second ? { code: 'registration_second', found: second.name } : null
}

function isType({ type }: ProofRegistration, policy: ProofPolicy): boolean {
  // "Services Attach" and "Service Attached" are the same in other pages.
  const plain = (text: string): string => foldCode(text).replace(/^services?-attach(?:ed)?\b.*$/, 'service-attach')
  return type !== null && plain(type) === plain(policy.type)
}

/** The status of the registration, and that of its service where the export has it; both must agree with the rule. */
function statusWords({ status, serviceAttachStatus }: ProofRegistration): string[] {
  return [status, serviceAttachStatus].flatMap((word) => (word?.trim() ? [word.trim()] : []))
}

function isOneOf(word: string, words: readonly string[]): boolean {
  return words.some((each) => foldCode(each) === foldCode(word))
}
