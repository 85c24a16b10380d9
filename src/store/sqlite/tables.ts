/** The tables of the record kinds, made from their declarations. The only names that reach SQL are the declarations' own. */

import Database from 'better-sqlite3'
import type { Field, Kind, Value } from '../../records/kind.ts'
import { columnName } from '../columns.ts'

/**
 * The columns every kind's table has; a version is open while `valid_to` is null. `line` is where it stood in the file that opened
 * it; where a later file had it, the kind's `_seen` table says so. `thinned` is the set of columns that a closed version lacks (see
 * thinned.ts). No reference is checked by the engine, because that would be
 * done for each row; the entries they lead to are never removed.
 */
const VERSION_COLUMNS = `version INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER,
  line INTEGER NOT NULL,
  extra TEXT,
  thinned INTEGER`

/** `salesBadged` is kept as `sales_badged`. */
export const columnOf: typeof columnName = columnName

/** The columns of a kind's fields, in their order. */
export function columnsOf(kind: Kind): string[] {
  return Object.keys(kind.fields).map(columnOf)
}

/** The table of where open versions were last seen, if a later file than the one that opened them had them. */
export function seenTable(kind: Kind): string {
  return `${kind.kind}_seen`
}

function typeOf(field: Field): string {
  return field.type === 'boolean' || field.type === 'count' ? 'INTEGER' : 'TEXT'
}

interface KindSchema {
  /** Statements that make the tables; they do nothing where the tables already exist. */
  tables: string[]
  /** The indexes on open versions, which a big import makes at its end; of those on rows that have a value: its column. */
  indexes: { name: string; sql: string; needs: string | null }[]
  /** The indexes on closed versions, which are few. */
  closed: string[]
}

/** The tables of a kind and their indexes. */
export function kindSchema(kind: Kind): KindSchema {
  const columns = Object.entries(kind.fields).map(([name, field]) => `${columnOf(name)} ${typeOf(field)}`)
  const wanted: [suffix: string, on: string, needs: string | null, unique: string][] = [['current', 'key', null, 'UNIQUE ']]
  if (kind.partnerName) {
    const indexed = [kind.partnerName, ...(kind.partnerId ? [kind.partnerId] : []), ...kind.counted].map(columnOf)
    wanted.push(['partner', indexed.join(', '), null, ''])
  }
  if (kind.partnerId) {
    const column = columnOf(kind.partnerId)
    wanted.push(['partner_id', column, column, ''])
  }
  const index = (name: string, unique: string, on: string, which: string, needs: string | null): string =>
    `CREATE ${unique}INDEX IF NOT EXISTS ${name} ON ${kind.kind} (${on}) WHERE ${which}${needs === null ? '' : ` AND ${needs} IS NOT NULL`}`
  return {
    tables: [
      `CREATE TABLE IF NOT EXISTS ${kind.kind} (${VERSION_COLUMNS}, ${columns.join(', ')}) STRICT`,
      `CREATE TABLE IF NOT EXISTS ${seenTable(kind)} (version INTEGER PRIMARY KEY,
         seen_in INTEGER NOT NULL, line INTEGER NOT NULL) STRICT`,
    ],
    indexes: wanted.map(([suffix, on, needs, unique]) => {
      const name = `${kind.kind}_${suffix}`
      return { name, sql: index(name, unique, on, 'valid_to IS NULL', needs), needs }
    }),
    closed: [
      ...wanted.map(([suffix, on, needs]) =>
        index(`${kind.kind}_closed_${suffix}`, '', on.split(', ', 1).join(''), 'valid_to IS NOT NULL', needs),
      ),
      index(`${kind.kind}_closed`, '', 'valid_to', 'valid_to IS NOT NULL', null),
    ],
  }
}

/** Columns that a newer declaration has and the table lacks. */
export function missingColumns(kind: Kind, present: ReadonlySet<string>): string[] {
  return Object.entries(kind.fields).flatMap(([name, field]) =>
    present.has(columnOf(name)) ? [] : [`ALTER TABLE ${kind.kind} ADD COLUMN ${columnOf(name)} ${typeOf(field)}`],
  )
}

/** A value as SQLite keeps it: true and false as 1 and 0. */
export function toColumn(value: Value): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value
}

/** Makes the record out of the values of a row, which are in the order of the kind's columns from `first` on. */
export function recordMaker<R>(kind: Kind, first: number): (row: readonly unknown[]) => R {
  const fields = Object.entries(kind.fields).map(([name, { type }], i) => ({
    name,
    isBoolean: type === 'boolean',
    stored: type === 'boolean' || type === 'count' ? 'number' : 'string',
    place: first + i,
  }))
  const blank: Readonly<Record<string, Value>> = Object.fromEntries(fields.map(({ name }) => [name, null]))
  return (row) => {
    // To add the fields one by one would make the record over and over.
    const record = { ...blank }
    for (const { name, isBoolean, stored, place } of fields) {
      const value = row[place] as string | number | null
      if (value === null) continue
      // A flipped bit can make a number of a text.
      if (typeof value !== stored) throw new Database.SqliteError(`${name} is not ${stored}`, 'SQLITE_CORRUPT')
      record[name] = isBoolean ? value === 1 : value
    }
    return record as R
  }
}
