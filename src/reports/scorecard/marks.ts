/** The marks by which a figure of a page finds the rows behind it, so that each row is listed once. Pure. */

import { type CountsFor, rowsBehind } from './behind.ts'
import { type CertifiedRow, isHeld, isOf, type Scope } from './rows.ts'
import type { ScorecardFigures } from './scorecard.ts'

/** What a figure counts; `change`: what was gained or lapsed. */
export type MarkedFigure = Exclude<CountsFor, 'expiring'> | 'change'

const LETTERS: Readonly<Record<MarkedFigure, string>> = { held: 'h', gained: 'g', lapsed: 'l', earned: 'e', change: 'd' }

/** A country or a partner, whose figures are counted apart. */
export interface Part {
  /** Begins its marks: letters and a number. */
  prefix: string
  scope: Scope
  has(row: CertifiedRow): boolean
}

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

/** The marks of each row of a scorecard, in the order of its rows. */
export function rowMarks(figures: ScorecardFigures, today: string, parts: readonly Part[]): string[][] {
  const { rows, badges, quarters, scope } = figures
  const places = new Map(badges.map(({ badge }, i) => [badge, i]))
  const byPart = parts.map((part) => partMarks(figures, part))
  return rows.map(({ row, counts }) => [
    ...figureMarks(counts, ''),
    ...(places.has(row.badge) ? [MARKS.badge(places.get(row.badge) ?? 0)] : []),
    ...quarters.flatMap(({ end, isNow }, i) => (isHeld(row, end) && isOf(row, scope, isNow) ? [MARKS.quarter(i)] : [])),
    ...todaysMarks(row, figures, today),
    ...byPart.flatMap((marks) => marks.get(row) ?? []),
  ])
}

function figureMarks(counts: readonly CountsFor[], prefix: string): string[] {
  const some = counts.filter((each) => each !== 'expiring').map((each) => figureMark(each, prefix))
  return counts.includes('gained') || counts.includes('lapsed') ? [...some, figureMark('change', prefix)] : some
}

function partMarks({ rows, before, quarter }: ScorecardFigures, { prefix, scope, has }: Part): Map<CertifiedRow, string[]> {
  const own = rows.map(({ row }) => row).filter(has)
  return new Map(
    rowsBehind(own, scope, { before, quarter, expiring: [] }).map(({ row, counts }) => [row, figureMarks(counts, prefix)]),
  )
}

/** What is held on the day asked for: for the requirements, by whom no list of portal users had, of whom moved or left. */
function todaysMarks(row: CertifiedRow, { scope, moved, left }: ScorecardFigures, today: string): string[] {
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
    ...moved.flatMap((each, i) => (isTheirs(each) && each.to === now.partner ? [MARKS.moved(i)] : [])),
    ...left.flatMap((each, i) => (isTheirs(each) && now.by === 'left' ? [MARKS.left(i)] : [])),
  ]
}
