/** Leads in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { LeadsAbout, ReadLead } from '../../app/lists/leads.ts'
import type { LeadPolicy } from '../../rules/leads/types.ts'
import type { Io } from '../../terminal/io.ts'
import { showAge, showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Format } from '../../terminal/print.ts'
import type { Listing } from '../../terminal/print-rows.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { TableRows } from '../../terminal/table.ts'
import { becauseOf, placeWords, whyWords } from './sentences.ts'

/** What both lists of leads say about their source. */
export interface LeadPage extends LeadsAbout {
  today: string
  now: string
  asOf: string | null
}

/** Leads in an order, each made when it is asked for. */
type Leads = Iterable<ReadLead> & { readonly length: number }

export interface RecallPage extends LeadPage {
  phase: number | null
  recall: Leads
  cannotTell: Leads
  /** Leads that become due later, the next ones first. */
  next: Leads
  /** The first day on which some become due, and how many then; null: none does. */
  soonest: { day: string; leads: number } | null
  /** Whether the list tells the owner of every lead that may be recalled. */
  tellsOwnership: boolean
  drafts: readonly { reply: string; file: string }[]
  undrafted: readonly string[]
}

/** A lead as JSON has it. */
function leadJson(lead: ReadLead, policy: LeadPolicy) {
  const { record, partner, answer, days, source } = lead
  const { company, contact, shareStatus, status, created, accepted, updated, ownership, owner, registration, campaign } = record
  return {
    id: record.lead,
    partner: partner && { id: partner.id, name: partner.name },
    partnerText: record.partner,
    ...{ company, contact, shareStatus, status, created, accepted, updated, ownership, owner, registration, campaign },
    outcome: answer.outcome,
    phases: answer.outcome === 'recall' ? answer.phases : answer.outcome === 'not_yet' ? [answer.phase] : [],
    days: 'days' in answer ? answer.days : null,
    since: 'since' in answer ? answer.since : null,
    recallFrom: days.recallFrom,
    replyBy: days.replyBy,
    acceptBy: days.acceptBy,
    actBy: days.actBy,
    reason: 'why' in answer ? answer.why : null,
    text: whyWords(answer),
    because: becauseOf(lead, policy),
    source,
  }
}

const CSV_HEAD = [
  ...[
    'outcome',
    'phases',
    'lead',
    'partner_id',
    'partner',
    'company',
    'share_status',
    'status',
    'created',
    'accepted',
    'updated',
  ],
  ...['days', 'recall_from', 'reply_by', 'accept_by', 'act_by', 'reason', 'file', 'line'],
]

function csvRow(lead: ReadLead, policy: LeadPolicy): string[] {
  const json = leadJson(lead, policy)
  return [
    json.outcome,
    json.phases.join(' '),
    json.id ?? '',
    json.partner?.id ?? '',
    json.partner?.name ?? json.partnerText ?? '',
    json.company ?? '',
    json.shareStatus ?? '',
    json.status ?? '',
    json.created ?? '',
    json.accepted ?? '',
    json.updated ?? '',
    String(json.days ?? ''),
    json.recallFrom ?? '',
    json.replyBy ?? '',
    json.acceptBy ?? '',
    json.actBy ?? '',
    json.text,
    json.source.file,
    String(json.source.line ?? ''),
  ]
}

