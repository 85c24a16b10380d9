/** Prints what became of a decision: recorded, only tried, or refused; and what is left to do by hand. */

import type { Context } from '../app/context.ts'
import { filledText, type PreparedDraft } from '../drafts/draft-files.ts'
import { csvForPeople } from '../terminal/csv.ts'
import type { Io } from '../terminal/io.ts'
import { showMoment } from '../terminal/moment.ts'
import { print } from '../terminal/print.ts'
import { safeText } from '../terminal/safe-text.ts'
import { verdictJson } from '../verdicts/json.ts'
import type { PartnerVerdict } from '../verdicts/verdict.ts'
import { verdictText } from '../verdicts/view.ts'

/** A step that phd cannot do, and the system it is done in. */
export interface HandStep {
  where: 'DocuSign' | 'Salesforce' | 'licence request form' | 'licence team' | 'mailbox'
  step: string
}

export interface DecisionResult {
  question: 'loa' | 'nfr'
  decision: 'approved' | 'denied' | 'exception'
  status: 'recorded' | 'dry_run' | 'refused'
  verdict: PartnerVerdict
  /** The number of the request, and of the entry in the audit; null where nothing was recorded. */
  request: number | null
  entry: number | null
  requester: { name: string | null; address: string | null }
  override: { reason: string; approvedBy: string } | null
  exception: readonly string[] | null
  actor: string
  at: string
  drafts: readonly { reply: string; file: string }[]
  /** The drafts themselves, where they were not written to files. */
  unwritten: readonly PreparedDraft[]
  leftToDo: readonly HandStep[]
  /** What else is to be said of the decision. */
  remarks: readonly string[]
  refusal: { code: string; message: string; hint: string } | null
}

const DONE = { approved: 'approved', denied: 'denied', exception: 'exception asked for' } as const

/** Prints the verdict that a decision rests on, where a person is asked about it first. */
export function showVerdict({ io }: Pick<Context, 'io'>, verdict: PartnerVerdict): void {
  io.result(`${io.prose(verdictText(verdict, io))}\n`)
}

/** Prints a decision (phd.decision/1), which names the next steps itself unless it was refused. `shown`: the verdict was printed before. */
export function printDecision({ io, format }: Pick<Context, 'io' | 'format'>, result: DecisionResult, shown: boolean): void {
  const json = () => decisionJson(result)
  print(io, format, {
    table: () =>
      io.prose(
        `${shown ? '' : `${verdictText(result.verdict, io, { withSteps: result.status === 'refused' })}\n`}${decisionText(result, io)}`,
      ),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        [
          'question',
          'decision',
          'status',
          'partner_id',
          'partner',
          'request',
          'entry',
          'override',
          'exception',
          'actor',
          'at',
          'left_to_do',
        ],
        [
          result.question,
          result.decision,
          result.status,
          result.verdict.partner.id,
          result.verdict.partner.name,
          String(result.request ?? ''),
          String(result.entry ?? ''),
          result.override ? `${result.override.approvedBy}: ${result.override.reason}` : '',
          (result.exception ?? []).join('; '),
          result.actor,
          result.at,
          result.leftToDo.map(({ where, step }) => `${where}: ${step}`).join('; '),
        ],
      ]),
  })
}

function decisionJson({ question, decision, status, verdict, leftToDo, remarks, refusal, ...result }: DecisionResult) {
  const { request, entry, requester, override, exception, actor, at, drafts } = result
  return {
    schema: 'phd.decision/1',
    question,
    decision,
    status,
    subject: { kind: 'partner', id: verdict.partner.id, name: verdict.partner.name },
    request,
    entry,
    requester,
    override,
    exception,
    actor,
    at,
    drafts,
    leftToDo,
    remarks,
    reason: refusal,
    verdict: verdictJson(verdict),
  }
}

function decisionText(result: DecisionResult, io: Io): string {
  const { status, decision, request, entry, override, exception, actor, at, refusal } = result
  const lines: string[] = []
  if (refusal) {
    lines.push(io.style('red', `NOT RECORDED: ${safeText(refusal.message)}`), `  ${safeText(refusal.hint)}`)
    return `${lines.join('\n')}\n`
  }
  if (override)
    lines.push(io.style('red', safeText(`OVERRIDE against the check, approved by ${override.approvedBy}: ${override.reason}`)))
  if (exception) lines.push(io.style('yellow', safeText(`EXCEPTION, approved by ${exception.join(' and ')}`)))
  const what = DONE[decision]
  const recorded =
    status === 'dry_run'
      ? `dry run: it would be recorded as ${what}, by ${actor}; nothing was recorded`
      : `${what}: recorded as audit entry ${entry}, request ${request}, by ${actor}, ${showMoment(at)}`
  lines.push(io.style('bold', safeText(recorded)))
  for (const remark of result.remarks) lines.push(`  ${safeText(remark)}`)
  if (result.drafts.length > 0) {
    lines.push('', io.style('bold', 'Drafts'))
    for (const { file } of result.drafts) lines.push(`  - ${safeText(file)}`)
  }
  for (const { reply, filled } of result.unwritten) {
    lines.push('', io.style('bold', safeText(`Draft "${reply.name}", which was not written`)))
    lines.push(
      ...filledText(reply, filled, io)
        .trimEnd()
        .split('\n')
        .map((line) => (line === '' ? '' : `  ${line}`)),
    )
  }
  if (result.leftToDo.length > 0) {
    lines.push('', io.style('bold', 'Left to do by hand'))
    for (const [i, { where, step }] of result.leftToDo.entries()) lines.push(`  ${i + 1}. ${where}: ${safeText(step)}`)
  }
  return `${lines.join('\n')}\n`
}
