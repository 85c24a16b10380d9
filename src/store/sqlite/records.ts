/** Reading current records, each with the place it stands in. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../records/kind.ts'
import { type FoldedName, foldName } from '../../records/name.ts'
import type { NameTier, PartnerRows, PeopleCount, RowSetAside, RowSource, Stored } from '../store.ts'
import { columnOf, columnsOf, recordMaker } from './tables.ts'

type CountRow = Record<string, unknown> & { name: string | null; account_id: string | null; seen_in: number; people: number }

interface SeenIn {
  importId: number
  file: string
  lastSeenAt: string
  headings: Record<string, string>
  extraHeadings: string[]
}

/** Looks each import up once, however many records it brought. */
class Sources {
  readonly #statement: Database.Statement<
    [number],
    { id: number; file: string; last_seen_at: string; headings: string; extra_headings: string }
  >
  readonly #known = new Map<number, SeenIn>()

  constructor(db: Database.Database) {
    this.#statement = db.prepare('SELECT id, file, last_seen_at, headings, extra_headings FROM imports WHERE id = ?')
  }

  of(importId: number): SeenIn {
    const known = this.#known.get(importId)
    if (known) return known
    const row = this.#statement.get(importId)
    if (!row) throw new Error(`no import ${importId}`)
    const source = {
      importId,
      file: row.file,
      lastSeenAt: row.last_seen_at,
      headings: JSON.parse(row.headings) as Record<string, string>,
      extraHeadings: JSON.parse(row.extra_headings) as string[],
    }
    this.#known.set(importId, source)
    return source
  }
}

/** The newest row of the record that was set aside since the record was last seen, as JSON; the kind is bound first. */
const DOUBT = `(SELECT json_object('file', i.file, 'line', s.line) FROM set_aside s JOIN imports i ON i.id = s.import_id
  WHERE s.kind = ? AND s.key = own.key AND s.import_id > own.seen_in ORDER BY s.import_id DESC, s.line LIMIT 1)`

/** Reads the current records of a kind that meet a condition. The condition is the caller's own SQL, its values are bound. */
export function currentRecords<R>(
  db: Database.Database,
  kind: Kind,
  condition = 'TRUE',
  values: readonly unknown[] = [],
): Stored<R>[] {
  const sources = new Sources(db)
  const toRecord = recordMaker<R>(kind, 4)
  const rows = db
    .prepare<unknown[], [line: number, seenIn: number, extra: string | null, doubt: string | null, ...unknown[]]>(
      `SELECT line, seen_in, extra, ${DOUBT}, ${columnsOf(kind).join(', ')} FROM ${kind.kind} own WHERE valid_to IS NULL AND (${condition}) ORDER BY version`,
    )
    .raw()
    .all(kind.kind, ...values)
  return rows.map((row) => {
    const [line, seenIn, extra, doubt] = row
    const { importId, file, lastSeenAt, headings, extraHeadings } = sources.of(seenIn)
    const source: RowSource = { kind: kind.kind, line, importId, file, lastSeenAt, headings, extraHeadings }
    return {
      record: toRecord(row),
      source,
      doubt: doubt === null ? null : JSON.parse(doubt),
      extra: extra === null ? [] : JSON.parse(extra),
    }
  })
}

/** The condition that picks the rows of one partner: any of its spellings, or its id. */
export function ofPartner(kind: Kind, of: PartnerRows): { condition: string; values: unknown[] } {
  const name = columnOf(kind.partnerName ?? '')
  const named = `${name} IN (SELECT value FROM json_each(?))`
  if (!kind.partnerId) return { condition: named, values: [JSON.stringify(of.names)] }
  const id = columnOf(kind.partnerId)
  // Each half has its index; asked with OR, the engine would rather read every row of the table.
  const versions = (condition: string): string => `SELECT version FROM ${kind.kind} WHERE valid_to IS NULL AND ${condition}`
  return {
    condition: `version IN (${versions(`${named} AND ${id} IS NULL`)} UNION ALL ${versions(`${id} = ?`)})`,
    values: [JSON.stringify(of.names), of.accountId],
  }
}

