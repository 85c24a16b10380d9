/** Finds what a table is: its delimiter, the row of headings, the kind of record, the column of each field. */

import { distance } from 'fastest-levenshtein'
import { failure, PhdError, usageError } from '../../errors.ts'
import { unguardCell } from '../../records/formula.ts'
import type { Kind } from '../../records/kind.ts'
import { readCsv } from './csv/csv.ts'
import { foldHeading, type HeadingMap, type HeadingMatch, matchHeadings, missingHeadings } from './headings.ts'

export interface Layout {
  kind: Kind
  /** The separator of a text file; empty where something else separates the cells. */
  delimiter: string
  /** Records before the first row of data: titles and the headings themselves. */
  skip: number
  headings: readonly string[]
  /** The lines above the headings that say something, cells of one line put together. */
  titles: readonly string[]
  /** Column number of each field that the file has. */
  columns: ReadonlyMap<string, number>
  /** Columns no field of the kind goes by, kept as text. */
  extras: readonly number[]
  /** Whether the file is a rejects file of phd's own: the reason of each row is in its last column. */
  ownRejects: boolean
  /** Whether phd made the file safe for a spreadsheet, so that this is undone on reading. */
  guarded: boolean
}

export interface LayoutOptions {
  kinds: readonly Kind[]
  /** Fields the command line gives for the whole file, so that no column is needed. */
  given: readonly string[]
  /** What a person says of the headings; then `kinds` is the one kind it is of. */
  map?: HeadingMap | undefined
  /** The delimiter, where a person says it. */
  delimiter?: string | undefined
}

export const DELIMITERS = [',', ';', '\t', '|'] as const
const DELIMITER_NAME: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' }

/** The separator a person names by its word, or by itself. Throws a usage error for anything else. */
export function readDelimiter(named: string): string {
  const byName = Object.entries(DELIMITER_NAME).find(([, name]) => name === named.toLowerCase())?.[0]
  const delimiter = byName ?? (named === '\\t' ? '\t' : named)
  if (delimiter.length === 1 && !/["\r\n\w]/.test(delimiter)) return delimiter
  throw usageError(
    `"${named}" is not one character that can separate cells`,
    'write it as comma, semicolon, tab or pipe, or as the character itself',
  )
}

/** Titles and filter lines above the headings are few; a table begins within these records. */
export const SEARCHED = 40

/** Columns phd adds behind the original ones in a rejects file. */
export const REJECT_HEADINGS = ['line', 'column', 'reason'] as const

/** A row of headings, as one kind would read it. */
interface Fit extends HeadingMatch {
  kind: Kind
  skip: number
  headings: readonly string[]
  missing: readonly string[]
}

/** The beginning of a file, read with one delimiter. */
interface Reading {
  delimiter: string
  fits: Fit[]
  rows: string[][]
  /** What the reader refused on the way. */
  error: PhdError | null
}

/**
 * Decides the layout from the first part of a file's text, or refuses it: `result_file`, `column_twice`, `column_missing`,
 * `account_needed`, `kind_ambiguous`, `delimiter_ambiguous`, `no_heading`, or what the reader refuses.
 */
export function findLayout(name: string, head: string, options: LayoutOptions, named?: string): Layout {
  const stated = named ?? /^"?sep=([^"\r\n])/i.exec(head)?.[1]
  const readings = (stated ? [stated] : DELIMITERS).map((each) => readBeginning(readCsv([head], each, name), each, options))
  const complete = readings.filter(({ fits }) => fits.some(isComplete))
  if (complete.length > 1) {
    const names = complete.map((each) => DELIMITER_NAME[each.delimiter] ?? '')
    throw failure('delimiter_ambiguous', `${name} reads as a table with both ${names.join(' and ')}`, { names })
  }
  const [reading] = complete
  if (options.map) checkMap(name, reading ? [reading] : readings, options.map)
  if (!reading) throw noFit(name, readings, options)
  return settle(name, reading, options.map)
}

