/** The health of the database and its sources: facts in, findings out. */

import type { SeenBy } from '../records/seen-by.ts'
import { type CopiesFinding, type CopiesHealth, copiesFindings } from './health/copies.ts'
import {
  type CalendarFacts,
  calendarFindings,
  type DataFacts,
  type DataFinding,
  dataFindings,
  type ReplacedTable,
  type RuleDays,
  ruleFindings,
} from './health/data.ts'
import type { Level } from './health/level.ts'
import {
  type DiskHealth,
  diskFindings,
  type Leftovers,
  leftoverFindings,
  type Place,
  type PlaceFinding,
  placeFindings,
} from './health/places.ts'
import { type SettingsFacts, type SettingsFinding, settingsFindings } from './health/settings.ts'
import { type EngineHealth, engineFindings, type UpkeepFacts, type UpkeepFinding, upkeepFindings } from './health/upkeep.ts'
import { type UnknownWords, type WordFinding, wordFindings } from './health/words.ts'
import type { RunFinding } from './runs.ts'

export type { Level } from './health/level.ts'

export interface SourceHealth {
  kind: string
  title: string
  /** Where to get it. */
  from: string
  /** Whether the answers of phd need it. */
  needed: boolean
  /** Whether it stays valid until another one replaces it, however old it is. */
  lasting: boolean
  records: number
  newest: {
    importId: number
    file: string
    importedAt: string
    lastSeenAt: string
    lastSeenBy: SeenBy
    statedBy: string | null
  } | null
  /** Whole days since a file last had any of it. */
  ageDays: number | null
  /** Records last seen longer ago than evidence may be. */
  stale: number
  /** Records that the newest list of their report lacks, and such a list. */
  gone: number
  goneFrom: { importId: number; file: string } | null
  /** Whether the newest import itself is that old. */
  isStale: boolean
  /** Rejected rows that are not corrected yet, and the newest file that had some. */
  setAside: { rows: number; importId: number; file: string } | null
}

export interface DatabaseHealth {
  /** Its file; on a server, its place. */
  file: string
  /** Whether it is on a server, which checks its own pages and makes the backups. */
  isShared: boolean
  bytes: number | null
  /** Rights, as octal digits: 0600. */
  mode: string | null
  schema: number | null
  state: 'sound' | 'damaged' | 'indexes_damaged' | 'unusable' | 'absent' | 'older'
  signs: readonly string[]
}

/** A file that the audit names and that is not in its place. */
export interface LostFile {
  entry: number
  path: string
  folder: string
  about: string
  /** Whether it is written, and only its name is still to be given. */
  waits: boolean
}

/** An exported plan of which something is left to do. */
export interface WaitingPlan {
  id: string
  exportedAt: string
  exportedBy: string
  /** Whole days since. */
  days: number
  /** `load`: changes are not loaded, or their results were not read; `verify`: no later export shows them yet. */
  waitsFor: 'load' | 'verify'
  /** How many of its changes. */
  changes: number
  of: number
}

export type Finding =
  | { code: 'no_database'; level: Level; file: string }
  | { code: 'database_damaged'; level: Level; file: string; signs: readonly string[]; restorable: string | null }
  | { code: 'database_readable_by_others'; level: Level; file: string; mode: string }
  | { code: 'database_sound' | 'desk_answers'; level: Level }
  | { code: 'desk_rules_same' | 'desk_rules_differ'; level: Level; rules: DeskRulesFacts }
  | { code: 'audit_broken'; level: Level; flaws: number; isShared: boolean }
  | ({ code: 'recorded_file_missing'; level: Level } & LostFile)
  | {
      code: 'never_imported' | 'source_stale' | 'source_old' | 'records_stale' | 'records_gone' | 'rows_set_aside'
      level: Level
      source: SourceHealth
    }
  | { code: 'not_used_imported'; level: Level; source: SourceHealth; isShared: boolean }
  | { code: 'sources_fresh'; level: Level }
  | { code: 'names_unlinked'; level: Level; names: number; rows: number }
  | { code: 'plan_waits'; level: Level; plan: WaitingPlan }
  | CopiesFinding
  | DataFinding
  | PlaceFinding
  | RunFinding
  | SettingsFinding
  | UpkeepFinding
  | WordFinding

/** A mark of rules, and the version of the phd they came with. */
interface RulesFacts {
  mark: string
  phd: string
}

interface DeskRulesFacts {
  desk: RulesFacts | null
  program: RulesFacts
  newer: 'desk' | 'program' | null
}

/** What is known without the database. */
export interface Surroundings {
  /** YYYY-MM-DD. */
  today: string
  engine: EngineHealth
  places: readonly Place[]
  disk: DiskHealth | null
  leftovers: Leftovers
  /** Null: the server makes them. */
  backups: CopiesHealth | null
  settings: SettingsFacts
  rules: readonly RuleDays[]
  /** By which rules a shared desk decides, null: it was not told; and those of this phd. Null: the desk is in a file, or was not asked. */
  deskRules: DeskRulesFacts | null
  data: Omit<DataFacts, 'tables'>
}

