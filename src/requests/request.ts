/** Requests for letters and licenses, put together from the audit. Nothing is stored outside the audit. */

import type { ListedLicense } from '../partners/nfr-evidence.ts'
import type { NfrAsk } from '../rules/nfr-types.ts'
import type { EntryOf, RecordReader, RequestEntry } from '../store/store.ts'

export type Question = 'loa' | 'nfr'

/** Who asked, as far as known. */
export interface Requester {
  name: string | null
  address: string | null
}

/** A decision against the check: why, and approved by whom. */
interface Override {
  reason: string
  approvedBy: string
}

/** A decision on a request. */
export interface Ruling {
  /** The number of its entry in the audit. */
  entry: number
  at: string
  actor: string
  decision: 'approved' | 'denied'
  override: Override | null
  /** Who approved an exception from the program's limits; null if it is not one. */
  exception: readonly string[] | null
  /** What was found when it was decided. */
  verdict: string
  policyVersion: string
  /** What was decided on: as asked, or as typed with the decision. */
  ask: NfrAsk | null
  /** The partner's licenses in the list at that time. */
  listedThen: readonly ListedLicense[]
  /** From when to when an approved license runs. */
  term: { start: string; end: string; addOn: boolean } | null
}

export interface DeskRequest {
  /** The number of the entry that opened it. */
  id: number
  question: Question
  partner: { id: string; name: string } | null
  requester: Requester
  /** When it came: a moment (ISO 8601, UTC), or a day if only that is known. */
  received: string
  /** The envelope in DocuSign. */
  envelopeId: string | null
  ask: NfrAsk | null
  /** The row of the license request form it came from. */
  formKey: string | null
  /** `waiting`: an exception was asked for, and is not approved yet. */
  state: 'open' | 'waiting' | 'approved' | 'denied' | 'withdrawn'
  /** The newest decision. */
  ruling: Ruling | null
  /** Why it no longer needs an answer; null if it was not withdrawn. */
  withdrawn: { at: string; actor: string; reason: string } | null
  /** When, by whom and why it was reopened, and the newest override that this ended; null if it never was. */
  reopened: { at: string; actor: string; reason: string; override: Ruling['override'] } | null
  /** Of an exception that was asked for: how many users the approvers were told are held. */
  toldHeld: number | null
}

/** Every request in the entries, oldest first. */
export function requestsOf(entries: readonly RequestEntry[]): DeskRequest[] {
  const requests = new Map<number, DeskRequest>()
  for (const entry of entries) addTo(requests, entry)
  return [...requests.values()]
}

/** Every request on record, oldest first, some hundreds at a time. */
export async function* eachRequest(store: Pick<RecordReader, 'requestBatches'>): AsyncGenerator<DeskRequest[]> {
  for await (const entries of store.requestBatches()) yield requestsOf(entries)
}

/** Those of all requests on record that are wanted, oldest first. */
export async function requestsWhere(
  store: Pick<RecordReader, 'requestBatches'>,
  isWanted: (request: DeskRequest) => boolean,
): Promise<DeskRequest[]> {
  const wanted: DeskRequest[] = []
  for await (const some of eachRequest(store)) wanted.push(...some.filter(isWanted))
  return wanted
}

/** What an entry opens, or changes of a request by its number. */
function addTo(requests: Map<number, DeskRequest>, entry: RequestEntry): void {
  if (entry.action === 'loa_requested' || entry.action === 'nfr_requested') requests.set(entry.id, opened(entry))
  const request = requests.get(entry.request ?? -1)
  if (request) follow(request, entry)
}

function opened({ id, action, partnerId, body }: EntryOf<'loa_requested' | 'nfr_requested'>): DeskRequest {
  const { partnerName, requester, received, envelopeId, ask, formKey } = body
  return {
    id,
    question: action === 'loa_requested' ? 'loa' : 'nfr',
    partner: partnerId === null ? null : { id: partnerId, name: partnerName ?? '' },
    requester,
    received,
    envelopeId,
    ask,
    formKey,
    state: 'open',
    ruling: null,
    withdrawn: null,
    reopened: null,
    toldHeld: null,
  }
}

/** What an entry changes of its request. */
function follow(request: DeskRequest, entry: RequestEntry): void {
  switch (entry.action) {
    case 'request_named':
      ofPartner(request, entry)
      break
    case 'loa_approved':
    case 'nfr_approved':
      decided(request, 'approved', entry)
      break
    case 'loa_denied':
    case 'nfr_denied':
      decided(request, 'denied', entry)
      break
    case 'nfr_exception':
      ofPartner(request, entry)
      request.state = 'waiting'
      request.withdrawn = null
      request.toldHeld = heldIn(entry.body.values)
      break
    case 'request_reopened':
      ofPartner(request, entry)
      request.reopened = { ...closing(entry), override: request.ruling?.override ?? request.reopened?.override ?? null }
      request.state = 'open'
      request.ruling = null
      request.withdrawn = null
      request.toldHeld = null
      break
    case 'request_withdrawn':
      ofPartner(request, entry)
      request.state = 'withdrawn'
      request.withdrawn = closing(entry)
      break
  }
}

function decided(
  request: DeskRequest,
  decision: Ruling['decision'],
  entry: EntryOf<'loa_approved' | 'loa_denied' | 'nfr_approved' | 'nfr_denied'>,
): void {
  const { id, at, actor, body } = entry
  const { override, exception, ask, listedThen, term, verdict, policyVersion } = body
  ofPartner(request, entry)
  request.state = decision
  request.withdrawn = null
  request.ruling = { entry: id, at, actor, decision, override, exception, ask, listedThen, term, verdict, policyVersion }
}

/** A later entry may name another partner: the one that a person read in the document. */
function ofPartner(
  request: DeskRequest,
  { partnerId, body }: { partnerId: string | null; body: { partnerName: string | null } },
) {
  if (partnerId !== null) request.partner = { id: partnerId, name: body.partnerName ?? '' }
}

function closing({ at, actor, body }: EntryOf<'request_withdrawn' | 'request_reopened'>) {
  return { at, actor, reason: body.reason }
}

function heldIn(values: EntryOf<'nfr_exception'>['body']['values']): number | null {
  const held = Number(values?.held)
  return Number.isInteger(held) ? held : null
}

/** Whether a request still needs an answer: from the desk, or from those who must approve an exception. */
export function isOpen({ state }: Pick<DeskRequest, 'state'>): boolean {
  return state === 'open' || state === 'waiting'
}

/** A letter that a person recorded. */
export interface RecordedLetter {
  entry: number
  /** The request it was issued for. */
  request: number | null
  partner: { id: string; name: string }
  date: string
  requester: string | null
  override: boolean
}

/** The letters that were recorded. A letter approved against the check stays marked, whatever was decided later. */
export function lettersOf(entries: readonly RequestEntry[]): RecordedLetter[] {
  const letters: RecordedLetter[] = []
  const requests = new Map<number, DeskRequest>()
  const newest = new Map<number, number>()
  for (const entry of entries) {
    const { id, partnerId, request } = entry
    if (entry.action === 'letter_issued' && partnerId !== null) {
      const { partnerName, date, requester } = entry.body
      const override = request !== null && Boolean(requests.get(request)?.ruling?.override)
      letters.push({ entry: id, request, partner: { id: partnerId, name: partnerName }, date, requester, override })
      if (request !== null) newest.set(request, id)
    }
    addTo(requests, entry)
  }
  // Of a request there is one letter: the one that was recorded last.
  return letters.filter(({ entry, request }) => request === null || newest.get(request) === entry)
}
