/** What became of a decision: recorded, only tried, or refused; and what is left to do by hand. */

import { filledText, type PreparedDraft } from '../drafts/prepared.ts'
import { csvForPeople } from '../terminal/csv.ts'
import type { Io } from '../terminal/io.ts'
import { showMoment } from '../terminal/moment.ts'
import type { Rendering } from '../terminal/print.ts'
import { safeText } from '../terminal/safe-text.ts'
import { verdictJson } from '../verdicts/json.ts'
import type { PartnerVerdict } from '../verdicts/verdict.ts'
import { verdictText } from '../verdicts/view.ts'
import type { DecisionKind } from './case.ts'
import type { Refusal } from './refusal-sentences.ts'
import type { HandStep } from './steps.ts'

export interface DecisionResult {
  decision: DecisionKind
  status: 'recorded' | 'dry_run' | 'refused'
  verdict: PartnerVerdict
  /** The number of the request, and of the audit entry; null where nothing was recorded. */
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
  /** What else matters about the decision. */
  remarks: readonly string[]
  refusal: Refusal | null
}

const DONE = { approved: 'approved', denied: 'denied', exception: 'exception asked for' } as const

/** A decision (phd.decision/1), which names the next steps itself unless it was refused. `shown`: the verdict was printed before. */
export function decisionView(result: DecisionResult, shown: boolean, io: Io): Rendering {
  const json = () => decisionJson(result)
  return {
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
          result.verdict.question,
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
  }
}

function decisionJson({ decision, status, verdict, leftToDo, remarks, refusal, ...result }: DecisionResult) {
  const { request, entry, requester, override, exception, actor, at, drafts } = result
  return {
    schema: 'phd.decision/1',
    question: verdict.question,
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
  if (refusal) return `${io.style('red', `NOT RECORDED: ${safeText(refusal.message)}`)}\n  ${safeText(refusal.hint)}\n`
  const lines: string[] = []
  if (override)
    lines.push(io.style('red', safeText(`OVERRIDE against the check, approved by ${override.approvedBy}: ${override.reason}`)))
  if (exception) lines.push(io.style('yellow', safeText(`EXCEPTION, approved by ${exception.join(' and ')}`)))
  const what = DONE[decision]
  const recorded =
    status === 'dry_run'
      ? `dry run, nothing recorded: it would be recorded as ${what}, by ${actor}`
      : `${what}: recorded as audit entry ${entry}, request ${request}, by ${actor}, ${showMoment(at)}`
  lines.push(io.style('bold', safeText(recorded)), ...result.remarks.map((remark) => `  ${safeText(remark)}`))
  lines.push(...draftLines(result, io))
  if (result.leftToDo.length > 0) {
    lines.push('', io.style('bold', 'Left to do by hand'))
    lines.push(...result.leftToDo.map(({ where, step }, i) => `  ${i + 1}. ${where}: ${safeText(step)}`))
  }
  return `${lines.join('\n')}\n`
}

function draftLines({ drafts, unwritten }: DecisionResult, io: Io): string[] {
  const written = drafts.map(({ file }) => `  - ${safeText(file)}`)
  const shown = unwritten.flatMap(({ reply, filled }) => [
    '',
    io.style('bold', safeText(`Draft "${reply.name}" (not written)`)),
    ...filledText(reply, filled, io)
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? '' : `  ${line}`)),
  ])
  return [...(written.length > 0 ? ['', io.style('bold', 'Drafts'), ...written] : []), ...shown]
}
