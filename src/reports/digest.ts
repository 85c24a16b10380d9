/** The page of what is due, for one reader: which sections it has, what is new in them, and what is gone since it was last marked. */

import { compareText } from '../records/compare.ts'
import { type AgendaDays, type AgendaItem, sectionOf, sectionsOf } from './agenda.ts'

/** Who reads a page. */
export type DigestReader = 'desk' | 'manager' | 'director'

/** The sections of each reader, in their fixed order. */
export const DIGEST_SECTIONS = {
  desk: ['late', 'today', 'new', 'week', 'waiting', 'ends', 'open'],
  manager: ['late', 'today', 'new', 'week', 'waiting', 'ends', 'open'],
  director: ['promises', 'ends', 'unowned', 'decisions'],
} as const satisfies Readonly<Record<DigestReader, readonly string[]>>
export type DigestSection = (typeof DIGEST_SECTIONS)[DigestReader][number]

/** An item as a mark keeps it: ids and states alone. */
export interface MarkedItem {
  key: string
  section: string
  count: number
}

/** An item in its section; `was`: its section at the last mark; `change` null: there was no mark. */
export interface DigestEntry {
  section: DigestSection
  item: AgendaItem
  change: 'new' | 'still' | null
  was: { section: string; count: number } | null
}

const ENDS: ReadonlySet<string> = new Set(['letter_ends', 'license_ends', 'deal_ends', 'evaluation_ends', 'voucher_ends'])
/** What only a person with authority can settle. */
const DECISIONS: ReadonlySet<string> = new Set(['exception_request', 'deal_conflict', 'deal_over', 'plan_load'])
/** What came in is told once, and not followed. */
const PASSING: ReadonlySet<string> = new Set(['imports_made', 'mails_routed'])

/** Where an item stands on the page of a reader; null: nowhere. */
function placeOf(reader: DigestReader, item: AgendaItem, days: AgendaDays): DigestSection | null {
  const { code, due } = item
  const section = sectionOf(item, days)
  if (reader !== 'director') return section !== 'later' ? section : ENDS.has(code) ? 'ends' : null
  if (section === 'late') return 'promises'
  if (ENDS.has(code)) return 'ends'
  if (code === 'accounts_unowned' || code === 'accounts_unmapped') return 'unowned'
  return DECISIONS.has(code) || (code === 'lead_recall' && due === null) ? 'decisions' : null
}

/** The entries of a page in the order of its sections, compared with the last mark; and what was marked and is on it no longer. */
export function digestOf(
  reader: DigestReader,
  items: readonly AgendaItem[],
  days: AgendaDays,
  mark: readonly MarkedItem[] | null,
): { entries: DigestEntry[]; gone: MarkedItem[] } {
  const marked = new Map(mark?.map((each) => [each.key, each]))
  const sorted = Object.values(sectionsOf(items, days)).flat()
  const order: readonly string[] = DIGEST_SECTIONS[reader]
  const entries = sorted
    .flatMap((item): DigestEntry[] => {
      const section = placeOf(reader, item, days)
      if (section === null) return []
      const was = marked.get(item.key) ?? null
      const change = mark === null || PASSING.has(item.code) ? null : was ? 'still' : 'new'
      return [{ section, item, change, was: was && { section: was.section, count: was.count } }]
    })
    .sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section) || newFirst(a, b))
  const here = new Set(entries.map(({ item }) => item.key))
  return { entries, gone: (mark ?? []).filter(({ key }) => !here.has(key)) }
}

/** In a section what is new comes first; the order is kept otherwise. */
function newFirst(a: DigestEntry, b: DigestEntry): number {
  return Number(b.change === 'new') - Number(a.change === 'new')
}

/** What a mark keeps of a page. */
export function marksOf(entries: readonly DigestEntry[]): MarkedItem[] {
  return entries
    .filter(({ item }) => !PASSING.has(item.code))
    .map(({ section, item }) => ({ key: item.key, section, count: item.count }))
}

/** Several items of one code together: how many, how many more than at the mark, the oldest day, and who owns them. */
export interface DigestSum {
  section: DigestSection
  items: readonly AgendaItem[]
  count: number
  /** Null: there was no mark. */
  change: number | null
  oldest: string | null
  /** The channel manager who has most of them, and how many others have some. */
  owner: { name: string | null; others: number }
}

/** The entries of a section by their code. */
export function sumsOf(entries: readonly DigestEntry[], gone: readonly MarkedItem[], isMarked: boolean): DigestSum[] {
  return [...Map.groupBy(entries, ({ section, item }) => `${section} ${item.code}`).values()].map((own) => {
    const items = own.map(({ item }) => item)
    const [first] = own
    const count = items.reduce((sum, item) => sum + item.count, 0)
    const before = own.reduce((sum, { was }) => sum + (was?.count ?? 0), 0)
    const left = gone.filter(({ key, section }) => section === first?.section && codeIn(key) === codeIn(items[0]?.key ?? ''))
    const lost = left.reduce((sum, each) => sum + each.count, 0)
    const days = items.flatMap(({ due, came }) => due ?? came ?? [])
    return {
      section: first?.section ?? 'ends',
      items,
      count,
      change: isMarked ? count - before - lost : null,
      oldest: days.sort(compareText)[0] ?? null,
      owner: ownerOf(items),
    }
  })
}

function codeIn(key: string): string {
  return key.split(' ')[0] ?? ''
}

function ownerOf(items: readonly AgendaItem[]): DigestSum['owner'] {
  const names = Map.groupBy(
    items.flatMap(({ manager }) => manager?.name ?? []),
    (name) => name,
  )
  const [most, ...others] = [...names.values()].sort((a, b) => b.length - a.length || compareText(a[0] ?? null, b[0] ?? null))
  return { name: most?.[0] ?? null, others: others.length }
}

/** A partner of which something is late. */
export interface PartnerAtRisk {
  partner: string
  id: string | null
  late: number
  oldest: string | null
  owner: string | null
  change: 'new' | 'still' | null
}

/** The partners of which something is late, those with the most first. */
export function partnersAtRisk(entries: readonly DigestEntry[]): PartnerAtRisk[] {
  const late = entries.filter(({ section, item }) => section === 'promises' && (item.partner !== null || item.partnerText))
  return [...Map.groupBy(late, ({ item }) => item.partner?.id ?? item.partnerText).values()]
    .map((own): PartnerAtRisk => {
      const items = own.map(({ item }) => item)
      const [first] = items
      return {
        partner: first?.partner?.name ?? first?.partnerText ?? '',
        id: first?.partner?.id ?? null,
        late: items.length,
        oldest: items.flatMap(({ due }) => due ?? []).sort(compareText)[0] ?? null,
        owner: ownerOf(items).name,
        change: own[0]?.change === null ? null : own.some(({ change }) => change === 'still') ? 'still' : 'new',
      }
    })
    .sort((a, b) => b.late - a.late || compareText(a.oldest, b.oldest) || compareText(a.partner, b.partner))
}
