/** The certification report a partner gets: fifteen columns, courses by name, an X for what is held. Pure. */

import { readBoolean } from '../records/cell.ts'
import { type PortalUser, portalUsers } from '../records/portal-users.ts'

type Column = { field: keyof PortalUser & string; heading: string; boolean: boolean }

/** Headings as the report prints them, by the field they show; the five training fields under the name of the course. */
export type ReportHeadings = Readonly<Record<string, string>>

const ORDER = [
  'fullName',
  'email',
  'street',
  'city',
  'state',
  'country',
  'phone',
  'activated',
  'onLocator',
  'administrator',
  'saVerified',
  'salesBadged',
  'salesCertified',
  'pse2020',
  'pse2021',
] as const

/** The report's columns in their order (Partner Help Desk, Pulling a Certification Report, steps 5 and 10). */
export function reportColumns(courses: ReportHeadings): Column[] {
  return ORDER.map((field) => ({
    field,
    heading: courses[field] ?? portalUsers.fields[field].headings[0] ?? field,
    boolean: portalUsers.fields[field].type === 'boolean',
  }))
}

/** One person's cells, as text or as the booleans the store keeps. */
export type ReportRow = { cells: ReadonlyArray<string | boolean | null>; extra: readonly string[] }

/** X for held, empty for not held; text as it was. Gives null for a checkbox text that is neither. */
export function reportCell(cell: string | boolean | null, boolean: boolean): string | null {
  if (!boolean) return typeof cell === 'string' ? cell : ''
  const held = typeof cell === 'string' ? readBoolean(cell) : (cell ?? false)
  return held === null ? null : held ? 'X' : ''
}

/** The report as rows of text, headings first. Throws nothing: cells must have been checked with {@link reportCell}. */
export function certificationReport(
  columns: readonly Column[],
  extraHeadings: readonly string[],
  rows: readonly ReportRow[],
): string[][] {
  return [
    [...columns.map(({ heading }) => heading), ...extraHeadings],
    ...rows.map(({ cells, extra }) => [
      ...columns.map(({ boolean }, i) => reportCell(cells[i] ?? null, boolean) ?? ''),
      ...extra,
    ]),
  ]
}
