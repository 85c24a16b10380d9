/** Whether the registration of a proof is the right one, and the proof comes in time. Pure. */

import { foldCode } from '../../records/key.ts'
import { type IsOld, unusable } from '../checks.ts'
import { addDays, addMonths } from '../day.ts'
import type { Fact } from '../verdict.ts'
import { isAsNew } from './document-checks.ts'
import type { ProofCheck, ProofCheckId, ProofDeal, ProofEvidence, ProofPolicy, ProofReason, ProofRegistration } from './types.ts'

type One = Extract<ProofDeal, { found: 'one' }>

interface Asking {
  evidence: ProofEvidence
  policy: ProofPolicy
  isOld: IsOld
  /** The evaluated day, YYYY-MM-DD. */
  today: string
}

/** The checks of the registration, in the order that a person makes them. */
export function dealChecks(asking: Asking): ProofCheck[] {
  const { evidence, policy } = asking
  const { deal } = evidence
  const known = dealKnown(evidence, policy)
  if (deal.found !== 'one') {
    const none = (id: ProofCheckId, expected: string, handbook = policy.handbook.registration): ProofCheck =>
      answer(id, expected, handbook, { outcome: 'unknown', reason: 'no_registration' })
    return [
      known,
      none('deal_is_service_attach', policy.type),
      none('deal_is_partners', evidence.partnerNames[0] ?? ''),
      none('deal_awaits_proof', orWords(policy.awaited)),
      none('no_other_approved', 'none', policy.handbook.only),
      none('within_window', windowWords(policy), policy.handbook.window),
    ]
  }
  return [
    known,
    isServiceAttach(deal, asking),
    isPartners(deal, asking),
    awaitsProof(deal, asking),
    noOther(deal, asking),
    within(deal, asking),
  ]
}

function answer(
  id: ProofCheckId,
  expected: string,
  handbook: ProofCheck['handbook'],
  found: Pick<ProofCheck, 'outcome'> & Partial<ProofCheck>,
): ProofCheck {
  return { id, expected, handbook, actual: null, reason: null, detail: null, source: null, ...found }
}

function dealKnown({ deal, dealId, receivedOn }: ProofEvidence, { handbook }: ProofPolicy): ProofCheck {
  const check = (found: Pick<ProofCheck, 'outcome'> & Partial<ProofCheck>): ProofCheck =>
    answer('deal_known', dealId ?? 'a service attach deal ID', handbook.registration, found)
  switch (deal.found) {
    case 'none':
      return check({ outcome: 'unknown', reason: 'not_given' })
    case 'not_imported':
      return check({ outcome: 'unknown', reason: 'not_imported', detail: deal.named })
    case 'several':
      return check({ outcome: 'unknown', reason: 'several', detail: deal.named.join(', ') })
    case 'unknown': {
      // Registrations that are older than the proof may lack it and say nothing.
      return isAsNew(deal.asOf, receivedOn)
        ? check({ outcome: 'fail', reason: 'missing', detail: deal.named })
        : check({ outcome: 'unknown', reason: 'older_than_proof', detail: deal.named })
    }
    case 'one': {
      const { name, status } = deal.registration
      return check({ outcome: 'pass', actual: name, detail: deal.dealId, source: { ...status.source, column: null } })
    }
  }
}

/** Why a fact of a record cannot decide; null where it can. */
function whyNot(fact: Fact<unknown>, isOld: IsOld): { reason: ProofReason; detail: string | null } | null {
  return unusable(fact, isOld) as { reason: ProofReason; detail: string | null } | null
}

function isServiceAttach({ registration: { type } }: One, { policy, isOld }: Asking): ProofCheck {
  const check = (found: Pick<ProofCheck, 'outcome'> & Partial<ProofCheck>): ProofCheck =>
    answer('deal_is_service_attach', policy.type, policy.handbook.registration, {
      actual: type.value,
      source: type.source,
      ...found,
    })
  const why = whyNot(type, isOld)
  if (why) return check({ outcome: 'unknown', ...why })
  if (!type.value?.trim()) return check({ outcome: 'unknown', reason: 'missing' })
  return check({ outcome: isOfType(type.value, policy) ? 'pass' : 'fail' })
}

