/** One request that was opened, named, withdrawn or reopened. */

import type { NoticeWarning } from '../../mail/notice.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { askOptions } from '../../verdicts/license-words.ts'
import { clockWords, rulingSentence } from '../../verdicts/request-sentences.ts'
import { requestJson, STATE } from './requests-view.ts'
import type { ListedRequest } from './rows.ts'

/** A request that was opened or changed, or was already recorded. */
export interface OpenedResult {
  status: 'opened' | 'named' | 'withdrawn' | 'reopened' | 'unchanged' | 'dry_run'
  request: ListedRequest
  warnings: readonly NoticeWarning[]
}

const WARNING: Readonly<Record<NoticeWarning, string>> = {
  not_authenticated: 'the mail server does not confirm the sender: check that the request is in DocuSign',
  no_envelope: 'no envelope id in the mail: find the document in DocuSign by the person’s name',
  several_envelopes: 'several envelope ids in the mail: find the document in DocuSign by the person’s name',
  no_address: 'no address to reply to in the mail: for a denial, add --email <address>',
}

/** A request that was opened or changed (phd.request/1). */
export function openedView({ status, request, warnings }: OpenedResult, io: Io): Rendering {
  const json = () => ({
    schema: 'phd.request/1',
    status,
    ...requestJson(request),
    warnings: warnings.map((code) => ({ code, message: WARNING[code] })),
  })
  return {
    table: () => io.prose(openedText(status, request, warnings, io)),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['request', 'status', 'due', 'received', 'partner_id', 'partner', 'requester', 'requester_email', 'envelope'],
        [
          request.reference,
          status,
          request.clock?.due ?? '',
          request.received ?? '',
          request.partner?.id ?? '',
          request.partner?.name ?? '',
          request.requester.name ?? '',
          request.requester.address ?? '',
          request.envelopeId ?? '',
        ],
      ]),
  }
}

function openedText(status: OpenedResult['status'], request: ListedRequest, warnings: readonly NoticeWarning[], io: Io): string {
  const { reference, partner, requester, clock, envelopeId, state, ruling } = request
  const head = {
    opened: `request ${reference} is open`,
    named: `request ${reference} is for ${partner?.name}`,
    reopened: `request ${reference} is open again`,
    withdrawn: `request ${reference} is withdrawn: it no longer needs an answer`,
    unchanged: `already recorded as request ${reference}${state === 'open' ? '' : `, which is ${STATE[state]}`}`,
    dry_run: `dry run, nothing recorded: the request would be ${STATE[state]}`,
  }[status]
  const asked = requester.name ?? 'unknown'
  const lines = [
    io.style('bold', safeText(head)),
    safeText(
      `  asked by ${asked}${requester.address ? ` <${requester.address}>` : ''}, for ${partner ? `${partner.name} (${partner.id})` : 'a company named only in the document'}`,
    ),
    ...(clock ? [`  received ${clock.received}, ${clockWords(clock)}`] : []),
    ...(envelopeId ? [safeText(`  envelope ${envelopeId}`)] : []),
    ...(ruling ? [safeText(`  ${rulingSentence(Number(reference), ruling)}`)] : []),
    ...warnings.map((code) => `  ! ${WARNING[code]}`),
  ]
  if (status === 'unchanged' && state !== 'open' && state !== 'waiting') {
    lines.push(`  next: if it needs an answer again: phd ${request.question} reopen ${reference} --reason "…"`)
  }
  if (state === 'open') {
    const company = '<the company on the document>'
    lines.push(
      partner
        ? safeText(
            `  next: ${checkOf(request, partner.name)}, then phd ${request.question} approve or phd ${request.question} deny`,
          )
        : `  next: open the document in DocuSign, read the company on it, then: phd loa request --request ${reference} --partner "${company}"`,
    )
  }
  return `${lines.join('\n')}\n`
}

function checkOf({ question, asked }: ListedRequest, name: string): string {
  return `phd ${question} check "${name}"${asked ? ` ${askOptions(asked)}` : ''}`
}
