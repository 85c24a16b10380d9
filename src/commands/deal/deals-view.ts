/** Lists of deal registrations, in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { DealList } from '../../app/lists/deals.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard } from '../../records/kinds/certification-dashboard.ts'
import { opportunities } from '../../records/kinds/opportunities.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showAge } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Listing } from '../../terminal/print-rows.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { dealJson, listJson } from './json.ts'
import { PROBLEM_SHORT } from './problem-sentences.ts'
import { dueWords, PHASE_WORDS } from './sentences.ts'

/** What a list of registrations shows beside what all of them do. */
interface Own {
  headings: readonly string[]
  cells(deal: Deal): readonly string[]
  /** Told of each before it is printed. */
  each?: ((deal: Deal) => void) | undefined
  /** What the list answers, once all were told of; and what stands below that. */
  answer(): readonly string[]
  below?(): readonly string[]
  /** What its document has before the registrations, and behind them. */
  before?: object
  behind?: object
  object?(deal: Deal): object
}

/** A list of registrations in every format (phd.deals/1). */
export function dealsListing(list: DealList, io: Pick<Io, 'prose'>, own: Own): Listing<Deal> {
  const { deals } = list
  const { headings, cells, each, answer, below = () => [], before = {}, behind = {}, object = dealJson } = own
  return {
    rows: deals,
    each,
    list: { one: 'registration' },
    table: {
      headings,
      cells,
      after: () => `${deals.length > 0 ? '\n' : ''}${io.prose([...answerLines(list, answer()), ...below()].join('\n'))}\n`,
      isBare: true,
    },
    json: (items) => ({ ...listJson(list), ...before, deals: items, ...behind }),
    object,
    line: (deal) => ({ schema: 'phd.deal/1', ...object(deal) }),
    csv: { headings: () => CSV_HEADINGS, cells: csvCells },
  }
}

const HEADINGS = ['DUE (DAYS LEFT)', 'REGISTRATION', 'STATUS', 'PARTNER', 'MANAGER', 'PROBLEMS']

/** Registrations, late ones first. */
export function dealsView(list: DealList, io: Io): Listing<Deal> {
  const { deals, today, days } = list
  let [late, dueToday, troubled] = [0, 0, 0]
  return dealsListing(list, io, {
    headings: HEADINGS,
    cells: ({ row, record, partner, finding }) => [
      dueWords(finding, today, finding.due === null ? null : days.between(today, finding.due)),
      record.name,
      statusWords(record),
      partnerWords(partner, row.record.partner ?? row.record.partnerId),
      row.record.manager ?? '',
      finding.problems.map(({ code }) => PROBLEM_SHORT[code]).join('; '),
    ],
    each: ({ finding }) => {
      if (finding.late === true) late++
      if (finding.due === today) dueToday++
      if (finding.problems.length > 0) troubled++
    },
    answer: () => [`${plural(deals.length, 'registration')}: ${late} late, ${dueToday} due today, ${troubled} with problems`],
  })
}

function statusWords({ status, serviceAttachStatus }: Deal['record']): string {
  return [status?.trim() || 'blank', serviceAttachStatus?.trim()].filter(Boolean).join(' / ')
}

/**
 * What a list answers, and how old it is. Where the registrations are missing or too old, that comes first, and an answer without rows is
 * left out: a number, or "none", would read as one.
 */
function answerLines(list: DealList, answer: readonly string[]): string[] {
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

/** One registration for a spreadsheet. */
export function dealCsv(deal: Deal): string {
  return csvForPeople([CSV_HEADINGS, csvCells(deal)])
}

function csvCells(deal: Deal): string[] {
  const { partner, partnerText, opportunity, problems, notes, source, ...json } = dealJson(deal)
  return [
    ...[json.id, json.dealId, json.type, json.status, json.serviceAttachStatus, json.phase, json.due],
    ...[json.late === null ? null : String(json.late), partner?.id, partner?.name ?? partnerText, json.customer],
    ...[opportunity?.id, opportunity?.name, json.manager, json.submitted, json.approved, json.expires],
    ...[problems.map(({ code }) => code).join('; '), notes.map(({ text }) => text).join('; ')],
    ...[source.file, String(source.line)],
  ].map((cell) => cell ?? '')
}

/** The words for a phase; a status that phd does not know has none. */
export function phaseWords(phase: Deal['finding']['phase']): string {
  return phase === null ? 'unknown' : PHASE_WORDS[phase]
}