/** The leads that may be recalled, those that need review, and the next ones (phd.leads/1). */
export function recallListing(page: RecallPage, io: Io, format: Format): Listing<ReadLead> {
  const { policy, phase, recall, cannotTell, next, today, asOf, partner, list, rejected, drafts, undrafted } = page
  const json = (lead: ReadLead) => leadJson(lead, policy)
  return {
    // A table has those that need review in one of its own, and so has a document.
    rows: format === 'csv' || format === 'ndjson' ? eachOf(recall, cannotTell) : recall,
    list: { one: 'lead', count: recall.length + cannotTell.length },
    table: {
      headings: ['PHASE', 'LEAD', 'PARTNER', 'COMPANY', 'WHY', 'WHERE'],
      cells: (lead) => [
        lead.answer.outcome === 'recall' ? lead.answer.phases.join(', ') : '',
        ...[lead.record.lead, partnerName(lead), lead.record.company, whyWords(lead.answer), placeWords(lead)],
      ],
      isBare: true,
      after: () => belowRecall(page, io),
    },
    csv: { headings: () => CSV_HEAD, cells: (lead) => csvRow(lead, policy) },
    object: json,
    line: (lead) => ({ schema: 'phd.lead/1', ...json(lead) }),
    json: (items) => ({
      schema: 'phd.leads/1',
      ...{ today, asOf, phase },
      partner: partner && { id: partner.id, name: partner.name },
      policy: { id: 'leads', version: policy.version },
      recall: items,
      cannotTell: made(cannotTell, json),
      next: made(next, json),
      ...{ list, rejectedRows: rejected, drafts, undrafted },
    }),
  }
}

function* eachOf(...lists: readonly Leads[]): Generator<ReadLead> {
  for (const list of lists) yield* list
}

function* made(leads: Leads, make: (lead: ReadLead) => object): Generator<object> {
  for (const lead of leads) yield make(lead)
}

/** What stands below the leads that may be recalled: those that need review, and what the list says. */
function* belowRecall(page: RecallPage, io: Io): Generator<string> {
  const { recall, cannotTell } = page
  if (recall.length > 0) yield '\n'
  if (cannotTell.length > 0) {
    const kept = new TableRows(['LEAD', 'PARTNER', 'WHY', 'WHERE'])
    for (const lead of cannotTell) kept.add(doubtRow(lead))
    yield 'Cannot tell\n'
    yield* kept.lines(io.columns)
    yield '\n'
  }
  yield `${io.prose(recallLines(page, io).join('\n'))}\n`
}

function recallLines(page: RecallPage, io: Io): string[] {
  const { recall, cannotTell, soonest, phase, drafts, undrafted } = page
  const what = `${plural(recall.length, 'lead')} may be recalled today${phase === null ? '' : ` in phase ${phase}`}`
  const doubt = doubtWords(page)
  return [
    ...(doubt === null ? [] : [io.style('yellow', safeText(`CANNOT TELL: ${doubt}`))]),
    // Of a list that is missing or too old no lead is known: a number would be read as an answer.
    ...(page.list === null || page.list.isOld
      ? cannotTell.length > 0
        ? [`cannot tell for ${plural(cannotTell.length, 'lead')}`]
        : []
      : [io.style('bold', cannotTell.length > 0 ? `${what}; cannot tell for ${cannotTell.length}` : what)]),
    ...(soonest ? [`next: ${plural(soonest.leads, 'lead')} on ${soonest.day}`] : []),
    ...(page.tellsOwnership ? [] : ['the list does not tell who owns the leads: recall only those that GitLab owns']),
    ...sourceLines(page),
    ...(recall.length > 0 && drafts.length === 0 && undrafted.length === 0
      ? ['to write to their channel managers: phd leads recall --draft <folder>']
      : []),
    ...drafts.map(({ file }) => safeText(`wrote ${file}`)),
    ...undrafted.map((each) => safeText(`no mail for ${each}`)),
  ]
}

function doubtRow(lead: ReadLead): (string | null)[] {
  return [lead.record.lead, partnerName(lead), whyWords(lead.answer), placeWords(lead)]
}

function partnerName({ partner, record }: ReadLead): string {
  return partnerWords(partner, record.partner ?? record.partnerId)
}

/** Why not all leads are known; null where they are. */
function doubtWords({ list, rejected }: LeadPage): string | null {
  if (list === null) return 'no list of shared leads was ever imported'
  if (list.isOld) return 'the list of shared leads is too old to rely on'
  if (rejected === null) return null
  return `there may be more: ${rejectedWords(rejected)}`
}

