/** Prints requests, those that were opened, and what expires. */

import type { Context } from '../app/context.ts'
import type { NoticeWarning } from '../mail/notice.ts'
import type { Ending } from '../requests/expiring.ts'
import type { DeskRequest } from '../requests/request.ts'
import type { Clock } from '../rules/business-days.ts'
import type { NfrAsk } from '../rules/nfr-types.ts'
import { csvForPeople } from '../terminal/csv.ts'
import type { Io } from '../terminal/io.ts'
import { showAge } from '../terminal/moment.ts'
import { plural } from '../terminal/plural.ts'
import { print } from '../terminal/print.ts'
import { safeText } from '../terminal/safe-text.ts'
import { table } from '../terminal/table.ts'
import { askOptions } from '../verdicts/license-words.ts'
import { clockWords, rulingSentence } from '../verdicts/request-notes.ts'

type Printing = Pick<Context, 'io' | 'format'>

/** A request as a list shows it, be it recorded or a row of the licence request form. */
export interface ListedRequest {
  /** "7", or "form:4". */
  reference: string
  question: 'loa' | 'nfr'
  partner: { id: string; name: string } | null
  /** What the request calls the partner, where it leads to none. */
  partnerText: string | null
  requester: { name: string | null; address: string | null }
  /** The day it came; null where it cannot be told. */
  received: string | null
  clock: Clock | null
  state: DeskRequest['state']
  asked: NfrAsk | null
  /** The same in words. */
  askedText: string | null
  envelopeId: string | null
  ruling: DeskRequest['ruling']
  /** What else is to be known: how far a sheet says it is. */
  remark: string | null
}

export interface RequestList {
  question: 'loa' | 'nfr'
  requests: readonly ListedRequest[]
  today: string
  slaBusinessDays: number
  /** How old the newest form is; null where there is none, or none is needed. */
  form: { file: string; lastSeenAt: string } | null
  now: string
  asOf: string | null
}

const STATE = {
  open: 'open',
  waiting: 'waiting for approvals',
  approved: 'approved',
  denied: 'DENIED',
  withdrawn: 'withdrawn',
} as const

function requestJson({
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
    remark,
  }
}

/** Prints open requests, late ones first (phd.requests/1). */
export function printRequests({ io, format }: Printing, list: RequestList): void {
  const { question, requests, today, slaBusinessDays, asOf } = list
  print(io, format, {
    table: () => requestsText(list, io),
    list: { count: list.requests.length, one: 'request' },
    json: () => ({ schema: 'phd.requests/1', question, today, asOf, slaBusinessDays, requests: requests.map(requestJson) }),
    ndjson: () => requests.map((request) => ({ schema: 'phd.request/1', ...requestJson(request) })),
    csv: () =>
      csvForPeople([
        [
          'request',
          'state',
          'due',
          'business_days_left',
          'late',
          'received',
          'partner_id',
          'partner',
          'requester',
          'requester_email',
          'asked',
          'decided_at',
          'decided_by',
          'override',
          'exception',
          'remark',
        ],
        ...requests.map(({ reference, state, clock, received, partner, partnerText, requester, askedText, ruling, remark }) => [
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
        ]),
      ]),
  })
}

function requestsText({ question, requests, slaBusinessDays, form, now, asOf }: RequestList, io: Io): string {
  const rows = requests.map(
    ({ reference, clock, received, partner, partnerText, requester, state, askedText, ruling, remark }) => [
      reference,
      state === 'open' || state === 'waiting' ? dueWords(clock) : '',
      received ?? '?',
      partner?.name ?? (partnerText === null ? '(read it in the document)' : `${partnerText} (no partner)`),
      requester.name ?? requester.address ?? '',
      ...(question === 'nfr' ? [askedText ?? ''] : []),
      [stateWords(state, ruling), remark].filter(Boolean).join('; '),
    ],
  )
  const headings = [
    'REQUEST',
    'DUE (DAYS LEFT)',
    'CAME',
    'PARTNER',
    'REQUESTER',
    ...(question === 'nfr' ? ['ASKED'] : []),
    'STATE',
  ]
  const late = requests.filter(({ clock }) => clock?.late).length
  const open = requests.filter(({ state }) => state === 'open' || state === 'waiting').length
  const summary = `${plural(open, 'request')} open, ${late} late; to be answered within ${slaBusinessDays} business days`
  const source =
    question === 'nfr'
      ? `\n${form ? `by the form ${form.file}, ${showAge(form.lastSeenAt, now)}` : 'the licence request form was never imported'}`
      : ''
  const then = asOf === null ? '' : `\nas known then`
  return `${rows.length > 0 ? `${table(headings, rows, io.columns)}\n` : ''}${io.style(late > 0 ? 'red' : 'bold', summary)}${safeText(source).replaceAll('\\n', '\n')}${then}\n`
}

function stateWords(state: DeskRequest['state'], ruling: DeskRequest['ruling']): string {
  if (ruling?.override) return `OVERRIDE by ${ruling.override.approvedBy}: ${STATE[state]}`
  return ruling?.exception ? `${STATE[state]} as an exception` : STATE[state]
}

function dueWords(clock: Clock | null): string {
  if (!clock) return 'not known'
  if (clock.late) return `LATE ${clock.due}`
  return clock.left === 0 ? `today ${clock.due}` : `${clock.due} (${clock.left})`
}

