/** What the command line says of a request and of a decision on it. */

import type { CommonFlags, Context } from '../app/context.ts'
import { givenValue, readReason } from '../app/option-values.ts'
import { usageError } from '../errors.ts'
import { isAddress } from '../mail/address.ts'
import { cleanLine } from '../mail/read/clean.ts'
import { parseDate } from '../records/date-order.ts'
import { foldName } from '../records/name.ts'
import { mayBeOnePerson, namesSomebody } from '../records/person.ts'
import type { Requester } from '../requests/request.ts'
import type { Typed } from './case.ts'

export interface DecideFlags extends CommonFlags {
  request?: string
  requester?: string
  email?: string
  received?: string
  takeOver?: boolean
  override?: boolean
  reason?: string
  approvedBy?: readonly string[]
  /** Of a license alone. */
  exception?: boolean
  draft?: string
  set?: readonly string[]
}

/** Whether a text has enough letters to be a name or a reason. */
function hasLetters(text: string): boolean {
  return (text.match(/\p{L}/gu) ?? []).length >= 2
}

/** Reads what the command line says of a decision; `notNames`: words that no name is made of. Throws usage errors. */
export function readTyped(context: Context, flags: DecideFlags, notNames: readonly string[]): Typed {
  const approvers = (flags.approvedBy ?? []).map((name) => cleanLine(name))
  const reason = readReason(flags.reason)
  const typed = { override: flags.override ?? false, exception: flags.exception ?? false, reason, approvers }
  const unnamed = approvers.find((name) => !hasLetters(name) || !namesSomebody(name, notNames))
  if (unnamed !== undefined)
    throw usageError(`--approved-by needs a name; "${unnamed}" is not one`, 'name the person who approved it')
  checkApprovers(typed, context.actor)
  return { ...typed, requester: requesterOf(flags), received: receivedOf(context, flags.received) }
}

/** Throws a usage error where reason or approvers are missing, or make no sense. */
function checkApprovers(
  { override, exception, reason, approvers }: Pick<Typed, 'override' | 'exception' | 'reason' | 'approvers'>,
  actor: string,
): void {
  // A login is not a person's name, and may be the first name of someone else.
  const isActor = (name: string) =>
    /\s/.test(actor.trim()) ? mayBeOnePerson(name, actor) : foldName(name).folded === foldName(actor).folded
  if (approvers.some(isActor)) throw usageError('--approved-by names the person who decides', 'someone else must approve it')
  if (!override) {
    if (approvers.length === 0 || exception) return
    throw usageError('--approved-by is for an override or an exception', 'add --override --reason "…", or remove --approved-by')
  }
  if (reason && approvers.length > 0 && !hasLetters(reason)) {
    throw usageError(`--reason "${reason}" is too short to be a reason`, 'write in words why the check is overridden')
  }
  if (!reason || approvers.length === 0) {
    throw usageError('an override needs a reason and an approver', 'add --override --reason "why" --approved-by "who"')
  }
}

/** When a request came, as it was typed. Throws a usage error. */
export function receivedOf(context: Context, given: string | undefined): string | null {
  const received = givenValue('--received', given)
  if (received === undefined) return null
  const isMoment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(received)
  const at = Date.parse(received)
  if (!isMoment || Number.isNaN(at) || parseDate(received.slice(0, 10)) === null) {
    throw usageError(`--received ${received} is not a time`, 'write it as 2026-11-20 or 2026-11-20T09:00:00Z')
  }
  const isAhead = received.length === 10 ? received > context.today : at > Date.parse(context.now)
  if (isAhead) throw usageError(`--received ${received} is in the future`, 'use the time the request arrived')
  return received.length === 10 ? received : `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** Who asked, as it was typed. Throws a usage error. */
export function requesterOf({ requester, email }: Pick<DecideFlags, 'requester' | 'email'>): Requester {
  const name = givenValue('--requester', requester)?.trim() ?? null
  const address = givenValue('--email', email)?.trim() ?? null
  if (address !== null && !isAddress(address))
    throw usageError(`--email ${address} is not one plain email address`, 'write it as ann@acme.example')
  return { name, address }
}