/** What the database says; nothing where it could not be read. */
export interface DatabaseFacts {
  database: DatabaseHealth
  upkeep: UpkeepFacts
  sources: readonly SourceHealth[]
  /** The kinds of lists that this desk does not use, by its settings. */
  notUsed: readonly string[]
  unlinked: Iterable<{ rows: number }> & { readonly length: number }
  /** The audit: signs that it was changed by hand. */
  audit: { head: { entries: number } | null; flaws: ReadonlyArray<unknown> }
  /** Files that the audit names and that are not in their places. */
  lostFiles: readonly LostFile[]
  /** What the log of runs says. */
  runs: readonly RunFinding[]
  words: readonly UnknownWords[]
  plans: readonly WaitingPlan[]
  tables: readonly ReplacedTable[]
  calendar: CalendarFacts | null
}

/** Every finding, the most serious first. A source that no answer needs may be any age. */
export function findingsOf(around: Surroundings, facts: DatabaseFacts): Finding[] {
  const { database, upkeep, audit, lostFiles, runs, words, plans, tables, calendar } = facts
  const { today, engine, places, disk, leftovers, backups, settings, rules, data } = around
  const { file } = database
  const findings: Finding[] = [
    ...engineFindings(engine),
    ...settingsFindings(settings),
    ...ofDatabase(database, backups?.restorable ?? null),
    ...upkeepFindings(file, upkeep),
    ...(around.deskRules ? [ofRules(around.deskRules)] : []),
  ]
  if (audit.flaws.length > 0)
    findings.push({ code: 'audit_broken', level: 'problem', flaws: audit.flaws.length, isShared: database.isShared })
  for (const lost of lostFiles) findings.push({ code: 'recorded_file_missing', level: 'warning', ...lost })
  if (database.state === 'sound') {
    findings.push(...sourceFindings(facts), ...(backups ? copiesFindings(backups, onRecord(facts, today)) : []))
  }
  findings.push(
    ...runs,
    ...wordFindings(words),
    ...plans.map((plan): Finding => ({ code: 'plan_waits', level: plan.days < PATIENCE ? 'note' : 'warning', plan })),
    ...placeFindings(places),
    ...diskFindings(file, disk),
    ...leftoverFindings(leftovers),
    ...dataFindings({ ...data, tables }),
    ...(calendar ? calendarFindings(calendar, today) : []),
    ...ruleFindings(rules, today),
  )
  return findings.sort((a, b) => GRAVITY.indexOf(a.level) - GRAVITY.indexOf(b.level))
}

const DAY = 86_400_000

/** How much would be lost with the database. */
function onRecord({ audit, sources }: DatabaseFacts, today: string): { entries: number; days: number | null } {
  const days = sources.flatMap(({ newest }) =>
    newest ? (Date.parse(today) - Date.parse(newest.importedAt.slice(0, 10))) / DAY : [],
  )
  return { entries: audit.head?.entries ?? 0, days: days.length === 0 ? null : Math.max(...days) }
}

/** After so many days a plan that waits was likely forgotten. */
const PATIENCE = 2

function sourceFindings({
  database: { isShared },
  sources,
  notUsed,
  unlinked,
}: Pick<DatabaseFacts, 'database' | 'sources' | 'notUsed' | 'unlinked'>): Finding[] {
  const findings = sources.flatMap((source) => (notUsed.includes(source.kind) ? ofUnused(source, isShared) : ofSource(source)))
  if (findings.every(({ level }) => level === 'note')) findings.push({ code: 'sources_fresh', level: 'ok' })
  let rows = 0
  for (const name of unlinked) rows += name.rows
  if (unlinked.length > 0) findings.push({ code: 'names_unlinked', level: 'note', names: unlinked.length, rows })
  return findings
}

const GRAVITY: readonly Level[] = ['problem', 'warning', 'note', 'ok']

function ofDatabase({ file, isShared, state, signs, mode }: DatabaseHealth, restorable: string | null): Finding[] {
  const findings: Finding[] = []
  if (state === 'absent') findings.push({ code: 'no_database', level: 'warning', file })
  if (state === 'damaged') findings.push({ code: 'database_damaged', level: 'problem', file, signs, restorable })
  if (state === 'sound') findings.push({ code: isShared ? 'desk_answers' : 'database_sound', level: 'ok' })
  if (mode !== null && /[1-7]/.test(mode.slice(-2))) {
    findings.push({ code: 'database_readable_by_others', level: 'warning', file, mode })
  }
  return findings
}

/** A list that is not used may be as old as it likes; a fresh one is used after all, and would be missed in what is due. */
function ofUnused(source: SourceHealth, isShared: boolean): Finding[] {
  return source.newest && !source.isStale ? [{ code: 'not_used_imported', level: 'note', source, isShared }] : []
}

function ofSource(source: SourceHealth): Finding[] {
  const { needed, lasting, newest, isStale, stale, gone, setAside } = source
  if (!newest) return needed ? [{ code: 'never_imported', level: 'warning', source }] : []
  const findings: Finding[] = []
  // A table of who has what is not evidence that is seen each day.
  if (isStale && !lasting) {
    findings.push(needed ? { code: 'source_stale', level: 'warning', source } : { code: 'source_old', level: 'note', source })
  } else if (stale > 0 && !lasting) findings.push({ code: 'records_stale', level: 'note', source })
  if (gone > 0) findings.push({ code: 'records_gone', level: 'note', source })
  if (setAside) findings.push({ code: 'rows_set_aside', level: 'warning', source })
  return findings
}

function ofRules(rules: DeskRulesFacts): Finding {
  const isSame = rules.desk?.mark === rules.program.mark
  return { code: isSame ? 'desk_rules_same' : 'desk_rules_differ', level: isSame ? 'ok' : 'warning', rules }
}
