/** Which request a command is about. */

import type { Context } from '../app/context.ts'
import { failure, type PhdError, usageError } from '../errors.ts'
import { rowsOfPartners } from '../partners/linking/linked-names.ts'
import type { Partner } from '../partners/partner.ts'
import { type NfrRequest, nfrRequests } from '../records/kinds/licenses/nfr-requests.ts'
import { type FormRequest, openFormRequests, orderOf } from '../requests/form.ts'
import { type DeskRequest, isOpen, type Question, requestsOf } from '../requests/request.ts'
import type { NfrPolicy } from '../rules/nfr-types.ts'
import type { RecordReader, RequestEntry, Stored } from '../store/store.ts'
import { rulingSentence } from '../verdicts/request-sentences.ts'

/** The requests for letters, or those for licenses. */
export function requestsFor(question: Question, entries: readonly RequestEntry[]): DeskRequest[] {
  return requestsOf(entries).filter((request) => request.question === question)
}

type DateOrders = Pick<Context, 'dateOrder'>
type Types = Pick<NfrPolicy, 'types'>

/** The rows of the license request form that wait: no request in phd is theirs. */
export async function waitingForms(
  context: DateOrders,
  store: RecordReader,
  policy: Types,
  requests: ReadonlyArray<Pick<DeskRequest, 'id' | 'formKey'>>,
): Promise<FormRequest[]> {
  const rows = await store.records(nfrRequests)
  return openFormRequests(store, rows, requests, await formOptions(context, policy, rows))
}

/** Those of them on some lines: what a row is called depends on the others of its line. Only the requests that may be theirs are read. */
async function waitingOn(
  context: DateOrders,
  store: RecordReader,
  policy: Types,
  lines: ReadonlySet<number>,
): Promise<FormRequest[]> {
  const rows = await store.records(nfrRequests)
  const asked = rows.filter(({ source }) => lines.has(source.line))
  const formRows = asked.flatMap(({ record }) => nfrRequests.key(record) ?? [])
  const requests = requestsFor('nfr', await store.requestEntries({ formRows }))
  return openFormRequests(store, asked, requests, await formOptions(context, policy, rows))
}

async function formOptions({ dateOrder }: DateOrders, policy: Types, rows: readonly Stored<NfrRequest>[]) {
  const { readDesk } = await import('../reference/reference.ts')
  return { policy, doneWords: readDesk().requestDoneWords, dateOrder: dateOrder(nfrRequests.kind) ?? orderOf(rows) }
}

/** The row of the license request form that a command line names, if it waits. */
export async function waitingFormNamed(
  context: DateOrders,
  store: RecordReader,
  policy: Types,
  reference: string,
): Promise<FormRequest | null> {
  const line = /^form:(?:\d+\.)?(\d+)$/.exec(reference.trim())?.[1]
  const forms = await waitingOn(context, store, policy, new Set([Number(line)]))
  return forms.find((each) => each.reference === reference.trim()) ?? null
}

/** The rows of the license request form that wait for a partner. */
export async function waitingFormsOf(
  context: DateOrders,
  store: RecordReader,
  policy: Types,
  partner: Partner,
): Promise<FormRequest[]> {
  const named = await rowsOfPartners(store, [partner])
  const lines = new Set((await store.records(nfrRequests, named)).map(({ source }) => source.line))
  const forms = await waitingOn(context, store, policy, lines)
  return forms.filter((form) => form.partner?.id === partner.id)
}

type RequestReader = Pick<RecordReader, 'requestEntries'>

/** The entries of the request that a command line names; none where it names no number. */
export async function entriesNamed(store: RequestReader, named: string | undefined): Promise<RequestEntry[]> {
  return /^\d+$/.test(named?.trim() ?? '') ? store.requestEntries({ request: Number(named) }) : []
}

/** The request that a command line names, as a list of one; none where there is none of that number. */
export async function requestsNamed(store: RequestReader, question: Question, named: string | undefined): Promise<DeskRequest[]> {
  return requestsFor(question, await entriesNamed(store, named))
}

/** The request with this number. Throws `no_such_request` (3). */
export function requestNumbered(number: string, question: Question, requests: readonly DeskRequest[]): DeskRequest {
  const request = requests.find(({ id }) => String(id) === number.trim())
  if (request) return request
  throw failure('no_such_request', `no request ${number}`, `see: phd ${question} list --closed`)
}

/** The requests of a partner. */
export async function requestsOfPartner(
  store: RequestReader,
  question: Question,
  { id }: Pick<Partner, 'id'>,
): Promise<DeskRequest[]> {
  return requestsFor(question, await store.requestEntries({ partnerIds: [id] })).filter(({ partner }) => partner?.id === id)
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
  /** Whether a request may be the one that is meant; left out, any may. */
  mayBe?: (request: DeskRequest) => boolean
  /** What else of the partner waits and may be meant, in words. */
  alsoWaiting?: readonly string[]
}

/**
 * The request of a partner that a decision is about; null where none is recorded. If more than one may be meant, none is chosen.
 * Throws usage errors, `request_ambiguous` and `no_such_request` (3).
 */
export async function requestFor(
  context: Pick<Context, 'dayOf' | 'today'>,
  store: RequestReader,
  { given, question, partner, mayBe = () => true, alsoWaiting = [] }: Asked,
): Promise<DeskRequest | null> {
  if (given?.trim() === 'new') return null
  if (given !== undefined) {
    const request = requestNumbered(given, question, await requestsNamed(store, question, given))
    refuseOtherPartner(request, partner)
    return request
  }
  const own = (await requestsOfPartner(store, question, partner)).filter(mayBe)
  const open = own.filter(isOpen)
  const waiting = [...open.map(requestWords), ...alsoWaiting]
  if (waiting.length > 1) {
    const message = `${partner.name} has ${waiting.length} open requests: ${waiting.join(', ')}`
    throw ambiguous(message, `choose one: --request ${alsoWaiting.length > 0 ? 'form:<line> or ' : ''}<number>`)
  }
  if (open[0]) return open[0]
  if (alsoWaiting.length > 0) return null
  const withoutPartner = requestsFor(question, await store.requestEntries({ unnamed: true }))
  const unnamed = withoutPartner.filter((request) => isOpen(request) && mayBe(request))
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
