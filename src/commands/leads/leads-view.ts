/** Leads in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { ReadLead, ReadLeads } from '../../app/lists/leads.ts'
import type { LeadPolicy } from '../../rules/leads/types.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showAge, showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { becauseOf, placeWords, whyWords } from './sentences.ts'

/** What both lists of leads say about their source. */
export interface LeadPage extends Pick<ReadLeads, 'policy' | 'partner' | 'list' | 'rejected'> {
  today: string
  now: string
  asOf: string | null
}

export interface RecallPage extends LeadPage {
  phase: number | null
  recall: readonly ReadLead[]
  cannotTell: readonly ReadLead[]
  /** Leads that become due later, the next ones first. */
  next: readonly ReadLead[]
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
export function recallView(page: RecallPage, io: Io): Rendering {
  const { policy, phase, recall, cannotTell, next, today, asOf, partner, list, rejected, drafts, undrafted } = page
  const json = (lead: ReadLead) => leadJson(lead, policy)
  return {
    table: () => recallText(page, io),
    list: { count: recall.length + cannotTell.length, one: 'lead' },
    json: () => ({
      schema: 'phd.leads/1',
      ...{ today, asOf, phase },
      partner: partner && { id: partner.id, name: partner.name },
      policy: { id: 'leads', version: policy.version },
      recall: recall.map(json),
      cannotTell: cannotTell.map(json),
      next: next.map(json),
      ...{ list, rejectedRows: rejected, drafts, undrafted },
    }),
    ndjson: () => [...recall, ...cannotTell].map((lead) => ({ schema: 'phd.lead/1', ...json(lead) })),
    csv: () => csvForPeople([CSV_HEAD, ...[...recall, ...cannotTell].map((lead) => csvRow(lead, policy))]),
  }
}

function recallText(page: RecallPage, io: Io): string {
  const { recall, cannotTell, next, phase, drafts, undrafted } = page
  const blocks: string[] = []
  if (recall.length > 0) {
    const rows = recall.map((lead) => [
      lead.answer.outcome === 'recall' ? lead.answer.phases.join(', ') : '',
      ...[lead.record.lead, partnerName(lead), lead.record.company, whyWords(lead.answer), placeWords(lead)],
    ])
    blocks.push(table(['PHASE', 'LEAD', 'PARTNER', 'COMPANY', 'WHY', 'WHERE'], rows, io.columns))
  }
  if (cannotTell.length > 0)
    blocks.push(`Cannot tell\n${table(['LEAD', 'PARTNER', 'WHY', 'WHERE'], cannotTell.map(doubtRow), io.columns)}`)
  const what = `${plural(recall.length, 'lead')} may be recalled today${phase === null ? '' : ` in phase ${phase}`}`
  const doubt = doubtWords(page)
  const [soonest] = next
  const lines = [
    ...(doubt === null ? [] : [io.style('yellow', safeText(`CANNOT TELL: ${doubt}`))]),
    // Of a list that is missing or too old no lead is known: a number would be read as an answer.
    ...(page.list === null || page.list.isOld
      ? cannotTell.length > 0
        ? [`cannot tell for ${plural(cannotTell.length, 'lead')}`]
        : []
      : [io.style('bold', cannotTell.length > 0 ? `${what}; cannot tell for ${cannotTell.length}` : what)]),
    ...(soonest
      ? [
          `next: ${plural(next.filter(({ days }) => days.recallFrom === soonest.days.recallFrom).length, 'lead')} on ${soonest.days.recallFrom}`,
        ]
      : []),
    ...(recall.some(({ evidence }) => !evidence.tellsOwnership)
      ? ['the list does not tell who owns the leads: recall only those that GitLab owns']
      : []),
    ...sourceLines(page),
    ...(recall.length > 0 && drafts.length === 0 && undrafted.length === 0
      ? ['to write to their channel managers: phd leads recall --draft <folder>']
      : []),
    ...drafts.map(({ file }) => safeText(`wrote ${file}`)),
    ...undrafted.map((each) => safeText(`no mail for ${each}`)),
  ]
  return `${[...blocks, io.prose(lines.join('\n'))].join('\n')}\n`
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
export function leadListView(page: LeadPage & { leads: readonly ReadLead[] }, io: Io): Rendering {
  const { leads, policy, today, asOf, partner, list, rejected } = page
  const json = (lead: ReadLead) => leadJson(lead, policy)
  return {
    table: () => listText(page, io),
    list: { count: leads.length, one: 'lead' },
    json: () => ({
      schema: 'phd.leads/1',
      ...{ today, asOf },
      partner: partner && { id: partner.id, name: partner.name },
      policy: { id: 'leads', version: policy.version },
      leads: leads.map(json),
      ...{ list, rejectedRows: rejected },
    }),
    ndjson: () => leads.map((lead) => ({ schema: 'phd.lead/1', ...json(lead) })),
    csv: () => csvForPeople([CSV_HEAD, ...leads.map((lead) => csvRow(lead, policy))]),
  }
}

function listText(page: LeadPage & { leads: readonly ReadLead[] }, io: Io): string {
  const { leads, today, policy } = page
  const rows = leads.map((lead) => [
    dueWords(lead, today),
    ...[lead.record.lead, partnerName(lead), lead.record.company],
    [lead.record.shareStatus, lead.record.status].filter((word) => word?.trim()).join(', '),
    ...[whyWords(lead.answer), placeWords(lead)],
  ])
  const late = leads.filter((lead) => isLate(lead, today)).length
  const doubt = doubtWords(page)
  const lines = [
    ...(doubt === null ? [] : [io.style('yellow', safeText(`CANNOT TELL: ${doubt}`))]),
    ...(page.list === null ? [] : [io.style(late > 0 ? 'red' : 'bold', `${plural(leads.length, 'lead')}, ${late} late`)]),
    `new leads: best practice is a reply within ${policy.replyWithinHours} hours; partners have ${plural(policy.acceptWithinDays, 'day')} to accept; handbook: "${policy.handbook.reply.section}", "${policy.handbook.accept.section}"`,
    ...sourceLines(page),
  ]
  const head = ['DUE', 'LEAD', 'PARTNER', 'COMPANY', 'STATUS', 'WHY', 'WHERE']
  return `${rows.length > 0 ? `${table(head, rows, io.columns)}\n` : ''}${io.prose(lines.join('\n'))}\n`
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