function sourceLines({ list, now, policy }: LeadPage): string[] {
  return [
    list
      ? safeText(
          `from ${list.file}, ${showAge(list.lastSeenAt, now)}${list.isOld ? ': export all prospects in the partner portal again, and import them' : ''}`,
        )
      : 'export all prospects in the partner portal, then: phd import --kind leads <file>',
    `handbook: ${policy.handbook.recall.page}, "${policy.handbook.recall.section}"`,
    `Policy leads ${policy.version}, evaluated at ${showMoment(now)}`,
  ]
}

/** The leads that wait for their partner, and all others if they are asked for (phd.leads/1). */
export function leadListing(page: LeadPage & { leads: Leads }, io: Io): Listing<ReadLead> {
  const { leads, policy, today, asOf, partner, list, rejected } = page
  const json = (lead: ReadLead) => leadJson(lead, policy)
  let late = 0
  return {
    rows: leads,
    each: (lead) => {
      if (isLate(lead, today)) late++
    },
    list: { one: 'lead' },
    table: {
      headings: ['DUE', 'LEAD', 'PARTNER', 'COMPANY', 'STATUS', 'WHY', 'WHERE'],
      cells: (lead) => [
        dueWords(lead, today),
        ...[lead.record.lead, partnerName(lead), lead.record.company],
        [lead.record.shareStatus, lead.record.status].filter((word) => word?.trim()).join(', '),
        ...[whyWords(lead.answer), placeWords(lead)],
      ],
      isBare: true,
      after: () => `${leads.length > 0 ? '\n' : ''}${io.prose(listLines(page, late, io).join('\n'))}\n`,
    },
    csv: { headings: () => CSV_HEAD, cells: (lead) => csvRow(lead, policy) },
    object: json,
    line: (lead) => ({ schema: 'phd.lead/1', ...json(lead) }),
    json: (items) => ({
      schema: 'phd.leads/1',
      ...{ today, asOf },
      partner: partner && { id: partner.id, name: partner.name },
      policy: { id: 'leads', version: policy.version },
      leads: items,
      ...{ list, rejectedRows: rejected },
    }),
  }
}

function listLines(page: LeadPage & { leads: Leads }, late: number, io: Io): string[] {
  const { leads, policy } = page
  const doubt = doubtWords(page)
  return [
    ...(doubt === null ? [] : [io.style('yellow', safeText(`CANNOT TELL: ${doubt}`))]),
    ...(page.list === null ? [] : [io.style(late > 0 ? 'red' : 'bold', `${plural(leads.length, 'lead')}, ${late} late`)]),
    `new leads: best practice is a reply within ${policy.replyWithinHours} hours; partners have ${plural(policy.acceptWithinDays, 'day')} to accept; handbook: "${policy.handbook.reply.section}", "${policy.handbook.accept.section}"`,
    ...sourceLines(page),
  ]
}

/** Whether the day that the partner has for its next step is over. */
export function isLate({ days }: ReadLead, today: string): boolean {
  const due = days.acceptBy ?? days.actBy
  return due !== null && due < today
}

/** The day of what the partner does next: the reply while its day lasts, then to accept; or to act. Null: nothing is awaited. */
export function nextDay({ replyBy, acceptBy, actBy }: ReadLead['days'], today: string): string | null {
  return replyBy !== null && replyBy >= today ? replyBy : (acceptBy ?? actBy)
}

/** What the partner does next, and by when. */
function dueWords(lead: ReadLead, today: string): string {
  const { replyBy, acceptBy, actBy } = lead.days
  const late = isLate(lead, today) ? 'LATE ' : ''
  if (replyBy !== null && replyBy >= today) return `reply ${replyBy}`
  if (acceptBy !== null) return `${late}accept ${acceptBy}`
  return actBy === null ? '' : `${late}act ${actBy}`
}
