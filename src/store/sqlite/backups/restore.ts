/**
 * Puts the content of a backup in place of a database. As long as the engine can open the database, every page is replaced in one
 * transaction of it: who reads meanwhile sees what was before or what is after, and so does who comes after a kill. Where the engine
 * can no longer open it, the file is replaced.
 */

import { copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { failure, PhdError } from '../../../errors.ts'
import { flushFile, flushFolder } from '../../../files/disk.ts'
import type { Copying, Present, Restoring } from '../../backups.ts'
import type { AuditHead } from '../../store.ts'
import { appendAudit } from '../audit.ts'
import { asUserError } from '../engine-errors.ts'
import { checkHealth, hardened } from '../health.ts'
import { openToLook } from '../opening/look.ts'
import { refuseExposed, refusePlace } from '../opening/up-to-date.ts'
import { isBusy } from '../patience.ts'
import { recorderOf } from '../recording/recorder.ts'
import { refuseOther } from '../schema.ts'
import { copyMoment, copyPages } from './copy.ts'
import { headOf, lackingIn } from './facts.ts'

/** How often the present database is copied again because someone wrote to it between the copy and the lock. */
const TRIES = 5
const AGAIN = 25

/** What was replaced, in numbers, as the entry of the restore says it. */
type Replaced = { head: AuditHead | null; imports: number } | null

/** Throws that someone wrote to the database after it was copied. */
class Changed extends Error {}

/**
 * What is in the place of a database, and what of it is not in a checked copy of a backup. Nothing is changed. Throws
 * `not_a_phd_database`, `database_exposed` and what keeps the file from being opened.
 */
export function lookAtPresent(file: string, ready: string): Present {
  const nothing = { head: null, imports: [], entries: [], lacks: 0, shared: null }
  const db = openPresent(file, 0)
  if (db === 'absent' || db === 'unreadable') return { state: db, ...nothing }
  try {
    const backup = openToLook(ready)
    try {
      const isSound = readable(() => checkHealth(db).signs.length === 0) ?? false
      const known = readable(() => ({ head: headOf(db), ...lackingIn(backup, db) }))
      return { state: isSound && known ? 'sound' : 'damaged', ...(known ?? nothing) }
    } finally {
      backup.close()
    }
  } finally {
    db.close()
  }
}

/** What a database says, as far as its damage lets it. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Opens what is in the place of the database, unless there is nothing, or nothing that the engine can open. */
function openPresent(file: string, waitSeconds: number): Database.Database | 'absent' | 'unreadable' {
  try {
    refusePlace(file)
    const there = statSync(file, { throwIfNoEntry: false })
    if (!there) return 'absent'
    refuseExposed(file)
    // The engine would take it for a new database, and remove a log that belongs to it.
    if (there.size === 0) return 'unreadable'
    // Opened to write, a file that is not a database would lose its log.
    const looked = openToLook(file)
    try {
      refuseOther(looked, file)
      looked.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get()
    } finally {
      looked.close()
    }
    const db = new Database(file, { fileMustExist: true, timeout: waitSeconds * 1000 })
    try {
      hardened(db)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    const known = asUserError(error, file, true)
    if (known instanceof PhdError && known.kind === 'database_damaged') return 'unreadable'
    throw known
  }
}

/**
 * Replaces the content of a database by that of `ready`, a checked copy of the backup in a temporary file in the same folder, which
 * has this program's schema. What is replaced is kept before. Throws `busy` and `disk_full` with nothing changed.
 */
export async function putInPlace(
  file: string,
  ready: string,
  restoring: Restoring,
): Promise<{ kept: string | null; head: AuditHead }> {
  try {
    const present = openPresent(file, restoring.copying.waitSeconds)
    if (present === 'absent' || present === 'unreadable') return replaceFile(file, ready, present, restoring)
    try {
      return await replaceContent(present, ready, restoring)
    } finally {
      present.close()
    }
  } catch (error) {
    throw asUserError(error, file, true)
  }
}

async function replaceContent(present: Database.Database, ready: string, restoring: Restoring) {
  const source = new Database(ready, { fileMustExist: true })
  try {
    matchPages(source, present)
    for (let attempt = 1; ; attempt++) {
      try {
        return await replaceOnce(present, source, restoring)
      } catch (error) {
        if (!(error instanceof Changed)) throw error
        if (attempt === TRIES) throw busy(present.name)
      }
    }
  } finally {
    source.close()
  }
}

/** A log takes pages of one size alone. */
function matchPages(source: Database.Database, present: Database.Database): void {
  if (present.pragma('journal_mode', { simple: true }) !== 'wal') present.pragma('journal_mode = WAL')
  const size = present.pragma('page_size', { simple: true }) as number
  if (source.pragma('page_size', { simple: true }) === size) return
  source.pragma(`page_size = ${size}`)
  source.exec('VACUUM')
}

async function replaceOnce(present: Database.Database, source: Database.Database, restoring: Restoring) {
  const { copying, keep } = restoring
  const { version, temporary } = await copyLocked(present, restoring)
  const kept = keep.name(temporary)
  let head: AuditHead | null = null
  try {
    await whenFree(present.name, copying, () =>
      copyPages(source, present.name, () => {
        if (head) return
        // From here on nobody else can write; what they wrote before would be lost.
        if (present.pragma('data_version', { simple: true }) !== version) throw new Changed()
        head = noteRestore(source, replacedBy(present), kept, restoring)
      }),
    )
    if (!head || !isThere(present, head)) throw failure('disk_failed', `${present.name} could not be restored`)
  } catch (error) {
    if (!head || !isThere(present, head)) keep.drop(kept)
    throw error
  }
  flushLog(present)
  return { kept, head }
}

/** Keeps the database as it is, while nobody writes to it; gives what changes as soon as someone does. */
async function copyLocked(present: Database.Database, { copying, keep }: Restoring) {
  const temporary = keep.temporary()
  let lock: Database.Database | null = null
  try {
    lock = new Database(present.name, { fileMustExist: true, timeout: copying.waitSeconds * 1000 })
    lock.exec('BEGIN IMMEDIATE')
    const version = present.pragma('data_version', { simple: true })
    await copyMoment(present, temporary, copying)
    return { version, temporary }
  } catch (error) {
    keep.drop(temporary)
    throw error
  } finally {
    lock?.close()
  }
}

/** Tries until nobody else writes. */
async function whenFree(file: string, { waitSeconds }: Copying, copy: () => Promise<number>): Promise<void> {
  const until = performance.now() + waitSeconds * 1000
  for (;;) {
    try {
      if ((await copy()) > 0) return
    } catch (error) {
      if (!isBusy(error)) throw error
    }
    if (performance.now() >= until) throw busy(file)
    await new Promise((resolve) => setTimeout(resolve, AGAIN))
  }
}

function busy(file: string): PhdError {
  return failure('busy', `another phd is writing to ${file}`, 'nothing was changed; try again in a moment')
}

function replacedBy(db: Database.Database): Replaced {
  return (
    readable(() => ({
      head: headOf(db),
      imports: db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM imports').pluck().get() ?? 0,
    })) ?? null
  )
}

/** Adds to the audit of the copy that it was restored; gives the end of that audit. */
function noteRestore(source: Database.Database, replaced: Replaced, kept: string | null, { by, backup }: Restoring): AuditHead {
  const head = headOf(source) ?? { entries: 0, hash: '' }
  const entry = source
    .transaction(() =>
      appendAudit(
        source,
        {
          action: 'database_restored',
          partnerId: null,
          request: null,
          evidence: null,
          body: {
            ...backup,
            backup: head,
            replaced: replaced?.head ? { ...replaced.head, imports: replaced.imports } : null,
            kept,
          },
        },
        recorderOf(source, by)(),
      ),
    )
    .immediate()
  return { entries: entry.id, hash: entry.hash }
}

function isThere(db: Database.Database, { hash }: AuditHead): boolean {
  return readable(() => headOf(db)?.hash === hash) ?? false
}

/** What was committed is on the disk, in the database or at least in its log. */
function flushLog(db: Database.Database): void {
  db.pragma('synchronous = FULL')
  db.pragma('fullfsync = ON')
  // Who still reads the old state is not waited for.
  db.pragma('busy_timeout = 0')
  readable(() => db.pragma('wal_checkpoint(TRUNCATE)'))
  for (const path of [`${db.name}-wal`, db.name]) {
    if (existsSync(path)) flushFile(path)
  }
}

/** What the engine may have beside a database; a log of one file beside another would be taken for its own. */
const BESIDE = ['-wal', '-journal', '-shm'] as const

/**
 * Replaces a file that the engine cannot open, or that is not there. What is beside it goes first, and until the new one is in place
 * something lies there that nobody can take for a database.
 */
function replaceFile(file: string, ready: string, present: 'absent' | 'unreadable', restoring: Restoring) {
  const kept = present === 'absent' ? null : keepFile(file, restoring)
  const source = new Database(ready, { fileMustExist: true })
  let head: AuditHead
  try {
    head = noteRestore(source, null, kept, restoring)
  } finally {
    source.close()
  }
  flushFile(ready)
  if (present === 'absent') {
    for (const part of BESIDE) rmSync(file + part, { force: true })
    linkSync(ready, file)
    rmSync(ready)
  } else {
    const mark = `${ready}-mark`
    writeFileSync(mark, 'phd was restoring a backup here and was stopped. To restore it: phd restore\n', {
      flag: 'wx',
      mode: 0o600,
    })
    renameSync(mark, file)
    for (const part of BESIDE) rmSync(file + part, { force: true })
    renameSync(ready, file)
  }
  flushFolder(dirname(file))
  return { kept, head }
}

/** Keeps the bytes of a file and of what is beside it. */
function keepFile(file: string, { keep }: Restoring): string {
  const temporary = keep.temporary()
  let kept: string
  try {
    copyFileSync(file, temporary)
    flushFile(temporary)
    kept = keep.name(temporary)
  } catch (error) {
    keep.drop(temporary)
    throw error
  }
  for (const part of ['-wal', '-journal'] as const) {
    if (!existsSync(file + part)) continue
    copyFileSync(file + part, kept + part)
    flushFile(kept + part)
  }
  flushFolder(dirname(kept))
  return kept
}
