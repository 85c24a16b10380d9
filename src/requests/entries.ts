/** The entries that requests and decisions are recorded as. */

import type { AuditBodies } from '../store/audit-bodies.ts'
import type { NewRequestEntry } from '../store/store.ts'
import type { Question, Ruling } from './request.ts'

interface NamedPartner {
  id: string
  name: string
}

/** A body with what only newer entries have. */
type Whole<Body> = { [K in Exclude<keyof Body, 'timeStated'>]-?: Exclude<Body[K], undefined> }

/** The whole verdict, as it was printed. */
type Evidence = Readonly<Record<string, unknown>>

/** A request as it is opened. */
export type OpenedRequest = AuditBodies['loa_requested'] & { question: Question; partnerId: string | null }

/** The entry that opens a request; `partnerId` is null until the document is read. */
export function openedEntry({ question, partnerId, ...body }: OpenedRequest): NewRequestEntry {
  return { action: `${question}_requested`, partnerId, request: 'new', body, evidence: null }
}

/** The partner of a request, once a person has read it in the document. */
export function namedEntry(request: number, partner: NamedPartner): NewRequestEntry {
  const body = { partnerName: partner.name }
  return { action: 'request_named', partnerId: partner.id, request, body, evidence: null }
}

/** That a request no longer needs an answer (it came twice, or was taken back), or needs one again. */
export function closedEntry(
  change: 'withdrawn' | 'reopened',
  request: NewRequestEntry['request'],
  partner: NamedPartner | null,
  reason: string,
): NewRequestEntry {
  const body = { partnerName: partner?.name ?? null, reason }
  return { action: `request_${change}`, partnerId: partner?.id ?? null, request, body, evidence: null }
}

/** What a decision is recorded with, in addition to the whole verdict behind it. */
export type RuledBody = Whole<AuditBodies['loa_approved']>

/** The entry of a decision on a request, with the verdict it rests on. */
export function ruledEntry(
  question: Question,
  decision: Ruling['decision'],
  request: NewRequestEntry['request'],
  partnerId: string,
  body: RuledBody,
  verdict: Evidence,
): NewRequestEntry {
  return { action: `${question}_${decision}`, partnerId, request, body, evidence: verdict }
}

/** That an exception was asked for: from whom, for how many users, and why. */
export type ExceptionBody = Whole<AuditBodies['nfr_exception']>

/** The entry of an exception that was asked for, with the verdict it rests on. */
export function exceptionEntry(
  request: NewRequestEntry['request'],
  partnerId: string,
  body: ExceptionBody,
  verdict: Evidence,
): NewRequestEntry {
  return { action: 'nfr_exception', partnerId, request, body, evidence: verdict }
}

/** A draft that was written for a decision. */
export type DraftRecord = RuledBody['drafts'][number]

/** That a letter was issued, with the date on it. */
export function letterEntry(
  request: number | null,
  partner: NamedPartner,
  { date, requester }: { date: string; requester: string | null },
): NewRequestEntry {
  const body = { partnerName: partner.name, date, requester }
  return { action: 'letter_issued', partnerId: partner.id, request, body, evidence: null }
}
