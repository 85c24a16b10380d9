/** What was found of a person who is forgotten: how it is recorded, and told. */

import { join } from 'node:path'
import type { AuditEntry, NewAuditEntry } from '../audit.ts'
import type { Forgotten } from '../forgotten.ts'
import type { ScrubbedEntry } from './entries.ts'
import type { Scrub } from './scrub.ts'

/** What was changed, and the entries and imports that have to do with it. */
export interface Found {
  records: Forgotten['records']
  rejected: number
  mentions: number
  entries: ReadonlyArray<Pick<ScrubbedEntry, 'id' | 'hash'>>
  sameName: Forgotten['sameName']
  /** Files that the person was imported from, in the order of their imports. */
  imports: Forgotten['imports']
  /** Where the drafts are that were written for those entries. */
  drafts: ReadonlyArray<{ folder: string; file: string }>
}

/** Whether nothing was about the person. */
export function isNobody({ records, rejected, mentions, entries }: Omit<Found, 'sameName' | 'imports' | 'drafts'>): boolean {
  return records.length + rejected + mentions + entries.length === 0
}

/** The entry that records it. What each entry says since is hashed in it, and proves that nothing else was put there. */
export function forgottenEntry({ id, openers }: Scrub, { records, rejected, entries }: Found): NewAuditEntry {
  const body = {
    id,
    records: records.reduce((sum, each) => sum + each.records, 0),
    rejected,
    entries: entries.map(({ id: entry, hash }) => ({ entry, hash })),
    imports: [...openers].sort((a, b) => a - b),
  }
  return { action: 'person_forgotten', partnerId: null, request: null, body, evidence: null }
}

/** What is told of it; `entry`: what records it, null in a dry run. */
export function forgotten({ id }: Scrub, found: Found, entry: Pick<AuditEntry, 'id'> | null): Forgotten {
  return {
    id,
    entry: entry?.id ?? null,
    ...found,
    entries: found.entries.map((each) => each.id),
    drafts: found.drafts.map(({ folder, file }) => join(folder, file)),
  }
}
