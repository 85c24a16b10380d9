/** A row of a certification list as a scorecard counts it: its partner was decided before. */

/** How it is known which partner a person is of now. */
export type NowBy =
  /** By the row: no portal users were imported. */
  | 'row'
  /** By the newest list of portal users. */
  | 'portal'
  /** By the row: no list of portal users ever had the person. */
  | 'not_in_portal'
  /** The newest list of portal users no longer has the person. */
  | 'left'
  /** The portal users have the person under an account of no certain partner. */
  | 'portal_unlinked'

/** One row: a person, a badge, and for how long. Days are YYYY-MM-DD. */
export interface CertifiedRow {
  /** The person's address, folded. */
  person: string
  name: string | null
  badge: string
  /** What the badge counts for in the requirements; null: nothing that is known. */
  credential: string | null
  earned: string
  /** The last day; null: it does not end. */
  expires: string | null
  /** The code of the country of the row, else of its partner; null: not known. */
  country: string | null
  /** The id of the partner that the row names; null: not known which. */
  partner: string | null
  /** The id of the partner that the person is of now; null: of none. */
  now: { partner: string | null; by: NowBy }
  file: string
  line: number
  /** Whether a newer row of the same was rejected: what this one says may be outdated. */
  isDoubtful: boolean
}

/** The partners that are counted: one, those of a region, or all. */
export type Scope = (partnerId: string) => boolean

/** Whether a row is held on a day: from the day it was earned to its last one. */
export function isHeld({ earned, expires }: Pick<CertifiedRow, 'earned' | 'expires'>, day: string): boolean {
  return earned <= day && (expires === null || day <= expires)
}

/** Whether a row counts for a scope: by the partner the person is of now, or by the one the row names. */
export function isOf(row: CertifiedRow, scope: Scope, isNow: boolean): boolean {
  const partner = isNow ? row.now.partner : row.partner
  return partner !== null && scope(partner)
}

/** The rows that count on a day, by the partner the people are of now. */
export function heldBy(rows: readonly CertifiedRow[], scope: Scope, day: string): CertifiedRow[] {
  return rows.filter((row) => isHeld(row, day) && isOf(row, scope, true))
}

/** One person with one badge, however many rows say so. */
export function pairOf({ person, badge }: Pick<CertifiedRow, 'person' | 'badge'>): string {
  return `${person}\u0000${badge}`
}

/** Rows in the order of a page: by name, badge, day. */
export function byName(a: CertifiedRow, b: CertifiedRow): number {
  return (
    compare(a.name ?? a.person, b.name ?? b.person) ||
    compare(a.person, b.person) ||
    compare(a.badge, b.badge) ||
    compare(a.earned, b.earned) ||
    a.line - b.line
  )
}

/** The order of two texts, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
