/** Lists of deal registrations, in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { DealList } from '../../app/lists/deals.ts'
import type { Deal } from '../../partners/deals/read-deals.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard } from '../../records/kinds/certification-dashboard.ts'
import { opportunities } from '../../records/kinds/opportunities.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showAge } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { dealJson, listJson } from './json.ts'
import { PROBLEM_SHORT } from './problem-sentences.ts'
import { dueWords, PHASE_WORDS } from './sentences.ts'

/** Registrations, late ones first (phd.deals/1). */
export function dealsView(list: DealList, io: Io): Rendering {
  return {
    table: () => `${rowsText(list, io)}${io.prose(summaryLines(list).join('\n'))}\n`,
    list: { count: list.deals.length, one: 'registration' },
    json: () => ({ ...listJson(list), deals: list.deals.map(dealJson) }),
    ndjson: () => list.deals.map((deal) => ({ schema: 'phd.deal/1', ...dealJson(deal) })),
    csv: () => dealsCsv(list.deals),
  }
}

const HEADINGS = ['DUE (DAYS LEFT)', 'REGISTRATION', 'STATUS', 'PARTNER', 'MANAGER', 'PROBLEMS']

/** The rows of a list, as a table; empty where there are none. */
function rowsText({ deals, today, days }: DealList, io: Pick<Io, 'columns'>): string {
  if (deals.length === 0) return ''
  const rows = deals.map(({ row, record, partner, finding }) => [
    dueWords(finding, today, finding.due === null ? null : days.between(today, finding.due)),
    record.name,
    statusWords(record),
    partnerWords(partner, row.record.partner ?? row.record.partnerId),
    row.record.manager ?? '',
    finding.problems.map(({ code }) => PROBLEM_SHORT[code]).join('; '),
  ])
  return `${table(HEADINGS, rows, io.columns)}\n`
}

function statusWords({ status, serviceAttachStatus }: Deal['record']): string {
  return [status?.trim() || 'blank', serviceAttachStatus?.trim()].filter(Boolean).join(' / ')
}

/** The counts of a list, and how old it is. */
function summaryLines(list: DealList): string[] {
  const { deals, today } = list
  const count = (is: (deal: Deal) => boolean): number => deals.filter(is).length
  const late = count(({ finding }) => finding.late === true)
  const dueToday = count(({ finding }) => finding.due === today)
  const troubled = count(({ finding }) => finding.problems.length > 0)
  return answerLines(list, [
    `${plural(deals.length, 'registration')}: ${late} late, ${dueToday} due today, ${troubled} with problems`,
  ])
}

/**
 * What a list answers, and how old it is. Where the registrations are missing or too old, that comes first, and an answer without rows is
 * left out: a number, or "none", would read as one.
 */
export function answerLines(list: DealList, answer: readonly string[]): string[] {
  const [registrations] = list.sources
  const age = registrationLine(registrations, list.now)
  const others = sourceLines(list).filter((line) => line !== age)
  if (registrations?.file != null && !registrations.isOld) return [...answer, ...sourceLines(list)]
  return [age, ...(list.deals.length === 0 ? [] : answer), ...others]
}

/** How old the registrations are, and which lists are missing or too old to rely on. */
export function sourceLines({ sources, rejected, now, asOf }: DealList): string[] {
  const [registrations, ...others] = sources
  const lines = [
    ...(rejected ? [safeText(`there may be more: ${rejectedWords(rejected)}`)] : []),
    registrationLine(registrations, now),
  ]
  for (const { title, file, lastSeenAt, isOld } of others) {
    if (file !== null && isOld && lastSeenAt !== null)
      lines.push(safeText(`${title} (${file}): ${showAge(lastSeenAt, now)}, too old to rely on; export it again`))
  }
  lines.push(...missingLines(others))
  if (asOf !== null) lines.push('as known then')
  return lines
}

/** Lists that were never imported, and what is unknown without them; of those that show trainings, one is enough. */
function missingLines(lists: DealList['sources']): string[] {
  const isMissing = (...kinds: string[]): boolean => lists.every(({ kind, file }) => !kinds.includes(kind) || file === null)
  return [
    ...(isMissing(accounts.kind) ? ['no list of accounts was ever imported: registrations cannot be linked to partners'] : []),
    ...(isMissing(portalUsers.kind, certificationDashboard.kind)
      ? ['no list of portal users or certification dashboard was ever imported: trainings are unknown']
      : []),
    ...(isMissing(opportunities.kind) ? ['no list of opportunities was ever imported: unknown which are closed'] : []),
  ]
}

function registrationLine(list: DealList['sources'][number] | undefined, now: string): string {
  if (list?.file == null || list.lastSeenAt === null)
    return 'CANNOT TELL: no list of deal registrations was ever imported: phd import <registrations.csv>'
  const age = `from ${list.file}, ${showAge(list.lastSeenAt, now)}`
  return safeText(list.isOld ? `CANNOT TELL: ${age}: too old to rely on, export it again` : age)
}

const CSV_HEADINGS = [
  ...['registration', 'deal_id', 'type', 'status', 'service_attach_status', 'phase', 'due', 'late', 'partner_id', 'partner'],
  ...['customer', 'opportunity_id', 'opportunity', 'manager', 'submitted', 'approved', 'expires', 'problems', 'notes'],
  ...['file', 'line'],
]

/** Registrations for a spreadsheet, one row each. */
export function dealsCsv(deals: readonly Deal[]): string {
  const rows = deals.map((deal) => {
    const { partner, partnerText, opportunity, problems, notes, source, ...json } = dealJson(deal)
    return [
      ...[json.id, json.dealId, json.type, json.status, json.serviceAttachStatus, json.phase, json.due],
      ...[json.late === null ? null : String(json.late), partner?.id, partner?.name ?? partnerText, json.customer],
      ...[opportunity?.id, opportunity?.name, json.manager, json.submitted, json.approved, json.expires],
      ...[problems.map(({ code }) => code).join('; '), notes.map(({ text }) => text).join('; ')],
      ...[source.file, String(source.line)],
    ].map((cell) => cell ?? '')
  })
  return csvForPeople([CSV_HEADINGS, ...rows])
}

/** The words for a phase; a status that phd does not know has none. */
export function phaseWords(phase: Deal['finding']['phase']): string {
  return phase === null ? 'unknown' : PHASE_WORDS[phase]
}
