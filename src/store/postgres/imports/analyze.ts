/** Having the server look at what tables hold, by which it plans what is asked of them. */

import type { Kind } from '../../../records/kind.ts'
import type { Connection } from '../connection/connection.ts'
import { ANALYZED } from '../tables.ts'

/** Fewer rows change nothing in how a table is best asked, nor does a smaller part of those that are there. */
const MANY = 1000
const PART = 0.1

/** Looks at some rows of a table that ends with the transaction: how many it has, and how they are spread, is all that matters. */
export async function analyzeTemporary(link: Connection, table: string): Promise<void> {
  await lookAt(link, 10, `ANALYZE ${table}`)
}

/**
 * Looks at the tables of a kind, where a file of so many rows opened many versions. What is asked next is planned by what they hold now; the
 * server would find that out by itself, and better, a minute later.
 */
export async function analyzeKind(
  link: Connection,
  { kind }: Kind,
  { opened, rows }: { opened: number; rows: number },
): Promise<void> {
  if (opened >= MANY && opened >= PART * rows) await lookAt(link, 30, `SELECT ${ANALYZED}('${kind}')`)
}

/** The server looks at 300 rows for each of the target, which is 100 as a rule: fewer take a fraction of the time. */
async function lookAt(link: Connection, target: number, statement: string): Promise<void> {
  await link.run(`SET LOCAL default_statistics_target = ${target}; ${statement}; SET LOCAL default_statistics_target TO DEFAULT`)
}
