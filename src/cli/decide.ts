/** Deciding on a request: the check is run again, what it does not allow is refused, the rest is confirmed, recorded, drafted. */

import type { CommonFlags, Context } from '../context.ts'
import { ExitCode, PhdError, refusal, usageError } from '../errors.ts'
import { isAddress } from '../mail/address.ts'
import type { ReplyValues } from '../mail/reply.ts'
import { type DecisionResult, type HandStep, printDecision, showVerdict } from '../output/decisions.ts'
import type { DraftsInMaking, PreparedDraft } from '../output/drafts.ts'
import { isRestricted } from '../output/loa-sentences.ts'
import { rulingSentence } from '../output/request-notes.ts'
import { verdictJson } from '../output/verdict.ts'
import type { Partner } from '../partners/resolve.ts'
import { exceptionEntry, openedEntry, type Recording, ruledEntry } from '../requests/entries.ts'
import { type DeskRequest, isOpen, type Question, type Requester, type Ruling } from '../requests/request.ts'
import type { NfrAsk } from '../rules/nfr.ts'
import { type RulingRefused, whyNotDecide } from '../rules/ruling.ts'
import type { Basis, NewAuditEntry, Store } from '../store/store.ts'
import type { EXIT_OF } from './check.ts'
import { givenValue } from './command.ts'
import type { Judged } from './judge.ts'
import { checkSet, prepareReply, readSet } from './replies.ts'

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

/** A decision that is to be made. */
export interface Deciding {
  question: Question
  decision: 'approved' | 'denied' | 'exception'
  partner: Partner
  judged: Judged<unknown>
  /** What is asked for and when it would run; of a licence alone. */
  ask: NfrAsk | null
  term: Ruling['term']
  /** The request it is about; null: none is on record. */
  request: DeskRequest | null
  /** A row of the licence request form that it is about. */
  form: { key: string; requester: Requester; received: string | null } | null
  /** The checks that bar an exception. */
  barredBy: readonly string[]
  /** The two who approved an exception. */
  exception: readonly string[] | null
  justification: string | null
  /** The replies to draft, and values for them. */
  replies: readonly string[]
  values: ReplyValues
  leftToDo: readonly HandStep[]
  remarks: readonly string[]
  approvers: readonly string[]
}

/** The reason and approver of an override, checked against what was said. Throws usage errors. */
function overrideOf(flags: DecideFlags, exception: boolean): { reason: string; approvedBy: string } | null {
  const reason = givenValue('--reason', flags.reason)?.trim()
  const approvers = (flags.approvedBy ?? []).map((name) => name.trim())
  if (approvers.includes('')) throw usageError('--approved-by needs a name', 'say who approved it')
  if (!flags.override) {
    if (approvers.length > 0 && !exception) {
      throw usageError('--approved-by is for an override or an exception', 'say --override --reason "…" too, or leave it out')
    }
    return null
  }
  const [approvedBy] = approvers
  if (reason === undefined || approvedBy === undefined || (approvers.length > 1 && !exception)) {
    throw usageError(
      'an override needs a reason and one person who approved it',
      'say --override --reason "why" --approved-by "who"',
    )
  }
  return { reason, approvedBy }
}

/** The request of a partner that a decision is about. Throws usage errors, `request_ambiguous` and `no_such_request` (3). */
export function requestFor(
  { request: given }: DecideFlags,
  question: Question,
  partner: Partner,
  requests: readonly DeskRequest[],
): DeskRequest | null {
  if (given?.trim() === 'new') return null
  if (given !== undefined) {
    const request = requests.find(({ id }) => String(id) === given.trim())
    if (!request) {
      throw new PhdError('no_such_request', ExitCode.notFound, `there is no request ${given}`, {
        hint: `see: phd ${question} list --closed`,
      })
    }
    if (request.partner && request.partner.id !== partner.id) {
      throw usageError(
        `request ${given} is of ${request.partner.name} (${request.partner.id})`,
        'name that partner, or another request',
      )
    }
    return request
  }
  const open = requests.filter((request) => isOpen(request) && request.partner?.id === partner.id)
  if (open.length > 1) {
    const list = open.map(
      ({ id, requester, received }) => `${id} (${requester.name ?? 'requester not known'}, ${received.slice(0, 10)})`,
    )
    throw new PhdError(
      'request_ambiguous',
      ExitCode.notFound,
      `${partner.name} has ${open.length} open requests: ${list.join(', ')}`,
      {
        hint: 'say which: --request <number>',
      },
    )
  }
  const unnamed = requests.filter((request) => isOpen(request) && request.partner === null)
  if (open.length === 0 && unnamed.length > 0) {
    const list = unnamed.map(
      ({ id, requester, received }) => `${id} (${requester.name ?? 'requester not known'}, ${received.slice(0, 10)})`,
    )
    const message = `${partner.name} has no open request, and these name no company yet: ${list.join(', ')}`
    throw new PhdError('request_ambiguous', ExitCode.notFound, message, {
      hint: 'say which it is, --request <number>; if none of them: --request new',
    })
  }
  return open[0] ?? null
}

