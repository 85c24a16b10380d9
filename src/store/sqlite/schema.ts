import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { failure } from '../../errors.ts'
import { flushFile, flushFolder } from '../../files/disk.ts'
import type { Kind } from '../../records/kind.ts'
import { FOLD_VERSION } from '../../records/name.ts'
import { keptViews } from './asking/views.ts'
import { AUDIT_TABLE } from './audit.ts'
import { damaged } from './engine-errors.ts'
import { checkHealth, hardened, isSound } from './health.ts'
import { PRUNED_TABLE } from './past/prune.ts'
import { type Sighting, writeFirstSightings } from './past/seen-lists.ts'
import { THINNED_TABLE } from './past/thinned.ts'
import { PROMISED_FILES_TABLE } from './promised-files.ts'
import { refold } from './refold.ts'
import { checkSchema, refuseActing, type SchemaObject, schemaOf } from './schema-check.ts'
import { kindSchema, missingColumns, seenTable } from './tables.ts'

/** Says in the file's header that it is a database of phd's: "phd1". */
export const APPLICATION_ID = 0x70686431

/** Numbered, forward only: a released step is never edited. */
const MIGRATIONS: ReadonlyArray<(db: Database.Database, kinds: readonly Kind[]) => void> = [
  (db) =>
    db.exec(`CREATE TABLE imports (
     id INTEGER PRIMARY KEY,
     kind TEXT NOT NULL,
     file TEXT NOT NULL,
     sha256 TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     status TEXT NOT NULL,
     mode TEXT NOT NULL,
     same_as INTEGER REFERENCES imports (id),
     encoding TEXT NOT NULL,
     delimiter TEXT NOT NULL,
     headings TEXT NOT NULL,
     extra_headings TEXT NOT NULL,
     given TEXT NOT NULL,
     actor TEXT NOT NULL,
     imported_at TEXT NOT NULL,
     last_seen_at TEXT NOT NULL,
     rows_read INTEGER NOT NULL,
     rows_added INTEGER NOT NULL,
     rows_changed INTEGER NOT NULL,
     rows_unchanged INTEGER NOT NULL,
     rows_removed INTEGER NOT NULL,
     rows_rejected INTEGER NOT NULL,
     rows_ignored INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE names (name TEXT PRIMARY KEY, light TEXT NOT NULL, folded TEXT NOT NULL, core TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE INDEX names_folded ON names (folded);
   CREATE INDEX names_core ON names (core);
   CREATE TABLE aliases (
     id INTEGER PRIMARY KEY,
     folded TEXT NOT NULL,
     name TEXT NOT NULL,
     account_id TEXT NOT NULL,
     added_at TEXT NOT NULL,
     added_by TEXT NOT NULL,
     removed_at TEXT,
     removed_by TEXT
   ) STRICT;
   CREATE UNIQUE INDEX aliases_current ON aliases (folded) WHERE removed_at IS NULL;
   CREATE TABLE set_aside (
     kind TEXT NOT NULL,
     key TEXT,
     name TEXT,
     account_id TEXT,
     import_id INTEGER NOT NULL REFERENCES imports (id),
     line INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX set_aside_key ON set_aside (kind, key, import_id);
   CREATE INDEX set_aside_name ON set_aside (kind, name);
   CREATE INDEX set_aside_account ON set_aside (kind, account_id);
   CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;`),
  (db, kinds) => {
    db.exec(`ALTER TABLE imports DROP COLUMN last_seen_at;
      ALTER TABLE imports ADD COLUMN scope TEXT;
      ALTER TABLE imports ADD COLUMN undoes INTEGER REFERENCES imports (id);
      ALTER TABLE imports ADD COLUMN exported_at TEXT;
      ALTER TABLE imports ADD COLUMN date_order TEXT;
      ALTER TABLE imports ADD COLUMN first_version INTEGER;
      CREATE INDEX imports_same_as ON imports (same_as) WHERE same_as IS NOT NULL;
      CREATE INDEX imports_undoes ON imports (undoes) WHERE undoes IS NOT NULL;
      CREATE TABLE sightings (
        import_id INTEGER NOT NULL REFERENCES imports (id),
        part INTEGER NOT NULL,
        first_version INTEGER NOT NULL,
        last_version INTEGER NOT NULL,
        seen BLOB NOT NULL,
        PRIMARY KEY (import_id, part)
      ) STRICT, WITHOUT ROWID`)
    for (const kind of kinds) keepSightingsApart(db, kind)
  },
  (db) => db.exec(AUDIT_TABLE),
  (db) => {
    db.exec(PROMISED_FILES_TABLE)
    keepAges(db)
    // The index that people are counted by has another column; it is made again with the other indexes.
    db.exec('DROP INDEX IF EXISTS portal_users_partner')
    // What a database is compared with is this program's own by now, not what the database says of itself.
    db.exec("DELETE FROM meta WHERE name = 'schema'")
  },
  (db, kinds) => {
    // The views are made with the tables of the kinds. An older phd takes a view for another program's.
    keepDifferences(db, kinds)
  },
]

