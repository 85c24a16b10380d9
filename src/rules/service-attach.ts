/** Whether a proof of execution fits the registration it names (Partner Help Desk, Service Attach PoE; Ecosystem Operations, Service Attached Registration). Pure. */

import { foldCode } from '../records/key.ts'
import type { Citation } from './verdict.ts'

/** What the registration must meet; in force with its policy. */
export interface ProofPolicy {
  /** The type that a registration has. */
  type: string
  /** The status words that a registration may have when its proof comes. */
  awaited: readonly string[]
  /** The status words of an approved registration; an opportunity has only one. */
  granted: readonly string[]
  /** The status words it is set to next, and when each is right. */
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

/** What is known about the registration that a proof names. */
export interface ProofFacts {
  registration: ProofRegistration
  isOfSender: boolean
  isStale: boolean
  isInDoubt: boolean
  /** Other registrations of the same opportunity. */
  others: readonly ProofRegistration[]
}

export type ProofDoubt =
  | 'registration_type'
  | 'registration_of_another'
  | 'registration_status'
  | 'registration_second'
  | 'stale_registration'

/** Why a proof needs review, with what was found; null if its registration is right. */
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
  // Other pages call it "Services Attach" or "Service Attached".
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
