/** The files that phd answers by: those that came with it, what stands in for them, and how long they reach. */

import type { Level } from './level.ts'

/** From so many days before the end a calendar or a rule needs someone who renews it. */
const AHEAD = 60
/** From so many days before its end a calendar must be renewed: what is asked for then may be due after it. */
const CALENDAR_DUE = 30

const DAY = 86_400_000

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
}

/** How the files in `data/` differ from those that came with phd; null where that is unknown. */
interface ShippedFiles {
  changed: readonly string[]
  missing: readonly string[]
  added: readonly string[]
}

export interface DataFacts {
  shipped: ShippedFiles | null
  /** Files that cannot be read, in words, with what to do. */
  unreadable: readonly { message: string; hint: string | null }[]
  /** Files of the user's own, and whether one of phd's has the same name. */
  own: readonly { of: 'reply' | 'answer'; name: string; replaces: boolean }[]
  /** Imported tables that are not the ones that came with phd. */
  tables: readonly ReplacedTable[]
}

export interface ReplacedTable {
  kind: string
  title: string
  file: string
  importId: number
  /** The file of phd's. */
  shipped: string
}

/** The calendar that counts: how far it reaches. */
export interface CalendarFacts {
  /** Last closed day that holds everywhere; null: there is none. */
  everywhere: string | null
  /** The region of the settings, and the last closed day of its own; null: none is set. */
  region: { name: string; last: string | null } | null
  isImported: boolean
  /** The file that came with phd, where that is the one that counts. */
  shipped: string | null
}

/** The days of a rule's versions. */
export interface RuleDays {
  id: string
  title: string
  versions: readonly { version: string; from: string | null; to: string | null }[]
}

export type DataFinding =
  | { code: 'data_changed'; level: Level; changed: readonly string[]; added: readonly string[] }
  | { code: 'data_missing'; level: Level; files: readonly string[] }
  | { code: 'data_unreadable'; level: Level; message: string; hint: string | null }
  | { code: 'own_files'; level: Level; of: 'reply' | 'answer'; names: readonly string[]; replaces: boolean }
  | { code: 'table_replaced'; level: Level; table: ReplacedTable }
  | { code: 'calendar_ends'; level: Level; region: string | null; last: string | null; shipped: string | null }
  | { code: 'region_unknown'; level: Level; region: string }
  | { code: 'rule_ends'; level: Level; rule: string; title: string; version: string; to: string }
  | { code: 'rule_missing'; level: Level; rule: string; title: string; today: string }

/** What is different, and what cannot be read. */
export function dataFindings({ shipped, unreadable, own, tables }: DataFacts): DataFinding[] {
  const findings: DataFinding[] = unreadable.map((each) => ({ code: 'data_unreadable', level: 'problem', ...each }))
  if (shipped && shipped.missing.length > 0) findings.push({ code: 'data_missing', level: 'warning', files: shipped.missing })
  if (shipped && shipped.changed.length + shipped.added.length > 0)
    findings.push({ code: 'data_changed', level: 'note', changed: shipped.changed, added: shipped.added })
  for (const what of ['reply', 'answer'] as const)
    for (const replaces of [true, false]) {
      const names = own.filter((each) => each.of === what && each.replaces === replaces).map(({ name }) => name)
      if (names.length > 0) findings.push({ code: 'own_files', level: 'note', of: what, names, replaces })
    }
  return [...findings, ...tables.map((table): DataFinding => ({ code: 'table_replaced', level: 'note', table }))]
}

/** Whether the calendar reaches far enough. */
export function calendarFindings({ everywhere, region, shipped }: CalendarFacts, today: string): DataFinding[] {
  const isDue = (last: string | null): boolean => last === null || last <= addDays(today, CALENDAR_DUE)
  const ends = (name: string | null, last: string | null): DataFinding[] =>
    last === null || last < addDays(today, AHEAD)
      ? [{ code: 'calendar_ends', level: isDue(last) ? 'warning' : 'note', region: name, last, shipped }]
      : []
  if (!region) return ends(null, everywhere)
  const own = region.last === null ? unknownRegion(region.name) : ends(region.name, region.last)
  return [...ends(null, everywhere), ...own]
}

function unknownRegion(region: string): DataFinding[] {
  return [{ code: 'region_unknown', level: 'warning', region }]
}

/** Rules that end soon with nothing after them, and those that have no version today; one that never had any is background alone. */
export function ruleFindings(rules: readonly RuleDays[], today: string): DataFinding[] {
  return rules.flatMap(({ id, title, versions }): DataFinding[] => {
    if (versions.length === 0) return []
    const isIn = (day: string) => versions.find(({ from, to }) => (from === null || from <= day) && (to === null || day <= to))
    const now = isIn(today)
    if (!now) return [{ code: 'rule_missing', level: 'warning', rule: id, title, today }]
    const { version, to } = now
    if (to === null || to >= addDays(today, AHEAD) || isIn(addDays(to, 1))) return []
    return [{ code: 'rule_ends', level: 'warning', rule: id, title, version, to }]
  })
}
