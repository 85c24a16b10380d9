/** The marks by which a figure of a page finds the rows behind it, so that each row is listed once. Pure. */

import { type CountsFor, type RowBehind, rowsBehind } from './behind.ts'
import type { CountedQuarter } from './figures.ts'
import type { Left, Moved } from './now.ts'
import { type CertifiedRow, isHeld, isOf, type Scope } from './rows.ts'

/** What a figure counts; `change`: what was gained or lapsed. */
export type MarkedFigure = Exclude<CountsFor, 'expiring'> | 'change'

const LETTERS: Readonly<Record<MarkedFigure, string>> = { held: 'h', gained: 'g', lapsed: 'l', earned: 'e', change: 'd' }

/** A country or a partner, whose figures are counted apart. */
interface Part {
  /** Begins its marks: letters and a number. */
  prefix: string
  scope: Scope
}

/** The parts that a row is in, in the order of the page. */
export type PartsOf = (row: CertifiedRow) => readonly Part[]

/** The mark of what a figure counts: of a part, or of the whole scorecard. */
export function figureMark(figure: MarkedFigure, prefix = ''): string {
  return `${prefix}${LETTERS[figure]}`
}

/** The marks of a badge, of a quarter, of a person who moved or left, by their place; of people whom no list of portal users had. */
export const MARKS = {
  badge: (i: number) => `b${i}`,
  quarter: (i: number) => `q${i}`,
  moved: (i: number) => `m${i}`,
  left: (i: number) => `o${i}`,
  credential: (id: string) => `n${id.replaceAll('_', '')}`,
  notInPortal: 'x',
  byPortalAlone: 'y',
} as const

/** What marks are made by: those who moved or left each with its place on the page. */
export interface MarkedBy {
  scope: Scope
  before: CountedQuarter
  quarter: CountedQuarter
  quarters: readonly CountedQuarter[]
  badges: readonly { badge: string }[]
  today: string
  moved: readonly (readonly [number, Moved])[]
  left: readonly (readonly [number, Left])[]
}

/** The marks of each row of a scorecard, in the order of its rows: of all rows of some people. */
export function rowMarks(rows: readonly RowBehind[], by: MarkedBy, parts: PartsOf): string[][] {
  const { badges, quarters, scope } = by
  const places = new Map(badges.map(({ badge }, i) => [badge, i]))
  const byPart = partMarks(rows, by, parts)
  return rows.map(({ row, counts }) => [
    ...figureMarks(counts, ''),
    ...(places.has(row.badge) ? [MARKS.badge(places.get(row.badge) ?? 0)] : []),
    ...quarters.flatMap(({ end, isNow }, i) => (isHeld(row, end) && isOf(row, scope, isNow) ? [MARKS.quarter(i)] : [])),
    ...todaysMarks(row, by),
    ...parts(row).flatMap(({ prefix }) => byPart.get(prefix)?.get(row) ?? []),
  ])
}

function figureMarks(counts: readonly CountsFor[], prefix: string): string[] {
  const some = counts.filter((each) => each !== 'expiring').map((each) => figureMark(each, prefix))
  return counts.includes('gained') || counts.includes('lapsed') ? [...some, figureMark('change', prefix)] : some
}

/** The marks of the rows of each part, by its prefix. */
function partMarks(
  rows: readonly RowBehind[],
  { before, quarter }: Pick<MarkedBy, 'before' | 'quarter'>,
  parts: PartsOf,
): Map<string, Map<CertifiedRow, string[]>> {
  const own = new Map<string, { scope: Scope; rows: CertifiedRow[] }>()
  for (const { row } of rows) {
    for (const { prefix, scope } of parts(row)) {
      const known = own.get(prefix)
      if (known) known.rows.push(row)
      else own.set(prefix, { scope, rows: [row] })
    }
  }
  const marks = ([prefix, { scope, rows: some }]: [string, { scope: Scope; rows: CertifiedRow[] }]) => {
    const behind = rowsBehind(some, scope, { before, quarter, expiring: [] })
    return [prefix, new Map(behind.map(({ row, counts }) => [row, figureMarks(counts, prefix)]))] as const
  }
  return new Map([...own].map(marks))
}

/** What is held on the day asked for: for the requirements, by whom no list of portal users had, of whom moved or left. */
function todaysMarks(row: CertifiedRow, { scope, moved, left, today }: MarkedBy): string[] {
  if (!isHeld(row, today)) return []
  const { person, credential, partner, now } = row
  const isTheirs = (each: { person: string; from: string }): boolean => each.person === person && each.from === partner
  const own = [
    ...(credential === null ? [] : [MARKS.credential(credential)]),
    ...(now.by === 'not_in_portal' ? [MARKS.notInPortal] : []),
    ...(now.by === 'portal' && partner === null ? [MARKS.byPortalAlone] : []),
  ]
  return [
    ...(isOf(row, scope, true) ? own : []),
    ...moved.flatMap(([i, each]) => (isTheirs(each) && each.to === now.partner ? [MARKS.moved(i)] : [])),
    ...left.flatMap(([i, each]) => (isTheirs(each) && now.by === 'left' ? [MARKS.left(i)] : [])),
  ]
}
