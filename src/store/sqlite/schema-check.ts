/** Whether a database has the tables, indexes and triggers that phd makes, and nothing beside them. */

import type Database from 'better-sqlite3'
import { failure, type PhdError } from '../../errors.ts'
import { OBJECTS } from './opening/up-to-date.ts'

/** A table, an index, a trigger or a view, with the statement that made it. */
export interface SchemaObject {
  type: string
  name: string
  sql: string
}

/** All that a database says it is made of. */
export function schemaOf(db: Database.Database): SchemaObject[] {
  return db.prepare<[], SchemaObject>(`SELECT type, name, coalesce(sql, '') AS sql FROM ${OBJECTS}`).all()
}

interface SchemaDifference {
  type: string
  name: string
  how: 'foreign' | 'missing' | 'changed'
}

/**
 * How a database differs from what phd makes. The order of columns does not count, because an upgraded one has its newer columns
 * last; nor does a plain column that only a newer phd knows.
 */
function schemaDifferences(found: readonly SchemaObject[], expected: readonly SchemaObject[]): SchemaDifference[] {
  const known = new Map(expected.map((each) => [keyOf(each), each]))
  const differences: SchemaDifference[] = []
  for (const { type, name, sql } of found) {
    const wanted = known.get(keyOf({ type, name }))
    known.delete(keyOf({ type, name }))
    if (!wanted) differences.push({ type, name, how: 'foreign' })
    else if (sql !== wanted.sql && !isSame(type, sql, wanted.sql)) differences.push({ type, name, how: 'changed' })
  }
  return [...differences, ...[...known.values()].map(({ type, name }) => ({ type, name, how: 'missing' as const }))]
}

/** Throws `foreign_schema` where there is something that is not phd's, and `database_damaged` where something of phd's is different. */
export function checkSchema(file: string, found: readonly SchemaObject[], expected: readonly SchemaObject[]): void {
  const differences = schemaDifferences(found, expected)
  const foreign = differences.find(({ how }) => how === 'foreign')
  if (foreign) throw foreignSchema(file, foreign)
  const [first] = differences
  if (!first) return
  const what = first.how === 'missing' ? 'is missing' : 'is not as phd makes it'
  throw failure(
    'database_damaged',
    `${file} is damaged, or was changed by another program: the ${first.type} ${first.name} ${what}`,
  )
}

/**
 * Before anything else is done with a database of an older phd: triggers and views could act while it is upgraded. A view by a name
 * of phd's may be that of an older one; nothing reads it before it is made again. Throws `foreign_schema`.
 */
export function refuseActing(file: string, found: readonly SchemaObject[], expected: readonly SchemaObject[]): void {
  const known = new Map(expected.map((each) => [keyOf(each), each.sql]))
  const acting = found.find(
    (each) =>
      (each.type === 'view' && !known.has(keyOf(each))) ||
      (!['table', 'index', 'view'].includes(each.type) && known.get(keyOf(each)) !== each.sql) ||
      /^CREATE VIRTUAL/i.test(each.sql),
  )
  if (acting) throw foreignSchema(file, acting)
}

function foreignSchema(file: string, { type, name }: { type: string; name: string }): PhdError {
  return failure('foreign_schema', `${file} has a ${type} that is not phd's: ${name}`, undefined, { type, name })
}

function keyOf({ type, name }: { type: string; name: string }): string {
  return `${type} ${name}`
}

function isSame(type: string, found: string, expected: string): boolean {
  if (type !== 'table') return plain(found) === plain(expected)
  const [mine, theirs] = [tableParts(found), tableParts(expected)]
  if (!mine || !theirs || mine.head !== theirs.head || mine.tail !== theirs.tail) return false
  const columns = new Set(mine.items)
  if (columns.size !== mine.items.length || theirs.items.some((item) => !columns.delete(item))) return false
  return [...columns].every((item) => PLAIN_COLUMN.test(item))
}

const PLAIN_COLUMN = /^[a-z][a-z0-9_]* (?:TEXT|INTEGER)$/

/** A statement with the blanks that mean nothing taken out. */
function plain(sql: string): string {
  return sql
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),]) ?/g, '$1')
    .trim()
}

/** A table's statement in parts: what is before its columns, each of them and of its constraints, what is behind. */
function tableParts(sql: string): { head: string; items: string[]; tail: string } | null {
  const text = plain(sql)
  const open = text.indexOf('(')
  if (open < 0) return null
  const items: string[] = []
  let depth = 0
  let from = open + 1
  for (let at = open; at < text.length; at++) {
    const char = text[at]
    if (char === '(') depth++
    else if (char === ')') depth--
    if ((depth === 1 && char === ',') || depth === 0) {
      // The first schema had references that the engine was to check.
      items.push(text.slice(from, at).replace(/ REFERENCES imports\(id\)$/, ''))
      from = at + 1
    }
    if (depth === 0) return { head: text.slice(0, open), items, tail: text.slice(at + 1) }
  }
  return null
}
