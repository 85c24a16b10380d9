/** What may be done for a sound database without touching what it holds. */

import { existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { flushFile, flushFolder } from '../../../files/disk.ts'
import { damaged } from '../engine-errors.ts'
import { checkHealth, hardened, isSound } from '../health.ts'

/** Writes the log of changes into the database, and empties it; gives whether that was possible, for a reader may need the log. */
export function emptyLog(db: Database.Database): boolean {
  const [said] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return said?.busy === 0
}

/**
 * Makes every index again from its table, in one transaction, after a copy of the database was made beside it and checked. Gives
 * the path of the copy. Throws `database_damaged` where more than the indexes is damaged: then nothing was changed.
 */
export function rebuildIndexes(db: Database.Database): string {
  if (checkHealth(db).signs.length > 0) throw damaged(db.name)
  const copy = keepChecked(db)
  db.transaction(() => {
    db.exec('REINDEX')
    if (!isSound(checkHealth(db, { thorough: true }))) throw damaged(db.name)
  }).immediate()
  return copy
}

function keepChecked(db: Database.Database): string {
  const copy = freeName(`${db.name}.before-reindex`)
  const inMaking = `${copy}.${process.pid}`
  try {
    rmSync(inMaking, { force: true })
    db.prepare('VACUUM INTO ?').run(inMaking)
    const made = new Database(inMaking, { readonly: true, fileMustExist: true })
    try {
      hardened(made)
      // Its indexes are copied as they are.
      if (checkHealth(made, { thorough: true }).signs.length > 0) throw damaged(db.name)
    } finally {
      made.close()
    }
    flushFile(inMaking)
    renameSync(inMaking, copy)
    flushFolder(dirname(copy))
    return copy
  } finally {
    rmSync(inMaking, { force: true })
  }
}

function freeName(path: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? path : `${path}.${number}`
    if (!existsSync(name)) return name
  }
}
