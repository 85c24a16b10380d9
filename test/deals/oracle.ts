/**
 * The right answer for each registration, written from the handbook pages and the command-line contract alone.
 *
 * Readings, where the contract leaves room (page 004, Partner Sourced Deal Registration: How it Works; Standard Term and Extension):
 * - The day that a status was first seen is the day of the export that first had it, of the unbroken run up to now; how the word is
 *   written, a change of any other column, and an export without the registration begin no new run. Where no export had it with
 *   another status before, the start may be called unknown, unless it is late from that day on already.
 * - "Second approved" goes by the word of the record: two that Salesforce still has as Approved are a conflict, expired or not.
 * - A registration ends with its last day: on that day it still runs.
 * - 2022 to 2024 and since 2025 a service attach has words of its own (001, Service Attach PoE; 004, Second Review): those of 2025 mean
 *   nothing before it. Who has the next step there, no page says in the words of the contract, and no page gives those registrations a
 *   term: several answers are allowed.
 * - New and Pending Approval are words that no page has: they may be named unknown, or read as what they are known to mean.
 * - What is said about a registration that has ended, nobody acts on: problems of the partner may be listed there or left out.
 */

import { businessDayAfter, shift } from './days.ts'
import type { Printed, Registration, World } from './world.ts'

type Phase = 'operations' | 'channel_manager' | 'area_manager' | 'partner' | 'running' | 'ended'

/** What an answer may be: one of several where the contract leaves room; undefined: anything. */
export interface Right {
  id: string
  printed: Printed
  partnerId: string | null
  /** Undefined: it has an id that no export knows. */
  opportunityId: string | null | undefined
  phase: readonly Phase[] | undefined
  due: readonly (string | null)[] | undefined
  expires: readonly (string | null)[] | undefined
  /** Problems that it must have, and those that it may have besides. */
  must: ReadonlySet<string>
  may: ReadonlySet<string>
}

const ALWAYS: Readonly<Record<string, Phase>> = {
  submitted: 'operations',
  'pending sales review': 'channel_manager',
  'pending asm review': 'area_manager',
  returned: 'partner',
  denied: 'ended',
  expired: 'ended',
  'closed lost': 'ended',
  'closed won': 'ended',
}
/** The words of a service attach; those of the page of 2025 mean nothing before it. */
const ATTACHED: Readonly<Record<string, readonly Phase[]>> = {
  submitted: ['operations'],
  approved: ['running', 'partner'],
  'closed-won': ['ended'],
  denied: ['ended'],
}
const ATTACHED_SINCE_2025: typeof ATTACHED = {
  ...ATTACHED,
  pending: ['partner', 'operations'],
  'pending opportunity closure': ['running', 'operations', 'partner'],
  approved: ['ended', 'running'],
  accepted: ['ended'],
  unqualified: ['ended'],
  closed: ['ended'],
}
const attached = (today: string): typeof ATTACHED => (today < '2025-01-01' ? ATTACHED : ATTACHED_SINCE_2025)
/** Of registrations that attach no service, "Pending" is what the opportunity says, not the registration (004, SFDC Field Definitions). */
const NEITHER = ['new', 'pending approval']

const word = (text: string): string => text.trim().toLowerCase()
const kindOf = (type: string): 'sourced' | 'attached' | 'other' =>
  ['resale', 'msp', 'referral'].includes(word(type)) ? 'sourced' : /^services? attach$/.test(word(type)) ? 'attached' : 'other'

/** What is known of the other registrations on each opportunity. */
interface Approved {
  sourced: number
  attached: number
  /** Of a kind or with a word that leaves open whether they count. */
  unclear: number
}

