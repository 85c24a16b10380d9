/**
 * The tables of a desk on PostgreSQL, made from the declarations of the kinds. Texts are compared byte by byte, as SQLite does. The only
 * names that reach SQL are the declarations' own.
 */

import type { Field, Kind, Value } from '../../records/kind.ts'
import { columnName } from '../columns.ts'

/** The schema that all of them are in; a connection looks there first. */
export const SCHEMA = 'phd'

/** Text that is the same in every database, whatever its language. */
const TEXT = 'text COLLATE "C"'

/**
 * The columns every kind's table has; a version is open while `valid_to` is null. `line` is where it stood in the file that opened
 * it; where a later file had it, the kind's table of what was seen says so.
 */
const VERSION_COLUMNS = `version integer PRIMARY KEY,
  key ${TEXT} NOT NULL,
  valid_from integer NOT NULL,
  valid_to integer,
  line integer NOT NULL,
  extra ${TEXT}`

/** A name in SQL: `salesBadged` is kept as "sales_badged". */
export function columnOf(field: string): string {
  return quoted(columnName(field))
}

/** The columns of a kind's fields, in their order. */
export function columnsOf(kind: Kind): string[] {
  return Object.keys(kind.fields).map(columnOf)
}

/** The table of a kind. */
export function tableOf({ kind }: Pick<Kind, 'kind'>): string {
  return quoted(kind)
}

/** The table of where open versions were last seen, if a later file than the one that opened them had them. */
export function seenTable({ kind }: Pick<Kind, 'kind'>): string {
  return quoted(`${kind}_seen`)
}

function quoted(name: string): string {
  return `"${name}"`
}

/** The type of a field's column. */
export function typeOf(field: Field): string {
  return field.type === 'boolean' ? 'boolean' : field.type === 'count' ? 'bigint' : TEXT
}

/** Statements that make the tables of a kind, with their indexes. */
export function kindTables(kind: Kind): string[] {
  const table = tableOf(kind)
  const columns = Object.entries(kind.fields).map(([name, field]) => `${columnOf(name)} ${typeOf(field)}`)
  const index = (suffix: string, on: string, which: string, unique = ''): string =>
    `CREATE ${unique}INDEX ${quoted(`${kind.kind}_${suffix}`)} ON ${table} (${on}) WHERE ${which}`
  const named = kind.partnerName === null ? null : columnOf(kind.partnerName)
  const id = kind.partnerId === null ? null : columnOf(kind.partnerId)
  return [
    `CREATE TABLE ${table} (${VERSION_COLUMNS}, ${columns.join(', ')})`,
    `CREATE TABLE ${seenTable(kind)} (version integer PRIMARY KEY, seen_in integer NOT NULL, line integer NOT NULL)`,
    index('current', 'key', 'valid_to IS NULL', 'UNIQUE '),
    index('closed_current', 'key', 'valid_to IS NOT NULL'),
    index('closed', 'valid_to', 'valid_to IS NOT NULL'),
    `CREATE INDEX ${quoted(`${kind.kind}_opened`)} ON ${table} (valid_from)`,
    ...(named === null
      ? []
      : [index('partner', named, 'valid_to IS NULL'), index('closed_partner', named, 'valid_to IS NOT NULL')]),
    ...(id === null
      ? []
      : [
          index('partner_id', id, `valid_to IS NULL AND ${id} IS NOT NULL`),
          index('closed_partner_id', id, `valid_to IS NOT NULL AND ${id} IS NOT NULL`),
        ]),
  ]
}

/** The function that lets whoever imports have the server look at what the tables of a kind hold; only an owner may ask that of it. */
export const ANALYZED = 'analyze_kind'

/** Leaves room in the pages of all tables of what was seen, of whatever kinds there are. */
export const ROOM_IN_SEEN: string = `DO $$ DECLARE seen regclass; BEGIN
    FOR seen IN SELECT oid FROM pg_class WHERE relnamespace = '${SCHEMA}'::regnamespace AND relkind = 'r' AND relname LIKE '%\\_seen' LOOP
      EXECUTE format('ALTER TABLE %s SET (fillfactor = 45)', seen);
    END LOOP; END $$`

/** Who works on what: of now, and no part of what is on record. */
export const CLAIMS_TABLE: string = `CREATE TABLE claims (subject ${TEXT} PRIMARY KEY, holder ${TEXT} NOT NULL, since ${TEXT} NOT NULL, until ${TEXT} NOT NULL)`

/** What `meta` calls the rules that the desk decides by. */
export const RULES = 'rules'

