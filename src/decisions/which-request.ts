/** Which request a command is about. */

import type { Context } from '../app/context.ts'
import { failure, type PhdError, usageError } from '../errors.ts'
import type { Partner } from '../partners/partner.ts'
import { nfrRequests } from '../records/kinds/licenses/nfr-requests.ts'
import { type FormRequest, openFormRequests } from '../requests/form.ts'
import { type DeskRequest, isOpen, type Question, requestsOf } from '../requests/request.ts'
import type { NfrPolicy } from '../rules/nfr-types.ts'
import type { RecordReader, RequestEntry } from '../store/store.ts'
import { rulingSentence } from '../verdicts/request-sentences.ts'

/** The requests for letters, or those for licenses. */
export function requestsFor(question: Question, entries: readonly RequestEntry[]): DeskRequest[] {
  return requestsOf(entries).filter((request) => request.question === question)
}

/** The rows of the license request form that wait. */
export async function waitingForms(
  context: Pick<Context, 'dateOrder'>,
  store: RecordReader,
  policy: Pick<NfrPolicy, 'types'>,
  requests: readonly DeskRequest[],
): Promise<FormRequest[]> {
  const { readDesk } = await import('../reference/reference.ts')
  return openFormRequests(store, await store.records(nfrRequests), requests, {
    policy,
    doneWords: readDesk().requestDoneWords,
    dateOrder: context.dateOrder(nfrRequests.kind),
  })
}

/** The request with this number. Throws `no_such_request` (3). */
export function requestNumbered(number: string, question: Question, requests: readonly DeskRequest[]): DeskRequest {
  const request = requests.find(({ id }) => String(id) === number.trim())
  if (request) return request
  throw failure('no_such_request', `no request ${number}`, `see: phd ${question} list --closed`)
}

/** Throws a usage error if a request is for another partner. */
export function refuseOtherPartner({ id, partner }: DeskRequest, named: Pick<Partner, 'id'>): void {
  if (!partner || partner.id === named.id) return
  throw usageError(`request ${id} is for ${partner.name} (${partner.id})`, 'name that partner, or another request')
}

/** The id of the partner of the request that --request names, where no partner is named. Throws `no_such_request` (3). */
export function partnerOfRequest(
  given: string | undefined,
  question: Question,
  requests: readonly DeskRequest[],
): string | undefined {
  if (given === undefined || !/^\d+$/.test(given.trim())) return undefined
  return requestNumbered(given, question, requests).partner?.id
}

interface Asked {
  /** What --request says: a number, "new", or nothing. */
  given: string | undefined
  question: Question
  partner: Partner
  requests: readonly DeskRequest[]
  /** What else of the partner waits and may be meant, in words. */
  alsoWaiting?: readonly string[]
}

/**
 * The request of a partner that a decision is about; null where none is recorded. If more than one may be meant, none is chosen.
 * Throws usage errors, `request_ambiguous` and `no_such_request` (3).
 */
export function requestFor(
  context: Pick<Context, 'dayOf' | 'today'>,
  { given, question, partner, requests, alsoWaiting = [] }: Asked,
): DeskRequest | null {
  if (given?.trim() === 'new') return null
  if (given !== undefined) {
    const request = requestNumbered(given, question, requests)
    refuseOtherPartner(request, partner)
    return request
  }
  const own = requests.filter((request) => request.partner?.id === partner.id)
  const open = own.filter(isOpen)
  const waiting = [...open.map(requestWords), ...alsoWaiting]
  if (waiting.length > 1) {
    const message = `${partner.name} has ${waiting.length} open requests: ${waiting.join(', ')}`
    throw ambiguous(message, `choose one: --request ${alsoWaiting.length > 0 ? 'form:<line> or ' : ''}<number>`)
  }
  if (open[0]) return open[0]
  if (alsoWaiting.length > 0) return null
  const unnamed = requests.filter((request) => isOpen(request) && request.partner === null)
  if (unnamed.length > 0) {
    const message = `${partner.name} has no open request, but these have no company yet: ${unnamed.map(requestWords).join(', ')}`
    throw ambiguous(message, 'if it is one of them: --request <number>; if not: --request new')
  }
  refuseRepeated(context, partner, own)
  return null
}

/** Whoever repeats a command, or comes after a colleague, does not mean to decide twice. Throws `request_ambiguous` (3). */
function refuseRepeated(context: Pick<Context, 'dayOf' | 'today'>, { name }: Partner, own: readonly DeskRequest[]): void {
  const decided = own.findLast(({ ruling }) => ruling && context.dayOf(ruling.at) === context.today)
  if (!decided?.ruling) return
  const message = `${name} has no open request, and ${rulingSentence(decided.id, decided.ruling)}`
  throw ambiguous(message, 'if this is another request: --request new')
}

/** Says that a command may mean several requests. */
export function ambiguous(message: string, hint: string): PhdError {
  return failure('request_ambiguous', message, hint)
}

function requestWords({ id, requester, received }: DeskRequest): string {
  return `${id} (${requester.name ?? 'requester unknown'}, ${received.slice(0, 10)})`
}