function isOfType(type: string | null, policy: ProofPolicy): boolean {
  // Other pages call it "Services Attach" or "Service Attached".
  const plain = (text: string): string => foldCode(text).replace(/^services?-attach(?:ed)?\b.*$/, 'service-attach')
  return type !== null && plain(type) === plain(policy.type)
}

function isPartners({ owner, registration }: One, { evidence, policy, isOld }: Asking): ProofCheck {
  const check = (found: Pick<ProofCheck, 'outcome'> & Partial<ProofCheck>): ProofCheck =>
    answer('deal_is_partners', evidence.partnerNames[0] ?? '', policy.handbook.registration, {
      actual: owner.name,
      source: owner.source,
      ...found,
    })
  const why = whyNot(
    { value: owner.name, source: { ...owner.source, column: 'partner' }, doubt: registration.status.doubt },
    isOld,
  )
  if (why) return check({ outcome: 'unknown', ...why })
  if (owner.is === 'unclear') return check({ outcome: 'unknown', reason: 'unclear' })
  return check({ outcome: owner.is === 'partner' ? 'pass' : 'fail' })
}

function awaitsProof({ registration }: One, { policy, isOld }: Asking): ProofCheck {
  const { status } = registration
  const words = statusWords(registration)
  const check = (found: Pick<ProofCheck, 'outcome'> & Partial<ProofCheck>): ProofCheck =>
    answer('deal_awaits_proof', orWords(policy.awaited), policy.handbook.registration, {
      actual: words.join(', ') || null,
      source: status.source,
      ...found,
    })
  const why = whyNot(status, isOld)
  if (why) return check({ outcome: 'unknown', ...why })
  if (words.length === 0) return check({ outcome: 'unknown', reason: 'missing' })
  return check({ outcome: words.every((word) => isOneOf(word, policy.awaited)) ? 'pass' : 'fail' })
}

function noOther({ others, hasOpportunity, sale, registration: { name, status } }: One, { policy, isOld }: Asking): ProofCheck {
  const check = (found: Pick<ProofCheck, 'outcome'> & Partial<ProofCheck>): ProofCheck =>
    answer('no_other_approved', 'none', policy.handbook.only, { source: { ...status.source, column: null }, ...found })
  const why = whyNot(status, isOld)
  if (why) return check({ outcome: 'unknown', ...why })
  if (!hasOpportunity) return check({ outcome: 'unknown', reason: 'no_opportunity' })
  const approved = others.filter(
    (each) => isOfType(each.type.value, policy) && statusWords(each).some((word) => isOneOf(word, policy.granted)),
  )
  const [second] = approved
  if (!second) {
    // The opportunity itself names the registration of its service.
    const named = sale?.service.value?.trim() ?? ''
    if (sale && named !== '' && foldCode(named) !== foldCode(name))
      return check({ outcome: 'unknown', reason: 'names_another', actual: named, detail: named, source: sale.service.source })
    const unclear = others.find((each) => mayBeApproved(each, policy))
    if (unclear)
      return check({ outcome: 'unknown', reason: 'other_unclear', detail: unclear.name, source: unclear.status.source })
    return check({ outcome: 'pass', actual: 'none' })
  }
  const unsure = whyNot(second.status, isOld)
  const found = { actual: approved.map(({ name }) => name).join(', '), source: second.status.source }
  return unsure ? check({ outcome: 'unknown', ...found, ...unsure }) : check({ outcome: 'fail', ...found })
}

/** Whether another registration may be an approved one: its type or its status is blank or cannot be read. */
function mayBeApproved(each: ProofRegistration, policy: ProofPolicy): boolean {
  const words = statusWords(each)
  const hasNoType = !each.type.value?.trim()
  if (hasNoType) return words.length === 0 || words.some((word) => isOneOf(word, policy.granted))
  return isOfType(each.type.value, policy) && words.length === 0
}

/**
 * Whether the proof came in time: within the months after the sale was closed won for the rebate, or within those after the
 * registration was submitted to count at all, where the version has such a time.
 */
