/** Whether a database has this program's schema, and what brings it there. */

import Database from 'better-sqlite3'
import { failure } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import { FOLD_VERSION } from '../../records/name.ts'
import { keptViews } from './asking/views.ts'
import { keepCopy } from './backups/upgrade-copy.ts'
import { MIGRATIONS } from './migrations.ts'
import { APPLICATION_ID, BETWEEN_OBJECTS, BETWEEN_PARTS, schemaText, writtenSchema } from './opening/up-to-date.ts'
import { refold } from './refold.ts'
import { checkSchema, refuseActing, type SchemaObject, schemaOf } from './schema-check.ts'
import { kindSchema, missingColumns } from './tables.ts'

/** The number of this program's schema. */
export const SCHEMA = MIGRATIONS.length

/**
 * Whether a database has this program's schema, tables of its kinds and names folded as it folds them. Throws `not_a_phd_database`,
 * `newer_database`, and what {@link checkSchema} throws.
 */
export function isCurrent(db: Database.Database, file: string, kinds: readonly Kind[]): boolean {
  // Read at one moment: another process may be making the database right now.
  const { version, found, ...meta } = db.transaction(() => ({
    version: knownVersion(db, file),
    found: schemaOf(db),
    kinds: metaOf(db, 'kinds'),
    fold: metaOf(db, 'fold'),
  }))()
  const expected = expectedSchema(kinds)
  const isOwn = version === MIGRATIONS.length && meta.kinds === expected.shape && meta.fold === String(FOLD_VERSION)
  if (isOwn) checkSchema(file, found, expected.objects)
  else refuseActing(file, found, expected.objects)
  return isOwn
}

/** Brings a database to this program's schema, in one transaction. Throws as {@link isCurrent}, without touching the file. */
export function migrate(db: Database.Database, file: string, kinds: readonly Kind[]): void {
  if (isCurrent(db, file, kinds)) return
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > 0 && version < MIGRATIONS.length) keepCopy(db, file, version)
  db.transaction(() => {
    applyAll(db, kinds)
    checkSchema(file, schemaOf(db), expectedSchema(kinds).objects)
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

const known = new WeakMap<readonly Kind[], ExpectedSchema>()

function expectedSchema(kinds: readonly Kind[]): ExpectedSchema {
  let expected = known.get(kinds)
  if (!expected) {
    expected = readSchema() ?? computedSchema(kinds)
    known.set(kinds, expected)
  }
  return expected
}

/** What the build worked out, because making a database takes longer than a small command; null where the program was not built. */
function readSchema(): ExpectedSchema | null {
  const written = writtenSchema()
  if (written === null) return null
  const [, text = ''] = written.text.split(/\n(.*)/s)
  const objects = text.split(BETWEEN_OBJECTS).map((object) => {
    const [type = '', name = '', sql = ''] = object.split(BETWEEN_PARTS)
    return { type, name, sql }
  })
  return { objects, shape: written.shape }
}

/** What the build writes down for {@link writtenSchema}. */
export function schemaToWrite(kinds: readonly Kind[]): string {
  const db = new Database(':memory:')
  try {
    applyAll(db, kinds)
    return `${shapeOf(kinds)}\n${schemaText(db)}`
  } finally {
    db.close()
  }
}

/** Worked out by making such a database. */
function computedSchema(kinds: readonly Kind[]): ExpectedSchema {
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

function metaOf(db: Database.Database, name: string): string | undefined {
  const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get()
  return exists ? (db.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(name) as string | undefined) : undefined
}

function isEmpty(db: Database.Database): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
}
