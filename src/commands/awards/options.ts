/** The year, the region and the category that are asked for. */

import { givenValue } from '../../app/option-values.ts'
import { usageError } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import type { RegionId, Regions } from '../../reference/scorecards/regions.ts'
import { AWARD_CATEGORIES, type AwardCategory, type AwardYear, type AwardYears } from '../../reports/awards/types.ts'
import { parseQuarter, quarterOf } from '../../rules/fiscal.ts'

/** Takes the year of the awards as it was typed and today; gives the years they are judged by. Throws a usage error. */
export function readYears(typed: string, today: string): AwardYears {
  const [, digits] = /^(?:FY ?)?(?:20)?(\d\d)$/i.exec(typed.trim()) ?? []
  const example = `FY${String(quarterOf(today).fiscalYear % 100).padStart(2, '0')}`
  if (digits === undefined) throw usageError(`"${typed}" is not a fiscal year`, `write it as ${example} or 20${example.slice(2)}`)
  const awards = Number(digits)
  const judged = yearOf(awards - 1, today)
  if (judged.first > today) {
    const newest = quarterOf(today).fiscalYear + 1
    throw usageError(
      `the FY${digits} awards are judged on ${judged.name}, which begins on ${judged.first}`,
      `use a year that has begun: phd awards FY${String(newest % 100).padStart(2, '0')}`,
    )
  }
  return { awards: `FY${digits}`, judged, before: yearOf(awards - 2, today) }
}

/** A fiscal year by the last two digits of its name, which may be below 0; it ends today where today is in it. */
function yearOf(number: number, today: string): AwardYear {
  const name = `FY${String((number + 100) % 100).padStart(2, '0')}`
  const first = parseQuarter(`${name}-Q1`)?.first ?? ''
  const last = parseQuarter(`${name}-Q4`)?.last ?? ''
  return { name, first, last, until: first <= today && today < last ? today : last }
}

/** Takes a region as it was typed; gives its id, null for all of them. Throws a usage error. */
export function readRegion(typed: string | undefined, regions: Regions): RegionId | null {
  const text = givenValue('--region', typed)?.trim()
  if (text === undefined) return null
  const found = regions.named(text)
  if (found === null) {
    const known = regions.regions.map(({ award }) => award)
    throw usageError(`unknown --region "${text}"${didYouMean(text, known)}`, `use one of: ${known.join(', ')}`)
  }
  return found === 'Global' ? null : found
}

/** Takes a category as it was typed; gives it, null for all of them. Throws a usage error. */
export function readCategory(typed: string | undefined): AwardCategory | null {
  const text = givenValue('--category', typed)?.trim().toLowerCase()
  if (text === undefined) return null
  const found = AWARD_CATEGORIES.find((each) => each === text)
  if (found) return found
  throw usageError(
    `unknown --category "${text}"${didYouMean(text, AWARD_CATEGORIES)}`,
    `use one of: ${AWARD_CATEGORIES.join(', ')}`,
  )
}
