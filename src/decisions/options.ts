/** What the command line says of a request and of a decision on it. */

import { givenValue } from '../app/command.ts'
import type { CommonFlags, Context } from '../app/context.ts'
import { failure, type PhdError, usageError } from '../errors.ts'
import { isAddress } from '../mail/address.ts'
import { cleanLine } from '../mail/read/clean.ts'
import type { Partner } from '../partners/partner.ts'
import { parseDate } from '../records/date-order.ts'
import { foldName } from '../records/name.ts'
import { mayBeOnePerson } from '../records/person.ts'
import { type DeskRequest, isOpen, type Question, type Requester } from '../requests/request.ts'
import type { Recording } from '../store/store.ts'
import { rulingSentence } from '../verdicts/request-notes.ts'

export interface DecideFlags extends CommonFlags {
  request?: string
  requester?: string
  email?: string
  received?: string
  override?: boolean
  reason?: string
  approvedBy?: readonly string[]
  draft?: string
  set?: readonly string[]
}

/** Whether a text could be the name of a person: it has letters enough. */
function isPerson(name: string): boolean {
  return (name.match(/\p{L}/gu) ?? []).length >= 2
}

/** Who is said to have approved. */
export function namesOf({ approvedBy }: Pick<DecideFlags, 'approvedBy'>): string[] {
  return (approvedBy ?? []).map((name) => cleanLine(name))
}

/** The reason and approvers of an override, checked against what was said. Throws usage errors. */
export function overrideOf(
  flags: DecideFlags,
  exception: boolean,
  actor: string,
): { reason: string; approvers: readonly string[] } | null {
  const reason = givenValue('--reason', flags.reason)?.trim()
  const approvers = namesOf(flags)
  if (!approvers.every(isPerson)) throw usageError('--approved-by needs a name', 'say who approved it')
  // A login is no name of a person, and may be the first name of another one.
  const isActor = (name: string) =>
    /\s/.test(actor.trim()) ? mayBeOnePerson(name, actor) : foldName(name).folded === foldName(actor).folded
  if (approvers.some(isActor)) {
    throw usageError('--approved-by names who decides', 'somebody else must approve it')
  }
  if (!flags.override) {
    if (approvers.length > 0 && !exception) {
      throw usageError('--approved-by is for an override or an exception', 'say --override --reason "…" too, or leave it out')
    }
    return null
  }
  if (reason && approvers.length > 0 && !isPerson(reason)) {
    throw usageError(`--reason "${reason}" is too short to be a reason`, 'say in words why the check is overridden')
  }
  if (!reason || approvers.length === 0) {
    throw usageError('an override needs a reason and who approved it', 'say --override --reason "why" --approved-by "who"')
  }
  return { reason, approvers }
}

/**
 * The request of a partner that a decision is about; null where none is on record. Nothing is taken for it that may be another one.
 * Throws usage errors, `request_ambiguous` and `no_such_request` (3).
 */
export function requestFor(
  context: Pick<Context, 'dayOf' | 'today'>,
  { request: given }: DecideFlags,
  question: Question,
  partner: Partner,
  requests: readonly DeskRequest[],
  /** What else of the partner waits and may be meant, in words. */
  alsoWaiting: readonly string[] = [],
): DeskRequest | null {
  if (given?.trim() === 'new') return null
  if (given !== undefined) {
    const request = requests.find(({ id }) => String(id) === given.trim())
    if (!request) throw noSuchRequest(given, question)
    if (request.partner && request.partner.id !== partner.id) {
      throw usageError(
        `request ${given} is of ${request.partner.name} (${request.partner.id})`,
        'name that partner, or another request',
      )
    }
    return request
  }
  const own = requests.filter((request) => request.partner?.id === partner.id)
  const open = own.filter(isOpen)
  const waiting = [...open.map(told), ...alsoWaiting]
  if (waiting.length > 1) {
    const message = `${partner.name} has ${waiting.length} requests that wait: ${waiting.join(', ')}`
    throw ambiguous(message, `say which: --request ${alsoWaiting.length > 0 ? 'form:<line> or ' : ''}<number>`)
  }
  if (open[0]) return open[0]
  if (alsoWaiting.length > 0) return null
  const unnamed = requests.filter((request) => isOpen(request) && request.partner === null)
  if (unnamed.length > 0) {
    const message = `${partner.name} has no open request, and these name no company yet: ${unnamed.map(told).join(', ')}`
    throw ambiguous(message, 'say which it is, --request <number>; if none of them: --request new')
  }
  // Who repeats a command, or comes after a colleague, does not mean to decide twice.
  const decided = own.findLast(({ ruling }) => ruling && context.dayOf(ruling.at) === context.today)
  if (decided?.ruling) {
    const message = `${partner.name} has no open request, and ${rulingSentence(decided.id, decided.ruling)}`
    throw ambiguous(message, 'if this is another request: --request new')
  }
  return null
}

function ambiguous(message: string, hint: string): PhdError {
  return failure('request_ambiguous', message, hint)
}

function told({ id, requester, received }: DeskRequest): string {
  return `${id} (${requester.name ?? 'requester not known'}, ${received.slice(0, 10)})`
}

/**
 * The id of the partner that a decision is about, where only its request is named. Throws `no_such_request` (3).
 */
export function partnerOfRequest(
  { request: given }: DecideFlags,
  question: Question,
  requests: readonly DeskRequest[],
): string | undefined {
  if (given === undefined || !/^\d+$/.test(given.trim())) return undefined
  const request = requests.find(({ id }) => String(id) === given.trim())
  if (!request) throw noSuchRequest(given, question)
  return request.partner?.id
}

function noSuchRequest(given: string, question: Question): PhdError {
  return failure('no_such_request', `there is no request ${given}`, `see: phd ${question} list --closed`)
}

/** When a request came, as a person says it. Throws a usage error. */
export function receivedOf(context: Context, given: string | undefined): string | null {
  const received = givenValue('--received', given)
  if (received === undefined) return null
  const isMoment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(received)
  const at = Date.parse(received)
  if (!isMoment || Number.isNaN(at) || parseDate(received.slice(0, 10)) === null) {
    throw usageError(`--received ${received} is not a time`, 'write it as 2026-11-20 or 2026-11-20T09:00:00Z')
  }
  const isAhead = received.length === 10 ? received > context.today : at > Date.parse(context.now)
  if (isAhead) throw usageError(`--received ${received} has not come yet`, 'say when the request came')
  return received.length === 10 ? received : `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** Who asked, as a person says it. Throws a usage error. */
export function requesterOf({ requester, email }: Pick<DecideFlags, 'requester' | 'email'>): Requester {
  const name = givenValue('--requester', requester)?.trim() ?? null
  const address = givenValue('--email', email)?.trim() ?? null
  if (address !== null && !isAddress(address))
    throw usageError(`--email ${address} is not one plain address`, 'write it as ann@acme.example')
  return { name, address }
}

/** What is recorded beside every decision. */
export function recordingOf({ now, actor, nowStated }: Context): Recording {
  return { at: now, actor, stated: nowStated }
}
