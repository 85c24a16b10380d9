/** The steps that bring a database of any older phd to the schema of this one. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../records/kind.ts'
import { AUDIT_TABLE } from './audit.ts'
import { PRUNED_TABLE } from './past/prune.ts'
import { type Sighting, writeFirstSightings } from './past/seen-lists.ts'
import { THINNED_TABLE } from './past/thinned.ts'
import { CLAIMS_TABLE } from './recording/claims.ts'
import { PROMISED_FILES_TABLE } from './recording/promised-files.ts'
import { kindSchema, seenTable } from './tables.ts'

/** Numbered, forward only: a released step is never edited. */
export const MIGRATIONS: ReadonlyArray<(db: Database.Database, kinds: readonly Kind[]) => void> = [
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
  (db) => db.exec(CLAIMS_TABLE),
]

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