/** The right answers, in the order of the registrations. */
export function answersOf(world: World): Right[] {
  const known = new Map(world.opportunities.map(({ id, stage }) => [id, stage]))
  const approved = new Map<string, Approved>()
  for (const { at, opportunity } of world.registrations) {
    const printed = at.at(-1)
    if (opportunity === null || !printed) continue
    const counts = approved.get(opportunity) ?? { sourced: 0, attached: 0, unclear: 0 }
    const kind = kindOf(printed.type)
    const isApproved = word(printed.status) === 'approved'
    if (isApproved && kind === 'sourced') counts.sourced++
    else if (isApproved && kind === 'attached') counts.attached++
    else if (isApproved || ['accepted', 'pending', 'pending opportunity closure', 'closed-won'].includes(word(printed.status)))
      counts.unclear++
    approved.set(opportunity, counts)
  }
  return world.registrations.map((each) => answerOf(each, world, known, approved))
}

function answerOf(registration: Registration, world: World, known: Map<string, string>, approved: Map<string, Approved>): Right {
  const printed = registration.at.at(-1)
  if (!printed) throw new Error('every registration is in the last export')
  const { opportunity, owner } = registration
  const term = termOf(printed)
  const phase = phaseOf(printed, world.today, term)
  const problems = problemsOf({ registration, printed, world, known, approved, term, phase })
  return {
    id: printed.name.trim().toUpperCase(),
    printed,
    partnerId: owner?.id ?? null,
    opportunityId: opportunity === null ? null : known.has(opportunity) ? opportunity : undefined,
    phase,
    due: dueOf(registration, printed, world),
    expires: term,
    ...problems,
  }
}

/** The last day: as the record has it, else 90 days after the approval. Only what is approved has one by the contract. */
function termOf({ type, status, approved, expires }: Printed): readonly (string | null)[] {
  const usual = approved === null ? null : shift(approved, 90)
  if (word(status) !== 'approved') return [expires, null, usual]
  if (kindOf(type) !== 'sourced') return [expires, null, usual]
  return [expires ?? usual]
}

function phaseOf({ type, status }: Printed, today: string, term: readonly (string | null)[]): readonly Phase[] | undefined {
  const own = word(status)
  const kind = kindOf(type)
  const isOver = (end: string | null | undefined): boolean => end != null && end < today
  if (kind === 'attached') {
    const phases = attached(today)[own]
    return phases && own === 'approved' && term.some(isOver) ? [...phases, 'ended'] : phases
  }
  if (own === 'approved') return kind === 'other' ? ['running', 'ended'] : [isOver(term[0]) ? 'ended' : 'running']
  const always = ALWAYS[own]
  return always && [always]
}

function dueOf({ at }: Registration, { type, status, submitted }: Printed, { steps, calendar, today }: World): Right['due'] {
  const own = word(status)
  if (own === 'submitted' || own === 'pending sales review') {
    if (kindOf(type) === 'attached' && own !== 'submitted') return undefined
    const due = submitted === null ? null : businessDayAfter(submitted, 2, calendar)
    // The two business days are of Partner Sourced registrations; the contract has them for the word.
    return kindOf(type) === 'sourced' ? [due] : [due, null]
  }
  if (own === 'pending asm review') {
    // An export without the registration says nothing about it.
    const seen = at.flatMap((each, i) => (each ? [{ own: word(each.status), day: steps[i] ?? '' }] : []))
    const others = seen.findLastIndex((each) => each.own !== own)
    const due = businessDayAfter(seen[others + 1]?.day ?? '', 1, calendar)
    return [due]
  }
  const isKnown = own in ALWAYS || own === 'approved' || (kindOf(type) === 'attached' && own in attached(today))
  return isKnown && !['pending', 'pending opportunity closure'].includes(own) ? [null] : undefined
}

interface Case {
  registration: Registration
  printed: Printed
  world: World
  known: Map<string, string>
  approved: Map<string, Approved>
  term: readonly (string | null)[]
  phase: readonly Phase[] | undefined
}

type Verdict = 'must' | 'may' | 'never'

function problemsOf(of: Case): { must: Set<string>; may: Set<string> } {
  const verdicts: Readonly<Record<string, Verdict>> = {
    ...ofTerm(of),
    ...ofOthers(of),
    ...ofPartner(of),
    ...ofOpportunity(of),
    ...ofWord(of),
  }
  const codes = (verdict: Verdict): Set<string> => new Set(Object.keys(verdicts).filter((code) => verdicts[code] === verdict))
  return { must: codes('must'), may: codes('may') }
}

