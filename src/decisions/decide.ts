/** Deciding on a request: the check is run again, what it does not allow is refused, the rest is confirmed, recorded, drafted. */

import { givenValue } from '../app/command.ts'
import type { Context } from '../app/context.ts'
import { ExitCode, failure, usageError } from '../errors.ts'
import type { ReplyValues } from '../mail/reply.ts'
import type { Partner } from '../partners/partner.ts'
import { type DraftRecord, exceptionEntry, openedEntry, ruledEntry } from '../requests/entries.ts'
import type { DeskRequest, Question, Requester, Ruling } from '../requests/request.ts'
import type { NfrAsk } from '../rules/nfr-types.ts'
import { type RulingRefused, whyNotDecide } from '../rules/ruling.ts'
import type { Basis, NewAuditEntry, Store } from '../store/store.ts'
import { verdictJson } from '../verdicts/json.ts'
import { rulingSentence } from '../verdicts/request-notes.ts'
import type { EXIT_OF } from '../verdicts/run-check.ts'
import { isRestricted, type PartnerVerdict } from '../verdicts/verdict.ts'
import { type Approvals, approvalOptions, approvalsFor } from './authorities.ts'
import { prepareDrafts, stageDrafts, valuesOf } from './drafts.ts'
import { type DecideFlags, namesOf, overrideOf, receivedOf, recordingOf, requesterOf } from './options.ts'
import { refusalOf } from './refusals.ts'
import { type DecisionResult, type HandStep, printDecision, showVerdict } from './view.ts'

/** A decision that is to be made. */
export interface Deciding {
  question: Question
  decision: 'approved' | 'denied' | 'exception'
  partner: Partner
  verdict: PartnerVerdict
  /** What is asked for and when it would run; of a licence alone. */
  ask: NfrAsk | null
  term: Ruling['term']
  listedThen: Ruling['listedThen']
  /** The request it is about; null: none is on record. */
  request: DeskRequest | null
  /** A row of the licence request form that it is about. */
  form: { key: string; requester: Requester; received: string | null } | null
  /** The checks that bar an exception. */
  barredBy: readonly string[]
  /** Whether it is approved as an exception, by both who may. */
  exception: boolean
  justification: string | null
  /** The replies to draft, and values for them. */
  replies: readonly string[]
  values: ReplyValues
  leftToDo: readonly HandStep[]
  remarks: readonly string[]
  approvers: readonly string[]
}

/** Makes the decision, or refuses it; prints what became of it and gives the exit code. */
export async function decide(
  context: Context,
  store: Store,
  flags: DecideFlags,
  basis: Basis,
  deciding: Deciding,
): Promise<ExitCode> {
  const { question, decision, partner, verdict, request, form } = deciding
  const wished = overrideOf(flags, deciding.exception, context.actor)
  const approvals = (override: boolean, exception: boolean): Promise<Approvals> =>
    approvalsFor(context, store, partner, {
      checks: verdict.checks,
      decision: decision === 'denied' ? 'denied' : 'approved',
      restricted: isRestricted(verdict),
      override,
      exception,
    })
  const said = requesterOf(flags)
  const received = receivedOf(context, flags.received)
  checkMoment(context, verdict, wished !== null)
  if (request?.ruling && (request.ruling.decision === decision || decision === 'exception')) {
    const message = `request ${request.id} was ${request.ruling.decision} already, on ${request.ruling.at.slice(0, 10)} by ${request.ruling.actor}`
    throw failure('already_decided', message, 'nothing was recorded; for another request: --request new')
  }
  const requester = {
    name: said.name ?? request?.requester.name ?? form?.requester.name ?? null,
    address: said.address ?? request?.requester.address ?? form?.requester.address ?? null,
  }
  const plain: DecisionResult = {
    question,
    decision,
    status: context.dryRun ? 'dry_run' : 'recorded',
    verdict,
    request: request?.id ?? null,
    entry: null,
    requester,
    override: null,
    exception: null,
    actor: context.actor,
    at: context.now,
    drafts: [],
    unwritten: [],
    leftToDo: deciding.leftToDo,
    remarks: deciding.remarks,
    refusal: null,
  }
  const refused = whyNotDecide(
    { decision: verdict.decision, checks: verdict.checks, restricted: isRestricted(verdict) },
    {
      decision: decision === 'denied' ? 'denied' : 'approved',
      override: wished !== null,
      exception: deciding.exception || decision === 'exception',
    },
    deciding.barredBy,
  )
  if (refused) {
    printDecision(
      context,
      {
        ...plain,
        status: 'refused',
        leftToDo: [],
        remarks: [],
        refusal: refusalOf(refused, {
          ...deciding,
          overrideBy: approvalOptions((await approvals(true, false)).needed),
          exceptionBy: approvalOptions((await approvals(false, true)).needed),
        }),
      },
      false,
    )
    return refused === 'nothing_to_override' || refused === 'nothing_to_except'
      ? ExitCode.usage
      : exitOfRefusal(refused, verdict.decision)
  }
  const { approvers, remarks } = (await approvals(wished !== null, deciding.exception)).grant(namesOf(flags))
  const override = wished && {
    reason: wished.reason,
    approvedBy: (deciding.exception ? approvers.slice(-1) : approvers).join(' and '),
  }
  const exception = deciding.exception ? approvers.slice(0, 2) : null
  const result: DecisionResult = { ...plain, override, exception, remarks: [...deciding.remarks, ...remarks] }
  const known = valuesOf(verdict, requester, deciding.values)
  const isDenial = decision === 'denied'
  const prepared = await prepareDrafts(context, store, flags, { partner, replies: deciding.replies, verdict, known, isDenial })
  const asks = context.interactive && !flags.yes && !context.dryRun
  if (asks) {
    showVerdict(context, verdict)
    const { askToGoOn } = await import('../terminal/prompts.ts')
    const what = decision === 'exception' ? 'Ask for an exception for' : decision === 'approved' ? 'Approve' : 'Deny'
    await askToGoOn(`${override ? 'OVERRIDE: ' : ''}${what} ${partner.name} (${partner.id})?`)
  }
  if (context.dryRun) {
    printDecision(context, { ...result, unwritten: prepared }, false)
    return ExitCode.yes
  }
  const folder = givenValue('--draft', flags.draft)
  const drafts = folder === undefined ? null : await stageDrafts(folder, prepared)
  const entries = entriesOf(context, deciding, {
    requester,
    received,
    override,
    exception,
    flags,
    known,
    drafts: drafts?.records ?? [],
  })
  const { recorded, written } = drafts
    ? await drafts.record(store, entries, basis)
    : { recorded: await store.record(entries, basis), written: [] }
  const ruled = recorded.at(-1)
  printDecision(
    context,
    {
      ...result,
      request: ruled?.request ?? null,
      entry: ruled?.id ?? null,
      drafts: written,
      remarks: [
        ...result.remarks,
        ...replacedRemark(request),
        ...(request ? [] : [openedRemark(form !== null, ruled?.request ?? null)]),
        ...(drafts ? [] : deciding.replies.map((reply) => draftRemark(reply, ruled?.request ?? null))),
      ],
    },
    asks,
  )
  return ExitCode.yes
}

