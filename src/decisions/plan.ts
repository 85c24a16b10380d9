/** What becomes of a decision: whether it may be made, with whose approval, and what is recorded and drafted. Pure: no clock, no store. */

import { ExitCode, failure, usageError } from '../errors.ts'
import type { ReplyValues } from '../mail/fill-reply.ts'
import type { DraftRecord } from '../requests/entries.ts'
import type { Requester, Ruling } from '../requests/request.ts'
import { type RulingRefused, whyNotDecide } from '../rules/ruling.ts'
import type { NewRequestEntry } from '../store/store.ts'
import { isRestricted, type PartnerVerdict } from '../verdicts/verdict.ts'
import { grantApprovals } from './authorities.ts'
import { approvalWanted, type DecisionCase, type DecisionTime, type Typed } from './case.ts'
import { decisionEntries } from './entries.ts'
import { type Refusal, refusalOf } from './refusal-sentences.ts'
import { type HandStep, handSteps } from './steps.ts'
import { replyValues, termsOf } from './terms.ts'

export interface RefusedPlan {
  outcome: 'refused'
  requester: Requester
  refusal: Refusal
  exitCode: ExitCode
}

export interface DecisionPlan {
  outcome: 'planned'
  requester: Requester
  override: Ruling['override']
  exception: Ruling['exception']
  /** The replies to draft, and what they are filled with. */
  replies: readonly string[]
  values: ReplyValues
  leftToDo: readonly HandStep[]
  remarks: readonly string[]
  /** The entries to record, with the drafts that were written: the last is the decision, the first may open its request. */
  entries(drafts: readonly DraftRecord[]): NewRequestEntry[]
}

/** Plans a decision. Throws usage errors and the refusal `already_decided`. */
export function planDecision(about: DecisionCase, typed: Typed, time: DecisionTime): DecisionPlan | RefusedPlan {
  const { verdict, request, form, authorities } = about
  refuseBadTime(verdict, typed, time)
  refuseDecided(about)
  const requester = {
    name: typed.requester.name ?? request?.requester.name ?? form?.requester.name ?? null,
    address: typed.requester.address ?? request?.requester.address ?? form?.requester.address ?? null,
  }
  const refused = whyRefused(about, typed)
  if (refused)
    return {
      outcome: 'refused',
      requester,
      refusal: refusalOf(refused, about),
      exitCode: exitCodeOfRefusal(refused, verdict.decision),
    }
  const { approvers, remarks } = grantApprovals(authorities, verdict.partner, approvalWanted(about, typed), typed.approvers)
  const override = typed.override
    ? { reason: typed.reason ?? '', approvedBy: (typed.exception ? approvers.slice(-1) : approvers).join(' and ') }
    : null
  const exception = typed.exception ? approvers.slice(0, 2) : null
  const terms = termsOf(about)
  const values = replyValues(about, requester)
  return {
    outcome: 'planned',
    requester,
    override,
    exception,
    replies: terms.replies,
    values,
    leftToDo: handSteps(about),
    remarks: [...terms.remarks, ...remarks],
    entries: (drafts) =>
      decisionEntries(about, {
        ...{ requester, override, exception, terms, values, drafts },
        ...{ received: typed.received, reason: typed.reason, now: time.now, maxAgeDays: time.maxAgeDays },
      }),
  }
}

/** A decision is made now, on fresh evidence: not before its evidence, nor on evidence older than the settings allow. Throws usage errors. */
function refuseBadTime(
  { sources }: PartnerVerdict,
  { override }: Pick<Typed, 'override'>,
  { now, maxAgeDays, usualMaxAgeDays }: DecisionTime,
): void {
  const seen = sources.flatMap(({ newest }) => (newest ? [newest.lastSeenAt] : []))
  const newest = seen.reduce((latest, at) => (at > latest ? at : latest), '')
  if (Date.parse(now) < Date.parse(newest)) {
    throw usageError(`a decision cannot be older than its evidence, and the newest is from ${newest}`, 'run it without --now')
  }
  if (maxAgeDays > usualMaxAgeDays && !override) {
    throw usageError(
      `a decision needs evidence of at most ${usualMaxAgeDays} days; --max-age ${maxAgeDays} is for questions only`,
      'import fresh exports, and run it without --max-age',
    )
  }
}

/** Nobody means to make the same decision twice. Throws `already_decided`. */
function refuseDecided({ request, decision }: DecisionCase): void {
  const ruling = request?.ruling
  if (!ruling || (ruling.decision !== decision && decision !== 'exception')) return
  throw failure(
    'already_decided',
    `request ${request.id} was already ${ruling.decision}, on ${ruling.at.slice(0, 10)} by ${ruling.actor}`,
    'nothing was recorded; for another request: --request new',
  )
}

function whyRefused({ decision, verdict }: DecisionCase, { override, exception }: Typed): RulingRefused | null {
  return whyNotDecide(
    { decision: verdict.decision, checks: verdict.checks, restricted: isRestricted(verdict) },
    { decision: decision === 'denied' ? 'denied' : 'approved', override, exception: exception || decision === 'exception' },
    verdict.question === 'nfr' ? verdict.policy.exception.barredBy : [],
  )
}

function exitCodeOfRefusal(refused: RulingRefused, found: PartnerVerdict['decision']): ExitCode {
  if (refused === 'nothing_to_override' || refused === 'nothing_to_except') return ExitCode.usage
  if (refused === 'cannot_tell' || refused === 'exception_unknown') return ExitCode.cannotTell
  return found === 'needs_review' ? ExitCode.cannotTell : ExitCode.no
}
