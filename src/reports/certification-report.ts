/** The certification report a partner gets: courses by name, an X for what is held. Pure. */

import type { Value } from '../records/kind.ts'
import { type PortalUser, portalUsers } from '../records/kinds/portal-users.ts'

type Column = { field: keyof PortalUser & string; heading: string }

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
  }))
}

/** One person: the values of the report's fields in their order, and the unknown columns. */
export interface ReportPerson {
  values: readonly Value[]
  extra: ReadonlyArray<readonly [heading: string, text: string]>
}

/** The report as rows of text, headings first: X for what a person holds, blank for what not, text as it was. */
export function certificationReport(
  columns: readonly Column[],
  people: readonly ReportPerson[],
  extraHeadings: readonly string[],
): string[][] {
  return [
    [...columns.map(({ heading }) => heading), ...extraHeadings],
    ...people.map(({ values, extra }) => [
      ...columns.map((_, i) => cellOf(values[i] ?? null)),
      ...extraCells(extra, extraHeadings),
    ]),
  ]
}

function cellOf(value: Value): string {
  if (typeof value === 'boolean') return value ? 'X' : ''
  return value === null ? '' : String(value)
}

/** Unknown columns by heading; of several with one heading, the first goes under the first, and so on. */
function extraCells(extra: ReportPerson['extra'], headings: readonly string[]): string[] {
  const left = [...extra]
  return headings.map((heading) => {
    const at = left.findIndex(([each]) => each === heading)
    return at === -1 ? '' : (left.splice(at, 1)[0]?.[1] ?? '')
  })
}

/** The headings of all unknown columns of several files, each at most as often as one file has it. */
export function joinHeadings(files: Iterable<readonly string[]>): string[] {
  const joined: string[] = []
  for (const headings of new Set(files)) {
    const left = [...joined]
    for (const heading of headings) {
      const at = left.indexOf(heading)
      if (at === -1) joined.push(heading)
      else left.splice(at, 1)
    }
  }
  return joined
}
