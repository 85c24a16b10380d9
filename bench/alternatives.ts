/** What a user could use instead: the SQLite shell and sqlite-utils, on the same file. */

import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const KEY = 'User: Email'

interface Upserts {
  first: number
  again: number | null
}

/**
 * Seconds that `sqlite3` needs to import the users into a table with a key; null if it is not installed. It can only add, so it cannot
 * import the same people twice.
 */
export function withSqlite3(folder: string, users: string, headings: readonly string[]): number | null {
  const db = fresh(folder, 'sqlite3.db')
  const columns = headings.map((heading) => `"${heading}" TEXT${heading === KEY ? ' PRIMARY KEY' : ''}`)
  const script = join(folder, 'import.sql')
  writeFileSync(script, `CREATE TABLE users (${columns.join(', ')});\n.import --csv --skip 1 ${users} users\n`)
  return seconds('sqlite3', [db, `.read ${script}`])
}

/** Seconds that `sqlite-utils upsert` needs for the users, and for a newer export of them; null where it is not installed. */
export function withSqliteUtils(folder: string, users: string, again: string): Upserts | null {
  const db = fresh(folder, 'sqlite-utils.db')
  const upsert = (file: string): number | null =>
    seconds('sqlite-utils', ['upsert', db, 'users', file, '--csv', '--pk', KEY, '--encoding', 'utf-8-sig', '--silent'])
  const first = upsert(users)
  return first === null ? null : { first, again: upsert(again) }
}

function fresh(folder: string, name: string): string {
  const path = join(folder, name)
  rmSync(path, { force: true })
  return path
}

function seconds(command: string, args: readonly string[]): number | null {
  const start = performance.now()
  const { error, status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (error && 'code' in error && error.code === 'ENOENT') return null
  if (status !== 0) throw new Error(`${command}: ${stderr || error?.message}`)
  return (performance.now() - start) / 1000
}
