/** Saved mappings: which heading of an odd report holds which field. A person writes or corrects them; nothing in them is guessed. */

import { readFileSync, statSync } from 'node:fs'
import { distance } from 'fastest-levenshtein'
import * as v from 'valibot'
import { failure, type PhdError } from '../errors.ts'
import { DECIMAL_MARKS, type DecimalMark } from '../records/amount.ts'
import { DATE_ORDERS, type DateOrder } from '../records/date-order.ts'
import type { Field, Kind } from '../records/kind.ts'
import { didYouMean } from '../records/near.ts'
import { foldHeading, type HeadingMap, matchHeadings, missingHeadings } from './read/headings.ts'
import { DELIMITERS } from './read/layout.ts'

/** A mapping as its file says it. */
export interface Mapping {
  kind: Kind
  map: HeadingMap
  encoding: string | undefined
  delimiter: string | undefined
  dateOrder: DateOrder | undefined
  decimal: DecimalMark | undefined
}

const MAP_SCHEMA = 'phd.map/1'
/** No mapping has so many bytes. */
const LARGEST = 1 << 20
const DELIMITER_NAMES = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const

const anObject = v.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
)
const schema = v.strictObject({
  schema: v.optional(v.literal(MAP_SCHEMA)),
  kind: v.string(),
  columns: anObject,
  ignore: v.optional(v.array(v.string())),
  candidates: v.optional(anObject),
  encoding: v.optional(v.string()),
  delimiter: v.optional(v.picklist([...DELIMITERS, ...(Object.keys(DELIMITER_NAMES) as (keyof typeof DELIMITER_NAMES)[])])),
  dateOrder: v.optional(v.picklist(DATE_ORDERS)),
  decimal: v.optional(v.picklist(DECIMAL_MARKS)),
})

/** Reads a mapping. Throws a usage error that names the file and everything that is wrong with it. */
export function readMapping(path: string, kinds: readonly Kind[]): Mapping {
  const checked = v.safeParse(schema, parsed(path))
  if (!checked.success) {
    const problems = checked.issues.map((issue) => `at "${v.getDotPath(issue) ?? ''}": ${issue.message}`)
    throw badMap(
      path,
      problems,
      'a map has "kind" and "columns", and may have "ignore", "encoding", "delimiter", "dateOrder", "decimal"',
    )
  }
  const { kind: named, columns, ignore = [], encoding, delimiter, dateOrder, decimal } = checked.output
  const kind = kinds.find((each) => each.kind === named)
  if (!kind)
    throw badMap(
      path,
      [
        `unknown kind "${named}"${didYouMean(
          named,
          kinds.map((each) => each.kind),
        )}`,
      ],
      `the kinds are: ${kinds.map((each) => each.kind).join(', ')}`,
    )
  const { fields, problems } = checkedColumns(kind, columns)
  const ignored = new Set(ignore.map(foldHeading))
  for (const [folded, { heading }] of fields)
    if (ignored.has(folded)) problems.push(`"${heading}" is both under "columns" and under "ignore"`)
  if (problems.length > 0) throw badMap(path, problems, `the fields of ${kind.kind} are: ${Object.keys(kind.fields).join(', ')}`)
  const separator = delimiter && delimiter in DELIMITER_NAMES ? DELIMITER_NAMES[delimiter as 'comma'] : delimiter
  return { kind, map: { file: path, columns: fields, ignored }, encoding, delimiter: separator, dateOrder, decimal }
}

function parsed(path: string): unknown {
  try {
    const stat = statSync(path)
    if (!stat.isFile()) throw new Error('it is not a regular file')
    if (stat.size > LARGEST) throw new Error('it is too large for a map')
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))
  } catch (error) {
    throw badMap(path, [unreadable(error)])
  }
}

function unreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code === 'ENOENT' ? 'no such file' : `it cannot be read: ${message}`
}

/** The columns by their folded headings, and what is wrong with them. */
function checkedColumns(
  kind: Kind,
  columns: object,
): { fields: Map<string, { heading: string; field: string | null }>; problems: string[] } {
  const fields = new Map<string, { heading: string; field: string | null }>()
  const headingOf = new Map<string, string>()
  const problems: string[] = []
  for (const [heading, field] of Object.entries(columns) as [string, unknown][]) {
    const folded = foldHeading(heading)
    if (fields.has(folded)) problems.push(`the heading "${heading}" appears twice`)
    if (field !== null && (typeof field !== 'string' || !Object.hasOwn(kind.fields, field))) {
      problems.push(`"${heading}": ${JSON.stringify(field)} is not a field of ${kind.kind}${nearField(kind, field)}`)
      continue
    }
    const other = field === null ? undefined : headingOf.get(field)
    if (other !== undefined) problems.push(`the field ${field} has two headings: "${other}" and "${heading}"`)
    if (field !== null) headingOf.set(field, heading)
    fields.set(folded, { heading, field })
  }
  return { fields, problems }
}

function nearField(kind: Kind, field: unknown): string {
  return typeof field === 'string' ? didYouMean(field, Object.keys(kind.fields)) : ''
}

function badMap(path: string, problems: readonly string[], hint?: string): PhdError {
  return failure('unusable_map', `the map ${path} cannot be used: ${problems.join('; ')}`, hint)
}