/** Refuses a file that is not as the map says, with everything that is wrong. */
function checkMap(name: string, readings: readonly Reading[], map: HeadingMap): void {
  const hasMapped = ({ headings }: Fit): number => {
    const folded = new Set(headings.map(foldHeading))
    return [...map.columns.keys()].filter((heading) => folded.has(heading)).length
  }
  const fits = readings.flatMap(({ fits: all }) => all)
  const [fit] = fits.filter(isComplete).concat(fits.sort((a, b) => hasMapped(b) + b.columns.size - hasMapped(a) - a.columns.size))
  if (!fit) return
  const { headings, missing, claimed } = fit
  const folded = new Set(headings.map(foldHeading))
  const problems = [
    ...[...map.columns].flatMap(([heading, said]) => (folded.has(heading) ? [] : [`it has no column "${said.heading}"`])),
    ...claimed.map(
      ({ field, places }) =>
        `${places.map((place) => `"${headings[place]?.trim()}" (column ${place + 1})`).join(' and ')} are both the field ${field}`,
    ),
    ...missing.map((heading) => `it lacks the column "${heading}", and the map names none`),
  ]
  if (problems.length === 0) return
  throw failure(
    'map_mismatch',
    `${name} does not match the map ${map.file}: ${problems.join('; ')}; found: ${list(headings)}`,
    'correct the map, or name the map of this report; a heading under "ignore" is left out',
    { problems, found: headings },
  )
}

function isComplete(fit: Fit): boolean {
  return fit.missing.length === 0
}

/** As `findLayout`, where the cells are already separate. */
export function findLayoutIn(name: string, rows: Iterable<{ fields: string[] }>, options: LayoutOptions): Layout {
  const reading = readBeginning(rows, '', options)
  if (!reading.fits.some(isComplete)) throw noFit(name, [reading], options)
  return settle(name, reading, options.map)
}

/** Reads records until one of them has all the headings of a kind. */
function readBeginning(records: Iterable<{ fields: string[] }>, delimiter: string, options: LayoutOptions): Reading {
  const reading: Reading = { delimiter, fits: [], rows: [], error: null }
  try {
    for (const { fields } of records) {
      if (reading.rows.push(fields) > SEARCHED) break
      const here = options.kinds.map((kind) => fitOf(kind, fields, reading.rows.length, options))
      reading.fits.push(...here.filter(({ columns }) => columns.size >= 2))
      if (here.some(isComplete)) break
    }
  } catch (error) {
    if (!(error instanceof PhdError)) throw error
    reading.error = error
  }
  return reading
}

/** A formatted report marks the columns it is sorted or grouped by. */
const SORT_MARK = /\s{0,4}[↑↓]\s{0,4}$/

function fitOf(kind: Kind, cells: readonly string[], skip: number, { given, map }: LayoutOptions): Fit {
  const headings = cells.some((cell) => SORT_MARK.test(cell)) ? cells.map((cell) => cell.replace(SORT_MARK, '')) : cells
  const match = matchHeadings(kind, headings, map)
  return {
    ...match,
    kind,
    skip,
    headings,
    missing: missingHeadings(kind, (field) => match.columns.has(field) || given.includes(field)),
  }
}

function settle(name: string, { delimiter, fits, rows }: Reading, map: HeadingMap | undefined): Layout {
  const [fit, ...others] = fits.filter(isComplete)
  if (!fit) throw new Error('a layout without a fit')
  if (others.length > 0) {
    const kinds = [fit, ...others].map(({ kind }) => kind)
    throw failure(
      'kind_ambiguous',
      `${name} could be ${kinds.map(({ title }) => title).join(' or ')}`,
      { kinds: kinds.map(({ kind }) => kind) },
      {
        kinds: kinds.map(({ kind }) => kind),
      },
    )
  }
  const { kind, skip, columns } = fit
  checkHeadings(name, fit)
  const used = new Set(columns.values())
  const ownRejects = REJECT_HEADINGS.every((heading, i) => fit.headings.at(i - REJECT_HEADINGS.length)?.trim() === heading)
  const guarded = ownRejects || fit.headings.some((heading) => kind.reportHeadings.includes(heading.trim()))
  const headings = guarded ? fit.headings.map(unguardCell) : fit.headings
  const width = headings.length - (ownRejects ? REJECT_HEADINGS.length : 0)
  const isExtra = (heading: string, i: number) =>
    i < width && !used.has(i) && heading.trim() !== '' && !map?.ignored.has(foldHeading(heading))
  const extras = headings.flatMap((heading, i) => (isExtra(heading, i) ? [i] : []))
  const titles = rows.slice(0, skip - 1).map((cells) =>
    cells
      .map((cell) => cell.trim())
      .filter(Boolean)
      .join(' '),
  )
  return { kind, delimiter, skip, headings, titles: titles.filter(Boolean), columns, extras, ownRejects, guarded }
}

