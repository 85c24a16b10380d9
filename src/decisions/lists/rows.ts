/** Requests as lists show them: with their clock, late ones first. */

import type { Context } from '../../app/context.ts'
import { compareText } from '../../records/compare.ts'
import type { FormRequest } from '../../requests/form.ts'
import { type DeskRequest, isOpen } from '../../requests/request.ts'
import { type BusinessDays, type Clock, clockOf } from '../../rules/business-days.ts'
import type { NfrAsk } from '../../rules/nfr-types.ts'
import { reopenedWords } from '../../verdicts/request-sentences.ts'

/** Who has something, since when and until when, as JSON prints it. */
export interface Taken {
  by: string
  since: string
  until: string
}

/** A request as a list shows it, recorded or a row of the license request form. */
export interface ListedRequest {
  /** "7", or "form:4". */
  reference: string
  /** The same in every list of it: the number, or the row of the form whatever its line is now. */
  lasting: string
  question: 'loa' | 'nfr'
  partner: { id: string; name: string } | null
  /** What the request calls the partner, where that leads to none. */
  partnerText: string | null
  requester: { name: string | null; address: string | null }
  /** The day it came; null where that is unclear. */
  received: string | null
  clock: Clock | null
  state: DeskRequest['state']
  asked: NfrAsk | null
  /** The same in words. */
  askedText: string | null
  envelopeId: string | null
  ruling: DeskRequest['ruling']
  /** Who works on it; null: nobody, or who lists it does not ask. */
  taken: Taken | null
  /** What else matters, such as the state by the sheet. */
  remark: string | null
}

/** By what the clocks of requests run. */
export interface ClockRules {
  days: BusinessDays
  slaBusinessDays: number
}

/** A recorded request as a list shows it. */
export function listRequest(
  { dayOf, today }: Pick<Context, 'dayOf' | 'today'>,
  request: DeskRequest,
  { days, slaBusinessDays }: ClockRules,
  askedText: string | null,
): ListedRequest {
  const { id, question, partner, requester, received, state, ask, envelopeId, formKey, ruling, withdrawn, reopened } = request
  const day = dayOf(received)
  return {
    reference: String(id),
    lasting: formKey ?? String(id),
    question,
    partner,
    partnerText: null,
    requester,
    received: day,
    // Only what waits for an answer has a clock.
    clock: isOpen(request) ? clockOf(day, slaBusinessDays, today, days) : null,
    state,
    asked: ask,
    askedText,
    envelopeId,
    ruling,
    taken: null,
    remark: joined([
      withdrawn && `on ${withdrawn.at.slice(0, 10)} by ${withdrawn.actor}: ${withdrawn.reason}`,
      reopened && reopenedWords(reopened),
    ]),
  }
}

/** A row of the form as a list shows it. */
export function listForm(
  { today }: Pick<Context, 'today'>,
  form: FormRequest,
  { days, slaBusinessDays }: ClockRules,
): ListedRequest {
  const { reference, partner, partnerText, requester, received, receivedText, type, typeText, users, renewal } = form
  return {
    reference,
    lasting: form.key,
    question: 'nfr',
    partner: partner && { id: partner.id, name: partner.name },
    partnerText,
    requester,
    received,
    clock: received === null ? null : clockOf(received, slaBusinessDays, today, days),
    state: 'open',
    asked: type !== null && users !== null ? { type, users, renewal } : null,
    askedText: `${users ?? '?'} ${typeText}${renewal ? ', renewal' : ''}`,
    envelopeId: null,
    ruling: null,
    taken: null,
    remark: joined([
      form.status && `the sheet says "${form.status}"`,
      form.changedSince && `may be request ${form.changedSince}, changed in the sheet since`,
      received === null ? `"${receivedText}": month or day first?` : null,
    ]),
  }
}

function joined(remarks: readonly (string | 0 | null)[]): string | null {
  return remarks.filter(Boolean).join('; ') || null
}

/** The order of a list: open ones by when they are due, those with an unknown clock first; then decided ones, newest first. */
export function byUrgency(a: ListedRequest, b: ListedRequest): number {
  if (isOpen(a) !== isOpen(b)) return isOpen(a) ? -1 : 1
  if (!isOpen(a)) return compareText(b.ruling?.at ?? '', a.ruling?.at ?? '') || numberOf(b) - numberOf(a)
  return (
    compareText(a.clock?.due ?? '', b.clock?.due ?? '') ||
    compareText(a.received ?? '', b.received ?? '') ||
    numberOf(a) - numberOf(b)
  )
}

function numberOf({ reference }: ListedRequest): number {
  return Number(reference.replace(/\D/g, ''))
}
