/** Finds what runs of phd left behind: temporary files, and copies of the database. */

import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isLeftover } from '../../files/write-file.ts'
import type { Leftovers } from '../../reports/health/places.ts'

const DAY = 86_400_000

/** Names that phd gives beside a database: a copy of an older schema, of before a repair or a restore, and one in the making. */
const COPY = /^\.(?:(?:schema-\d+|before-reindex)(?:\.\d{1,3})?|replaced-[\dTZ-]+)$/
const COPY_IN_MAKING = /^\.(?:schema-\d+|before-reindex)\.\d{4,}$/

/**
 * What was left in these folders and beside the file of the database (null: it is on a server). `now` is ISO 8601; `promised` are names that the record speaks of, which
 * are never left over.
 */
export function findLeftovers(
  db: string | null,
  folders: readonly string[],
  { now, promised }: { now: string; promised: ReadonlySet<string> },
): Leftovers {
  const before = Date.parse(now) - DAY
  const beside = db === null ? [] : [dirname(db)]
  const temporary = [...new Set([...beside, ...folders])].flatMap((folder) =>
    ownFiles(folder).filter(
      ({ name, there }) =>
        !promised.has(name) &&
        (isLeftover(name, there.mtimeMs, Date.parse(now)) ||
          (db !== null && folder === dirname(db) && isBeside(name, db, COPY_IN_MAKING) && there.mtimeMs < before)),
    ),
  )
  const copies = db === null ? [] : ownFiles(dirname(db)).filter(({ name }) => isBeside(name, db, COPY))
  return { temporary: temporary.map(sized), copies: copies.map(sized) }
}

function isBeside(name: string, db: string, pattern: RegExp): boolean {
  const own = basename(db)
  return name.startsWith(own) && pattern.test(name.slice(own.length))
}

interface Found {
  name: string
  path: string
  there: Stats
}

/** The user's own files in a folder; none where it cannot be read. */
function ownFiles(folder: string): Found[] {
  try {
    return readdirSync(folder)
      .sort()
      .flatMap((name) => {
        if (!name.startsWith('.phd-') && !/\.\d+$|\.schema-|\.before-reindex|\.replaced-/.test(name)) return []
        const path = join(folder, name)
        const there = lstatSync(path, { throwIfNoEntry: false })
        const isOwn = there?.isFile() && (process.getuid === undefined || there.uid === process.getuid())
        return there && isOwn ? [{ name, path, there }] : []
      })
  } catch {
    return []
  }
}

function sized({ path, there }: Found): { path: string; bytes: number } {
  return { path, bytes: there.size }
}
