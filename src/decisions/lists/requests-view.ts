/** Lists of requests. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { DeskRequest } from '../../requests/request.ts'
import type { Clock } from '../../rules/business-days.ts'
import type { Io } from '../../terminal/io.ts'
import { showAge } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Listing } from '../../terminal/print-rows.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { ListedRequest } from './rows.ts'
import { takenWords } from './taken-words.ts'

export interface RequestList {
  question: 'loa' | 'nfr'
  requests: readonly ListedRequest[]
  today: string
  slaBusinessDays: number
  /** The newest form, and how old it is; null where there is none, or none is needed. */
  form: { file: string; lastSeenAt: string } | null
  now: string
  asOf: string | null
}

/** What a state is called. */
export const STATE = {
  open: 'open',
  waiting: 'waiting for approvals',
  approved: 'approved',
  denied: 'DENIED',
  withdrawn: 'withdrawn',
} as const

/** A request as JSON prints it. */
export function requestJson({
  reference,
  question,
  partner,
  partnerText,
  requester,
  received,
  clock,
  state,
  asked,
  askedText,
  envelopeId,
  ruling,
  taken,
  remark,
}: ListedRequest) {
  return {
    request: /^\d+$/.test(reference) ? Number(reference) : null,
    reference,
    question,
    partner: partner && { id: partner.id, name: partner.name },
    partnerText,
    requester,
    received,
    due: clock?.due ?? null,
    businessDaysLeft: clock?.left ?? null,
    late: clock?.late ?? false,
    state,
    asked,
    askedText,
    envelopeId,
    ruling,
    taken,
    remark,
  }
}

/** Open requests, late ones first (phd.requests/1). */
export function requestsListing(list: RequestList, io: Io): Listing<ListedRequest> {
  const { question, requests, today, slaBusinessDays, asOf } = list
  return {
    rows: requests,
    list: { one: 'request' },
    table: {
      headings: [
        ...['REQUEST', 'DUE (DAYS LEFT)', 'RECEIVED', 'PARTNER', 'REQUESTER'],
        ...(question === 'nfr' ? ['ASKED FOR'] : []),
        'STATE',
      ],
      cells: ({ reference, clock, received, partner, partnerText, requester, state, askedText, ruling, taken, remark }) => [
        reference,
        state === 'open' || state === 'waiting' ? dueWords(clock) : '',
        received ?? '?',
        partner === null && partnerText === null ? '(see the document)' : partnerWords(partner, partnerText),
        requester.name ?? requester.address ?? '',
        ...(question === 'nfr' ? [askedText ?? ''] : []),
        [stateWords(state, ruling), taken && takenWords(taken), remark].filter(Boolean).join('; '),
      ],
      isBare: true,
      after: () => `${requests.length > 0 ? '\n' : ''}${summaryText(list, io)}`,
    },
    json: (items) => ({ schema: 'phd.requests/1', question, today, asOf, slaBusinessDays, requests: items }),
    object: requestJson,
    line: (request) => ({ schema: 'phd.request/1', ...requestJson(request) }),
    csv: { headings: () => CSV_HEAD, cells: csvRow },
  }
}

const CSV_HEAD = [
  ...['request', 'state', 'due', 'business_days_left', 'late', 'received', 'partner_id', 'partner', 'requester'],
  ...['requester_email', 'asked', 'decided_at', 'decided_by', 'override', 'exception', 'remark'],
  ...['taken_by', 'taken_until'],
]

function csvRow(request: ListedRequest): string[] {
  const { reference, state, clock, received, partner, partnerText, requester, askedText, ruling, taken, remark } = request
  return [
    reference,
    state,
    clock?.due ?? '',
    String(clock?.left ?? ''),
    String(clock?.late ?? false),
    received ?? '',
    partner?.id ?? '',
    partner?.name ?? partnerText ?? '',
    requester.name ?? '',
    requester.address ?? '',
    askedText ?? '',
    ruling?.at ?? '',
    ruling?.actor ?? '',
    ruling?.override ? `${ruling.override.approvedBy}: ${ruling.override.reason}` : '',
    ruling?.exception?.join('; ') ?? '',
    remark ?? '',
    taken?.by ?? '',
    taken?.until ?? '',
  ]
}

function summaryText({ question, requests, slaBusinessDays, form, now, asOf }: RequestList, io: Io): string {
  const late = requests.filter(({ clock }) => clock?.late).length
  const open = requests.filter(({ state }) => state === 'open' || state === 'waiting').length
  const summary = `${plural(open, 'open request')}, ${late} late; answer within ${slaBusinessDays} business days`
  const source =
    question === 'nfr'
      ? `\n${form ? `from the form ${form.file}, ${showAge(form.lastSeenAt, now)}` : 'the license request form was never imported'}`
      : ''
  const then = asOf === null ? '' : '\nas known then'
  return `${io.style(late > 0 ? 'red' : 'bold', summary)}${safeText(source).replaceAll('\\n', '\n')}${then}\n`
}

function stateWords(state: DeskRequest['state'], ruling: DeskRequest['ruling']): string {
  if (ruling?.override) return `OVERRIDE by ${ruling.override.approvedBy}: ${STATE[state]}`
  return ruling?.exception ? `${STATE[state]} as an exception` : STATE[state]
}

function dueWords(clock: Clock | null): string {
  if (!clock) return 'unknown'
  if (clock.late) return `LATE ${clock.due}`
  return clock.left === 0 ? `today ${clock.due}` : `${clock.due} (${clock.left})`
}
