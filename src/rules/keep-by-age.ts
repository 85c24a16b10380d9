/** Which of many backups are kept: the newest of each of the last days, weeks, months and years. */

import { daysBetween } from './day.ts'

/** Ages as an option or a setting writes them: 7d,4w,12m. */
const AGES = /^\d{1,4}[dwmy](?:, ?\d{1,4}[dwmy])*$/

type Unit = 'd' | 'w' | 'm' | 'y'

/** How many days, weeks, months and years. */
export type Ages = Readonly<Partial<Record<Unit, number>>>

/** Reads ages; null where they are unreadable, name a unit twice, or are all 0. */
export function readAges(text: string): Ages | null {
  if (!AGES.test(text)) return null
  const parts = text.split(/, ?/).map((part) => [part.slice(-1) as Unit, Number(part.slice(0, -1))] as const)
  const ages = Object.fromEntries(parts)
  return Object.keys(ages).length < parts.length || Object.values(ages).every((count) => count === 0) ? null : ages
}

/**
 * Those to keep of what was made on some days (YYYY-MM-DD), newest first: of each of the last days, weeks (from Monday), months and
 * years, counting the one of `today`, the newest. The newest of all is always kept, and so is what was made after today.
 */
export function keptByAge<Made extends { day: string }>(newestFirst: readonly Made[], ages: Ages, today: string): Made[] {
  const seen = new Set<string>()
  return newestFirst.filter((made, i) => {
    if (made.day > today) return true
    let keeps = i === 0
    for (const unit of ['d', 'w', 'm', 'y'] as const) {
      const ago = numberOf(unit, today) - numberOf(unit, made.day)
      const period = `${unit}${ago}`
      if (ago >= (ages[unit] ?? 0) || seen.has(period)) continue
      seen.add(period)
      keeps = true
    }
    return keeps
  })
}

/** A Monday. */
const FIRST = '1970-01-05'

/** The number of the period that a day lies in. */
function numberOf(unit: Unit, day: string): number {
  const [year = 0, month = 0] = day.split('-').map(Number)
  if (unit === 'y') return year
  if (unit === 'm') return year * 12 + month
  const days = daysBetween(FIRST, day)
  return unit === 'd' ? days : Math.floor(days / 7)
}
