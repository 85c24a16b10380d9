/** Requests for letters and licences: what the audit says of them, put together. Nothing is counted or kept beside the audit. */

import { refusal } from '../errors.ts'
import type { ListedLicence } from '../partners/nfr-evidence.ts'
import type { NfrAsk } from '../rules/nfr.ts'
import type { AuditEntry } from '../store/store.ts'

export type Question = 'loa' | 'nfr'

/** Who asked, as far as it is known. */
export interface Requester {
  name: string | null
  address: string | null
}

/** A decision against the check: why, and by whose word. */
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
  /** Who approved an exception from the program's limits; null where it is none. */
  exception: readonly string[] | null
  /** What was found when it was decided. */
  verdict: string
  policyVersion: string
  /** What was decided on: as asked, or as it was said with the decision. */
  ask: NfrAsk | null
  /** The licences that the list had of the partner then. */
  listedThen: readonly ListedLicence[]
  /** From when to when an approved licence runs. */
  term: { start: string; end: string; addOn: boolean } | null
}

export interface DeskRequest {
  /** The number of the entry that opened it. */
  id: number
  question: Question
  partner: { id: string; name: string } | null
  requester: Requester
  /** When it came: a moment (ISO 8601, UTC), or a day where only that is known. */
  received: string
  /** The envelope in DocuSign. */
  envelopeId: string | null
  ask: NfrAsk | null
  /** The row of the licence request form it came by. */
  formKey: string | null
  /** `waiting`: an exception was asked for, and is not approved yet. */
  state: 'open' | 'waiting' | 'approved' | 'denied' | 'withdrawn'
  /** The newest decision. */
  ruling: Ruling | null
  /** Why it needs no answer any more; null where it was not taken back. */
  withdrawn: { at: string; actor: string; reason: string } | null
  /** When, by whom and why it was opened again, and the newest override that was taken back by it; null where it never was. */
  reopened: { at: string; actor: string; reason: string; override: Ruling['override'] } | null
  /** Of an exception that was asked for: how many users the approvers were told are held. */
  toldHeld: number | null
}

/** The bodies of the entries that requests are made of. */
export interface RequestBody {
  partnerName: string | null
  requester: Requester
  received: string
  envelopeId: string | null
  ask: NfrAsk | null
  formKey: string | null
  /** The notice it was read from: the hashes of its Message-ID and of the file. */
  notice: { file: string; messageId: string | null; sha256: string } | null
}
export interface RulingBody {
  partnerName: string
  override: Override | null
  exception: readonly string[] | null
  ask: NfrAsk | null
  listedThen: readonly ListedLicence[]
  term: Ruling['term']
  /** What the check said, and by which version of the rule. */
  verdict: string
  policyVersion: string
}

/** The actions that open, name and decide requests. */
export const ACTION = {
  loaRequested: 'loa_requested',
  nfrRequested: 'nfr_requested',
  named: 'request_named',
  withdrawn: 'request_withdrawn',
  reopened: 'request_reopened',
  exception: 'nfr_exception',
  letter: 'letter_issued',
} as const

const DECIDED = /^(loa|nfr)_(approved|denied)$/

/** The action of a decision. */
export function decidedAction(question: Question, decision: Ruling['decision']): string {
  return `${question}_${decision}`
}

/** Every request that the entries speak of, oldest first. Throws the refusal `audit_damaged`. */
export function requestsOf(entries: readonly AuditEntry[]): DeskRequest[] {
  const requests = new Map<number, DeskRequest>()
  for (const entry of entries) {
    const { action, id, partnerId } = entry
    if (action === ACTION.loaRequested || action === ACTION.nfrRequested) {
      const { partnerName, requester, received, envelopeId, ask, formKey } = bodyOf<RequestBody>(entry, isRequest)
      requests.set(id, {
        id,
        question: action === ACTION.loaRequested ? 'loa' : 'nfr',
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
      })
      continue
    }
    const request = requests.get(entry.request ?? -1)
    if (request) follow(request, entry)
  }
  return [...requests.values()]
}

