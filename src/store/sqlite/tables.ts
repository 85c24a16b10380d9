/** The tables of the record kinds, made from their declarations. The only names that reach SQL are the declarations' own. */

import type { Field, Kind, Value } from '../../records/kind.ts'

/** The columns every kind's table has; a version is open while `valid_to` is null. */
const VERSION_COLUMNS = `version INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  valid_from INTEGER NOT NULL REFERENCES imports (id),
  valid_to INTEGER REFERENCES imports (id),
  seen_in INTEGER NOT NULL REFERENCES imports (id),
  line INTEGER NOT NULL,
  extra TEXT`

/** `salesBadged` is kept as `sales_badged`. */
export function columnOf(field: string): string {
  return field.replace(/\d+|[A-Z]/g, (part) => `_${part.toLowerCase()}`)
}

/** The columns of a kind's fields, in their order. */
export function columnsOf(kind: Kind): string[] {
  return Object.keys(kind.fields).map(columnOf)
}

function typeOf(field: Field): string {
  return field.type === 'boolean' || field.type === 'count' ? 'INTEGER' : 'TEXT'
}

/** The table of a kind and its indexes: statements that do nothing where they stand already. */
export function kindSchema(kind: Kind): { table: string; indexes: { name: string; sql: string }[] } {
  const columns = Object.entries(kind.fields).map(([name, field]) => `${columnOf(name)} ${typeOf(field)}`)
  const index = (suffix: string, on: string, where = '', unique = ''): { name: string; sql: string } => {
    const name = `${kind.kind}_${suffix}`
    return { name, sql: `CREATE ${unique}INDEX IF NOT EXISTS ${name} ON ${kind.kind} (${on}) WHERE valid_to IS NULL${where}` }
  }
  const indexes = [index('current', 'key', '', 'UNIQUE ')]
  if (kind.partnerName) {
    const indexed = [kind.partnerName, ...(kind.partnerId ? [kind.partnerId] : []), ...kind.counted].map(columnOf)
    indexed.splice(kind.partnerId ? 2 : 1, 0, 'seen_in')
    indexes.push(index('partner', indexed.join(', ')))
  }
  if (kind.partnerId) {
    const column = columnOf(kind.partnerId)
    indexes.push(index('partner_id', column, ` AND ${column} IS NOT NULL`))
  }
  return { table: `CREATE TABLE IF NOT EXISTS ${kind.kind} (${VERSION_COLUMNS}, ${columns.join(', ')}) STRICT`, indexes }
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

/** Makes the record out of the values of a row, which stand in the order of the kind's columns from `first` on. */
export function recordMaker<R>(kind: Kind, first: number): (row: readonly unknown[]) => R {
  const fields = Object.entries(kind.fields).map(([name, { type }], i) => ({
    name,
    isBoolean: type === 'boolean',
    place: first + i,
  }))
  return (row) => {
    const record: Record<string, Value> = {}
    for (const { name, isBoolean, place } of fields) {
      const value = row[place] as string | number | null
      record[name] = isBoolean && value !== null ? value === 1 : value
    }
    return record as R
  }
}
