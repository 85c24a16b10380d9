/**
 * The figures of a scorecard, computed from what is true of a made desk by the definitions alone: slow, and row by row. Nothing here
 * knows how phd does it.
 */

import { daysBetween, type Quarter, quarterBefore, quarterOf } from './calendar.ts'
import type { TruePartner, TrueRow, World } from './model.ts'

export interface QuarterFigures {
  quarter: string
  held: number
  gained: number
  lapsed: number
  earned: number
}

export interface BadgeFigures extends Omit<QuarterFigures, 'quarter'> {
  badge: string
  credential: string | null
  change: number
  quarters: QuarterFigures[]
}

/** Which partners are asked about. */
export type Whose = (partner: TruePartner | null) => boolean

const SEP = '\u0000'
const pairOf = ({ person, badge }: TrueRow): string => `${person.email.toLowerCase()}${SEP}${badge.badge}`
const isHeld = (row: TrueRow, on: string): boolean => row.earned <= on && (row.expires === null || on <= row.expires)

/** Rows that decide: not those that a newer list lacks, nor those that could not be read. */
const counting = ({ rows }: World): TrueRow[] => rows.filter(({ fate }) => fate === 'counts')

/** Where the holder of a row counts now: by the portal list where there is one, else by the row. */
function partnerNow(world: World, row: TrueRow): TruePartner | null {
  if (!world.hasPortal || row.person.now === 'never') return row.partner
  return row.person.now === 'left' ? null : row.person.now
}

/** The pairs of person and badge that count at the end of a quarter; of the one that is not over, today. */
function heldAt(world: World, quarter: Quarter, whose: Whose): Set<string> {
  const isNow = quarter.name === quarterOf(world.day).name
  const end = isNow ? world.day : quarter.last
  const rows = counting(world).filter((row) => isHeld(row, end) && whose(isNow ? partnerNow(world, row) : row.partner))
  return new Set(rows.map(pairOf))
}

function figuresOf(world: World, quarter: Quarter, badge: string, whose: Whose): QuarterFigures {
  const of = (pairs: Set<string>): string[] => [...pairs].filter((pair) => pair.endsWith(`${SEP}${badge}`))
  const now = of(heldAt(world, quarter, whose))
  const before = of(heldAt(world, quarterBefore(quarter), whose))
  const earned = counting(world).filter(
    (row) =>
      row.badge.badge === badge &&
      whose(row.partner) &&
      row.earned >= quarter.first &&
      row.earned <= quarter.last &&
      row.earned <= world.day,
  )
  return {
    quarter: quarter.name,
    held: now.length,
    gained: now.filter((pair) => !before.includes(pair)).length,
    lapsed: before.filter((pair) => !now.includes(pair)).length,
    earned: earned.length,
  }
}

/** The badges of a partner or of a region, with the eight quarters up to one; those without any figure are left out. */
export function badgesOf(world: World, quarter: Quarter, whose: Whose): BadgeFigures[] {
  const quarters = [quarter]
  while (quarters.length < 8) quarters.unshift(quarterBefore(quarters[0] ?? quarter))
  const names = new Map(world.rows.map(({ badge }) => [badge.badge, badge.credential]))
  return [...names].flatMap(([badge, credential]) => {
    const all = quarters.map((each) => figuresOf(world, each, badge, whose))
    const { quarter: _, ...last } = all.at(-1) ?? figuresOf(world, quarter, badge, whose)
    if (all.every(({ held, gained, lapsed, earned }) => held + gained + lapsed + earned === 0)) return []
    return [{ badge, credential, ...last, change: last.gained - last.lapsed, quarters: all }]
  })
}

/** Pairs that are held today, and end within some days. */
export function expiringOf(
  world: World,
  whose: Whose,
  within = 90,
): { name: string; badge: string; expires: string; days: number }[] {
  const held = counting(world).filter((row) => isHeld(row, world.day) && whose(partnerNow(world, row)))
  return [...Map.groupBy(held, pairOf).values()].flatMap((rows) => {
    const [first] = rows
    const ends = rows.map(({ expires }) => expires)
    if (!first || ends.includes(null)) return []
    const expires = ends.reduce((last, each) => ((each ?? '') > (last ?? '') ? each : last)) ?? ''
    const days = daysBetween(world.day, expires)
    return days <= within ? [{ name: first.person.name, badge: first.badge.badge, expires, days }] : []
  })
}

/** How many people hold a badge for a credential today. */
function peopleWith(world: World, credential: string, whose: Whose): number {
  const held = counting(world).filter(
    (row) => row.badge.credential === credential && isHeld(row, world.day) && whose(partnerNow(world, row)),
  )
  return new Set(held.map(({ person }) => person.email.toLowerCase())).size
}

/** How many people hold any badge at the end of a quarter. */
export function holdersOf(world: World, quarter: Quarter, whose: Whose): number {
  return new Set([...heldAt(world, quarter, whose)].map((pair) => pair.split(SEP)[0])).size
}

/**
 * Who holds a badge today by a row that names another partner than the portal does, and who is gone from the portal: the names, for the
 * partner they are with and for the one that the row names.
 */
export function movesOf(world: World, partner: TruePartner): { moved: string[]; left: string[] } {
  if (!world.hasPortal) return { moved: [], left: [] }
  const held = counting(world).filter((row) => isHeld(row, world.day))
  const moved = held.filter(({ person, partner: named }) => {
    if (typeof person.now === 'string' || named === null || named === person.now) return false
    return named === partner || person.now === partner
  })
  const left = held.filter(({ person, partner: named }) => person.now === 'left' && named === partner)
  const names = (rows: readonly TrueRow[]): string[] => [...new Set(rows.map(({ person }) => person.name))]
  return { moved: names(moved), left: names(left) }
}

/** How many people each track needs by the handbook, for each credential. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Open: { sales: 2, solution_architect: 1 },
  Select: { sales: 4, solution_architect: 2, pse: 1 },
}

export interface Need {
  credential: string
  needed: number
  have: number
}

/** What a partner's track needs, and how many people it has today; null where it needs nothing. */
export function needsOf(world: World, partner: TruePartner): Need[] | null {
  const needed = NEEDED[partner.track]
  if (needed === undefined) return null
  return Object.entries(needed).map(([credential, count]) => ({
    ...{ credential, needed: count },
    have: peopleWith(world, credential, (other) => other === partner),
  }))
}

/** The sums of a region by the country of the people, which each of their rows names. */
export function countriesOf(
  world: World,
  quarter: Quarter,
  whose: Whose,
): (Omit<QuarterFigures, 'quarter'> & { country: string | null })[] {
  const codes = new Set(counting(world).map(({ person }) => person.country.code))
  return [...codes].flatMap((country) => {
    const rows = world.rows.filter(({ person }) => person.country.code === country)
    const badges = badgesOf({ ...world, rows }, quarter, whose)
    const sum = (of: (badge: BadgeFigures) => number): number => badges.reduce((total, badge) => total + of(badge), 0)
    const figures = {
      held: sum((b) => b.held),
      gained: sum((b) => b.gained),
      lapsed: sum((b) => b.lapsed),
      earned: sum((b) => b.earned),
    }
    return Object.values(figures).every((figure) => figure === 0) ? [] : [{ country, ...figures }]
  })
}
