import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { failure, usageError } from '../../errors.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import type { Context } from '../context.ts'
import { fileOf } from '../database.ts'

/**
 * The file of a backup by its path, or by its name where backups and copies lie. Throws `no_such_backup`, `not_a_file`, and a usage
 * error for the database itself.
 */
export function findCopy(typed: string, { engine, backups }: Pick<Context, 'engine' | 'backups'>): string {
  const { path: db } = fileOf({ engine })
  if (typed.trim() === '') throw usageError('the backup needs a name', 'to list the backups: phd restore')
  const places = [typed, ...(basename(typed) === typed ? [join(backups.folder, typed), join(dirname(resolve(db)), typed)] : [])]
  const path = places.find((place) => existsSync(place))
  if (path === undefined) throw failure('no_such_backup', `no backup ${typed}`)
  const found = statSync(path)
  if (!found.isFile()) throw failure('not_a_file', `${path} is not a regular file`, 'name a backup; to list them: phd restore')
  // By another name, a link or a hard link, it would be read without its log.
  const own = statSync(db, { throwIfNoEntry: false })
  if (own && own.dev === found.dev && own.ino === found.ino)
    throw usageError(`${path} is the database itself`, 'name a backup; to list them: phd restore')
  return path
}

/** The shortest word by which {@link findCopy} finds a file again. */
export function copyWord(path: string, { engine, backups }: Pick<Context, 'engine' | 'backups'>): string {
  const folders = [backups.folder, dirname(resolve(fileOf({ engine }).path))].map((folder) => resolve(folder))
  return shellWord(folders.includes(dirname(resolve(path))) ? basename(path) : path)
}
