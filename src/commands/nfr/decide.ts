import { choosePartner } from '../../app/choose-partner.ts'
import { givenValue } from '../../app/command.ts'
import type { Context } from '../../app/context.ts'
import { approvalOptions, approvalsFor } from '../../decisions/authorities.ts'
import { decide } from '../../decisions/decide.ts'
import { type DecideFlags, partnerOfRequest, requestFor } from '../../decisions/options.ts'
import { handSteps } from '../../decisions/steps.ts'
import { type ExitCode, failure, type PhdError, usageError } from '../../errors.ts'
import { contactsOf, directory } from '../../partners/contacts.ts'
import type { Partner } from '../../partners/partner.ts'
import type { FormRequest } from '../../requests/form.ts'
import { type DeskRequest, requestsOf } from '../../requests/request.ts'
import type { NfrAsk, NfrPolicy } from '../../rules/nfr-types.ts'
import type { RecordReader } from '../../store/store.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { failedWords } from '../../verdicts/check-sentences.ts'
import { licensePolicy, licenseRule } from '../../verdicts/license-rule.ts'
import { termSentence, typeName } from '../../verdicts/license-words.ts'
import { partnerArgument } from '../../verdicts/shared-sentences.ts'
import { type AskFlags, askOf } from './ask.ts'
import { waitingForms } from './requests.ts'

export type DecideNfrFlags = DecideFlags & AskFlags & { exception?: boolean; justification?: string }

/** Records that a licence is approved or denied, or that an exception is asked for. */
export async function runNfrDecision(
  context: Context,
  flags: DecideNfrFlags,
  subject: string | undefined,
  decision: 'approved' | 'denied' | 'exception',
): Promise<ExitCode> {
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const requests = requestsOf(await store.requestEntries()).filter(({ question }) => question === 'nfr')
    const { partner, by } = await choosePartner(context, store, subject ?? partnerOfRequest(flags, 'nfr', requests))
    const policy = await licensePolicy(context)
    const { request, form, ask } = await subjectOf(context, store, flags, { partner, policy, decision })
    // A denial may be of the partner as such; everything else is of so many users.
    if (!ask && decision !== 'denied') throw unknownAsk(form, policy)
    const rule = await licenseRule(context, store, ask, request?.id ?? null)
    const verdict = await rule.check(partner, by)
    const people = await directory(store)
    const { readDesk } = await import('../../reference/reference.ts')
    const desk = readDesk()
    const { holderOf } = await import('../../reference/authorities.ts')
    const programsDirector = holderOf('programs_director', context.today) ?? 'the Sr. Director of Programs'
    const { channelManager, channelDirector } = contactsOf(people, partner)
    if (ask && request?.state === 'waiting' && decision === 'approved')
      refuseUntold(request, verdict.limits[ask.type]?.held ?? null)
    const justification =
      decision === 'exception'
        ? (givenValue('--justification', flags.justification)?.trim() ?? form?.justification ?? null)
        : null
    if (decision === 'exception' && justification === null)
      throw usageError('an exception needs a justification', 'say --justification "why the partner needs more"')
    const { needed: both } = await approvalsFor(context, store, partner, {
      checks: verdict.checks,
      decision: 'approved',
      restricted: false,
      override: false,
      exception: true,
    })
    const term = verdict.term && { start: verdict.term.start, end: verdict.term.end, addOn: verdict.term.kind === 'add_on' }
    const name = ask ? typeName(ask.type, policy) : ''
    const limit = ask ? verdict.limits[ask.type] : undefined
    const licence =
      ask && term
        ? `${ask.users} users of ${name}, level ${policy.level}, from ${term.start} to ${term.end}${term.addOn ? ' (add-on)' : ''}`
        : null
    const words = {
      loaLabel: desk.loaLabel,
      nfrLabel: desk.nfrLabel,
      mailbox: desk.mailbox,
      channelManager: channelManager.name,
      slaBusinessDays: policy.slaBusinessDays,
    }
    return await decide(context, store, flags, basis, {
      question: 'nfr',
      decision,
      partner,
      verdict,
      ask,
      term: decision === 'approved' ? term : null,
      listedThen: verdict.licenses.flatMap(({ type, start, end, addOn, users, source }) =>
        source ? [{ type, start, end, addOn, users }] : [],
      ),
      request,
      form: form && { key: form.key, requester: form.requester, received: form.received },
      barredBy: policy.exception.barredBy,
      exception: flags.exception ?? false,
      justification,
      replies: [{ approved: 'nfr-submitted', denied: 'nfr-denial', exception: 'nfr-exception' }[decision]],
      values: {
        license_type: name || undefined,
        seats: ask ? String(ask.users) : undefined,
        ends_on: term?.end,
        limit: limit && String(limit.max),
        held: limit && limit.held !== null ? String(limit.held) : undefined,
        justification: justification ?? undefined,
        failed_checks: failedWords(verdict.checks),
      },
      leftToDo: handSteps(
        'nfr',
        decision,
        {
          partnerName: partner.name,
          subject: partnerArgument(verdict),
          exceptionBy: approvalOptions(both),
          envelopeId: null,
          licence,
          formRow: form ? `${form.source.file}, line ${form.source.line}` : null,
        },
        words,
      ),
      remarks: [...(verdict.term && decision === 'approved' ? [termSentence(verdict.term)] : [])],
      approvers: [programsDirector, channelDirector.name ?? `the manager of ${channelManager.name ?? 'the channel manager'}`],
    })
  } finally {
    store.close()
  }
}

