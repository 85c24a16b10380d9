/** Forgets a person: everything that the database has of an address, in one transaction, with what was changed on record. */

import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import type { Forgotten } from '../../forgotten.ts'
import { appendAudit, auditHead, verifyAudit } from '../audit.ts'
import { checkBeforeFirstWrite } from '../health.ts'
import type { Recorder, Recording } from '../recording/recorder.ts'
import { forgetInEntries } from './entries.ts'
import { forgetInRecords } from './records.ts'
import { Scrub } from './scrub.ts'
import { forgetInNames, forgetInRejected, forgetInTexts, sameNameIn } from './texts.ts'

/** Notes that the bytes of what was forgotten may still be in the file. */
const TO_ERASE = 'to_erase'

interface Forgetting {
  address: string
  recorder: Recorder
  today: string
  dryRun: boolean
}

/**
 * Forgets the person with an address, in small letters; null where nothing is about them. Throws `audit_damaged`: entries of an
 * audit that is not as it was recorded are not changed.
 */
export function forgetPerson(
  db: Database.Database,
  kinds: readonly Kind[],
  { address, recorder, today, dryRun }: Forgetting,
): Forgotten | null {
  db.exec('BEGIN IMMEDIATE')
  try {
    checkBeforeFirstWrite(db, today)
    if (verifyAudit(db).flaws.length > 0) throw failure('audit_damaged', 'the audit is not as phd left it, so nothing is changed')
    const forgotten = forgetEverywhere(db, kinds, new Scrub(address, `forgotten-${auditHead(db).entries + 1}`), recorder())
    if (forgotten !== null) note(db, TO_ERASE, '1')
    db.exec(dryRun || forgotten === null ? 'ROLLBACK' : 'COMMIT')
    return dryRun && forgotten !== null ? { ...forgotten, entry: null } : forgotten
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

function forgetEverywhere(db: Database.Database, kinds: readonly Kind[], scrub: Scrub, recording: Recording): Forgotten | null {
  const { of: records, imports } = forgetInRecords(db, kinds, scrub)
  const mentions = forgetInTexts(db, kinds, scrub)
  // After the records, whose keys they have.
  const rejected = forgetInRejected(db, scrub)
  const { entries, sameName } = forgetInEntries(db, scrub)
  if (records.length + rejected + mentions + entries.length === 0) return null
  forgetInNames(db, kinds, scrub)
  const body = { id: scrub.id, records: records.reduce((sum, each) => sum + each.records, 0), rejected, entries }
  const entry = { action: 'person_forgotten', partnerId: null, request: null, body, evidence: null } as const
  const { id } = appendAudit(db, entry, recording)
  return {
    id: scrub.id,
    entry: id,
    records,
    rejected,
    mentions,
    entries: entries.map(({ entry }) => entry),
    sameName: { entries: sameName, records: sameNameIn(db, kinds, scrub) },
    imports: filesOf(db, imports),
    drafts: draftsOf(
      db,
      entries.map(({ entry }) => entry),
    ),
  }
}

function filesOf(db: Database.Database, imports: ReadonlySet<number>): { id: number; file: string }[] {
  return db
    .prepare<[string], { id: number; file: string }>(
      'SELECT id, file FROM imports WHERE undoes IS NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY id',
    )
    .all(JSON.stringify([...imports]))
}

function draftsOf(db: Database.Database, entries: readonly number[]): string[] {
  return db
    .prepare<[string], { folder: string; file: string }>(
      'SELECT DISTINCT folder, file FROM promised_files WHERE entry IN (SELECT value FROM json_each(?)) ORDER BY id',
    )
    .all(JSON.stringify(entries))
    .map(({ folder, file }) => join(folder, file))
}

function note(db: Database.Database, name: string, value: string): void {
  db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(
    name,
    value,
  )
}

/** Whether bytes of someone who was forgotten may still be in the file, because an earlier run was stopped or another program read. */
export function isToErase(db: Database.Database): boolean {
  return db.prepare('SELECT 1 FROM meta WHERE name = ?').get(TO_ERASE) !== undefined
}

/**
 * Rewrites the file without what was removed from it, and empties the log beside it. False where another program still reads what
 * was there before: the log is then emptied when the last one closes the database.
 */
export function erase(db: Database.Database): boolean {
  db.pragma('secure_delete = ON')
  db.exec('VACUUM')
  if (!isLogEmptied(db)) return false
  db.prepare('DELETE FROM meta WHERE name = ?').run(TO_ERASE)
  return isLogEmptied(db)
}

function isLogEmptied(db: Database.Database): boolean {
  const [done] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return done?.busy === 0
}
