/** A copy of the database at one moment, checked before anyone relies on it. */

import Database from 'better-sqlite3'
import { failure, PhdError } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import type { BackupSource, Copying, DatabaseFacts } from '../../backups.ts'
import { asUserError, damaged } from '../engine-errors.ts'
import { hardened } from '../health.ts'
import { openToLook } from '../opening/look.ts'
import { refuseExposed, refusePlace } from '../opening/up-to-date.ts'
import { bytesOf } from '../past/shrink.ts'
import { checkToRead, upgradeCopy } from '../schema.ts'
import { copyMoment } from './copy.ts'
import { checkWhole, originOf } from './facts.ts'

/**
 * Opens a database to back it up. It is not upgraded: a backup is as the database is. Throws PhdError: `database_unreadable`,
 * `database_exposed`, `not_a_phd_database`, `newer_database`, `foreign_schema`, `database_damaged`, `busy`.
 */
export function openSource(file: string, kinds: readonly Kind[], waitSeconds: number): BackupSource {
  return new Source(file, kinds, waitSeconds)
}

class Source implements BackupSource {
  readonly #db: Database.Database
  readonly #file: string
  readonly #kinds: readonly Kind[]

  constructor(file: string, kinds: readonly Kind[], waitSeconds: number) {
    this.#file = file
    this.#kinds = kinds
    try {
      refusePlace(file)
      refuseExposed(file)
      this.#db = new Database(file, { fileMustExist: true, timeout: waitSeconds * 1000 })
      try {
        hardened(this.#db)
        if (checkToRead(this.#db, file, kinds) === 0)
          throw failure('no_database', `${file} is empty: nothing was imported into it yet`)
      } catch (error) {
        this.#db.close()
        throw error
      }
    } catch (error) {
      throw asUserError(error, file, true)
    }
  }

  get bytes(): number {
    return bytesOf(this.#db)
  }

  get origin(): string | null {
    return originOf(this.#db)
  }

  async copyTo(to: string, copying: Copying): Promise<DatabaseFacts> {
    try {
      await copyMoment(this.#db, to, copying)
      const { facts } = checkWhole(to, this.#kinds, this.#file)
      if (facts) return facts
      const isSound = this.#db.pragma('integrity_check(1)', { simple: true }) === 'ok'
      throw isSound
        ? failure('disk_failed', `the copy of ${this.#file} is damaged`, 'check the disk of the backups')
        : damaged(this.#file)
    } catch (error) {
      throw asUserError(error, this.#file)
    }
  }

  close(): void {
    this.#db.close()
  }
}

/**
 * Copies a backup into an empty file, checks that copy whole, and gives what it holds: what was checked is what is restored. With
 * `upgrade` the copy gets this program's schema. Throws `bad_backup` where it is damaged or its audit was tampered with,
 * `not_a_phd_database`, `newer_database`, `foreign_schema`.
 */
export async function takeBackup(
  backup: string,
  to: string,
  kinds: readonly Kind[],
  { upgrade, ...copying }: Copying & { upgrade: boolean },
): Promise<DatabaseFacts> {
  try {
    const db = openToLook(backup)
    try {
      if (checkToRead(db, backup, kinds) === 0) throw failure('bad_backup', `${backup} is empty`)
      await copyMoment(db, to, copying)
    } finally {
      db.close()
    }
    const { facts, signs } = checkWhole(to, kinds, backup)
    if (!facts) throw failure('bad_backup', `${backup} is damaged: ${signs.join('; ')}`)
    if (upgrade && facts.auditFlaws.length > 0)
      throw failure('bad_backup', `the audit in ${backup} was changed by hand or is damaged`)
    if (upgrade) upgradeFile(to, kinds)
    return facts
  } catch (error) {
    throw asBadBackup(asUserError(error, backup, true), backup)
  }
}

function upgradeFile(file: string, kinds: readonly Kind[]): void {
  const db = new Database(file, { fileMustExist: true })
  try {
    hardened(db)
    upgradeCopy(db, file, kinds)
  } finally {
    db.close()
  }
}

/** Nothing is said of the database that is in use. */
function asBadBackup(error: unknown, backup: string): unknown {
  const isDamage = error instanceof PhdError && error.kind === 'database_damaged'
  return isDamage ? failure('bad_backup', `${backup} is not a database, or is damaged`) : error
}
