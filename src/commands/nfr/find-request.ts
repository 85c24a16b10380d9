/** What a decision on a license is about: a recorded request or a row of the form, and the license that is asked for. */

import type { Context } from '../../app/context.ts'
import { requestFor, requestsOfPartner, waitingFormNamed, waitingFormsOf } from '../../decisions/which-request.ts'
import { failure, usageError } from '../../errors.ts'
import type { Partner } from '../../partners/partner.ts'
import type { FormRequest } from '../../requests/form.ts'
import type { DeskRequest } from '../../requests/request.ts'
import type { NfrAsk, NfrPolicy } from '../../rules/nfr-types.ts'
import type { RecordReader } from '../../store/store.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { usersWords } from '../../verdicts/license-words.ts'
import { askOf, type DecideNfrFlags } from './ask.ts'

interface Deciding {
  partner: Partner
  policy: NfrPolicy
  decision: 'approved' | 'denied' | 'exception'
}

interface Found {
  request: DeskRequest | null
  form: FormRequest | null
  ask: NfrAsk | null
}

/** Finds the request and what it asks for. Throws usage errors, `request_ambiguous` and `no_such_request` (3). */
export async function findRequest(
  context: Context,
  store: RecordReader,
  flags: DecideNfrFlags,
  { partner, policy, decision }: Deciding,
): Promise<Found> {
  const typed = await askOf(context, flags)
  const named = flags.request?.trim()
  // A request for another type is another request.
  const mayBe = ({ ask }: DeskRequest): boolean => !typed || !ask || ask.type === typed.type
  const isForm = named?.startsWith('form:') ?? false
  const forms = named === undefined ? await waitingFormsOf(context, store, policy, partner) : []
  const own = forms.filter(({ type }) => !typed || type === typed.type)
  // Both approvals are for the request that waits for them.
  const awaited = flags.exception ? await requestsOfPartner(store, 'nfr', partner) : []
  const isAwaited = awaited.some((each) => each.state === 'waiting' && mayBe(each))
  const alsoWaiting = isAwaited ? [] : own.map(formWords)
  const request = isForm
    ? null
    : await requestFor(context, store, { given: flags.request, question: 'nfr', partner, mayBe, alsoWaiting })
  const form = isForm
    ? formOf(partner, named ?? '', await waitingFormNamed(context, store, policy, named ?? ''))
    : request || named === 'new'
      ? null
      : onlyForm(own)
  const asked = request?.ask ?? (form && askOfForm(form))
  if (typed && asked) refuseOther({ typed, asked, request, form, decision, isNamed: named !== undefined }, policy)
  return { request, form, ask: typed ?? asked ?? null }
}

interface Compared {
  typed: NfrAsk
  asked: NfrAsk
  request: DeskRequest | null
  form: FormRequest | null
  decision: Deciding['decision']
  /** Whether the command line named the request. */
  isNamed: boolean
}

/**
 * A decision must be on what was asked: another number of users may be approved where the request was named, and no approver was
 * asked for another number. Throws a usage error.
 */
function refuseOther({ typed, asked, request, form, decision, isNamed }: Compared, policy: NfrPolicy): void {
  if (typed.type === asked.type && typed.users === asked.users && typed.renewal === asked.renewal) return
  if (typed.type === asked.type && isNamed && decision === 'approved' && (form || request?.state === 'open')) return
  const words = (ask: NfrAsk): string => `${usersWords(ask, policy)}${ask.renewal ? ', a renewal' : ''}`
  const named = request ? `request ${request.id}` : (form?.reference ?? '')
  const hint = request?.ruling
    ? `to decide something else, first: phd nfr reopen ${request.id} --reason "…"; for another request: --request new`
    : typed.type === asked.type && decision === 'approved' && request?.state !== 'waiting'
      ? `to approve something else, name the request: --request ${request?.id ?? named}; for another request: --request new`
      : 'remove --type, --users and --renewal to decide on what was asked; for another request: --request new'
  throw usageError(`${named} asks for ${words(asked)}, but the command line says ${words(typed)}`, hint)
}

/** The row of the form that waits for this partner, unless it may be a request that was already decided. Throws a usage error. */
function onlyForm([form]: readonly FormRequest[]): FormRequest | null {
  if (!form || form.changedSince === null) return form ?? null
  throw usageError(
    `${form.reference} may be request ${form.changedSince}, changed in the sheet after it was recorded`,
    `if it is the same: phd nfr withdraw ${form.reference} --reason "…"; if it is another: --request ${form.reference}`,
  )
}

/** The row of the form that the command line names, if it is the partner's. Throws `no_such_request` (3) and usage errors. */
function formOf(partner: Partner, reference: string, form: FormRequest | null): FormRequest {
  if (!form) throw failure('no_such_request', `no open request ${reference}`, 'see: phd nfr list')
  if (form.partner?.id === partner.id) return form
  if (form.partner) throw usageError(`${reference} is for ${form.partner.name}`, 'name that partner, or another request')
  throw usageError(
    `${reference} names "${form.partnerText}", which is not the name of exactly one partner`,
    `if that is ${partner.name}: phd partner alias add ${shellWord(form.partnerText)} ${partner.id}`,
  )
}

function formWords({ reference, users, typeText }: FormRequest): string {
  return `${reference} (${users ?? '?'} ${typeText})`
}

function askOfForm({ type, users, renewal }: FormRequest): NfrAsk | null {
  return type === null || users === null || users === 0 ? null : { type, users, renewal }
}