/** A mapping that phd proposes: `columns` has the field of each heading, or null; `candidates` the fields that a null may mean. */
export interface SuggestedMap {
  schema: typeof MAP_SCHEMA
  kind: string
  columns: Record<string, string | null>
  candidates?: Record<string, string[]>
}

export interface Suggestion {
  map: SuggestedMap
  /** Headings the kind needs and no column has yet. */
  missing: readonly string[]
}

interface Row {
  headings: readonly string[]
  kind: Kind
  score: number
}

/**
 * Proposes a mapping for a file by the first part of its text. Only headings that phd knows get their field; for the others the
 * fields with a name like theirs are listed, for a person to choose. Throws the refusals `no_heading`, and `kind_unknown` where
 * nothing says the kind.
 */
export function suggestMap(name: string, readings: readonly string[][][], kinds: readonly Kind[]): Suggestion {
  const fits = readings.flatMap((rows) =>
    rows.flatMap((headings, i) =>
      kinds
        .filter((kind) => filled(headings) > 1 && mayBeHeadings(kind, rows, i))
        .map((kind): Row => ({ headings, kind, score: scoreOf(kind, headings) })),
    ),
  )
  const [best, ...others] = fits.sort((a, b) => b.score - a.score || filled(b.headings) - filled(a.headings))
  if (!best) throw failure('no_heading', `${name} has no row of headings`, 'export it again, with the headings')
  const rival = others.find(({ kind, score }) => kind !== best.kind && score === best.score)
  if (best.score === 0 ? kinds.length > 1 : rival) {
    throw failure(
      'kind_unknown',
      `the headings of ${name} do not say which kind of record it has`,
      { kinds: kinds.map(({ kind }) => kind) },
      {
        found: best.headings,
      },
    )
  }
  return suggestionFor(best)
}

function filled(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== '').length
}

/**
 * Whether a row may be that of the headings. Titles above a table have fewer cells, so below a row as wide stands data, which may
 * have a heading's word in it (ID is Idaho too); unless the kind knows more than half of the row, and none of that stands elsewhere
 * in its column.
 */
function mayBeHeadings(kind: Kind, rows: readonly string[][], at: number): boolean {
  const headings = rows[at] ?? []
  if (!rows.slice(0, at).some((row) => filled(row) >= filled(headings))) return true
  const places = [...matchHeadings(kind, headings).columns.values()]
  const isRepeated = (place: number): boolean =>
    rows.some((row, i) => i !== at && foldHeading(row[place] ?? '') === foldHeading(headings[place] ?? ''))
  return places.length * 2 > filled(headings) && !places.some(isRepeated)
}

/** How much of a row a kind knows: headings of its own count whole, near names a little. */
function scoreOf(kind: Kind, headings: readonly string[]): number {
  const { columns } = matchHeadings(kind, headings)
  const needed = Object.entries(kind.fields).filter(([field, { required }]) => required !== false && columns.has(field)).length
  const used = new Set(columns.values())
  const near = headings.filter((heading, place) => !used.has(place) && candidatesFor(kind, heading, columns).length > 0).length
  return columns.size + needed + near / 4
}

function suggestionFor({ headings, kind }: Row): Suggestion {
  const { columns } = matchHeadings(kind, headings)
  const fieldAt = new Map([...columns].map(([field, place]) => [place, field]))
  const named = headings.flatMap((heading, place) => (heading.trim() === '' ? [] : [{ heading: heading.trim(), place }]))
  const near = named.flatMap(({ heading, place }): [string, string[]][] => {
    const list = fieldAt.has(place) ? [] : candidatesFor(kind, heading, columns)
    return list.length > 0 ? [[heading, list]] : []
  })
  // Of two equal headings the one with the field counts; importing says that they are two.
  const withField = new Map<string, string | null>()
  for (const { heading, place } of named) withField.set(heading, fieldAt.get(place) ?? withField.get(heading) ?? null)
  const map: SuggestedMap = { schema: MAP_SCHEMA, kind: kind.kind, columns: Object.fromEntries(withField) }
  if (near.length > 0) map.candidates = Object.fromEntries(near)
  return { map, missing: missingHeadings(kind, (field) => columns.has(field)) }
}

const CANDIDATES = 3
const LEAST_LIKE = 0.6

/** The fields without a column whose names are like a heading, most like first. */
function candidatesFor(kind: Kind, heading: string, columns: ReadonlyMap<string, number>): string[] {
  if (heading.trim() === '' || heading.length > 200) return []
  return Object.entries(kind.fields)
    .filter(([name]) => !columns.has(name))
    .map(([name, field]) => ({ name, likeness: likenessOf(heading, name, field) }))
    .filter(({ likeness }) => likeness >= LEAST_LIKE)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, CANDIDATES)
    .map(({ name }) => name)
}

function likenessOf(heading: string, name: string, { headings }: Field): number {
  const own = plainWords(heading)
  return Math.max(...[name, ...headings].map((each) => likeness(own, plainWords(each))))
}

/** The words of a heading or of a field's name: signedContract, Signed_Contract__c and "Signed Contract" are the same. */
function plainWords(text: string): string[] {
  const words = text
    .replace(/__c$/i, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

function likeness(one: readonly string[], other: readonly string[]): number {
  const shared = one.filter((word) => other.includes(word)).length
  const [left, right] = [one.join(' '), other.join(' ')]
  const near = 1 - distance(left, right) / Math.max(left.length, right.length, 1)
  return Math.max((2 * shared) / Math.max(one.length + other.length, 1), near)
}