/** Refuses headings that say the file is a loader's result, or that give one field twice. */
function checkHeadings(name: string, { headings, claimed }: Fit): void {
  const sign = headings
    .map((heading) => heading.trim())
    .find((heading) => /^sf__(?:id|error|created)$/i.test(heading) || heading === 'ERROR' || heading === 'STATUS')
  if (sign !== undefined) {
    throw failure(
      'result_file',
      `${name} is a loader's result file (it has the column ${sign}), not an export`,
      'import the export itself',
      {
        column: sign,
      },
    )
  }
  const [twice] = claimed
  if (twice) {
    const columns = twice.places.map((place) => `"${headings[place]?.trim()}" (column ${place + 1})`)
    throw failure(
      'column_twice',
      `${name} has the same column twice: ${columns.join(' and ')}; phd cannot know which is right`,
      'export it again with the column once',
      { field: twice.field, columns: twice.places.map((place) => place + 1) },
    )
  }
}

/** The refusal for a file no kind fits: what was found, what was looked for, and the nearest kind. */
function noFit(name: string, readings: readonly Reading[], options: LayoutOptions): PhdError {
  const [nearest] = readings.flatMap(({ fits }) => fits).sort((a, b) => share(b) - share(a))
  if (!nearest && readings[0]?.error) return readings[0].error
  // Every export has a name and an id: they alone do not show the kind.
  if (!nearest || share(nearest) < 0.5 || nearest.columns.size < 3) return noHeading(name, readings, options, nearest)
  // Where one kind alone is read, it may not be an import.
  const isImport = options.kinds.length > 1
  const { kind, missing, headings } = nearest
  const link = kind.isPartner ? null : kind.partnerName
  if (missing.length === 1 && link && lookAlikes(nearest) === '' && kind.fields[link]?.headings[0] === missing[0]) {
    return failure(
      'account_needed',
      `${name} looks like ${kind.title} of one account: it has no column "${missing[0]}"`,
      { isImport },
      { kind: kind.kind, missing },
    )
  }
  return failure(
    'column_missing',
    `${name} looks like ${kind.title}, but lacks the column "${missing.join('", "')}"; found: ${list(headings)}${lookAlikes(nearest)}`,
    { isImport },
    { kind: kind.kind, missing, found: headings },
  )
}

function noHeading(name: string, readings: readonly Reading[], options: LayoutOptions, nearest: Fit | undefined): PhdError {
  const [widest] = readings.map(({ rows }) => rows).sort((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0))
  const filled = (row: readonly string[]): number => row.filter((cell) => cell.trim() !== '').length
  const found = widest?.find((row) => filled(row) > 1) ?? widest?.find((row) => filled(row) > 0)
  return failure(
    'no_heading',
    found
      ? `unknown kind of export: ${name}; its first row is ${list(found)}${nearest ? `; ${comesNearest(nearest)}` : ''}`
      : `${name} has no headings and no data`,
    { expected: options.kinds.map(({ title }) => title) },
    { found: found ?? [], ...(nearest ? { nearest: nearest.kind.kind, missing: nearest.missing } : {}) },
  )
}

/** The kind whose headings a file has most of, and which it lacks. */
function comesNearest({ kind, missing }: Fit): string {
  return `the closest is ${kind.title} (${kind.kind}), but it lacks the ${missing.length === 1 ? 'column' : 'columns'} ${list(missing)}`
}

/** How much of what the kind needs is there; of alternatives, one is needed. */
function share({ kind, missing }: Fit): number {
  const needed = Object.entries(kind.fields).flatMap(([name, { required }]) =>
    required === false ? [] : [required === true ? `field ${name}` : `one of ${required}`],
  )
  const count = new Set(needed).size
  return (count - missing.length) / count
}

/** Headings that nearly are a missing one. */
function lookAlikes({ columns, missing, headings }: Fit): string {
  const used = new Set(columns.values())
  const near = missing.flatMap((wanted) =>
    headings.flatMap((heading, i) => {
      const isNear = !used.has(i) && heading.trim() !== '' && distance(foldHeading(heading), foldHeading(wanted)) <= 2
      return isNear ? [`"${spelled(heading)}" in column ${i + 1} is not "${wanted}"`] : []
    }),
  )
  return near.map((each) => `; ${each}`).join('')
}

/** Shows letters beyond ASCII by their number, so that two headings that look alike are seen to differ. */
function spelled(heading: string): string {
  return heading.replace(/[^\x20-\x7e]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
}

function list(headings: readonly string[]): string {
  const shown = headings.filter((heading) => heading.trim() !== '').slice(0, 30)
  return `"${shown.join('", "')}"`
}