/** The number of this program's schema. */
export const SCHEMA = MIGRATIONS.length

/**
 * The list of an import may rest on an earlier one (see seen-lists.ts), and a closed version on the one after it (see thinned.ts).
 * What an older phd kept stays as it is, and is read as it is.
 */
function keepDifferences(db: Database.Database, kinds: readonly Kind[]): void {
  db.exec(`ALTER TABLE sightings ADD COLUMN base INTEGER; ${THINNED_TABLE}; ${PRUNED_TABLE}`)
  for (const kind of kinds) {
    const columns = db.pragma(`table_info(${kind.kind})`) as { name: string }[]
    if (columns.length > 0 && !columns.some(({ name }) => name === 'thinned'))
      db.exec(`ALTER TABLE ${kind.kind} ADD COLUMN thinned INTEGER`)
  }
}

/**
 * How old the rows of an import are (see dating.ts), and what says whether a newer list of the same report ends them (see
 * lists.ts). Of an import by an older phd its name says how old it is, where it does; the same bytes again are no younger than they
 * were.
 */
function keepAges(db: Database.Database): void {
  db.exec(`ALTER TABLE imports ADD COLUMN dated_at TEXT;
    ALTER TABLE imports ADD COLUMN dated_by TEXT;
    ALTER TABLE imports ADD COLUMN stated_by TEXT;
    ALTER TABLE imports ADD COLUMN report TEXT;
    ALTER TABLE imports ADD COLUMN records INTEGER;
    CREATE TABLE replaced_lists (
      list INTEGER NOT NULL REFERENCES imports (id),
      by_list INTEGER NOT NULL REFERENCES imports (id),
      PRIMARY KEY (list, by_list)
    ) STRICT, WITHOUT ROWID;
    UPDATE imports SET dated_at = imported_at, dated_by = 'import' WHERE undoes IS NULL;
    UPDATE imports SET dated_at = exported_at, dated_by = 'name' WHERE undoes IS NULL AND exported_at <= imported_at;
    UPDATE imports SET (dated_at, dated_by) = (SELECT dated_at, dated_by FROM imports first WHERE first.id = imports.same_as)
    WHERE same_as IS NOT NULL;
    CREATE INDEX imports_sha256 ON imports (sha256);
    CREATE INDEX imports_report ON imports (kind, report) WHERE report IS NOT NULL`)
}

/**
 * The first schema kept where a version was last seen in the version itself, overwriting where it was before: what it last said
 * moves to the table of sightings, and counts as sighted then.
 */
function keepSightingsApart(db: Database.Database, kind: Kind): void {
  const columns = db.pragma(`table_info(${kind.kind})`) as { name: string }[]
  if (!columns.some(({ name }) => name === 'seen_in')) return
  for (const suffix of ['current', 'partner', 'partner_id']) db.exec(`DROP INDEX IF EXISTS ${kind.kind}_${suffix}`)
  for (const table of kindSchema(kind).tables) db.exec(table)
  const moved = `SELECT version, seen_in AS seenIn, line FROM ${kind.kind} WHERE seen_in <> valid_from ORDER BY seen_in, version`
  const sightings = Map.groupBy(db.prepare<[], Sighting>(moved).all(), ({ seenIn }) => seenIn)
  for (const [id, seen] of sightings) writeFirstSightings(db, id, seen)
  db.exec(`INSERT INTO ${seenTable(kind)} (version, seen_in, line)
    SELECT version, seen_in, line FROM ${kind.kind} WHERE seen_in <> valid_from AND valid_to IS NULL;
    ALTER TABLE ${kind.kind} DROP COLUMN seen_in;
    UPDATE imports SET first_version = (SELECT min(version) FROM ${kind.kind} WHERE valid_from = imports.id)
    WHERE kind = '${kind.kind}'`)
}

/**
 * Brings a database to this program's schema, in one transaction; an up-to-date one is only checked.
 * Throws `not_a_phd_database`, `newer_database`, and what {@link checkSchema} throws, without touching the file.
 */
export function migrate(db: Database.Database, file: string, kinds: readonly Kind[]): void {
  // Read at one moment: another process may be making the database right now.
  const { version, found, ...meta } = db.transaction(() => ({
    version: knownVersion(db, file),
    found: schemaOf(db),
    kinds: metaOf(db, 'kinds'),
    fold: metaOf(db, 'fold'),
  }))()
  const expected = expectedSchema(kinds)
  if (version === MIGRATIONS.length && meta.kinds === expected.shape && meta.fold === String(FOLD_VERSION)) {
    checkSchema(file, found, expected.objects)
    return
  }
  refuseActing(file, found, expected.objects)
  if (version > 0 && version < MIGRATIONS.length) keepCopy(db, file, version)
  db.transaction(() => {
    applyAll(db, kinds)
    checkSchema(file, schemaOf(db), expected.objects)
  }).immediate()
}

