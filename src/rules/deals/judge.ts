/** What the handbook says about one deal registration: who acts next, due when, running until when, and what is wrong. Pure. */

import { type DealCalendar, dueOf } from './due.ts'
import { decidingWord, isApproved, isOneOf, programOf, statusRule } from './status.ts'
import { lastDayOf, termProblems } from './term.ts'
import type {
  DealEvidence,
  DealFinding,
  DealNote,
  DealPhase,
  DealPolicy,
  DealProblem,
  DealRecord,
  OtherWord,
  StatusRule,
} from './types.ts'

/** What registrations are judged by. */
export interface DealRules extends DealCalendar {
  policy: DealPolicy
  /** Statuses that this version does not have. */
  otherWords: readonly OtherWord[]
}

/** Judges one registration by the policy in force on `today`. */
export function judgeDeal(evidence: DealEvidence, rules: DealRules): DealFinding {
  const { policy, today, otherWords } = rules
  const { record } = evidence
  const rule = statusRule(record, policy)
  const { due, late, notes } = dueOf(evidence, rule, rules)
  const expires = rule?.term ? lastDayOf(record, policy) : record.expires
  const phase = phaseOf(rule, expires, today)
  // One that is over no longer concerns anyone, unless Salesforce still says that it is approved.
  const isOver = phase === 'ended' && !rule?.term
  return {
    rule,
    phase,
    isAwaited: rule?.answer != null,
    due,
    late,
    expires,
    problems: [
      ...(rule ? [] : [statusUnknown(evidence, policy, otherWords)]),
      ...(rule?.term ? termProblems(evidence, policy, today) : []),
      ...secondProblems(evidence, policy),
      ...partnerProblems(evidence, policy, isOver),
      ...opportunityProblems(evidence, policy, { rule, isOver }),
    ],
    notes: [...notes, ...notesOn(evidence, policy, isOver)],
  }
}

function phaseOf(rule: StatusRule | null, expires: string | null, today: string): DealPhase | null {
  if (!rule?.term) return rule?.phase ?? null
  return expires !== null && expires < today ? 'ended' : rule.phase
}

function statusUnknown({ record, place }: DealEvidence, policy: DealPolicy, words: readonly OtherWord[]): DealProblem {
  const status = decidingWord(record, policy)
  return {
    code: 'status_unknown',
    status,
    word: words.find((each) => isOneOf(status, [each.status])) ?? null,
    evidence: [{ what: 'status', value: status, source: place(status === record.status ? 'status' : 'serviceAttachStatus') }],
    handbook: programOf(record, policy) === 'serviceAttach' ? policy.serviceAttach.handbook : policy.partnerSourced.handbook,
  }
}

const SECOND = { partnerSourced: 'second_approved', serviceAttach: 'second_service_attach' } as const

function secondProblems({ record, place, rivals }: DealEvidence, policy: DealPolicy): DealProblem[] {
  const program = programOf(record, policy)
  if (program === null || rivals[program].length === 0 || !isApproved(record, policy)) return []
  return [
    {
      code: SECOND[program],
      others: rivals[program],
      evidence: [
        { what: 'opportunity', value: null, source: place('opportunity') },
        ...rivals[program].map(({ name, status, source }) => ({ what: name, value: status, source })),
      ],
      handbook: policy[program].handbook,
    },
  ]
}

function partnerProblems(evidence: DealEvidence, { register }: DealPolicy, isOver: boolean): DealProblem[] {
  const { unlinked, entitlement, place } = evidence
  const { partner_authorized: status, training: needed } = register
  if (unlinked) {
    const { named, why } = unlinked
    return [
      {
        code: 'partner_unknown',
        named,
        why,
        evidence: [{ what: 'partner', value: named, source: place('partner') }],
        handbook: status.handbook,
      },
    ]
  }
  if (isOver || !entitlement) return []
  const { authorized, training } = entitlement
  const problems: DealProblem[] = []
  if (authorized.outcome === 'fail')
    problems.push({
      code: 'partner_not_authorized',
      expected: status.expected,
      actual: authorized.actual,
      evidence: [{ what: 'Partner Status', value: authorized.actual, source: authorized.source }],
      handbook: status.handbook,
    })
  if (training.outcome === 'unmet')
    problems.push({
      code: 'training_unmet',
      courses: needed.courses,
      from: training.from,
      evidence: [{ what: `${needed.credential} training`, value: String(training.have), source: training.source }],
      handbook: needed.handbook,
    })
  return problems
}

function opportunityProblems(
  { record, opportunity, place }: DealEvidence,
  policy: DealPolicy,
  { rule, isOver }: { rule: StatusRule | null; isOver: boolean },
): DealProblem[] {
  const handbook = policy.handbook.opportunity
  const unknown = (named: string | null, count: number): DealProblem[] => [
    {
      code: 'opportunity_unknown',
      named,
      count,
      evidence: [{ what: 'opportunity', value: named, source: place('opportunity') }],
      handbook,
    },
  ]
  switch (opportunity.found) {
    case 'not_imported':
      return []
    case 'none':
      // The channel manager links the opportunity before approving.
      return rule?.term || rule?.phase === 'area_manager' || isApproved(record, policy) ? unknown(null, 0) : []
    case 'unknown':
      return unknown(opportunity.named, 0)
    case 'several':
      return unknown(opportunity.named, opportunity.count)
    case 'one': {
      const { state, stage, source, isOld } = opportunity
      const isOpen = state === 'open' || state === 'unknown'
      // An attached service is approved once its opportunity is won.
      const isExpected = state === 'won' && programOf(record, policy) === 'serviceAttach'
      if (isOpen || isExpected || isOver || isOld) return []
      return [{ code: 'opportunity_closed', state, stage, evidence: [{ what: 'stage', value: stage, source }], handbook }]
    }
  }
}

function notesOn(evidence: DealEvidence, policy: DealPolicy, isOver: boolean): DealNote[] {
  const { record, isOld, doubt, entitlement, opportunity, rivals } = evidence
  const notes: DealNote[] = []
  if (doubt) notes.push({ code: 'registration_in_doubt', ...doubt })
  else if (isOld) notes.push({ code: 'registration_stale' })
  if (isOver) return notes
  const program = programOf(record, policy)
  if (program === null) notes.push({ code: 'type_unknown', type: record.type })
  else if (rivals[program].length > 0 && !isApproved(record, policy))
    notes.push({ code: 'another_approved', others: rivals[program] })
  if (entitlement?.authorized.outcome === 'unknown')
    notes.push({ code: 'authorized_unknown', reason: entitlement.authorized.reason ?? 'missing' })
  if (entitlement?.training.outcome === 'unknown') {
    const { reason, file } = entitlement.training
    notes.push({ code: 'training_unknown', reason, file })
  }
  if (opportunity.found === 'not_imported') notes.push({ code: 'opportunities_not_imported' })
  if (opportunity.found === 'one') notes.push(...opportunityNotes(record, opportunity, policy))
  return notes
}

function opportunityNotes(
  record: DealRecord,
  { state, stage, isOld }: Extract<DealEvidence['opportunity'], { found: 'one' }>,
  policy: DealPolicy,
): DealNote[] {
  if (isOld || state === 'unknown') return [{ code: 'opportunity_stage_unknown', stage, isOld }]
  // It waits for nothing but the opportunity, which is won.
  const rule = statusRule(record, policy)
  const waits = programOf(record, policy) === 'serviceAttach' && rule?.phase === 'running' && !rule.term
  return waits && state === 'won' ? [{ code: 'won_while_pending', stage }] : []
}
