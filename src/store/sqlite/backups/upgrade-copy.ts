/** The copy that is kept of a database before its schema changes. */

import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { flushFile, flushFolder } from '../../../files/disk.ts'
import { damaged } from '../engine-errors.ts'
import { checkHealth, hardened, isSound } from '../health.ts'

/**
 * Keeps the database as an older phd left it, beside it, before its schema changes: written in full, checked, and on the disk
 * before it has its name. A copy of an earlier time that says something else is renamed, because it may be needed.
 */
export function keepCopy(db: Database.Database, file: string, version: number): void {
  const copy = `${file}.schema-${version}`
  const inMaking = `${copy}.${process.pid}`
  try {
    rmSync(inMaking, { force: true })
    db.prepare('VACUUM INTO ?').run(inMaking)
    if (!isGoodCopy(inMaking, file, version)) return
    flushFile(inMaking)
    putAside(copy, inMaking)
    renameSync(inMaking, copy)
    flushFolder(dirname(copy))
  } finally {
    rmSync(inMaking, { force: true })
  }
}

/** Whether a copy is whole; another process may have upgraded the database meanwhile. Throws `database_damaged`. */
function isGoodCopy(path: string, file: string, version: number): boolean {
  const copy = new Database(path, { readonly: true, fileMustExist: true })
  try {
    hardened(copy)
    if (copy.pragma('user_version', { simple: true }) !== version) return false
    if (!isSound(checkHealth(copy))) throw damaged(file)
    return true
  } finally {
    copy.close()
  }
}

/** Gives an earlier copy another name, unless it holds the very same. */
function putAside(copy: string, fresh: string): void {
  if (!existsSync(copy) || isSameFile(copy, fresh)) return
  for (let number = 1; ; number++) {
    const aside = `${copy}.${number}`
    if (existsSync(aside)) continue
    renameSync(copy, aside)
    return
  }
}

function isSameFile(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false
  const files = [openSync(one, 'r'), openSync(other, 'r')] as const
  const pieces = [Buffer.alloc(1 << 20), Buffer.alloc(1 << 20)] as const
  try {
    for (;;) {
      const read = readSync(files[0], pieces[0])
      if (readSync(files[1], pieces[1]) !== read || !pieces[0].equals(pieces[1])) return false
      if (read === 0) return true
    }
  } finally {
    for (const fd of files) closeSync(fd)
  }
}
