/** Forgets a person: everything that the database has of an address, in one transaction, with what was changed on record. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import { refuseDamaged } from '../../forget/entries.ts'
import { type Found, forgotten, forgottenEntry, isNobody } from '../../forget/found.ts'
import { Scrub } from '../../forget/scrub.ts'
import type { Forgotten } from '../../forgotten.ts'
import { appendAudit, auditHead, verifyAudit } from '../audit.ts'
import { checkBeforeFirstWrite } from '../health.ts'
import type { Recorder } from '../recording/recorder.ts'
import { forgetInEntries } from './entries.ts'
import { forgetInRecords } from './records.ts'
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
    refuseDamaged(verifyAudit(db))
    const scrub = new Scrub(address, `forgotten-${auditHead(db).entries + 1}`)
    const found = forgetEverywhere(db, kinds, scrub)
    const entry = found && appendAudit(db, forgottenEntry(scrub, found), recorder())
    if (entry !== null) note(db, TO_ERASE, '1')
    db.exec(dryRun || entry === null ? 'ROLLBACK' : 'COMMIT')
    return found && forgotten(scrub, found, dryRun ? null : entry)
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

function forgetEverywhere(db: Database.Database, kinds: readonly Kind[], scrub: Scrub): Found | null {
  const { of: records, imports } = forgetInRecords(db, kinds, scrub)
  const mentions = forgetInTexts(db, kinds, scrub)
  // After the records, whose keys they have.
  const rejected = forgetInRejected(db, scrub)
  const { entries, sameName } = forgetInEntries(db, scrub)
  if (isNobody({ records, rejected, mentions, entries })) return null
  forgetInNames(db, kinds, scrub)
  return {
    ...{ records, rejected, mentions, entries },
    sameName: { entries: sameName, records: sameNameIn(db, kinds, scrub) },
    imports: filesOf(db, imports),
    drafts: draftsOf(
      db,
      entries.map(({ id }) => id),
    ),
  }
}

function filesOf(db: Database.Database, imports: ReadonlySet<number>): Found['imports'] {
  return db
    .prepare<[string], { id: number; file: string }>(
      'SELECT id, file FROM imports WHERE undoes IS NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY id',
    )
    .all(JSON.stringify([...imports]))
}

function draftsOf(db: Database.Database, entries: readonly number[]): Found['drafts'] {
  return db
    .prepare<[string], { folder: string; file: string }>(
      'SELECT folder, file FROM promised_files WHERE entry IN (SELECT value FROM json_each(?)) GROUP BY folder, file ORDER BY min(id)',
    )
    .all(JSON.stringify(entries))
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
