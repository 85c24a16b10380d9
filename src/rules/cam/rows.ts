/** What the rows found in the channel managers' tables say together, and what the words in them mean. */

import { foldCode } from '../../records/key.ts'
import { foldName } from '../../records/name.ts'
import type { CamPolicy, CountryGroups, ManagerRow, Ownership, OwnershipDecision, Reason, ReasonCode, Region } from './types.ts'

/** The owner that the rows found agree on, or why there is none. */
export function fromRows(
  rows: readonly ManagerRow[],
  isKnown: boolean,
  {
    table,
    territory,
    region,
    groups = null,
  }: { table: string; territory: string; region: Region | null; groups?: CountryGroups | null },
): Ownership {
  const [first] = rows
  if (!first) {
    return isKnown
      ? open('unmapped', region, reason('nobody_for_territory', { table, territory }), groups)
      : open('needs_review', region, reason('table_missing', { table }), groups)
  }
  const evidence = rows.map((row) => ({ row, groups }))
  const shared = rows.find((row) => row.shared)
  if (shared) {
    const facts = { rule: `${shared.table}: ${shared.of}`, file: shared.source.file, line: String(shared.source.line) }
    return { ...open('needs_review', region, reason('partner_row_shared', facts)), rows: evidence }
  }
  if (new Set(rows.length > 1 ? rows.map(({ manager }) => foldName(manager ?? '').folded) : []).size > 1) {
    const facts = { rows: rows.map(({ of, manager }) => `${of}: ${manager ?? 'no one'}`).join('; '), table }
    return { ...open('conflict', region, reason('rows_disagree', facts)), rows: evidence }
  }
  const doubted = rows.find(({ doubt }) => doubt)
  if (doubted?.doubt) {
    const { file, line } = doubted.doubt
    return {
      ...open('needs_review', region, reason('row_set_aside', { file, line: String(line), row: `${first.table}: ${first.of}` })),
      rows: evidence,
    }
  }
  if (first.manager === null) {
    return { ...open('unmapped', region, reason('nobody_for_territory', { table, territory: first.of })), rows: evidence }
  }
  return {
    decision: 'assigned',
    manager: first.manager,
    via: {
      mapping: foldCode(first.table),
      territory: isGroup(region) ? first.of : territory,
      rule: `${first.table}: ${first.of}`,
    },
    region,
    hold: null,
    reasons: [],
    rows: evidence,
  }
}

/** Regions whose territories are groups of countries, named as their table names them. */
function isGroup(region: Region | null): boolean {
  return region === 'APAC' || region === 'EMEA'
}

/** An answer without an owner, and why; `groups`: the row of the country it rests on. */
export function open(
  decision: Exclude<OwnershipDecision, 'assigned'>,
  region: Region | null,
  why: Reason,
  groups: CountryGroups | null = null,
): Ownership {
  return { decision, manager: null, via: null, region, hold: null, reasons: [why], rows: groups ? [{ row: null, groups }] : [] }
}

/** What the field `Public Sector Partner` says; anything else is unknown. */
export function publicSectorFlag(value: string | null, { publicSector }: CamPolicy): 'yes' | 'no' | 'unknown' {
  if (isOneOf(value ?? '', publicSector.yes)) return 'yes'
  return isOneOf(value ?? '', publicSector.no) ? 'no' : 'unknown'
}

/** Whether a text is one of a policy’s words, apart from case, spacing and a period at its end. */
export function isOneOf(text: string, words: readonly string[]): boolean {
  const folded = foldedWords.get(words) ?? new Set(words.map(foldCode))
  foldedWords.set(words, folded)
  return folded.has(foldCode(text.replace(/\.\s*$/, '')))
}

/** The words of a policy, folded once for many accounts. */
const foldedWords = new WeakMap<readonly string[], Set<string>>()

/** Whether two names are the same, apart from spelling details. */
export function isSameName(a: string, b: string): boolean {
  return foldName(a).folded === foldName(b).folded
}

/** A reason with the facts of its sentence. */
export function reason(code: ReasonCode, facts: Reason['facts']): Reason {
  return { code, facts }
}