/** The tables that do not depend on the kinds. */
export const OWN_TABLES: readonly string[] = [
  `CREATE TABLE meta (name ${TEXT} PRIMARY KEY, value ${TEXT} NOT NULL)`,
  // The end of the audit, in the one row: whoever records takes its lock, and the chain alone would not show that the last entries were cut off.
  `CREATE TABLE audit_end (value ${TEXT} NOT NULL)`,
  // The headings of files and what was stated of them: the same night after night, so they are kept once.
  `CREATE TABLE layouts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash ${TEXT} NOT NULL UNIQUE,
    headings ${TEXT} NOT NULL,
    extra_headings ${TEXT} NOT NULL,
    given ${TEXT} NOT NULL
  )`,
  `CREATE TABLE imports (
    id integer PRIMARY KEY,
    kind ${TEXT} NOT NULL,
    file ${TEXT} NOT NULL,
    sha256 ${TEXT} NOT NULL,
    bytes bigint NOT NULL,
    status ${TEXT} NOT NULL,
    mode ${TEXT} NOT NULL,
    scope ${TEXT},
    same_as integer REFERENCES imports (id),
    undoes integer REFERENCES imports (id),
    encoding ${TEXT} NOT NULL,
    delimiter ${TEXT} NOT NULL,
    date_order ${TEXT},
    decimal ${TEXT},
    layout integer NOT NULL REFERENCES layouts (id),
    actor ${TEXT} NOT NULL,
    imported_at ${TEXT} NOT NULL,
    exported_at ${TEXT},
    dated_at ${TEXT},
    dated_by ${TEXT},
    stated_by ${TEXT},
    report ${TEXT},
    records integer,
    first_version integer,
    rows_read integer NOT NULL DEFAULT 0,
    rows_added integer NOT NULL DEFAULT 0,
    rows_changed integer NOT NULL DEFAULT 0,
    rows_unchanged integer NOT NULL DEFAULT 0,
    rows_removed integer NOT NULL DEFAULT 0,
    rows_rejected integer NOT NULL DEFAULT 0,
    rows_ignored integer NOT NULL DEFAULT 0
  )`,
  // A list that is replaced, and the newer list of the same report that lacks what it had.
  `CREATE TABLE replaced_lists (
    list integer NOT NULL REFERENCES imports (id),
    by_list integer NOT NULL REFERENCES imports (id),
    PRIMARY KEY (list, by_list)
  )`,
  // Which import saw which versions on which lines, but for those that it opened: see sightings.ts.
  `CREATE TABLE sightings (
    kind ${TEXT} NOT NULL,
    part integer NOT NULL,
    import_id integer NOT NULL REFERENCES imports (id),
    step smallint NOT NULL,
    seen_in integer NOT NULL,
    versions integer[] NOT NULL,
    lines integer[] NOT NULL,
    PRIMARY KEY (kind, part, import_id, step, seen_in)
  )`,
  'CREATE INDEX sightings_import ON sightings (import_id)',
  // Where a later version of the record is that a pruned version was of; and where that version had been opened.
  `CREATE TABLE pruned_versions (
    kind ${TEXT} NOT NULL,
    version integer NOT NULL,
    later integer NOT NULL,
    opened integer NOT NULL,
    line integer NOT NULL,
    PRIMARY KEY (kind, version)
  )`,
  'CREATE INDEX pruned_versions_opened ON pruned_versions (opened)',
  'CREATE INDEX pruned_versions_later ON pruned_versions (kind, later)',
  `CREATE TABLE names (name ${TEXT} PRIMARY KEY, light ${TEXT} NOT NULL, folded ${TEXT} NOT NULL, core ${TEXT} NOT NULL)`,
  'CREATE INDEX names_folded ON names (folded)',
  'CREATE INDEX names_core ON names (core)',
  `CREATE TABLE aliases (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    folded ${TEXT} NOT NULL,
    name ${TEXT} NOT NULL,
    account_id ${TEXT} NOT NULL,
    added_at ${TEXT} NOT NULL,
    added_by ${TEXT} NOT NULL,
    removed_at ${TEXT},
    removed_by ${TEXT}
  )`,
  'CREATE UNIQUE INDEX aliases_current ON aliases (folded) WHERE removed_at IS NULL',
  `CREATE TABLE set_aside (
    kind ${TEXT} NOT NULL,
    key ${TEXT},
    name ${TEXT},
    account_id ${TEXT},
    import_id integer NOT NULL REFERENCES imports (id),
    line integer NOT NULL
  )`,
  'CREATE INDEX set_aside_key ON set_aside (kind, key)',
  'CREATE INDEX set_aside_import ON set_aside (import_id)',
  // The bodies stay text, for the hash of an entry is of its very bytes.
  `CREATE TABLE audit (
    id integer PRIMARY KEY,
    at ${TEXT} NOT NULL,
    actor ${TEXT} NOT NULL,
    action ${TEXT} NOT NULL,
    partner_id ${TEXT},
    request integer,
    body ${TEXT} NOT NULL,
    previous ${TEXT} NOT NULL,
    hash ${TEXT} NOT NULL,
    evidence ${TEXT}
  )`,
  'CREATE INDEX audit_partner ON audit (partner_id, request)',
  'CREATE INDEX audit_request ON audit (request)',
  'CREATE INDEX audit_action ON audit (action)',
  `CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit only grows'; END $$`,
  `CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()`,
  `CREATE TABLE promised_files (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry integer NOT NULL REFERENCES audit (id),
    folder ${TEXT} NOT NULL,
    staged ${TEXT} NOT NULL,
    file ${TEXT} NOT NULL,
    sha256 ${TEXT} NOT NULL,
    about ${TEXT} NOT NULL,
    state ${TEXT} NOT NULL,
    place ${TEXT} NOT NULL
  )`,
  `CREATE INDEX promised_files_open ON promised_files (place, state) WHERE state IN ('staged', 'missing')`,
  `CREATE FUNCTION ${ANALYZED}(of_kind text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${SCHEMA}, pg_temp AS $$
    BEGIN EXECUTE format('ANALYZE ${SCHEMA}.%I, ${SCHEMA}.%I', of_kind, of_kind || '_seen'); END $$`,
]

/** Makes the record out of the values of a row, which are in the order of the kind's columns from `first` on. */
export function recordMaker<R>(kind: Kind, first: number): (row: readonly unknown[]) => R {
  const names = Object.keys(kind.fields)
  return (row) => Object.fromEntries(names.map((name, i) => [name, (row[first + i] ?? null) as Value])) as R
}