/** When a request came, as a person says it. Throws a usage error. */
export function receivedOf(context: Context, given: string | undefined): string | null {
  const received = givenValue('--received', given)
  if (received === undefined) return null
  const isMoment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(received)
  const at = Date.parse(received)
  if (!isMoment || Number.isNaN(at))
    throw usageError(`--received ${received} is not a time`, 'write it as 2026-11-20 or 2026-11-20T09:00:00Z')
  if (context.dayOf(received) > context.today)
    throw usageError(`--received ${received} has not come yet`, 'say when the request came')
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

/** Makes the decision, or refuses it; prints what became of it and gives the exit code. */
export async function decide(
  context: Context,
  store: Store,
  flags: DecideFlags,
  basis: Basis,
  deciding: Deciding,
): Promise<ExitCode> {
  const { question, decision, partner, judged, request, form, exception } = deciding
  const { answer } = judged
  const override = overrideOf(flags, exception !== null)
  const said = requesterOf(flags)
  const received = receivedOf(context, flags.received)
  if (request?.ruling?.decision === decision) {
    const message = `request ${request.id} was ${decision} already, on ${request.ruling.at.slice(0, 10)} by ${request.ruling.actor}`
    throw refusal('already_decided', message, 'nothing was recorded; for another request: --request new')
  }
  const requester = {
    name: said.name ?? request?.requester.name ?? form?.requester.name ?? null,
    address: said.address ?? request?.requester.address ?? form?.requester.address ?? null,
  }
  const result: DecisionResult = {
    question,
    decision,
    status: context.dryRun ? 'dry_run' : 'recorded',
    answer,
    request: request?.id ?? null,
    entry: null,
    requester,
    override,
    exception,
    actor: context.actor,
    at: context.now,
    drafts: [],
    unwritten: [],
    leftToDo: deciding.leftToDo,
    remarks: deciding.remarks,
    refusal: null,
  }
  const refused = whyNotDecide(
    { decision: answer.decision, checks: answer.checks, restricted: isRestricted(answer) },
    {
      decision: decision === 'denied' ? 'denied' : 'approved',
      override: override !== null,
      exception: exception !== null || decision === 'exception',
    },
    deciding.barredBy,
  )
  if (refused) {
    printDecision(
      context,
      { ...result, status: 'refused', leftToDo: [], remarks: [], refusal: refusalOf(refused, deciding) },
      false,
    )
    return refused === 'nothing_to_override' || refused === 'nothing_to_except'
      ? ExitCode.usage
      : exitOfRefusal(refused, answer.decision)
  }
  const prepared = await prepareDrafts(context, store, flags, deciding, requester)
  const asks = context.interactive && !flags.yes && !context.dryRun
  if (asks) {
    showVerdict(context, answer)
    const { askToGoOn } = await import('../output/prompts.ts')
    const what = decision === 'exception' ? 'Ask for an exception for' : decision === 'approved' ? 'Approve' : 'Deny'
    await askToGoOn(`${override ? 'OVERRIDE: ' : ''}${what} ${partner.name} (${partner.id})?`)
  }
  if (context.dryRun) {
    printDecision(context, { ...result, unwritten: prepared }, false)
    return ExitCode.yes
  }
  const folder = givenValue('--draft', flags.draft)
  const drafts = folder === undefined ? null : new (await import('../output/drafts.ts')).DraftsInMaking(folder, prepared)
  const recorded = await orDiscard(drafts, () =>
    store.record(entriesOf(context, deciding, { requester, received, override, flags, drafts }), basis),
  )
  const ruled = recorded.at(-1)
  printDecision(
    context,
    {
      ...result,
      request: ruled?.request ?? null,
      entry: ruled?.id ?? null,
      drafts: drafts?.publish() ?? [],
      unwritten: drafts ? [] : prepared,
      remarks: [
        ...deciding.remarks,
        ...replacedRemark(request),
        ...(request ? [] : [openedRemark(form !== null, ruled?.request ?? null)]),
      ],
    },
    asks,
  )
  return ExitCode.yes
}

function replacedRemark(request: DeskRequest | null): string[] {
  return request?.ruling ? [`it replaces a decision: ${rulingSentence(request.id, request.ruling)}`] : []
}

function openedRemark(byForm: boolean, request: number | null): string {
  return byForm
    ? `the row of the request form is request ${request} from now on`
    : `no open request was on record: it was opened as request ${request}`
}

async function orDiscard<T>(drafts: DraftsInMaking | null, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    drafts?.discard()
    throw error
  }
}

interface Settled {
  requester: Requester
  received: string | null
  override: { reason: string; approvedBy: string } | null
  flags: DecideFlags
  drafts: DraftsInMaking | null
}

