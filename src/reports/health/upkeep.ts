/** The program and the state of the database's file, as far as they need care. */

import type { Level } from './level.ts'

/** Major versions of Node that phd is tested with. */
const TESTED_NODES: readonly number[] = [24, 26]

/** A log of changes that is longer slows every answer down. */
const LONG_LOG = 64 * 2 ** 20

/** So much that holds nothing is worth a word: at least this, and this part of the whole. */
const UNUSED = { bytes: 64 * 2 ** 20, part: 0.25 }

export interface EngineHealth {
  /** The version of Node. */
  node: string
  /** Why the engine of the database cannot be loaded; null: it can. */
  failure: string | null
}

export interface UpkeepFacts {
  /** Of a database of an older phd, its schema and that of this program. */
  older: { schema: number; current: number } | null
  /** Signs that indexes do not fit their tables. */
  indexSigns: readonly string[]
  /** The size of the log of changes beside the database. */
  logBytes: number
  bytes: number
  unusedBytes: number
  /** Whether bytes of someone who was forgotten may still be in the file. */
  toErase: boolean
}

export type UpkeepFinding =
  | { code: 'node_untested'; level: Level; node: string; tested: readonly number[] }
  | { code: 'engine_unusable'; level: Level; why: string; node: string }
  | { code: 'schema_older'; level: Level; file: string; schema: number; current: number }
  | { code: 'indexes_damaged'; level: Level; file: string; signs: readonly string[] }
  | { code: 'log_long'; level: Level; file: string; bytes: number }
  | { code: 'not_erased'; level: Level; file: string }
  | { code: 'space_unused'; level: Level; file: string; bytes: number; unused: number }

/** What is wrong with the program itself. */
export function engineFindings({ node, failure }: EngineHealth): UpkeepFinding[] {
  const findings: UpkeepFinding[] = []
  if (failure !== null) findings.push({ code: 'engine_unusable', level: 'problem', why: failure, node })
  if (!TESTED_NODES.includes(Number.parseInt(node, 10)))
    findings.push({ code: 'node_untested', level: 'note', node, tested: TESTED_NODES })
  return findings
}

/** What the database's file needs. */
export function upkeepFindings(file: string, facts: UpkeepFacts): UpkeepFinding[] {
  const { older, indexSigns, logBytes, bytes, unusedBytes, toErase } = facts
  const findings: UpkeepFinding[] = []
  if (older) findings.push({ code: 'schema_older', level: 'warning', file, ...older })
  if (indexSigns.length > 0) findings.push({ code: 'indexes_damaged', level: 'problem', file, signs: indexSigns })
  if (logBytes > LONG_LOG) findings.push({ code: 'log_long', level: 'warning', file: `${file}-wal`, bytes: logBytes })
  if (toErase) findings.push({ code: 'not_erased', level: 'warning', file })
  if (unusedBytes > UNUSED.bytes && unusedBytes > bytes * UNUSED.part)
    findings.push({ code: 'space_unused', level: 'note', file, bytes, unused: unusedBytes })
  return findings
}