/** Rows set aside, of one partner or of all, unless a later file has their record. */
export function rowsSetAside(db: Database.Database, kind: Kind, of?: PartnerRows): RowSetAside[] {
  const rows = (condition: string, ...values: unknown[]): RowSetAside[] =>
    db
      .prepare<unknown[], RowSetAside>(
        `SELECT s.key, name, account_id AS accountId, import_id AS importId, file, line, imported_at AS importedAt
         FROM set_aside s JOIN imports ON imports.id = import_id
         WHERE s.kind = ? AND ${condition} AND NOT EXISTS (
           SELECT 1 FROM ${kind.kind} own WHERE own.key = s.key AND own.valid_to IS NULL AND own.seen_in > s.import_id)`,
      )
      .all(kind.kind, ...values)
  if (!of) return rows('TRUE')
  const named = rows('name IN (SELECT value FROM json_each(?)) AND account_id IS NULL', JSON.stringify(of.names))
  return [...named, ...rows('account_id = ?', of.accountId)]
}

/** Current records whose partner's name has a form. */
export function recordsNamed<R>(db: Database.Database, kind: Kind, tier: NameTier, key: string): Stored<R>[] {
  return currentRecords(db, kind, `${columnOf(kind.partnerName ?? '')} IN (SELECT name FROM names WHERE ${tier} = ?)`, [key])
}

/** The names in the dictionary that share a form. */
export function spellings(db: Database.Database, tier: NameTier, key: string): string[] {
  return db.prepare<[string], string>(`SELECT name FROM names WHERE ${tier} = ?`).pluck().all(key)
}

/** The folded forms of every name that a kind's current records hold. */
export function foldedNames(db: Database.Database, kind: Kind): Map<string, FoldedName> {
  const column = columnOf(kind.partnerName ?? '')
  const rows = db
    .prepare<[], { name: string } & Partial<FoldedName>>(
      `SELECT own.name AS name, light, folded, core
       FROM (SELECT DISTINCT ${column} AS name FROM ${kind.kind} WHERE valid_to IS NULL AND ${column} IS NOT NULL) own LEFT JOIN names USING (name)`,
    )
    .all()
  return new Map(
    rows.map(({ name, light, folded, core }) => [
      name,
      light === undefined || !folded || !core ? foldName(name) : { light, folded, core },
    ]),
  )
}

/** Counts current people by spelling of their partner's name; `holding` names fields of the kind, which the declaration checks. */
export function countPeople(
  db: Database.Database,
  kind: Kind,
  holding: Readonly<Record<string, readonly string[]>>,
  of?: PartnerRows,
): PeopleCount[] {
  const wanted = Object.entries(holding)
  for (const field of wanted.flatMap(([, fields]) => fields)) {
    if (!(field in kind.fields)) throw new Error(`${kind.kind} has no field ${field}`)
  }
  const sums = wanted.map(
    ([, fields], i) => `, sum(${fields.map((field) => `coalesce(${columnOf(field)}, 0)`).join(' OR ')}) AS holding_${i}`,
  )
  const name = columnOf(kind.partnerName ?? '')
  const accountId = columnOf(kind.partnerId ?? '')
  const { condition, values } = of ? ofPartner(kind, of) : { condition: 'TRUE', values: [] }
  const sources = new Sources(db)
  return db
    .prepare<unknown[], CountRow>(
      `SELECT ${name} AS name, ${accountId} AS account_id, seen_in, count(*) AS people ${sums.join('')}
       FROM ${kind.kind} WHERE valid_to IS NULL AND (${condition}) GROUP BY ${name}, ${accountId}, seen_in`,
    )
    .all(...values)
    .map((row) => {
      const { importId, file, lastSeenAt } = sources.of(row.seen_in)
      return {
        name: row.name,
        accountId: row.account_id,
        people: row.people,
        holding: Object.fromEntries(wanted.map(([id], i) => [id, row[`holding_${i}`] as number])),
        source: { kind: kind.kind, importId, file, lastSeenAt },
      }
    })
}
