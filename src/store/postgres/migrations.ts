/**
 * How the schema of a desk on a server became what it is: one step after the other, each done once and never taken back. A desk is made
 * with all of them. The number goes up by one with each; what a step adds leaves older programs reading where it can.
 */

import { AUDIT_FUNCTIONS } from './recording/audit-functions.ts'
import { CLAIMS_TABLE, ROOM_IN_SEEN } from './tables.ts'

export interface Migration {
  /** The number of the schema that the step makes. */
  to: number
  /** What it is for, as an administrator is told before. */
  what: string
  /** The oldest schemas whose programs may still ask and record once it is done. */
  oldestReader: number
  oldestWriter: number
  statements: readonly string[]
}

export const MIGRATIONS: readonly Migration[] = [
  // A program that knows no claims would decide what a colleague has taken.
  { to: 2, what: 'who works on a request or a mail', oldestReader: 1, oldestWriter: 2, statements: [CLAIMS_TABLE] },
  // An older program adds to the table itself, which the server no longer lets it do.
  {
    ...{ to: 3, what: 'who was logged in, in every entry of the audit', oldestReader: 1, oldestWriter: 3 },
    statements: AUDIT_FUNCTIONS,
  },
  // They are rows of `meta`. An older program would go by each person's own, and so answer two people differently.
  { to: 4, what: 'settings of the desk, which hold for everyone', oldestReader: 4, oldestWriter: 4, statements: [] },
  {
    ...{ to: 5, what: 'a number of its own, by which each phd knows the last entry it saw', oldestReader: 4, oldestWriter: 4 },
    statements: ["INSERT INTO meta (name, value) VALUES ('id', gen_random_uuid()) ON CONFLICT DO NOTHING"],
  },
  // Each night changes most of their rows. Where a page has room for both, no index has to be told of the new one.
  {
    ...{ to: 6, what: 'room for what each night notes of the records it saw', oldestReader: 4, oldestWriter: 4 },
    statements: [ROOM_IN_SEEN],
  },
]

/** The number of the schema that steps lead to. */
export function numberOf(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.to ?? FIRST.to
}

/** What a desk is before any step. */
export const FIRST: Pick<Migration, 'to' | 'oldestReader' | 'oldestWriter'> = { to: 1, oldestReader: 1, oldestWriter: 1 }
