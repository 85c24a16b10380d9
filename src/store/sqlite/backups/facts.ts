/** Reads a whole database that nobody writes to: is it sound, and what does it hold? */

import type Database from 'better-sqlite3'
import { PhdError } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import type { CheckedDatabase, DatabaseFacts, EntryMade, Glance, ImportMade, Present as Lacking } from '../../backups.ts'
import type { AuditHead } from '../../store.ts'
import { auditHead, verifyAudit } from '../audit.ts'
import { asDamage } from '../engine-errors.ts'
import { openToLook } from '../opening/look.ts'
import { checkToRead, refuseOther } from '../schema.ts'

/** Damage is rarely alone; the first signs are enough. */
const MOST_SIGNS = 10

/**
 * Checks every page, every index and the chain of the audit, and counts the rows of every table. Damage is a result; throws
 * `not_a_phd_database`, `newer_database` and `foreign_schema`, and what keeps the file from being opened. `file`: how messages name it.
 */
export function checkWhole(path: string, kinds: readonly Kind[], file = path): CheckedDatabase {
  let db: Database.Database | null = null
  try {
    db = openToLook(path)
    const schema = checkToRead(db, file, kinds)
    if (schema === 0) return { facts: null, signs: ['it is empty'] }
    const said = db.pragma(`integrity_check(${MOST_SIGNS})`) as { integrity_check: string }[]
    const signs = said.flatMap(({ integrity_check: sign }) => (sign === 'ok' ? [] : sign.split('\n')))
    return signs.length > 0 ? { facts: null, signs } : { facts: factsOf(db, schema), signs }
  } catch (error) {
    const known = asDamage(error, file)
    if (known instanceof PhdError && known.kind === 'database_damaged') return { facts: null, signs: [known.message] }
    throw known
  } finally {
    db?.close()
  }
}

/** What a file says it is, without checking it; null where it says nothing, or is not a database of phd's. */
export function glanceAt(path: string): Glance | null {
  let db: Database.Database | null = null
  try {
    db = openToLook(path)
    refuseOther(db, path)
    const imports = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM imports').pluck().get() ?? 0
    return { schema: db.pragma('user_version', { simple: true }) as number, imports, audit: headOf(db), origin: originOf(db) }
  } catch {
    return null
  } finally {
    db?.close()
  }
}

function factsOf(db: Database.Database, schema: number): DatabaseFacts {
  const names = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()
  const counts = names.map((name) => {
    // The names are those of this very schema, which was compared with what phd makes.
    const rows = db
      .prepare<[], number>(`SELECT count(*) FROM "${name.replaceAll('"', '""')}"`)
      .pluck()
      .get()
    return [name, rows ?? 0] as const
  })
  const check = names.includes('audit') ? verifyAudit(db) : null
  return {
    schema,
    tables: Object.fromEntries(counts),
    imports: newestOfEach(db),
    audit: check?.head ?? null,
    auditFlaws: check?.flaws ?? [],
    origin: originOf(db),
  }
}

/** The hash of the first entry of the audit; null where there is none. */
export function originOf(db: Database.Database): string | null {
  return hasTable(db, 'audit') ? (db.prepare<[], string>('SELECT hash FROM audit WHERE id = 1').pluck().get() ?? null) : null
}

/** The end of the audit; null where there is no audit. */
export function headOf(db: Database.Database): AuditHead | null {
  return hasTable(db, 'audit') ? auditHead(db) : null
}

/** The newest import of each kind, the newest first. */
function newestOfEach(db: Database.Database): ImportMade[] {
  return db
    .prepare<[], ImportMade>(
      `SELECT id, kind, file, imported_at AS importedAt FROM imports
        WHERE id IN (SELECT max(id) FROM imports GROUP BY kind) ORDER BY id DESC`,
    )
    .all()
}

/** What one database has and another lacks, and whether both have a common past. */
export function lackingIn(other: Database.Database, db: Database.Database): Omit<Lacking, 'state' | 'head'> {
  const there = new Set(importsOf(other).map(keyOf))
  const fork = lastCommonEntry(db, other)
  const entries = hasTable(db, 'audit')
    ? db.prepare<[number], EntryMade>('SELECT id, at, actor, action FROM audit WHERE id > ? ORDER BY id').all(fork)
    : []
  const [own, theirs] = [headOf(db)?.entries ?? 0, headOf(other)?.entries ?? 0]
  const shared = own === 0 || theirs === 0 ? null : fork > 0
  const imports = importsOf(db)
    .filter((each) => !there.has(keyOf(each)))
    .map(({ sha256, ...each }) => each)
  return { imports, entries, lacks: theirs - fork, shared }
}

type ImportRow = ImportMade & { sha256: string }

function importsOf(db: Database.Database): ImportRow[] {
  return db.prepare<[], ImportRow>('SELECT id, kind, file, imported_at AS importedAt, sha256 FROM imports ORDER BY id').all()
}

function keyOf({ id, importedAt, sha256 }: ImportRow): string {
  return `${id} ${importedAt} ${sha256}`
}

/** The last entry that both audits have: each hash is of all entries up to its own. */
function lastCommonEntry(one: Database.Database, other: Database.Database): number {
  const [mine, theirs] = [one, other].map((db) => {
    const hash = hasTable(db, 'audit') ? db.prepare<[number], string>('SELECT hash FROM audit WHERE id = ?').pluck() : null
    return (id: number): string | undefined => hash?.get(id)
  })
  let [least, most] = [0, Math.min(headOf(one)?.entries ?? 0, headOf(other)?.entries ?? 0)]
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    const hash = mine?.(middle)
    if (hash !== undefined && hash === theirs?.(middle)) least = middle
    else most = middle - 1
  }
  return least
}

function hasTable(db: Database.Database, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined
}
