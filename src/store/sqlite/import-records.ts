import type Database from 'better-sqlite3'
import type { Kind } from '../../records/kind.ts'
import { foldName } from '../../records/name.ts'
import { ownText } from '../../records/own-text.ts'
import type { ImportCounts, ImportOutcome, ImportRequest, RowToStore } from '../store.ts'
import { finishImport, insertImport, newestImport } from './import-entries.ts'
import { columnsOf, kindSchema, toColumn } from './tables.ts'

/** Rolls a dry run back through the same code that a real one commits. */
class DryRun extends Error {
  readonly outcome: ImportOutcome
  constructor(outcome: ImportOutcome) {
    super('dry run')
    this.outcome = outcome
  }
}

/** Which rows contradict each other is known only when all are read: undo, and read again without them. */
class Contradiction extends Error {
  readonly keys: ReadonlySet<string>
  constructor(keys: ReadonlySet<string>) {
    super('contradicting rows')
    this.keys = keys
  }
}

type RowResult = Pick<ImportCounts, 'added' | 'changed' | 'unchanged'> & Pick<ImportOutcome, 'kept'>

/**
 * Imports one file in one transaction: rows whose record is new or differs open a version and close the one before; the others are
 * marked as seen. Everything is undone when anything throws.
 */
export function importRecords(db: Database.Database, request: ImportRequest): ImportOutcome {
  // The commit is on disk before phd says "imported".
  db.pragma('synchronous = FULL')
  // Rows are added in order, so a big cache only costs: 8 MiB was the fastest of those tried.
  db.pragma('cache_size = -8192')
  try {
    return db.transaction(() => run(db, request)).immediate()
  } catch (error) {
    if (error instanceof DryRun) return error.outcome
    throw error
  } finally {
    db.pragma('synchronous = NORMAL')
  }
}

function run(db: Database.Database, request: ImportRequest): ImportOutcome {
  const sameAs = newestImport(db, request)
  const importId = insertImport(db, request)
  const { kept, ...rows } = storeAgreeing(db, request, importId)
  noteSetAside(db, request, importId)
  const counts: ImportCounts = { ...rows, removed: 0, ...request.beforeCommit() }
  const unchanged = sameAs !== null && counts.added + counts.changed + counts.removed === 0
  const status = unchanged ? 'unchanged' : 'imported'
  if (request.dryRun) throw new DryRun({ importId: null, status: 'dry_run', counts, sameAs, kept })
  finishImport(db, importId, status, counts)
  return { importId, status, counts, sameAs, kept }
}

/** Remembers whose rows were set aside: what is stored of them may be true no more. */
function noteSetAside(db: Database.Database, { kind, setAside }: ImportRequest, importId: number): void {
  const note = db.prepare('INSERT INTO set_aside (kind, key, name, account_id, import_id, line) VALUES (?, ?, ?, ?, ?, ?)')
  const learnName = nameLearner(db)
  for (const { key, name, accountId, line } of setAside()) {
    note.run(kind.kind, key, name, accountId, importId, line)
    learnName(name)
  }
}

