/** Claims on requests and mails: who has what, and until when. */

import type Database from 'better-sqlite3'
import { type Claim, claimTime, leaseEnd, takenBy, type Wanted } from '../../../records/claims/claim.ts'
import { type Releasing, type Taking, takenOverEntry, workedOn } from '../../claims.ts'
import type { NewAuditEntry } from '../../store.ts'
import { appendAudit } from '../audit.ts'
import { prepared } from './prepared.ts'
import type { Recorder } from './recorder.ts'

export const CLAIMS_TABLE = `CREATE TABLE claims (
    subject TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL
  ) STRICT`

/** The clock of claims is this machine's, whatever time was given by hand for what is recorded: it frees nothing that a colleague has. */
function clock(): string {
  return claimTime(new Date().toISOString())
}

/** The claims that are not over: all, or those on some things. */
export function listClaims(db: Database.Database, subjects?: readonly string[], now: string = clock()): Claim[] {
  return prepared<{ now: string; subjects: string | null }, Claim>(
    db,
    `SELECT subject, holder, since, until FROM claims
     WHERE until > @now AND (@subjects IS NULL OR subject IN (SELECT value FROM json_each(@subjects))) ORDER BY subject`,
  ).all({ now, subjects: subjects ? JSON.stringify(subjects) : null })
}

/** Takes something, unless another has it; `takeOver`: even then, which is recorded. */
export function take(db: Database.Database, wanted: Wanted, holder: string, takeOver: Recorder | null): Taking {
  return db
    .transaction((): Taking => {
      const { subject } = wanted
      const now = clock()
      const [before = null] = listClaims(db, [subject], now)
      const isOthers = before !== null && before.holder !== holder
      if (isOthers && takeOver) appendAudit(db, takenOverEntry(wanted, before), takeOver())
      const claim = replaceFree(db, { subject, holder, since: now, until: leaseEnd(now) }, takeOver !== null)
      // Of what is over nothing is kept.
      prepared<{ now: string }>(db, 'DELETE FROM claims WHERE until <= @now').run({ now })
      if (claim === null) return { status: 'held', claim: before as Claim }
      return { status: before === null ? 'taken' : isOthers ? 'taken_over' : 'extended', claim }
    })
    .immediate()
}

/** Puts a claim in the place of one that is over, or that is the holder's own; `force`: of any. Null where another has it. */
function replaceFree(db: Database.Database, claim: Claim, force: boolean): Claim | null {
  const replace = prepared<Claim & { force: number }, Claim>(
    db,
    `INSERT INTO claims AS own (subject, holder, since, until) VALUES (@subject, @holder, @since, @until)
     ON CONFLICT (subject) DO UPDATE SET holder = excluded.holder, until = excluded.until,
       since = CASE WHEN own.holder = excluded.holder AND own.until > excluded.since THEN own.since ELSE excluded.since END
     WHERE own.holder = excluded.holder OR own.until <= excluded.since OR @force
     RETURNING subject, holder, since, until`,
  )
  return replace.get({ ...claim, force: Number(force) }) ?? null
}

/** Gives something back, unless another has it. */
export function release(db: Database.Database, subject: string, holder: string): Releasing {
  return db
    .transaction((): Releasing => {
      const [claim = null] = listClaims(db, [subject])
      if (claim === null) return { status: 'free', claim }
      if (claim.holder !== holder) return { status: 'held', claim }
      end(db, [subject])
      return { status: 'released', claim }
    })
    .immediate()
}

/**
 * What entries do to claims, in the transaction that adds them: a claim of who records lasts longer, or ends with the work. Throws
 * `taken` where another has what they work on.
 */
export function workOn(db: Database.Database, entries: readonly NewAuditEntry[], holder: string): void {
  const { subjects, ended } = workedOn(entries)
  if (subjects.length === 0) return
  const now = clock()
  const claims = listClaims(db, subjects, now)
  const others = claims.find((claim) => claim.holder !== holder)
  if (others) throw takenBy(others)
  if (claims.length === 0) return
  end(db, ended)
  prepared<{ subjects: string; until: string }>(
    db,
    'UPDATE claims SET until = @until WHERE subject IN (SELECT value FROM json_each(@subjects))',
  ).run({ subjects: JSON.stringify(claims.map(({ subject }) => subject)), until: leaseEnd(now) })
}

function end(db: Database.Database, subjects: readonly string[]): void {
  prepared<[string]>(db, 'DELETE FROM claims WHERE subject IN (SELECT value FROM json_each(?))').run(JSON.stringify(subjects))
}
