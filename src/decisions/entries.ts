/** The audit entries of a decision. */

import type { ReplyValues } from '../mail/fill-reply.ts'
import { type DraftRecord, exceptionEntry, openedEntry, ruledEntry } from '../requests/entries.ts'
import type { Requester, Ruling } from '../requests/request.ts'
import type { NewRequestEntry } from '../store/store.ts'
import { verdictJson } from '../verdicts/json.ts'
import { exceptionApprovers } from './authorities.ts'
import type { DecisionCase } from './case.ts'
import type { Terms } from './terms.ts'

/** What was typed, approved and found for a decision. */
export interface DecisionDetails {
  requester: Requester
  /** When the request came, as it was typed. */
  received: string | null
  override: Ruling['override']
  exception: Ruling['exception']
  reason: string | null
  terms: Terms
  values: ReplyValues
  drafts: readonly DraftRecord[]
  /** When a request came that nothing says it of, ISO 8601 UTC. */
  now: string
  maxAgeDays: number
}

/** The entries of a decision: where no request is recorded, the first opens one. */
export function decisionEntries(about: DecisionCase, details: DecisionDetails): NewRequestEntry[] {
  const decides = about.decision === 'exception' ? asksException(about, details) : decided(about, about.decision, details)
  return about.request ? [decides] : [opens(about, details), decides]
}

function opens({ verdict, ask, form }: DecisionCase, { requester, received, now }: DecisionDetails): NewRequestEntry {
  return openedEntry({
    question: verdict.question,
    partnerId: verdict.partner.id,
    partnerName: verdict.partner.name,
    requester,
    received: received ?? form?.received ?? now,
    envelopeId: null,
    ask,
    formKey: form?.key ?? null,
    notice: null,
  })
}

function decided(
  { verdict, ask, request }: DecisionCase,
  decision: Ruling['decision'],
  { requester, override, exception, reason, terms, values, drafts, maxAgeDays }: DecisionDetails,
): NewRequestEntry {
  const { term, listedThen, replies } = terms
  const body = {
    partnerName: verdict.partner.name,
    ...{ requester, override, exception, ask, term, listedThen, reason },
    verdict: verdict.decision,
    policyVersion: verdict.policy.version,
    ...{ values, replies, drafts },
  }
  const evidence = { ...verdictJson(verdict), maxAgeDays }
  return ruledEntry(verdict.question, decision, request?.id ?? 'opened', verdict.partner.id, body, evidence)
}

function asksException(
  { verdict, ask, request, authorities, justification }: DecisionCase,
  { terms: { replies }, values, drafts, maxAgeDays }: DecisionDetails,
): NewRequestEntry {
  if (!ask) throw new Error('an exception is asked for a number of users')
  const body = {
    partnerName: verdict.partner.name,
    ask,
    justification: justification ?? '',
    approvers: exceptionApprovers(authorities),
    ...{ values, replies, drafts },
  }
  const evidence = { ...verdictJson(verdict), maxAgeDays }
  return exceptionEntry(request?.id ?? 'opened', verdict.partner.id, body, evidence)
}