/** Stores the rows; what is undone on the way is stored again in the next, more careful way. */
function storeAgreeing(db: Database.Database, request: ImportRequest, importId: number): RowResult {
  const { kind } = request
  const isEmpty = db.prepare(`SELECT 1 FROM ${kind.kind} LIMIT 1`).get() === undefined
  const careful = db.transaction((contradicting: ReadonlySet<string>) => storeRows(db, request, importId, contradicting))
  const fast = db.transaction(() => storeIntoEmpty(db, request, importId))
  let contradicting: ReadonlySet<string> = new Set()
  for (let tryFast = isEmpty; ; tryFast = false) {
    try {
      return tryFast ? fast() : careful(contradicting)
    } catch (error) {
      if (error instanceof Contradiction) contradicting = new Set([...contradicting, ...error.keys])
      else if (!tryFast || (error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
    }
  }
}

/** A row that was taken contradicts one of the same record that was set aside. */
function contradictedBySetAside(db: Database.Database, { kind, setAside }: ImportRequest, importId: number): string[] {
  const taken = db.prepare<[string, number]>(`SELECT 1 FROM ${kind.kind} WHERE key = ? AND valid_to IS NULL AND seen_in = ?`)
  return [...setAside()].flatMap(({ key }) => (key !== null && taken.get(key, importId) !== undefined ? [key] : []))
}

/**
 * Fills an empty table without asking for each row, the indexes made at the end: several times as fast. A key that stands twice
 * fails the index on keys.
 */
function storeIntoEmpty(db: Database.Database, request: ImportRequest, importId: number): RowResult {
  const { indexes } = kindSchema(request.kind)
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`)
  const { insert } = versionStatements(db, request.kind)
  const learnName = nameLearner(db)
  const nameAt = namePlace(request.kind)
  let added = 0
  for (const row of request.rows(new Set())) {
    insert.run(versionOf(row, importId))
    learnName(row.values[nameAt])
    added++
  }
  for (const { sql } of indexes) db.exec(sql)
  const contradicted = contradictedBySetAside(db, request, importId)
  if (contradicted.length > 0) throw new Contradiction(new Set(contradicted))
  return { added, changed: 0, unchanged: 0, kept: [] }
}

/** Compares each row with the record that is there. A column the file lacks says nothing, so what is stored stays. */
function storeRows(
  db: Database.Database,
  request: ImportRequest,
  importId: number,
  contradicting: ReadonlySet<string>,
): RowResult {
  const { kind, headings, given } = request
  const counts = { added: 0, changed: 0, unchanged: 0 }
  const found = new Set<string>()
  const statements = versionStatements(db, kind)
  const learnName = nameLearner(db)
  const nameAt = namePlace(kind)
  const fields = Object.keys(kind.fields)
  const absent = fields.flatMap((field, place) => (field in headings || field in given ? [] : [place]))
  const kept = new Set<string>()
  const open = (row: RowToStore): void => {
    statements.insert.run(versionOf(row, importId))
    learnName(row.values[nameAt])
  }
  for (const row of request.rows(contradicting)) {
    const current = statements.current.get(row.key)
    if (!current) {
      counts.added++
      open(row)
      continue
    }
    const [version, seenIn, extra, ...stored] = current
    const values = row.values.slice()
    for (const place of absent) {
      if (stored[place] === null) continue
      values[place] = stored[place] ?? null
      kept.add(fields[place] ?? '')
    }
    const same = extra === row.extra && stored.every((value, i) => value === toColumn(values[i] ?? null))
    if (seenIn === importId) {
      if (same) counts.unchanged++
      else found.add(ownText(row.key))
    } else if (same) {
      counts.unchanged++
      statements.see.run(importId, row.line, version)
    } else {
      counts.changed++
      statements.close.run(importId, version)
      open({ ...row, values })
    }
  }
  for (const key of contradictedBySetAside(db, request, importId)) found.add(key)
  if (found.size > 0) throw new Contradiction(found)
  return { ...counts, kept: [...kept] }
}

/** A new version as the insert statement takes it. */
function versionOf({ key, line, extra, values }: RowToStore, importId: number): (string | number | null)[] {
  const version: (string | number | null)[] = [key, importId, importId, line, extra]
  for (const value of values) version.push(toColumn(value))
  return version
}

type Version = [version: number, seenIn: number, extra: string | null, ...values: (string | number | null)[]]

function versionStatements(db: Database.Database, kind: Kind) {
  const table = kind.kind
  const columns = columnsOf(kind).join(', ')
  const places = columnsOf(kind)
    .map(() => '?')
    .join(', ')
  return {
    current: db
      .prepare<[string], Version>(`SELECT version, seen_in, extra, ${columns} FROM ${table} WHERE key = ? AND valid_to IS NULL`)
      .raw(),
    insert: db.prepare(
      `INSERT INTO ${table} (key, valid_from, seen_in, line, extra, ${columns}) VALUES (?, ?, ?, ?, ?, ${places})`,
    ),
    close: db.prepare(`UPDATE ${table} SET valid_to = ? WHERE version = ?`),
    see: db.prepare(`UPDATE ${table} SET seen_in = ?, line = ? WHERE version = ?`),
  }
}

/** Where the partner's name stands among the values of a row; -1 where the kind has none. */
function namePlace(kind: Kind): number {
  return kind.partnerName === null ? -1 : Object.keys(kind.fields).indexOf(kind.partnerName)
}

/** Keeps the folded forms of each partner name once, however many rows hold it. */
function nameLearner(db: Database.Database): (name: unknown) => void {
  const known = new Set<string>()
  const insert = db.prepare('INSERT INTO names (name, light, folded, core) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
  return (name) => {
    if (typeof name !== 'string' || known.has(name)) return
    known.add(ownText(name))
    const { light, folded, core } = foldName(name)
    insert.run(name, light, folded, core)
  }
}