/** A request that was opened, or was on record already (phd.request/1). */
export interface OpenedResult {
  status: 'opened' | 'named' | 'withdrawn' | 'reopened' | 'unchanged' | 'dry_run'
  request: ListedRequest
  warnings: readonly NoticeWarning[]
}

const WARNING: Readonly<Record<NoticeWarning, string>> = {
  not_authenticated: 'the mail server does not confirm who sent it: make sure that the request stands in DocuSign',
  no_envelope: 'no envelope id was found in the mail: find the document in DocuSign by the person’s name',
  several_envelopes: 'the mail leads to several envelopes: find the document in DocuSign by the person’s name',
  no_address: 'the mail gives no address to answer to: for a denial, say --email <address>',
}

/** Prints a request that was opened from a notice or by hand. */
export function printOpened({ io, format }: Printing, { status, request, warnings }: OpenedResult): void {
  const json = () => ({
    schema: 'phd.request/1',
    status,
    ...requestJson(request),
    warnings: warnings.map((code) => ({ code, message: WARNING[code] })),
  })
  print(io, format, {
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
  })
}

function openedText(status: OpenedResult['status'], request: ListedRequest, warnings: readonly NoticeWarning[], io: Io): string {
  const { reference, partner, requester, clock, envelopeId, state, ruling } = request
  const head = {
    opened: `request ${reference} is open`,
    named: `request ${reference} is of ${partner?.name}`,
    reopened: `request ${reference} is open again`,
    withdrawn: `request ${reference} is withdrawn: it needs no answer any more`,
    unchanged: `this is on record as request ${reference}${state === 'open' ? '' : `, which is ${STATE[state]}`}`,
    dry_run: `dry run: nothing was recorded; the request would be ${STATE[state]}`,
  }[status]
  const asked = requester.name ?? 'not known'
  const lines = [
    io.style('bold', safeText(head)),
    safeText(
      `  asked by ${asked}${requester.address ? ` <${requester.address}>` : ''}, for ${partner ? `${partner.name} (${partner.id})` : 'a company that only the document names'}`,
    ),
    ...(clock ? [`  came ${clock.received}, ${clockWords(clock)}`] : []),
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

export interface ExpiringList {
  question: 'loa' | 'nfr'
  within: number
  today: string
  items: readonly Ending[]
  /** The newest list; null: none was imported. */
  list: { title: string; file: string; lastSeenAt: string; isOld: boolean } | null
  now: string
  asOf: string | null
  drafts: readonly { reply: string; file: string }[]
  /** Reminders that could not be written, with why. */
  undrafted: readonly string[]
}

function expiringJson({ what, partner, partnerText, about, type, users, start, end, daysLeft, addOn, place, remarks }: Ending) {
  return { what, partner, partnerText, about, type, users, start, end, daysLeft, addOn, place, remarks }
}

/** Prints what ends within some days, soonest first (phd.expiring/1). */
export function printExpiring({ io, format }: Printing, list: ExpiringList): void {
  const { question, within, today, items, asOf, drafts } = list
  print(io, format, {
    table: () => expiringText(list, io),
    list: { count: items.length, one: question === 'loa' ? 'letter' : 'licence' },
    json: () => ({
      schema: 'phd.expiring/1',
      question,
      today,
      asOf,
      within,
      expiring: items.map(expiringJson),
      drafts,
      undrafted: list.undrafted,
    }),
    ndjson: () => items.map((item) => ({ schema: 'phd.expiring/1', ...expiringJson(item) })),
    csv: () =>
      csvForPeople([
        ['end', 'days_left', 'partner_id', 'partner', 'about', 'start', 'add_on', 'place', 'remarks'],
        ...items.map(({ end, daysLeft, partner, partnerText, about, start, addOn, place, remarks }) => [
          end,
          String(daysLeft),
          partner?.id ?? '',
          partner?.name ?? partnerText,
          about,
          start ?? '',
          String(addOn),
          place,
          remarks.join('; '),
        ]),
      ]),
  })
}

function expiringText({ question, within, items, list, now, drafts, undrafted }: ExpiringList, io: Io): string {
  const rows = items.map(({ end, daysLeft, partner, partnerText, about, addOn, place, remarks }) => [
    end,
    String(daysLeft),
    partner?.name ?? `${partnerText} (no partner)`,
    addOn ? `  + ${about}` : about,
    place,
    remarks.join('; '),
  ])
  const what = question === 'loa' ? 'letter' : 'licence'
  const headings = [
    question === 'loa' ? 'LAST DAY' : 'ENDS',
    'DAYS',
    'PARTNER',
    question === 'loa' ? 'REQUESTER' : 'LICENCE',
    'WHERE',
    '',
  ]
  const lines = [`${plural(items.length, what)} within ${plural(within, 'day')}`]
  if (!list)
    lines.push(
      `no list of ${what === 'letter' ? 'letters' : 'licences'} was ever imported: what is not recorded here is not known`,
    )
  else
    lines.push(
      safeText(`by ${list.file}, ${showAge(list.lastSeenAt, now)}${list.isOld ? ': too old to rely on, export it again' : ''}`),
    )
  for (const { file } of drafts) lines.push(safeText(`wrote ${file}`))
  for (const each of undrafted) lines.push(safeText(`no reminder for ${each}`))
  return `${rows.length > 0 ? `${table(headings, rows, io.columns)}\n` : ''}${io.prose(lines.join('\n'))}\n`
}
