/** The figures of a scorecard: of a partner, of a region, or of all. Pure: rows with their partner in, figures out. */

import type { Listed } from '../../packed/packed-list.ts'
import type { FiscalQuarter } from '../../rules/fiscal.ts'
import { type RowBehind, rowsBehind } from './behind.ts'
import { type BadgeFigures, badgeFigures, type CountedQuarter, countedQuarters, peopleHolding, totalFigures } from './figures.ts'
import { type PartsOf, rowMarks } from './marks.ts'
import { type Expiring, expiringOf, heldNow, type Left, leftOf, type Moved, movedOf } from './now.ts'
import { byName, type CertifiedRow, compare, type Scope } from './rows.ts'

/** What a scorecard is asked about. */
export interface Asked {
  /** YYYY-MM-DD. */
  today: string
  quarter: FiscalQuarter
  /** What ends within so many days is listed. */
  expiringDays: number
  /** Only these badges, by their usual names; null: all. */
  badges: ReadonlySet<string> | null
  /** Only this country, by its code; null: all. */
  country: string | null
}

/** What a scorecard counts. */
export interface ScorecardFigures {
  /** The partners it counts. */
  scope: Scope
  quarter: CountedQuarter
  /** The quarter before it. */
  before: CountedQuarter
  /** Those of the figures by quarter, oldest first. */
  quarters: readonly CountedQuarter[]
  badges: BadgeFigures[]
  total: Omit<BadgeFigures, 'badge' | 'credential'>
  /** People with a certification at the end of the quarter. */
  people: number
  /** The same a quarter before. */
  peopleBefore: number
  expiring: Listed<Expiring>
  moved: Listed<Moved>
  left: Listed<Left>
  /** People who count now and whom no list of portal users ever had. */
  notInPortal: number
  /** People who count now by the portal users alone: their rows name no certain partner. */
  byPortalAlone: number
  rows: Listed<RowBehind>
  /** What each row is found by; see {@link rowMarks}. */
  marks(parts: PartsOf): { at(i: number): readonly string[] | undefined }
}

/** The same of rows that are all there. */
export interface CountedFigures extends ScorecardFigures {
  expiring: readonly Expiring[]
  moved: readonly Moved[]
  left: readonly Left[]
  rows: readonly RowBehind[]
}

/** A part of a scorecard: a country or a partner. */
export interface PartFigures {
  held: number
  gained: number
  lapsed: number
  earned: number
  change: number
  people: number
}

/** Counts a scorecard of the rows that name a partner of the scope, or whose people are of one now. */
export function countScorecard(all: readonly CertifiedRow[], scope: Scope, asked: Asked): CountedFigures {
  const { today, expiringDays } = asked
  const rows = rowsAsked(all, asked).sort(byName)
  const quarters = countedQuarters(asked.quarter, today)
  const [before, quarter] = lastTwo(quarters)
  const badges = badgeFigures(rows, scope, quarters)
  const held = heldNow(rows, scope, today)
  const expiring = expiringOf(held, today, expiringDays)
  const people = (of: (row: CertifiedRow) => boolean): number => new Set(held.filter(of).map(({ person }) => person)).size
  const moved = movedOf(rows, scope, today)
  const left = leftOf(rows, scope, today)
  const behind = rowsBehind(rows, scope, { before, quarter, expiring })
  const about = { scope, quarter, before, quarters: quarters.slice(1), badges }
  return {
    ...about,
    total: totalFigures(badges, quarters),
    people: peopleHolding(rows, scope, quarter),
    peopleBefore: peopleHolding(rows, scope, before),
    expiring,
    moved,
    left,
    notInPortal: people(({ now }) => now.by === 'not_in_portal'),
    byPortalAlone: people(({ now, partner }) => now.by === 'portal' && partner === null),
    rows: behind,
    marks: (parts) => rowMarks(behind, { ...about, today, moved: [...moved.entries()], left: [...left.entries()] }, parts),
  }
}

/** Counts one part of a scorecard for the quarter asked for. */
export function countPart(all: readonly CertifiedRow[], scope: Scope, asked: Asked): PartFigures {
  const rows = rowsAsked(all, asked)
  const quarters = countedQuarters(asked.quarter, asked.today).slice(-2)
  const { held, gained, lapsed, earned, change } = totalFigures(badgeFigures(rows, scope, quarters), quarters)
  return { held, gained, lapsed, earned, change, people: peopleHolding(rows, scope, lastTwo(quarters)[1]) }
}

/** The countries of a scope, the one with the most first, then by name; null last: not known. */
export function countCountries(
  all: readonly CertifiedRow[],
  scope: Scope,
  { nameOf, ...asked }: Asked & { nameOf: (code: string) => string },
): (PartFigures & { country: string | null })[] {
  const countries = Map.groupBy(rowsAsked(all, asked), ({ country }) => country)
  return countriesInOrder(new Map([...countries].map(([country, rows]) => [country, countPart(rows, scope, asked)])), nameOf)
}

/** Countries with their figures: those with any, the one with the most first. */
export function countriesInOrder(
  countries: ReadonlyMap<string | null, PartFigures>,
  nameOf: (code: string) => string,
): (PartFigures & { country: string | null })[] {
  return [...countries]
    .map(([country, figures]) => ({ country, ...figures }))
    .filter(({ held, gained, lapsed, earned }) => held + gained + lapsed + earned > 0)
    .sort((a, b) => {
      if (a.country === null || b.country === null) return Number(a.country === null) - Number(b.country === null)
      return b.held - a.held || compare(nameOf(a.country), nameOf(b.country))
    })
}

function rowsAsked(rows: readonly CertifiedRow[], asked: Asked): CertifiedRow[] {
  return rows.filter((row) => isAsked(row, asked))
}

/** Whether a row has a badge and a country that are asked for. */
export function isAsked(row: CertifiedRow, { badges, country }: Pick<Asked, 'badges' | 'country'>): boolean {
  return (badges === null || badges.has(row.badge)) && (country === null || row.country === country)
}

/** The quarter asked for, and the one before it. */
export function lastTwo(quarters: readonly CountedQuarter[]): [CountedQuarter, CountedQuarter] {
  const [before, last] = quarters.slice(-2)
  if (!before || !last) throw new Error('no quarter to count')
  return [before, last]
}
