/** The health of the database and its sources: facts in, findings out. */

import type { SeenBy } from '../records/seen-by.ts'
import type { RunFinding } from './runs.ts'

/** `note`: good to know, nothing to do. */
export type Level = 'ok' | 'note' | 'warning' | 'problem'

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
  file: string
  bytes: number | null
  /** Rights, as octal digits: 0600. */
  mode: string | null
  schema: number | null
  state: 'sound' | 'damaged' | 'unusable' | 'absent'
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

export type Finding =
  | { code: 'no_database'; level: Level; file: string }
  | { code: 'database_damaged'; level: Level; file: string; signs: readonly string[] }
  | { code: 'database_readable_by_others'; level: Level; file: string; mode: string }
  | { code: 'database_sound'; level: Level }
  | { code: 'audit_broken'; level: Level; flaws: number }
  | ({ code: 'recorded_file_missing'; level: Level } & LostFile)
  | {
      code: 'never_imported' | 'source_stale' | 'source_old' | 'records_stale' | 'records_gone' | 'rows_set_aside'
      level: Level
      source: SourceHealth
    }
  | { code: 'sources_fresh'; level: Level }
  | { code: 'names_unlinked'; level: Level; names: number; rows: number }
  | RunFinding

interface Facts {
  database: DatabaseHealth
  sources: readonly SourceHealth[]
  unlinked: ReadonlyArray<{ rows: number }>
  /** The audit: signs that it was changed by hand. */
  audit: { flaws: ReadonlyArray<unknown> }
  /** Files that the audit names and that are not in their places. */
  lostFiles: readonly LostFile[]
  /** What the log of runs says. */
  runs: readonly RunFinding[]
}

/** Every finding, the most serious first. A source that no answer needs may be any age. */
export function findingsOf({ database, sources, unlinked, audit, lostFiles, runs }: Facts): Finding[] {
  const findings = ofDatabase(database)
  if (audit.flaws.length > 0) findings.push({ code: 'audit_broken', level: 'problem', flaws: audit.flaws.length })
  for (const file of lostFiles) findings.push({ code: 'recorded_file_missing', level: 'warning', ...file })
  if (database.state === 'sound') {
    const ofSources = sources.flatMap(ofSource)
    findings.push(...ofSources)
    if (ofSources.every(({ level }) => level === 'note')) findings.push({ code: 'sources_fresh', level: 'ok' })
    const rows = unlinked.reduce((total, name) => total + name.rows, 0)
    if (unlinked.length > 0) findings.push({ code: 'names_unlinked', level: 'note', names: unlinked.length, rows })
  }
  findings.push(...runs)
  return findings.sort((a, b) => GRAVITY.indexOf(a.level) - GRAVITY.indexOf(b.level))
}

const GRAVITY: readonly Level[] = ['problem', 'warning', 'note', 'ok']

function ofDatabase({ file, state, signs, mode }: DatabaseHealth): Finding[] {
  const findings: Finding[] = []
  if (state === 'absent') findings.push({ code: 'no_database', level: 'warning', file })
  if (state === 'damaged') findings.push({ code: 'database_damaged', level: 'problem', file, signs })
  if (state === 'sound') findings.push({ code: 'database_sound', level: 'ok' })
  if (mode !== null && /[1-7]/.test(mode.slice(-2))) {
    findings.push({ code: 'database_readable_by_others', level: 'warning', file, mode })
  }
  return findings
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