function within(
  { sale, registration: { submitted }, hasOpportunity }: One,
  { evidence, policy, isOld, today }: Asking,
): ProofCheck {
  const { receivedOn } = evidence
  const check = (found: Pick<ProofCheck, 'outcome'> & Partial<ProofCheck>): ProofCheck =>
    answer('within_window', windowWords(policy), policy.handbook.window, { actual: receivedOn, ...found })
  if (receivedOn === null) return check({ outcome: 'unknown', reason: 'no_date' })
  if (receivedOn > today) return check({ outcome: 'unknown', reason: 'in_future' })
  if (!hasOpportunity) return check({ outcome: 'unknown', reason: 'no_opportunity' })
  if (sale === null) return check({ outcome: 'unknown', reason: 'opportunity_unknown' })
  const stage = { source: sale.stage.source, detail: sale.stage.value }
  const why = whyNot(sale.stage, isOld)
  if (why) return check({ outcome: 'unknown', ...why, source: sale.stage.source })
  if (sale.state === 'lost') return check({ outcome: 'fail', reason: 'sale_lost', ...stage })
  if (sale.state !== 'open' && sale.state !== 'won') return check({ outcome: 'unknown', reason: 'opportunity_unknown', ...stage })
  // The deal ID that a proof names is given when the registration is submitted: one of the two days is wrong, or of another zone.
  if (submitted.value !== null && submitted.value > addDays(receivedOn, 1))
    return check({ outcome: 'unknown', reason: 'before_registration', detail: submitted.value, source: submitted.source })
  const { rebate, submission } = lastDaysOf(evidence, policy)
  const closes = { source: sale.closes.source, detail: rebate }
  if (sale.state === 'won' && rebate !== null && receivedOn <= rebate) return check({ outcome: 'pass', ...closes })
  if (policy.submissionMonths !== null) {
    const late = whyNot(submitted, isOld)
    const from = { source: submitted.source, detail: submission }
    if (late) return check({ outcome: 'unknown', ...late, source: submitted.source })
    if (submission === null) return check({ outcome: 'unknown', reason: 'no_date', ...from })
    if (sale.state === 'won' && rebate === null) return check({ outcome: 'unknown', reason: 'no_date', ...closes })
    if (receivedOn <= submission) return check({ outcome: 'pass', ...from })
    return sale.state === 'open'
      ? check({ outcome: 'unknown', reason: 'not_sold', ...stage })
      : check({ outcome: 'fail', ...from })
  }
  if (sale.state === 'open') return check({ outcome: 'unknown', reason: 'not_sold', ...stage })
  return rebate === null ? check({ outcome: 'unknown', reason: 'no_date', ...closes }) : check({ outcome: 'fail', ...closes })
}

/** The last days for the rebate and for counting at all, as far as the dates they are counted from are known. */
export function lastDaysOf(
  { deal }: ProofEvidence,
  { rebateMonths, submissionMonths }: ProofPolicy,
): { rebate: string | null; submission: string | null } {
  if (deal.found !== 'one') return { rebate: null, submission: null }
  const closed = deal.sale?.state === 'won' ? deal.sale.closes.value : null
  const submitted = deal.registration.submitted.value
  return {
    rebate: closed === null ? null : addMonths(closed, rebateMonths),
    submission: submitted === null || submissionMonths === null ? null : addMonths(submitted, submissionMonths),
  }
}

function windowWords({ rebateMonths, submissionMonths }: ProofPolicy): string {
  const rebate = `within ${rebateMonths} months of the sale`
  return submissionMonths === null ? rebate : `${rebate}, or within ${submissionMonths} months of the registration`
}

/** The status of the registration, and that of its service where the export has it; both must agree with the rule. */
function statusWords({ status, serviceAttachStatus }: ProofRegistration): string[] {
  return [status.value, serviceAttachStatus.value].flatMap((word) => (word?.trim() ? [word.trim()] : []))
}

function isOneOf(word: string, words: readonly string[]): boolean {
  return words.some((each) => foldCode(each) === foldCode(word))
}

function orWords(words: readonly string[]): string {
  return words.join(' or ')
}
