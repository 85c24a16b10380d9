/** What the statuses of a registration mean (Ecosystem Operations, How it Works; Service Attached Registration). Pure. */

import { bareWord } from '../../records/damaged-word.ts'
import { foldCode } from '../../records/key.ts'
import type { DealPolicy, DealRecord, StatusRule } from './types.ts'

/** Which program a registration belongs to; null where its type is blank or unknown. */
export function programOf({ type }: Pick<DealRecord, 'type'>, policy: DealPolicy): 'partnerSourced' | 'serviceAttach' | null {
  if (isOneOf(type, policy.partnerSourced.types)) return 'partnerSourced'
  return isOneOf(type, policy.serviceAttach.types) ? 'serviceAttach' : null
}

type Worded = Pick<DealRecord, 'type' | 'status' | 'serviceAttachStatus'>

/** The status that decides: of an attached service its own one, unless the registration itself has ended. */
export function decidingWord(record: Worded, policy: DealPolicy): string | null {
  const { status, serviceAttachStatus: own } = record
  if (programOf(record, policy) !== 'serviceAttach' || !own?.trim()) return status
  return ruleFor(status, policy.statuses)?.phase === 'ended' ? status : own
}

/** What the status of a registration means; null where no version in force gives the word a meaning. */
export function statusRule(record: Worded, policy: DealPolicy): StatusRule | null {
  const word = decidingWord(record, policy)
  const own = programOf(record, policy) === 'serviceAttach' ? ruleFor(word, policy.serviceAttach.statuses) : null
  return own ?? ruleFor(word, policy.statuses)
}

/** Whether a registration is approved, as its program understands it: an opportunity has only one of each. */
export function isApproved(record: Worded, policy: DealPolicy): boolean {
  const program = programOf(record, policy)
  return program !== null && isOneOf(decidingWord(record, policy), policy[program].approved)
}

function ruleFor(word: string | null, rules: readonly StatusRule[]): StatusRule | null {
  return rules.find(({ status }) => isOneOf(word, [status])) ?? null
}

/** Whether a word is one of these; case, spaces, hyphens and invisible characters apart. */
export function isOneOf(word: string | null, words: readonly string[]): boolean {
  const folded = foldedWord(word ?? '')
  return folded !== '' && words.some((each) => foldedWord(each) === folded)
}

/** Words of the rule and of registrations, folded once however many registrations there are; a damaged file may have any number. */
const FOLDED = new Map<string, string>()
const MOST_FOLDED = 1000

function foldedWord(word: string): string {
  const known = FOLDED.get(word)
  if (known !== undefined) return known
  const folded = foldCode(bareWord(word).trim())
  if (FOLDED.size < MOST_FOLDED) FOLDED.set(word, folded)
  return folded
}
