/** The entries that requests and decisions are recorded as. */

import type { NewAuditEntry, Recording } from '../store/store.ts'
import {
  ACTION,
  decidedAction,
  type Question,
  type RequestBody,
  type Requester,
  type Ruling,
  type RulingBody,
} from './request.ts'

/** A request as it is opened. */
export type OpenedRequest = RequestBody & { question: Question; partnerId: string | null }

export function openedEntry({ question, partnerId, ...body }: OpenedRequest, recording: Recording): NewAuditEntry {
  const action = question === 'loa' ? ACTION.loaRequested : ACTION.nfrRequested
  return entry(recording, action, 'new', partnerId, { ...body })
}

/** The partner of a request, once a person has read it in the document. */
export function namedEntry(request: number, partner: { id: string; name: string }, recording: Recording): NewAuditEntry {
  return entry(recording, ACTION.named, request, partner.id, { partnerName: partner.name })
}

/** That a request needs no answer any more: it came twice, or who asked took it back; or that it needs one again. */
export function closedEntry(
  change: 'withdrawn' | 'reopened',
  request: NewAuditEntry['request'],
  partner: { id: string; name: string } | null,
  reason: string,
  recording: Recording,
): NewAuditEntry {
  return entry(recording, ACTION[change], request, partner?.id ?? null, { partnerName: partner?.name ?? null, reason })
}

/** What a decision is recorded with, beside the whole verdict it rests on. */
export interface RuledBody extends RulingBody {
  requester: Requester
  reason: string | null
  /** What its replies are filled with, so that they can be written again. */
  values: object
  /** The replies that it calls for. */
  replies: readonly string[]
  drafts: readonly DraftRecord[]
}

/** The whole verdict, as it was printed. */
type Evidence = Readonly<Record<string, unknown>>

/** A draft that was written for a decision. */
export interface DraftRecord {
  reply: string
  file: string
  sha256: string
}

export function ruledEntry(
  question: Question,
  decision: Ruling['decision'],
  request: NewAuditEntry['request'],
  partnerId: string,
  body: RuledBody,
  verdict: Evidence,
  recording: Recording,
): NewAuditEntry {
  return entry(recording, decidedAction(question, decision), request, partnerId, { ...body }, verdict)
}

/** That an exception was asked for: of whom, for how many, and why. */
export function exceptionEntry(
  request: NewAuditEntry['request'],
  partnerId: string,
  body: {
    partnerName: string
    ask: object
    justification: string
    approvers: readonly string[]
    values: object
    replies: readonly string[]
    drafts: readonly DraftRecord[]
  },
  verdict: Evidence,
  recording: Recording,
): NewAuditEntry {
  return entry(recording, ACTION.exception, request, partnerId, { ...body }, verdict)
}

/** That a letter was issued, with the date on it. */
export function letterEntry(
  request: number | null,
  partner: { id: string; name: string },
  body: { date: string; requester: string | null },
  recording: Recording,
): NewAuditEntry {
  return entry(recording, ACTION.letter, request, partner.id, { partnerName: partner.name, ...body })
}

function entry(
  { at, actor, stated }: Recording,
  action: string,
  request: NewAuditEntry['request'],
  partnerId: string | null,
  body: Record<string, unknown>,
  evidence: Evidence | null = null,
): NewAuditEntry {
  return { at, actor, action, partnerId, request, body: stated ? { ...body, timeStated: true } : body, evidence }
}
