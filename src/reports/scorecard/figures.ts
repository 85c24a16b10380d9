/** Certifications held, gained, lapsed and earned, by badge and fiscal quarter. Pure. */

import { type FiscalQuarter, quarterAfter, quarterOf } from '../../rules/fiscal.ts'
import { type CertifiedRow, compare, isHeld, isOf, type Scope } from './rows.ts'

/** A quarter as it is counted: to its last day, or to the day asked for where that is earlier. */
export interface CountedQuarter {
  quarter: string
  first: string
  end: string
  /** Whether the day asked for is in it: people count where they are now. */
  isNow: boolean
}

/** What is counted in a quarter. */
export interface QuarterFigures {
  quarter: string
  held: number
  gained: number
  lapsed: number
  earned: number
}

/** A badge in the quarter asked for, and in the quarters up to it, oldest first. */
export interface BadgeFigures {
  badge: string
  credential: string | null
  held: number
  gained: number
  lapsed: number
  earned: number
  /** Held now less held a quarter before. */
  change: number
  quarters: QuarterFigures[]
}

/** So many quarters are on a scorecard. */
export const QUARTERS = 8

/** The quarters last made by the one they end with: those of all partners are the same. */
const made = new WeakMap<FiscalQuarter, { today: string; quarters: CountedQuarter[] }>()

/** The quarters up to one, oldest first, and before them the one that the first is compared with. */
export function countedQuarters(last: FiscalQuarter, today: string): readonly CountedQuarter[] {
  const known = made.get(last)
  if (known?.today === today) return known.quarters
  const now = quarterOf(today).name
  const quarters = Array.from({ length: QUARTERS + 1 }, (_, i) => quarterAfter(last, i - QUARTERS)).map(
    ({ name, first, last: end }) => ({ quarter: name, first, end: end < today ? end : today, isNow: name === now }),
  )
  made.set(last, { today, quarters })
  return quarters
}

/**
 * The figures of each badge, by name; those without any figure in all the quarters are left out. `quarters` as {@link countedQuarters}
 * gives them.
 */
export function badgeFigures(rows: readonly CertifiedRow[], scope: Scope, quarters: readonly CountedQuarter[]): BadgeFigures[] {
  return [...Map.groupBy(rows, ({ badge }) => badge)]
    .map(([badge, own]) => figuresOf(own, scope, quarters, { badge, credential: own[0]?.credential ?? null }))
    .filter(({ quarters: each }) => each.some(({ held, gained, lapsed, earned }) => held + gained + lapsed + earned > 0))
    .sort((a, b) => compare(a.badge, b.badge))
}

function figuresOf(
  rows: readonly CertifiedRow[],
  scope: Scope,
  quarters: readonly CountedQuarter[],
  { badge, credential }: { badge: string; credential: string | null },
): BadgeFigures {
  const held = quarters.map((quarter) => holders(rows, scope, quarter))
  const each = quarters.slice(1).map(({ quarter, first, end }, i): QuarterFigures => {
    const before = held[i] ?? new Set()
    const own = held[i + 1] ?? new Set()
    return {
      quarter,
      held: own.size,
      gained: without(own, before),
      lapsed: without(before, own),
      earned: rows.filter((row) => isOf(row, scope, false) && first <= row.earned && row.earned <= end).length,
    }
  })
  const { quarter: _, ...last } = each.at(-1) ?? { quarter: '', held: 0, gained: 0, lapsed: 0, earned: 0 }
  return { badge, credential, ...last, change: last.gained - last.lapsed, quarters: each }
}

function without(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return [...some].filter((each) => !others.has(each)).length
}

/** Who holds a badge at the end of a quarter; `rows` are those of the badge. */
function holders(rows: readonly CertifiedRow[], scope: Scope, { end, isNow }: CountedQuarter): Set<string> {
  return new Set(rows.filter((row) => isHeld(row, end) && isOf(row, scope, isNow)).map(({ person }) => person))
}

/** All badges together: a person counts once for each badge. */
export function totalFigures(
  badges: readonly BadgeFigures[],
  quarters: readonly CountedQuarter[],
): Omit<BadgeFigures, 'badge' | 'credential'> {
  const sum = (of: (badge: BadgeFigures) => number | undefined): number =>
    badges.reduce((total, badge) => total + (of(badge) ?? 0), 0)
  return {
    held: sum(({ held }) => held),
    gained: sum(({ gained }) => gained),
    lapsed: sum(({ lapsed }) => lapsed),
    earned: sum(({ earned }) => earned),
    change: sum(({ change }) => change),
    quarters: quarters.slice(1).map(({ quarter }, i) => ({
      quarter,
      held: sum((badge) => badge.quarters[i]?.held),
      gained: sum((badge) => badge.quarters[i]?.gained),
      lapsed: sum((badge) => badge.quarters[i]?.lapsed),
      earned: sum((badge) => badge.quarters[i]?.earned),
    })),
  }
}

/** How many people hold something at the end of a quarter. */
export function peopleHolding(rows: readonly CertifiedRow[], scope: Scope, quarter: CountedQuarter): number {
  return holders(rows, scope, quarter).size
}

/** Adds figures of the same badge and quarters to others. */
export function addFigures(to: BadgeFigures, more: BadgeFigures): void {
  for (const figure of ['held', 'gained', 'lapsed', 'earned', 'change'] as const) to[figure] += more[figure]
  for (const [i, quarter] of to.quarters.entries())
    for (const figure of ['held', 'gained', 'lapsed', 'earned'] as const) quarter[figure] += more.quarters[i]?.[figure] ?? 0
}
