/** Finds what a table is: its delimiter, the row of headings, the kind of record, the column of each field. */

import { distance } from 'fastest-levenshtein'
import { type PhdError, refusal } from '../errors.ts'
import type { Kind } from '../records/kind.ts'
import { readCsv } from './csv.ts'

export interface Layout {
  kind: Kind
  delimiter: string
  /** Records that stand before the first row of data: titles and the headings themselves. */
  skip: number
  headings: readonly string[]
  /** Column number of each field that the file has. */
  columns: ReadonlyMap<string, number>
  /** Columns no field of the kind goes by, kept as text. */
  extras: readonly number[]
  /** Whether the file is a rejects file of phd's own: values were made safe for a spreadsheet and are read back. */
  ownRejects: boolean
}

export interface LayoutOptions {
  kinds: readonly Kind[]
  /** Fields the command line gives for the whole file, so that no column is needed. */
  given: readonly string[]
}

const DELIMITERS = [',', ';', '\t', '|'] as const
const DELIMITER_NAME: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' }

/** Titles and filter lines above the headings are few; a table begins within these records. */
const SEARCHED = 40

/** Columns phd adds behind the original ones in a rejects file. */
export const REJECT_HEADINGS = ['line', 'column', 'reason'] as const

/** One reading of the file's beginning: a kind and where its headings stand. */
interface Fit {
  kind: Kind
  skip: number
  headings: readonly string[]
  columns: Map<string, number>
  missing: readonly string[]
}

/**
 * Decides the layout from the first part of a file's text, or refuses it: `result_file`, `column_twice`, `column_missing`,
 * `account_needed`, `kind_ambiguous`, `delimiter_ambiguous`, `no_heading`, or what the reader refuses.
 */
export function findLayout(name: string, head: string, options: LayoutOptions): Layout {
  const stated = /^\ufeff?sep=(.)\r?\n?/i.exec(head)?.[1]
  const readings = (stated ? [stated] : DELIMITERS).map((delimiter) => ({ delimiter, ...fits(name, head, delimiter, options) }))
  const complete = readings.filter(({ found }) => found.some((fit) => fit.missing.length === 0))
  if (complete.length > 1) {
    const names = complete.map(({ delimiter }) => DELIMITER_NAME[delimiter]).join(' and ')
    throw refusal('delimiter_ambiguous', `${name} reads as a table with ${names} alike`, 'export it again with commas')
  }
  const [reading] = complete
  if (reading)
    return settle(
      name,
      reading.delimiter,
      reading.found.filter((fit) => fit.missing.length === 0),
    )
  throw noFit(name, readings, options)
}

function settle(name: string, delimiter: string, found: readonly Fit[]): Layout {
  const first = Math.min(...found.map((fit) => fit.skip))
  const fitting = found.filter((fit) => fit.skip === first)
  const [fit, ...others] = fitting
  if (!fit) throw new Error('a layout without a fit')
  if (others.length > 0) {
    throw refusal(
      'kind_ambiguous',
      `${name} could be ${fitting.map((each) => each.kind.title).join(' or ')}`,
      'say which with --kind',
      {
        kinds: fitting.map((each) => each.kind.kind),
      },
    )
  }
  const used = new Set(fit.columns.values())
  const tail = fit.headings.slice(-REJECT_HEADINGS.length).map((heading) => heading.trim())
  const ownRejects = REJECT_HEADINGS.every((heading, i) => tail[i] === heading)
  const width = fit.headings.length - (ownRejects ? REJECT_HEADINGS.length : 0)
  const extras = fit.headings.map((_, i) => i).filter((i) => i < width && !used.has(i) && fit.headings[i]?.trim() !== '')
  return { kind: fit.kind, delimiter, skip: fit.skip, headings: fit.headings, columns: fit.columns, extras, ownRejects }
}

/** Reads the first records with one delimiter and sees which kinds they fit, and how nearly. */
function fits(
  name: string,
  head: string,
  delimiter: string,
  options: LayoutOptions,
): { found: Fit[]; error: unknown; rows: string[][] } {
  const found: Fit[] = []
  const rows: string[][] = []
  try {
    let skip = 0
    for (const record of readCsv([head], delimiter, name)) {
      skip++
      if (skip > SEARCHED) break
      rows.push(record.fields)
      const here = options.kinds.map((kind) => fitOf(kind, record.fields, skip, options.given))
      found.push(...here.filter((each) => each.columns.size >= 2))
      if (here.some((each) => each.missing.length === 0)) break
    }
    return { found, error: null, rows }
  } catch (error) {
    return { found, error, rows }
  }
}

function fitOf(kind: Kind, headings: readonly string[], skip: number, given: readonly string[]): Fit {
  const places = new Map<string, number>()
  headings.forEach((heading, i) => {
    for (const folded of foldHeading(heading)) if (!places.has(folded)) places.set(folded, i)
  })
  const columns = new Map<string, number>()
  for (const [field, { headings: known }] of Object.entries(kind.fields)) {
    const heading = known.find((each) => foldHeading(each).some((folded) => places.has(folded)))
    const place =
      heading === undefined
        ? undefined
        : foldHeading(heading)
            .map((folded) => places.get(folded))
            .find((at) => at !== undefined)
    if (place !== undefined && ![...columns.values()].includes(place)) columns.set(field, place)
  }
  return { kind, skip, headings, columns, missing: missingHeadings(kind, (field) => columns.has(field) || given.includes(field)) }
}