function follow(request: DeskRequest, entry: AuditEntry): void {
  const { id, at, actor, action, partnerId } = entry
  const decision = DECIDED.exec(action)?.[2] as Ruling['decision'] | undefined
  const isOurs =
    decision !== undefined || ([ACTION.named, ACTION.exception, ACTION.withdrawn, ACTION.reopened] as string[]).includes(action)
  if (isOurs && partnerId !== null) request.partner = { id: partnerId, name: String(entry.body.partnerName ?? '') }
  if (action === ACTION.exception) {
    request.state = 'waiting'
    request.withdrawn = null
    request.toldHeld = heldIn(entry.body.values)
  }
  if (action === ACTION.reopened) {
    const override = request.ruling?.override ?? request.reopened?.override ?? null
    request.reopened = { at, actor, reason: String(entry.body.reason ?? ''), override }
    request.state = 'open'
    request.ruling = null
    request.withdrawn = null
    request.toldHeld = null
  }
  if (action === ACTION.withdrawn) {
    request.state = 'withdrawn'
    request.withdrawn = { at, actor, reason: String(entry.body.reason ?? '') }
  }
  if (!decision) return
  const { override, exception, ask, listedThen, term, verdict, policyVersion } = bodyOf<RulingBody>(entry, isRuling)
  request.state = decision
  request.withdrawn = null
  request.ruling = { entry: id, at, actor, decision, override, exception, ask, listedThen, term, verdict, policyVersion }
}

function heldIn(values: unknown): number | null {
  const held = isShape(values) ? Number(values.held) : Number.NaN
  return Number.isInteger(held) ? held : null
}

/** What an entry says, if it has the shape it was recorded in; else somebody's hand was in it. */
function bodyOf<Body>({ id, body }: AuditEntry, is: (body: Shape) => boolean): Body {
  if (is(body as Shape)) return body as unknown as Body
  throw refusal('audit_damaged', `audit entry ${id} is not as phd recorded it`, 'see what was changed: phd audit verify', {
    entry: id,
  })
}

type Shape = Readonly<Record<string, unknown>>

function isText(value: unknown): boolean {
  return value === null || typeof value === 'string'
}

/** A day, or a moment in UTC. */
function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(value) && !Number.isNaN(Date.parse(value))
}

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null
}

function isRequest({ requester, received, envelopeId, ask, formKey, partnerName }: Shape): boolean {
  const isRequester = isShape(requester) && isText(requester.name) && isText(requester.address)
  return isRequester && isAsk(ask) && isTime(received) && [envelopeId, formKey, partnerName].every(isText)
}

function isAsk(value: unknown): boolean {
  return value === null || (isShape(value) && typeof value.type === 'string' && typeof value.users === 'number')
}

function isRuling({ override, exception, ask, listedThen, term, verdict, policyVersion }: Shape): boolean {
  const isOverride =
    override === null || (isShape(override) && typeof override.reason === 'string' && typeof override.approvedBy === 'string')
  const isTerm = term === null || (isShape(term) && isTime(term.start) && isTime(term.end))
  return (
    isOverride &&
    isTerm &&
    isAsk(ask) &&
    Array.isArray(listedThen) &&
    listedThen.every(isShape) &&
    (exception === null || Array.isArray(exception)) &&
    [verdict, policyVersion].every((each) => typeof each === 'string')
  )
}

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

/** The letters that were recorded; that one was approved against the check stays said, whatever was decided later. */
export function lettersOf(entries: readonly AuditEntry[]): RecordedLetter[] {
  const letters = entries.flatMap((entry, i) => {
    const { id, action, partnerId, request } = entry
    if (action !== ACTION.letter || partnerId === null) return []
    const { partnerName, date, requester } = bodyOf<{ partnerName: string; date: string; requester: string | null }>(
      entry,
      (body) => typeof body.partnerName === 'string' && isTime(body.date) && isText(body.requester),
    )
    const before = requestsOf(entries.slice(0, i).filter((each) => each.request === request))
    const override = request !== null && before.some(({ ruling }) => Boolean(ruling?.override))
    return [{ entry: id, request, partner: { id: partnerId, name: partnerName }, date, requester, override }]
  })
  // Of a request there is one letter: the one that was recorded last.
  return letters.filter(
    ({ entry, request }) => request === null || !letters.some((later) => later.request === request && later.entry > entry),
  )
}
