/** What the desk has to do, by the day it is due: items in, sections out. It knows no rule: each item brings its day and its handbook. */

import { compareText } from '../records/compare.ts'

/** What an item is about, in the order that items of one day are listed. */
const AGENDA_CODES = [
  'letter_request',
  'license_request',
  'exception_request',
  'deal_answer',
  'quarter_step',
  'rebate_pay',
  'rebate_review',
  'letter_ends',
  'license_ends',
  'deal_ends',
  'evaluation_ends',
  'voucher_ends',
  'lead_recall',
  'deal_over',
  'deal_conflict',
  'plan_load',
  'plan_verify',
  'accounts_unowned',
  'accounts_unmapped',
  'names_unlinked',
  'rows_rejected',
  'imports_made',
  'mails_routed',
] as const
export type AgendaCode = (typeof AGENDA_CODES)[number]

/** Where a fact is: a line of a file, or an entry of the audit. */
export interface AgendaPlace {
  file: string | null
  line: number | null
  lastSeenAt: string | null
  auditEntry: number | null
}

interface Cited {
  page: string
  section: string
}

/** One thing to do or to know. */
export interface AgendaItem {
  code: AgendaCode
  /** The same in every run, of ids alone: "deal_answer REG10000 channel_manager". */
  key: string
  /** The day it is due, ends or may be done from; null: it has none. */
  due: string | null
  /** Whether the rule says that it is late. */
  isLate: boolean
  /** The day it came; null where that does not matter. */
  came: string | null
  /** Who acts next, where that is not the desk; null: the desk does. */
  waitsFor: string | null
  /** Who of the desk works on it, since when and until when; null: nobody, or that cannot be taken. */
  taken: { by: string; since: string; until: string } | null
  partner: { id: string; name: string } | null
  /** What the row calls the partner, where that leads to none. */
  partnerText: string | null
  /** The channel manager: of the registration, else of the account. */
  manager: { id: string | null; name: string | null } | null
  /** What it is, in a few words: "registration REG10007". */
  what: string
  /** The same where there is little room, and the command beside it has the id: "deal"; null: it is short already. */
  brief: string | null
  /** Who asked. */
  person: { name: string | null; address: string | null } | null
  /** How many it stands for. */
  count: number
  /** What to run next, and what lists all of its kind. */
  command: string
  list: string
  evidence: readonly AgendaPlace[]
  handbook: readonly Cited[]
  /** Whether the list that it is from is too old to rely on. */
  isOld: boolean
}

/** What is unknown, and why. */
export interface AgendaDoubt {
  code: 'never_imported' | 'too_old' | 'rows_rejected' | 'due_unknown' | 'not_judged'
  /** Of the list: as JSON and people call it; null where it is of none. */
  kind: string | null
  title: string | null
  /** What is not known without it, in words. */
  unknown: string
  count: number
  lastSeenAt: string | null
  file: string | null
  command: string
}

/** Sections in their fixed order. */
export const AGENDA_SECTIONS = ['late', 'today', 'new', 'week', 'waiting', 'open'] as const
export type AgendaSection = (typeof AGENDA_SECTIONS)[number]

export interface AgendaDays {
  today: string
  /** What came on this day or later is new. */
  since: string
  /** The last day of "this week". */
  until: string
}

/** The section of an item; `later`: nothing to do about it yet. */
export function sectionOf(item: AgendaItem, { today, since, until }: AgendaDays): AgendaSection | 'later' {
  const { due, came, isLate, waitsFor } = item
  if (isLate) return 'late'
  if (due !== null && due <= today) return 'today'
  if (waitsFor !== null) return 'waiting'
  if (came !== null && came >= since) return 'new'
  if (due === null) return 'open'
  return due <= until ? 'week' : 'later'
}

/** The items of each section: in the first section what became late last, in the others what is due first. */
export function sectionsOf(items: readonly AgendaItem[], days: AgendaDays): Record<AgendaSection | 'later', AgendaItem[]> {
  const sections: Record<AgendaSection | 'later', AgendaItem[]> = {
    late: [],
    today: [],
    new: [],
    week: [],
    waiting: [],
    open: [],
    later: [],
  }
  for (const item of items) sections[sectionOf(item, days)].push(item)
  for (const name of [...AGENDA_SECTIONS, 'later'] as const) sections[name].sort(byDay)
  sections.late.sort((a, b) => compareText(b.due, a.due) || byDay(a, b))
  return sections
}

/** Those without a day last; of one day in the order of the codes. */
function byDay(a: AgendaItem, b: AgendaItem): number {
  return (
    compareText(a.due ?? '9999', b.due ?? '9999') ||
    AGENDA_CODES.indexOf(a.code) - AGENDA_CODES.indexOf(b.code) ||
    compareText(nameOf(a), nameOf(b)) ||
    compareText(a.key, b.key)
  )
}

/** The partner of an item, as far as it is known; blank where there is none. */
export function nameOf({ partner, partnerText }: Pick<AgendaItem, 'partner' | 'partnerText'>): string {
  return partner?.name ?? partnerText ?? ''
}

/** How many things some items stand for. */
export function countOf(items: readonly AgendaItem[]): number {
  return items.reduce((sum, { count }) => sum + count, 0)
}

/** The first thing that is due after a day; null where nothing is. */
export function nextOf(items: readonly AgendaItem[], today: string): AgendaItem | null {
  return items.filter(({ due, isLate }) => !isLate && due !== null && due > today).sort(byDay)[0] ?? null
}