/** Brings a copy that nobody else knows of to this program's schema; whoever made it keeps the older one. Throws as {@link migrate}. */
export function upgradeCopy(db: Database.Database, file: string, kinds: readonly Kind[]): void {
  checkToRead(db, file, kinds)
  db.transaction(() => {
    applyAll(db, kinds)
    checkSchema(file, schemaOf(db), expectedSchema(kinds).objects)
  }).immediate()
}

/** Looks at a database that is only read, without changing it. Throws as {@link migrate}. */
export function checkToRead(db: Database.Database, file: string, kinds: readonly Kind[]): number {
  const version = knownVersion(db, file)
  const { shape, objects } = expectedSchema(kinds)
  if (version === MIGRATIONS.length && metaOf(db, 'kinds') === shape) checkSchema(file, schemaOf(db), objects)
  else refuseActing(file, schemaOf(db), objects)
  return version
}

/** What a database of this program is made of. */
interface ExpectedSchema {
  objects: readonly SchemaObject[]
  /** See {@link shapeOf}. */
  shape: string
}

/**
 * What the build worked out for the kinds that come with the program, as JSON, because making a database takes longer than a small
 * command; read only when a database is opened.
 */
declare const PHD_SCHEMA: string | undefined

const known = new WeakMap<readonly Kind[], ExpectedSchema>()

function expectedSchema(kinds: readonly Kind[]): ExpectedSchema {
  let expected = known.get(kinds)
  if (!expected) {
    expected = typeof PHD_SCHEMA === 'undefined' ? computedSchema(kinds) : (JSON.parse(PHD_SCHEMA) as ExpectedSchema)
    known.set(kinds, expected)
  }
  return expected
}

/** Worked out by making such a database. */
export function computedSchema(kinds: readonly Kind[]): ExpectedSchema {
  const db = new Database(':memory:')
  try {
    applyAll(db, kinds)
    return { objects: schemaOf(db), shape: shapeOf(kinds) }
  } finally {
    db.close()
  }
}

/** What tells the statements that make the tables of the kinds and the views from those of another phd. */
function shapeOf(kinds: readonly Kind[]): string {
  const made = kinds
    .map(kindSchema)
    .flatMap(({ tables, indexes, closed }) => [...tables, ...indexes.map(({ sql }) => sql), ...closed])
  const statements = [...made, ...keptViews(kinds).map(({ sql }) => sql)].join(';\n')
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(statements).digest('hex')
}

/** Does every step that a database has not had, and makes what the kinds need. */
function applyAll(db: Database.Database, kinds: readonly Kind[]): void {
  // Views of an older phd: the engine would hold every change of a table against them.
  const views = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'view'").pluck().all()
  for (const view of views) db.exec(`DROP VIEW "${view}"`)
  for (const step of MIGRATIONS.slice(db.pragma('user_version', { simple: true }) as number)) step(db, kinds)
  for (const kind of kinds) {
    const { tables, indexes, closed } = kindSchema(kind)
    for (const table of tables) db.exec(table)
    const present = new Set((db.pragma(`table_info(${kind.kind})`) as { name: string }[]).map(({ name }) => name))
    for (const statement of [...missingColumns(kind, present), ...indexes.map(({ sql }) => sql), ...closed]) db.exec(statement)
  }
  if (metaOf(db, 'fold') !== String(FOLD_VERSION)) refold(db, kinds)
  for (const { sql } of keptViews(kinds)) db.exec(sql)
  const keep = db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
  keep.run('kinds', shapeOf(kinds))
  keep.run('fold', String(FOLD_VERSION))
  db.pragma(`application_id = ${APPLICATION_ID}`)
  db.pragma(`user_version = ${MIGRATIONS.length}`)
}

/**
 * The number of a database's schema; 0 of an empty file. Throws `not_a_phd_database` and `newer_database`.
 */
function knownVersion(db: Database.Database, file: string): number {
  refuseOther(db, file)
  const version = db.pragma('user_version', { simple: true }) as number
  if (version <= MIGRATIONS.length) return version
  throw failure('newer_database', `${file} was written by a newer phd (schema ${version}; this one knows ${MIGRATIONS.length})`)
}

/** Throws `not_a_phd_database` for a database of another program, however new its schema. */
export function refuseOther(db: Database.Database, file: string): void {
  const application = db.pragma('application_id', { simple: true }) as number
  if (application !== APPLICATION_ID && !isEmpty(db)) {
    throw failure('not_a_phd_database', `${file} is a database of another program`)
  }
}

/**
 * Keeps the database as an older phd left it, beside it, before its schema changes: written in full, checked, and on the disk
 * before it has its name. A copy of an earlier time that says something else is renamed, because it may be needed.
 */
function keepCopy(db: Database.Database, file: string, version: number): void {
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

function metaOf(db: Database.Database, name: string): string | undefined {
  const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get()
  return exists ? (db.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(name) as string | undefined) : undefined
}

function isEmpty(db: Database.Database): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
}