/** What a decision is about: a request on record or a row of the form, and what is asked for. Throws usage errors. */
async function subjectOf(
  context: Context,
  store: RecordReader,
  flags: DecideNfrFlags,
  { partner, policy, decision }: { partner: Partner; policy: NfrPolicy; decision: Asked['decision'] },
): Promise<{ request: DeskRequest | null; form: FormRequest | null; ask: NfrAsk | null }> {
  const requests = requestsOf(await store.requestEntries()).filter(({ question }) => question === 'nfr')
  const forms = await waitingForms(context, store, policy, requests)
  const said = await askOf(context, flags)
  const named = flags.request?.trim()
  // A request of another type is another request.
  const fitting = requests.filter((each) => named !== undefined || !said || !each.ask || each.ask.type === said.type)
  const own = forms.filter((form) => form.partner?.id === partner.id && (!said || form.type === said.type))
  // Both approvals are of what waits for them.
  const awaited = flags.exception && fitting.some(({ state, partner: of }) => state === 'waiting' && of?.id === partner.id)
  const alsoWaiting = awaited ? [] : own.map(toldForm)
  const request = named?.startsWith('form:') ? null : requestFor(context, flags, 'nfr', partner, fitting, alsoWaiting)
  const form = request || named === 'new' ? null : named === undefined ? formOf(own) : formNamed(named, partner, forms)
  const asked = request?.ask ?? (form && askOfForm(form))
  if (said && asked) refuseOther({ said, asked, request, form, decision, isNamed: named !== undefined }, policy)
  return { request, form, ask: said ?? asked ?? null }
}

interface Asked {
  said: NfrAsk
  asked: NfrAsk
  request: DeskRequest | null
  form: FormRequest | null
  decision: 'approved' | 'denied' | 'exception'
  /** Whether the command line named the request. */
  isNamed: boolean
}

/**
 * A decision must be of what was asked: another number of users may be approved where the request was named, and nobody was asked for an
 * exception of another number. Throws a usage error.
 */
function refuseOther({ said, asked, request, form, decision, isNamed }: Asked, policy: NfrPolicy): void {
  if (said.type === asked.type && said.users === asked.users && said.renewal === asked.renewal) return
  if (said.type === asked.type && isNamed && decision === 'approved' && (form || request?.state === 'open')) return
  const words = ({ type, users, renewal }: NfrAsk): string =>
    `${users} users of ${typeName(type, policy)}${renewal ? ', a renewal' : ''}`
  const named = request ? `request ${request.id}` : (form?.reference ?? '')
  const hint = request?.ruling
    ? `to decide on other than was asked, first: phd nfr reopen ${request.id} --reason "…"; for another request: --request new`
    : said.type === asked.type && decision === 'approved' && request?.state !== 'waiting'
      ? `to approve other than was asked, name the request: --request ${request?.id ?? named}; for another request: --request new`
      : 'leave out --type, --users and --renewal to decide on what was asked; for another request: --request new'
  throw usageError(`${named} asks for ${words(asked)}, and the command line says ${words(said)}`, hint)
}

/** The row of the form that waits for this partner, unless it may be a request that was decided already. Throws a usage error. */
function formOf([form]: readonly FormRequest[]): FormRequest | null {
  if (!form || form.changedSince === null) return form ?? null
  throw usageError(
    `${form.reference} may be request ${form.changedSince}, changed in the sheet since that was recorded`,
    `if it is the same: phd nfr withdraw ${form.reference} --reason "…"; if it is another: --request ${form.reference}`,
  )
}

/** The row of the form that the command line names. Throws `no_such_request` (3) and usage errors. */
function formNamed(reference: string, partner: Partner, forms: readonly FormRequest[]): FormRequest {
  const form = forms.find((each) => each.reference === reference)
  if (!form) throw failure('no_such_request', `no request ${reference} waits`, 'see: phd nfr list')
  if (form.partner?.id === partner.id) return form
  if (form.partner) throw usageError(`${reference} is of ${form.partner.name}`, 'name that partner, or another request')
  throw usageError(
    `${reference} names "${form.partnerText}", which leads to no one partner`,
    `if that is ${partner.name}: phd partner alias add ${shellWord(form.partnerText)} ${partner.id}`,
  )
}

function toldForm({ reference, users, typeText }: FormRequest): string {
  return `${reference} (${users ?? '?'} ${typeText})`
}

function unknownAsk(form: FormRequest | null, { types }: NfrPolicy): PhdError {
  const say = `say --type ${types.map(({ id }) => id.replace('_', '-')).join(' or --type ')} and --users <number>`
  if (!form) return usageError('what is asked for is not known', say)
  return usageError(
    `${form.reference} asks for ${form.users ?? 'an unknown number of'} users of "${form.typeText}"`,
    `${say}, with --request ${form.reference}`,
  )
}

/** No more may be held than the approvers of an exception were told: else they approved something else. Throws a usage error. */
function refuseUntold({ id, partner, toldHeld }: DeskRequest, held: number | null): void {
  if (toldHeld === held || (toldHeld !== null && held !== null && held < toldHeld)) return
  const words = (users: number | null): string => (users === null ? 'an unknown number' : String(users))
  throw usageError(
    `for request ${id} the approvers were told that ${words(toldHeld)} users are held, and by now it is ${words(held)}`,
    `ask them again: phd nfr exception ${partner?.id ?? '<partner>'} --request ${id} --justification "…"`,
  )
}

function askOfForm({ type, users, renewal }: FormRequest): NfrAsk | null {
  return type === null || users === null || users === 0 ? null : { type, users, renewal }
}