/** The headings a file of the kind must have and this one lacks; alternatives are joined by "or". */
function missingHeadings(kind: Kind, has: (field: string) => boolean): string[] {
  const missing: string[] = []
  const groups = new Map<string, { headings: string[]; met: boolean }>()
  for (const [field, { required, headings }] of Object.entries(kind.fields)) {
    if (required === true && !has(field)) missing.push(headings[0] ?? field)
    if (typeof required === 'string') {
      const group = groups.get(required) ?? { headings: [], met: false }
      group.headings.push(headings[0] ?? field)
      group.met ||= has(field)
      groups.set(required, group)
    }
  }
  for (const group of groups.values()) if (!group.met) missing.push(group.headings.join('" or "'))
  return missing
}

/** Headings compare trimmed, case and spacing folded, a closing question mark and an "Object: " in front left out. */
function foldHeading(heading: string): string[] {
  const folded = heading.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase().replace(/ ?\?$/, '')
  if (folded === '') return []
  const bare = folded.replace(/^[a-z ]{2,40}: (?=.)/, '')
  return bare === folded ? [folded] : [folded, bare]
}

/** Refuses headings that say the file is a loader's result, or that hold a needed column twice. */
export function checkHeadings(name: string, layout: Layout): void {
  const plain = layout.headings.map((heading) => heading.trim())
  const sign = plain.find((heading) => /^sf__(?:id|error|created)$/i.test(heading) || heading === 'ERROR' || heading === 'STATUS')
  if (sign !== undefined) {
    throw refusal(
      'result_file',
      `${name} is a loader's result file (it has the column ${sign}), not an export`,
      'import the export itself',
      { column: sign },
    )
  }
  for (const [field, place] of layout.columns) {
    const folded = foldHeading(layout.headings[place] ?? '')[0]
    const twin = layout.headings.findIndex((heading, i) => i > place && foldHeading(heading)[0] === folded)
    if (twin !== -1) {
      throw refusal(
        'column_twice',
        `${name} has the column "${layout.headings[place]}" twice (columns ${place + 1} and ${twin + 1}); nobody can know which is right`,
        'export it again with the column once',
        { field, columns: [place + 1, twin + 1] },
      )
    }
  }
}

type Reading = { delimiter: string; found: Fit[]; error: unknown; rows: string[][] }

/** The refusal for a file no kind fits: what was found, what was looked for, and the nearest kind. */
function noFit(name: string, readings: readonly Reading[], options: LayoutOptions): PhdError | unknown {
  const broken =
    readings.find(({ error, found }) => error !== null && found.length > 0) ?? readings.find(({ error }) => error !== null)
  const nearest = readings
    .flatMap(({ found }) => found)
    .sort((a, b) => share(b) - share(a))
    .find((each) => each.columns.size >= 2)
  if (!nearest && broken && readings[0]?.error) return broken.error
  const known = options.kinds.map((kind) => kind.title).join(', ')
  if (!nearest || share(nearest) < 0.5) {
    const rows = readings.map(({ rows: each }) => each).sort((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0))[0] ?? []
    const found =
      rows.find((row) => row.filter((cell) => cell.trim() !== '').length > 1) ??
      rows.find((row) => row.some((cell) => cell.trim() !== ''))
    return refusal(
      'no_heading',
      found
        ? `${name} has no row of headings phd knows; the first row found is: ${list(found)}`
        : `${name} has no headings and no data`,
      `phd reads: ${known}; "phd help import" shows the headings of each`,
      { found: found ?? [] },
    )
  }
  const link = nearest.kind.partnerName
  if (nearest.missing.length === 1 && link && nearest.kind.fields[link]?.headings[0] === nearest.missing[0]) {
    return refusal(
      'account_needed',
      `${name} looks like ${nearest.kind.title} of one account: it has no column "${nearest.missing[0]}"`,
      `say whose they are: phd import --account <partner> ${name}`,
      { kind: nearest.kind.kind, missing: nearest.missing },
    )
  }
  return refusal(
    'column_missing',
    `${name} looks like ${nearest.kind.title}, but lacks the column "${nearest.missing.join('", "')}"; found: ${list(nearest.headings)}${lookAlikes(nearest)}`,
    'add the column to the report and export it again',
    { kind: nearest.kind.kind, missing: nearest.missing, found: nearest.headings },
  )
}

/** How much of what the kind needs is there. */
function share(fit: Fit): number {
  const needed = Object.values(fit.kind.fields).filter((field) => field.required !== false).length
  return (needed - fit.missing.length) / needed
}

function lookAlikes(fit: Fit): string {
  const used = new Set(fit.columns.values())
  const near = fit.missing.flatMap((missing) =>
    fit.headings.flatMap((heading, i) =>
      !used.has(i) && heading.trim() !== '' && distance(heading.trim().toLowerCase(), missing.toLowerCase()) <= 2
        ? [`"${spelled(heading)}" in column ${i + 1} is not "${missing}"`]
        : [],
    ),
  )
  return near.length > 0 ? `; ${near.join('; ')}` : ''
}

/** Shows letters beyond ASCII by their number, so that two headings that look alike are seen to differ. */
function spelled(heading: string): string {
  return heading.replace(/[^\x20-\x7e]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
}

function list(headings: readonly string[]): string {
  const shown = headings.filter((heading) => heading.trim() !== '').slice(0, 30)
  return `"${shown.join('", "')}"`
}
