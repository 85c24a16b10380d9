/** Finds and changes the entries of the audit that have a person; see EntryScrub. */

import type Database from 'better-sqlite3'
import type { AuditRow } from '../../audit-chain.ts'
import { EntryScrub, type ScrubbedEntry } from '../../forget/entries.ts'
import type { Scrub } from '../../forget/scrub.ts'
import { changingAudit } from '../audit.ts'

/** Takes the person out of every entry that is about them. `sameName`: entries that only have the name. */
export function forgetInEntries(db: Database.Database, scrub: Scrub): { entries: ScrubbedEntry[]; sameName: number[] } {
  const all = db.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY id')
  const entries = new EntryScrub(scrub)
  for (const row of all.iterate()) entries.learn(row)
  const changed: ScrubbedEntry[] = []
  for (const row of all.iterate()) {
    const replaced = entries.replaced(row)
    if (replaced) changed.push(replaced)
  }
  if (changed.length > 0)
    changingAudit(db, () => {
      const update = db.prepare('UPDATE audit SET body = ?, evidence = ? WHERE id = ?')
      for (const { id, body, evidence } of changed) update.run(body, evidence, id)
    })
  return { entries: changed, sameName: entries.sameName }
}
