/** A verdict on a proof of execution as the contract has it (phd.verdict/1), with what else belongs to it. */

import { proofWords } from './sentences.ts'
import type { CheckedDeal } from './verdict.ts'

/** When a verdict was made, and by which knowledge. */
export interface ProofRun {
  evaluatedAt: string
  asOf: string | null
  maxAgeDays: number
  /** The mail as a command names it; null where there is none. */
  file: string | null
  /** The text for the chatter, and to whom; null where it is not clear. */
  chatter: { to: string; text: string } | null
  drafts: readonly { reply: string; file: string }[]
  /** Why the mail itself needs review, by its flags. */
  mailFlags: readonly string[]
}

/** The verdict as one object. */
export function proofJson(checked: CheckedDeal, run: ProofRun) {
  const { partner, verdict, customerName, dealId, receivedOn, documents, registration, opportunity } = checked
  const { missing, notes, nextSteps } = proofWords(checked, run.maxAgeDays, run.file)
  return {
    schema: 'phd.verdict/1',
    question: 'proof',
    subject: { kind: 'partner', id: partner.id, name: partner.name, track: partner.account.record.track },
    decision: verdict.decision,
    evaluatedAt: run.evaluatedAt,
    asOf: run.asOf,
    policy: { id: 'proof', version: verdict.policy.version },
    checks: verdict.checks.map(({ id, outcome, expected, actual, reason, detail, source, handbook }) => ({
      id,
      outcome,
      expected,
      actual,
      reason,
      detail,
      source,
      handbook,
    })),
    customer: customerName,
    dealId,
    registration: registration?.record.name ?? null,
    opportunity: opportunity && { id: opportunity.record.id, name: opportunity.record.name },
    receivedOn,
    lastDays: verdict.lastDays,
    documents: documents.map(({ name, unread, isRevised }) => ({ name, unread, isRevised })),
    status: verdict.status && { status: verdict.status.status, when: verdict.status.when },
    missing,
    notes: notes.map(({ code, level, message }) => ({ code, level, message })),
    mailFlags: run.mailFlags,
    nextSteps,
    chatter: run.chatter,
    drafts: run.drafts,
    stale: verdict.stale,
  }
}
