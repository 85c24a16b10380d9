import Database from 'better-sqlite3'
import { failure, PhdError } from '../../errors.ts'

/**
 * Turns what the engine says into what a person can act on, and while the database is `opening` what the file system says too;
 * anything else is passed on.
 */
export function asUserError(error: unknown, file: string, opening = false): unknown {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string' || error instanceof PhdError || !(opening || error instanceof Database.SqliteError)) return error
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return failure('busy', `another phd is writing to ${file}`, 'nothing was changed; try again in a moment')
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return damaged(file)
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return failure(
      'disk_full',
      `no space left to write ${file}`,
      'nothing was changed; free some space there and in the folder of temporary files (TMPDIR), then try again',
    )
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EFBIG' || code === 'EIO') {
    return failure(
      'disk_failed',
      `the disk failed to read or write ${file} (${code})`,
      'nothing was changed; free some space or check the disk, then try again',
    )
  }
  const fromSystem = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ENOENT'].includes(code)
  if (fromSystem || (error instanceof Database.SqliteError && /^SQLITE_(?:CANTOPEN|READONLY|PERM)/.test(code))) {
    return failure('database_unreadable', `${file} cannot be opened (${code})`)
  }
  return error
}

/** The failure `database_damaged`, for a file of this name. */
export function damaged(file: string): PhdError {
  return failure('database_damaged', `${file} is not a database, or is damaged`)
}

/** What is kept as JSON, or packed, and cannot be read back was damaged; anything else is passed on. */
export function asDamage(error: unknown, file: string): unknown {
  const isUnreadable = error instanceof SyntaxError || String((error as { code?: unknown }).code).startsWith('Z_')
  return isUnreadable ? damaged(file) : asUserError(error, file)
}