/**
 * A decision is made now, on fresh evidence: not under the rule of another day, nor with evidence older than the settings allow.
 * Throws usage errors.
 */
function checkMoment({ now, maxAgeDays, usualMaxAgeDays }: Context, { sources }: PartnerVerdict, isOverride: boolean): void {
  const newest = sources.reduce(
    (latest, { newest: entry }) => (entry && entry.lastSeenAt > latest ? entry.lastSeenAt : latest),
    '',
  )
  if (Date.parse(now) < Date.parse(newest)) {
    throw usageError(`a decision cannot lie before its evidence, and the newest is of ${newest}`, 'leave out --now')
  }
  if (maxAgeDays > usualMaxAgeDays && !isOverride) {
    const message = `evidence of up to ${maxAgeDays} days may verdict a question, but a decision needs it to be no older than ${usualMaxAgeDays}`
    throw usageError(message, 'import fresh exports, and leave out --max-age')
  }
}

function replacedRemark(request: DeskRequest | null): string[] {
  return request?.ruling ? [`it replaces a decision: ${rulingSentence(request.id, request.ruling)}`] : []
}

function draftRemark(reply: string, request: number | null): string {
  return `to have the text: phd reply render ${reply} --request ${request} --draft <folder>`
}

function openedRemark(byForm: boolean, request: number | null): string {
  return byForm
    ? `the row of the request form is request ${request} from now on`
    : `no open request was on record: it was opened as request ${request}`
}

interface Settled {
  requester: Requester
  received: string | null
  override: { reason: string; approvedBy: string } | null
  exception: readonly string[] | null
  flags: DecideFlags
  known: ReplyValues
  drafts: readonly DraftRecord[]
}

/** The entries of a decision: the request is opened first where none is on record. */
function entriesOf(
  context: Context,
  deciding: Deciding,
  { requester, received, override, exception, flags, known, drafts }: Settled,
): NewAuditEntry[] {
  const { question, decision, partner, verdict, ask, term, listedThen, request, form } = deciding
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
  const found = { ...verdictJson(verdict), maxAgeDays: context.maxAgeDays }
  const { name: partnerName, id } = partner
  const ruled =
    decision === 'exception'
      ? exceptionEntry(
          of,
          id,
          {
            partnerName,
            ask: ask ?? { type: '', users: 0, renewal: false },
            justification: deciding.justification ?? '',
            approvers: deciding.approvers,
            values: known,
            replies: deciding.replies,
            drafts,
          },
          found,
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
            listedThen,
            reason: flags.reason?.trim() ?? null,
            verdict: verdict.decision,
            policyVersion: verdict.policy.version,
            values: known,
            replies: deciding.replies,
            drafts,
          },
          found,
          recording,
        )
  return request ? [ruled] : [opened, ruled]
}

function exitOfRefusal(refused: RulingRefused, decision: keyof typeof EXIT_OF): ExitCode {
  if (refused === 'cannot_tell' || refused === 'exception_unknown') return ExitCode.cannotTell
  return decision === 'needs_review' ? ExitCode.cannotTell : ExitCode.no
}
