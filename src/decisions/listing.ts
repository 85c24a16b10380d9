/** Requests as lists show them: with their clock, late ones first. */

import type { Context } from '../app/context.ts'
import { type DeskRequest, isOpen } from '../requests/request.ts'
import { type BusinessDays, clockOf } from '../rules/business-days.ts'
import { reopenedWords } from '../verdicts/request-notes.ts'
import type { ListedRequest } from './requests-view.ts'

/** A recorded request as a list shows it. */
export function listed(
  context: Pick<Context, 'dayOf' | 'today'>,
  request: DeskRequest,
  days: BusinessDays,
  slaBusinessDays: number,
  askedText: string | null,
): ListedRequest {
  const { id, question, partner, requester, received, state, envelopeId, ruling, withdrawn, reopened } = request
  const day = context.dayOf(received)
  return {
    reference: String(id),
    question,
    partner,
    partnerText: null,
    requester,
    received: day,
    // Only what waits for an answer has a clock.
    clock: isOpen(request) ? clockOf(day, slaBusinessDays, context.today, days) : null,
    state,
    asked: request.ask,
    askedText,
    envelopeId,
    ruling,
    remark:
      [
        withdrawn ? `on ${withdrawn.at.slice(0, 10)} by ${withdrawn.actor}: ${withdrawn.reason}` : '',
        reopened ? reopenedWords(reopened) : '',
      ]
        .filter(Boolean)
        .join('; ') || null,
  }
}

/** The order of a list: open ones by when they are due, those whose clock is not known first; decided ones last, newest first. */
export function byUrgency(a: ListedRequest, b: ListedRequest): number {
  if (isOpen(a) !== isOpen(b)) return isOpen(a) ? -1 : 1
  if (!isOpen(a)) return compare(b.ruling?.at ?? '', a.ruling?.at ?? '') || numeric(b) - numeric(a)
  return compare(a.clock?.due ?? '', b.clock?.due ?? '') || compare(a.received ?? '', b.received ?? '') || numeric(a) - numeric(b)
}

function numeric({ reference }: ListedRequest): number {
  return Number(reference.replace(/\D/g, ''))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
