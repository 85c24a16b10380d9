import type { Evidence } from './evidence.ts'
import { type AccountRow, DAY, type LicenseRow, type Outcome } from './model.ts'
import { isPlain, TRACKS, trackOf } from './words.ts'

/** A request for a license. */
export interface Asked {
  type: 'SaaS' | 'Self-Managed'
  users: number
}

/** Channel Partners: Working with GitLab, "Not-for-Resale (NFR) Program and Policy": users of each type. */
const LIMITS = { Open: 10, Select: 25 }

const usersOf = (rows: readonly LicenseRow[]): number => rows.reduce((sum, { users }) => sum + Number(users), 0)
const isOf = (asked: Asked, { type }: LicenseRow): boolean => type === asked.type || !['SaaS', 'Self-Managed'].includes(type)

/** Whether a license counts on a day: it does, it does not, or the handbook does not say. */
function runs({ start, end, type }: LicenseRow, now: number): 'yes' | 'no' | 'perhaps' {
  const [from, to] = [Date.parse(start), Date.parse(end)]
  if (to < from) return 'perhaps'
  // Of the last day itself nothing is said, nor of one that begins while the new license runs.
  if (to < now - DAY) return 'no'
  return to > now && from <= now && ['SaaS', 'Self-Managed'].includes(type) ? 'yes' : 'perhaps'
}

/**
 * Held, unexpired on the day, of that type, and asked for: at most the limit of the track.
 *
 * @param isSure whether the account's row is evidence
 */
export function withinLimit(
  account: AccountRow,
  isSure: boolean,
  held: Evidence<LicenseRow>,
  asked: Asked,
  now: number,
): Set<Outcome> {
  const track = trackOf(account.track)
  const sure = held.own.filter((row) => isOf(asked, row) && runs(row, now) === 'yes')
  const inDoubt = [
    ...held.own.filter((row) => runs(row, now) === 'perhaps'),
    ...[...held.perhaps, ...held.setAside, ...held.doubtful].filter((row) => runs(row, now) !== 'no'),
  ].filter((row) => isOf(asked, row))
  const least = usersOf(sure) + asked.users
  const most = least + usersOf(inDoubt)
  if (!isSure || track === null || !isPlain(TRACKS, account.track)) {
    return new Set<Outcome>(isSure ? ['pass', 'fail', 'unknown'] : most > LIMITS.Open ? ['unknown', 'fail'] : ['unknown'])
  }
  const limit = LIMITS[track]
  // A row that could not be used may have become one of the other type, and makes the whole list doubtful.
  const orUnknown: Outcome[] = inDoubt.length + held.setAside.length + held.doubtful.length > 0 ? ['unknown'] : []
  if (least > limit) return new Set<Outcome>(['fail', ...orUnknown])
  if (most <= limit) return new Set<Outcome>(['pass', ...orUnknown])
  // A license that is not certain makes the difference: never a no because of it, and a yes only where it is another's.
  return new Set<Outcome>(['pass', 'unknown', ...(certainlyAnothers(held, asked) ? [] : (['fail'] as const))])
}

/** Whether the only licenses in doubt are not evidence for this partner. */
function certainlyAnothers(held: Evidence<LicenseRow>, asked: Asked): boolean {
  return ![...held.own, ...held.perhaps].some((row) => isOf(asked, row))
}
