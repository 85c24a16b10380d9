import { type Link, linkOf } from './links.ts'
import { freshness, type Seen } from './lists.ts'
import type { AccountRow, Alias, DashboardRow, LicenseRow, UserRow } from './model.ts'

/** The rows of one source as one account has to do with them. */
export interface Evidence<R> {
  /** Its own, on the newest list, and fresh. */
  own: R[]
  /** May be counted as its own, and may be left to a person. */
  perhaps: R[]
  /** Its own, in a newer row that could not be used. */
  setAside: R[]
  /** Not evidence, but reason enough for a person to look: old, gone, contradicting, of several, of another legal form. */
  doubtful: R[]
}

/** Sorts the rows of one source by what they are to an account. */
export function evidenceOf<R extends DashboardRow | UserRow | LicenseRow>(
  account: AccountRow,
  rows: readonly Seen<R>[],
  partners: readonly Seen<AccountRow>[],
  aliases: readonly Alias[],
): Evidence<R> {
  const evidence: Evidence<R> = { own: [], perhaps: [], setAside: [], doubtful: [] }
  // Whether a name matches several by a partner that left the newest list, or whose row was never usable, is not said.
  const all = partners.map(({ row }) => row)
  const left = partners.filter(({ state }) => state === 'listed' || state === 'set aside').map(({ row }) => row)
  for (const seen of rows) {
    const to = standingOf(account.id, seen, linkOf(seen.row, all, aliases))
    const toLeft = standingOf(account.id, seen, linkOf(seen.row, left, aliases))
    if (to === toLeft) {
      if (to !== null) evidence[to].push(asShown(seen))
    } else evidence[to === 'own' || toLeft === 'own' ? 'perhaps' : (toLeft ?? to ?? 'doubtful')].push(asShown(seen))
  }
  return evidence
}

function standingOf(id: string, seen: Seen<DashboardRow | UserRow | LicenseRow>, link: Link): keyof Evidence<unknown> | null {
  if (link.is === 'nobody') return link.touches.includes(id) ? 'doubtful' : null
  if (link.account !== id) return null
  const fresh = freshness(seen)
  if (seen.state === 'gone' || fresh === 'stale') return 'doubtful'
  if (seen.state !== 'listed') return 'setAside'
  return fresh === 'either' || link.is === 'perhaps' ? 'perhaps' : 'own'
}

/** A row without what its report has no column for. */
function asShown<R extends DashboardRow | UserRow | LicenseRow>({ row, file }: Seen<R>): R {
  if (row.kind === 'certification_dashboard' && file.without.includes('Select Reqs Met?')) return { ...row, selectReqs: null }
  if (row.kind === 'portal_users' && file.without.includes('User: Account Activated')) return { ...row, activated: '' }
  return row
}

/** Every way to count the rows that may be counted. */
export function countings<R>({ own, perhaps }: Evidence<R>): R[][] {
  return Array.from({ length: 2 ** Math.min(perhaps.length, 6) }, (_, bits) => [
    ...own,
    ...perhaps.filter((_row, i) => bits & (1 << i)),
  ])
}
