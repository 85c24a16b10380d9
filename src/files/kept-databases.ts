/** Where copies of a database lie: the backups in their folder, and what an upgrade or a restore kept beside the database. */

import { readdirSync, rmSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { cannotWrite, nameIfFree } from './write-file.ts'

/** A file from which a database can be restored. */
export interface KeptDatabase {
  path: string
  /** `backup`: phd backup made it; `before_upgrade` and `replaced`: kept when the database was upgraded, or another put in its place. */
  kind: 'backup' | 'before_upgrade' | 'replaced'
  /** When it was made: by its name, or of the copy before an upgrade by the file's time. ISO 8601, UTC. */
  madeAt: string
  bytes: number
}

/** A moment as the names of such files have it: 2026-12-01T220000Z. */
const STAMP = String.raw`(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ)(?:-(\d{1,6}))?`

/** The name of the backup of a database at a moment; `number` is for another one in the same second. */
export function backupName(db: string, moment: string, number: number): string {
  return `${stemOf(db)}-${stamp(moment)}${number === 1 ? '' : `-${number}`}.db`
}

/** The name under which what a restore replaces is kept beside the database. */
export function replacedName(db: string, moment: string, number: number): string {
  return `${basename(db)}.replaced-${stamp(moment)}${number === 1 ? '' : `-${number}`}`
}

/** Every copy of a database, newest first. A folder that is not there holds none; throws what the system says of one that is unreadable. */
export function keptDatabases(db: string, folder: string): KeptDatabase[] {
  return [...backupsIn(db, folder), ...copiesBeside(db)].sort(newestFirst)
}

/** Sorts copies: by the time, and within a second by the number in the name. */
export function newestFirst(a: KeptDatabase, b: KeptDatabase): number {
  if (a.madeAt !== b.madeAt) return a.madeAt < b.madeAt ? 1 : -1
  if (a.path.length !== b.path.length) return b.path.length - a.path.length
  return a.path < b.path ? 1 : -1
}

/** The backups of a database in a folder, newest first. */
export function backupsIn(db: string, folder: string): KeptDatabase[] {
  const own = new RegExp(`^${escaped(stemOf(db))}-${STAMP}\\.db$`)
  return filesIn(folder)
    .flatMap(({ path, stats }) => {
      const [, at] = own.exec(basename(path)) ?? []
      return at === undefined ? [] : [{ path, kind: 'backup' as const, madeAt: momentOf(at), bytes: stats.size }]
    })
    .sort(newestFirst)
}

function copiesBeside(db: string): KeptDatabase[] {
  const name = escaped(basename(db))
  const upgraded = new RegExp(`^${name}\\.schema-\\d+(?:\\.\\d+)?$`)
  const replaced = new RegExp(`^${name}\\.replaced-${STAMP}$`)
  return filesIn(dirname(resolve(db))).flatMap(({ path, stats }): KeptDatabase[] => {
    const { size: bytes, mtime } = stats
    if (upgraded.test(basename(path))) {
      const madeAt = `${mtime.toISOString().slice(0, 19)}Z`
      return [{ path, kind: 'before_upgrade', madeAt, bytes }]
    }
    const [, at] = replaced.exec(basename(path)) ?? []
    return at === undefined ? [] : [{ path, kind: 'replaced', madeAt: momentOf(at), bytes }]
  })
}

/**
 * Gives a written file the first of its names that is free, and the path. No file is ever replaced. Throws the refusal `cannot_write`.
 */
export function nameNext(written: string, pathOf: (number: number) => string): string {
  for (let number = 1; ; number++) {
    const path = pathOf(number)
    try {
      if (nameIfFree(written, path)) return path
    } catch (error) {
      throw cannotWrite(path, error)
    }
  }
}

/** Removes a database in making, with what the engine has beside it. */
export function discardDatabase(path: string): void {
  for (const part of ['', '-journal', '-wal', '-shm', '-mark']) rmSync(path + part, { force: true })
}

function filesIn(folder: string): { path: string; stats: Stats }[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return names.flatMap((name) => {
    const path = join(folder, name)
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats?.isFile() ? [{ path, stats }] : []
  })
}

function stemOf(db: string): string {
  return basename(db, extname(db))
}

function stamp(moment: string): string {
  return moment.replaceAll(':', '')
}

function momentOf(stamped: string): string {
  return stamped.replace(/T(\d\d)(\d\d)(\d\d)Z$/, 'T$1:$2:$3Z')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