/** The entries of a decision: the request is opened first where none is on record. */
function entriesOf(
  context: Context,
  deciding: Deciding,
  { requester, received, override, flags, drafts }: Settled,
): NewAuditEntry[] {
  const { question, decision, partner, judged, ask, term, request, form, exception } = deciding
  const recording = recordingOf(context)
  const opened = openedEntry(
    {
      question,
      partnerId: partner.id,
      partnerName: partner.name,
      requester,
      received: received ?? form?.received ?? context.now,
      envelopeId: null,
      ask,
      formKey: form?.key ?? null,
      notice: null,
    },
    recording,
  )
  const of = request ? request.id : 'opened'
  const verdict = verdictJson(judged.answer)
  const records = drafts?.records ?? []
  const { name: partnerName, id } = partner
  const { decision: found, policyVersion } = judged.answer
  const ruled =
    decision === 'exception'
      ? exceptionEntry(
          of,
          id,
          {
            partnerName,
            ask: ask ?? {},
            justification: deciding.justification ?? '',
            approvers: deciding.approvers,
            drafts: records,
          },
          verdict,
          recording,
        )
      : ruledEntry(
          question,
          decision,
          of,
          id,
          {
            partnerName,
            requester,
            override,
            exception,
            ask,
            term,
            reason: flags.reason?.trim() ?? null,
            verdict: found,
            policyVersion,
            drafts: records,
          },
          verdict,
          recording,
        )
  return request ? [ruled] : [opened, ruled]
}

/** Fills the replies of a decision before anything is recorded: a value that is missing stops it. */
async function prepareDrafts(
  context: Context,
  store: Store,
  flags: DecideFlags,
  { partner, replies, values, judged, decision }: Deciding,
  requester: Requester,
): Promise<PreparedDraft[]> {
  const set = readSet(flags.set)
  if (replies.length === 0) {
    if (flags.draft !== undefined) throw usageError('this decision needs no mail', 'leave out --draft')
    return []
  }
  const { readReply } = await import('../reference/replies.ts')
  const found = replies.map((name) => readReply(name, context.replies))
  await checkSet(set, found)
  if (flags.draft === undefined) return []
  const told = judged.answer.missing.flatMap(({ forPartner }) => forPartner ?? [])
  const textsOf = (wanted: string): string[] => told.flatMap(({ what, text }) => (what === wanted && text !== null ? [text] : []))
  const isUntold = told.some(({ text }) => text === null)
  if (decision === 'denied' && isUntold && !set.has('trainings')) {
    throw new PhdError(
      'missing_values',
      ExitCode.refused,
      'the draft cannot be written: which trainings are missing cannot be told from what was imported',
      {
        hint: 'look at the row of the dashboard, and say --set trainings="1 more person: <course>", once for each',
        detail: { missing: ['trainings'] },
      },
    )
  }
  const known = {
    requester_name: requester.name ?? undefined,
    requester_email: requester.address ?? undefined,
    missing: textsOf('other'),
    trainings: textsOf('training'),
    ...values,
  }
  const drafts: PreparedDraft[] = []
  for (const reply of found) drafts.push(await prepareReply(context, store, reply, { partner, known, set }))
  return drafts
}

/** Words and next step of a refusal. */
function refusalOf(
  refused: RulingRefused,
  { question, decision, barredBy, judged }: Deciding,
): NonNullable<DecisionResult['refusal']> {
  const against = `--override --reason "why" --approved-by "who"`
  const verb = decision === 'denied' ? 'deny' : 'approve'
  switch (refused) {
    case 'against_verdict':
      return {
        code: refused,
        message: `the check says ${judged.answer.decision === 'eligible' ? 'YES' : 'NO'}, so it is not ${decision}`,
        hint: `to ${verb} it all the same, with somebody's word for it: ${against}`,
      }
    case 'cannot_tell':
      return {
        code: refused,
        message: 'the check cannot tell, so it is neither approved nor denied',
        hint: `do what stands under Next, then repeat the command; with somebody's word for it: ${against}`,
      }
    case 'restricted':
      return {
        code: refused,
        message: 'Salesforce marks the account as a restricted party',
        hint: `ask Legal; if Legal allows it: ${against}`,
      }
    case 'nothing_to_override':
      return { code: refused, message: 'the check itself says so: there is nothing to override', hint: 'leave out --override' }
    case 'exception_barred': {
      const failing = judged.answer.checks
        .filter(({ id, outcome }) => barredBy.includes(id) && outcome === 'fail')
        .map(({ id }) => id)
      return {
        code: refused,
        message: `no exception is possible: a partner that fails ${failing.join(', ')} can never have one`,
        hint: 'tell the channel manager what is missing: phd nfr deny --draft <folder>',
      }
    }
    case 'exception_unknown':
      return {
        code: refused,
        message: 'a check cannot be answered, so no exception can be judged',
        hint: `do what stands under Next, then repeat the command`,
      }
    case 'nothing_to_except':
      return {
        code: refused,
        message: 'it is within the program: no exception is needed',
        hint: question === 'nfr' ? 'phd nfr approve, without --exception' : '',
      }
  }
}

function exitOfRefusal(refused: RulingRefused, decision: keyof typeof EXIT_OF): ExitCode {
  if (refused === 'cannot_tell' || refused === 'exception_unknown') return ExitCode.cannotTell
  return decision === 'needs_review' ? ExitCode.cannotTell : ExitCode.no
}