const say = (isSo: boolean): Verdict => (isSo ? 'must' : 'never')

function ofTerm({
  printed: { type, status, approved, expires },
  world: { today },
  term: [end = null],
}: Case): Record<string, Verdict> {
  const isApproved = word(status) === 'approved'
  const early = approved !== null && expires !== null && expires < shift(approved, 90)
  const late = approved !== null && expires !== null && expires > shift(approved, 120)
  if (isApproved && kindOf(type) === 'sourced') {
    return {
      expired_still_approved: say(end !== null && end < today),
      expires_before_90_days: say(early),
      long_extension: say(late),
      approved_without_date: say(approved === null),
    }
  }
  const codes = ['expired_still_approved', 'approved_without_date']
  return {
    ...Object.fromEntries(codes.map((code) => [code, isApproved ? 'may' : 'never'])),
    expires_before_90_days: early ? 'may' : 'never',
    long_extension: late ? 'may' : 'never',
  }
}

function ofOthers({ registration: { opportunity }, printed: { type, status }, approved }: Case): Record<string, Verdict> {
  const { sourced, attached, unclear } = approved.get(opportunity ?? '') ?? { sourced: 0, attached: 0, unclear: 0 }
  const kind = kindOf(type)
  const isApproved = word(status) === 'approved'
  const of = (code: 'sourced' | 'attached', count: number): Verdict => {
    if (kind === code && isApproved) return count > 1 ? 'must' : unclear > 0 ? 'may' : 'never'
    // Before it is approved nothing conflicts yet, and the next step would be a denial: it may be told.
    return count + unclear > 0 && kind !== (code === 'sourced' ? 'attached' : 'sourced') ? 'may' : 'never'
  }
  return { second_approved: of('sourced', sourced), second_service_attach: of('attached', attached) }
}

function ofPartner({ registration: { owner }, printed: { type }, phase }: Case): Record<string, Verdict> {
  const hasEnded = phase === undefined || phase.includes('ended')
  const isUnauthorized = owner !== null && word(owner.status) !== 'authorized'
  const isUntrained = owner?.training === 'none'
  const unclear = owner?.training === 'inactive' || owner?.training === 'nobody'
  return {
    partner_unknown: owner === null ? (hasEnded ? 'may' : 'must') : 'never',
    partner_not_authorized: isUnauthorized ? (hasEnded ? 'may' : 'must') : 'never',
    training_unmet: isUntrained ? (hasEnded || kindOf(type) !== 'sourced' ? 'may' : 'must') : unclear ? 'may' : 'never',
  }
}

function ofOpportunity({
  registration: { opportunity },
  printed: { type, status },
  known,
  phase,
}: Case): Record<string, Verdict> {
  const stage = opportunity === null ? null : (known.get(opportunity) ?? null)
  const isKnown = stage !== null
  const isWaiting = phase?.every((each) => ['operations', 'channel_manager', 'area_manager', 'partner'].includes(each)) ?? false
  const isClosed = stage === 'Closed Won' || stage === '8-Closed Lost'
  return {
    opportunity_unknown: isKnown ? 'never' : opportunity !== null ? 'must' : word(status) === 'submitted' ? 'never' : 'may',
    // A service may be attached to a deal that is won.
    opportunity_closed: !isClosed ? 'never' : isWaiting && word(status) in ALWAYS && kindOf(type) !== 'attached' ? 'must' : 'may',
  }
}

function ofWord({ printed: { type, status }, world: { today } }: Case): Record<string, Verdict> {
  const own = word(status)
  if (NEITHER.includes(own)) return { status_unknown: 'may' }
  const isAttached = kindOf(type) === 'attached'
  if (isAttached) return { status_unknown: own in attached(today) ? 'never' : 'must' }
  if (own === 'pending') return { status_unknown: 'may' }
  if (kindOf(type) === 'other') return { status_unknown: own in ALWAYS || own === 'approved' ? 'never' : 'may' }
  return { status_unknown: own in ALWAYS || own === 'approved' ? 'never' : 'must' }
}
