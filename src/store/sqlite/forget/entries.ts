/** Takes a person out of the audit. Each entry keeps its place and its hash; what it says since is hashed in the entry that records it. */

import type Database from 'better-sqlite3'
import { type AuditRow, changingAudit, hashOf } from '../audit.ts'
import type { Scrub } from './scrub.ts'

interface Redacted {
  entries: { entry: number; hash: string }[]
  /** Entries that have the name, and neither the address nor anything to do with the person. */
  sameName: number[]
}

type Row = Pick<AuditRow, 'id' | 'request' | 'partner_id' | 'body' | 'evidence'>

/**
 * Replaces the person in every entry that has the address, and the name in those of the same request or the same partner. The same
 * name elsewhere may be someone else's, and is told.
 */
export function forgetInEntries(db: Database.Database, scrub: Scrub): Redacted {
  const all = db.prepare<[], Row>('SELECT id, request, partner_id, body, evidence FROM audit ORDER BY id')
  const own = new Set<number>()
  const requests = new Set<number>()
  const partners = new Set<string>()
  for (const row of all.iterate()) {
    if (!contains(row, scrub)) continue
    for (const text of [row.body, row.evidence]) if (text !== null) scrub.learn(JSON.parse(text))
    own.add(row.id)
    if (row.request !== null) requests.add(row.request)
    if (row.partner_id !== null) partners.add(row.partner_id)
  }
  const changed: Row[] = []
  const sameName: number[] = []
  for (const row of all.iterate()) {
    const isOwn = own.has(row.id)
    if (!isOwn && !scrub.hasName(`${row.body}\n${row.evidence ?? ''}`)) continue
    const isNear = isOwn || requests.has(row.request ?? 0) || partners.has(row.partner_id ?? '')
    const after = isNear ? { body: without(row.body, scrub), evidence: row.evidence && without(row.evidence, scrub) } : row
    if (after.body !== row.body || after.evidence !== row.evidence) changed.push({ ...row, ...after })
    else sameName.push(row.id)
  }
  return { entries: write(db, changed), sameName }
}

function contains({ body, evidence }: Row, scrub: Scrub): boolean {
  // Parsed only where the address is, for evidence is long.
  return [body, evidence].some((text) => text?.toLowerCase().includes(scrub.address) && text !== without(text, scrub, false))
}

function without(text: string, scrub: Scrub, withName = true): string {
  return JSON.stringify(scrub.json(JSON.parse(text), withName))
}

function write(db: Database.Database, changed: readonly Row[]): Redacted['entries'] {
  if (changed.length === 0) return []
  changingAudit(db, () => {
    const update = db.prepare('UPDATE audit SET body = ?, evidence = ? WHERE id = ?')
    for (const { id, body, evidence } of changed) update.run(body, evidence, id)
  })
  const read = db.prepare<[number], AuditRow>('SELECT * FROM audit WHERE id = ?')
  return changed.flatMap(({ id }) => {
    const row = read.get(id)
    return row ? [{ entry: id, hash: hashOf(row) }] : []
  })
}
