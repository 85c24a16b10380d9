/** Brings together the people of a partner for its certification report, and what is to be said of them. */

import { type PortalUser, portalUsers } from '../records/portal-users.ts'
import type { PartnerRows, RowSetAside, Stored } from '../store/store.ts'
import { rowsOfPartner } from './account-rows.ts'
import { aliasTargets, linkedNames, type SpellingLookup } from './linked-names.ts'
import type { Partner } from './resolve.ts'

/** What gathering people needs of the store. */
interface PeopleReader extends SpellingLookup {
  portalUsers(of: PartnerRows): Promise<Stored<PortalUser>[]>
  rowsSetAside(kind: typeof portalUsers, of: PartnerRows): Promise<RowSetAside[]>
}

export interface ReportPeople {
  /** By full name, then address. */
  users: Stored<PortalUser>[]
  /** Spellings whose people were left out: they may be another company's. */
  leftOut: readonly string[]
  /** A spelling that fits several partners, so that its people are nobody's. */
  shared: string | null
  /** How many were last seen too long ago. */
  stale: number
  /** Rows of the partner's people that had to be set aside and were not corrected since. */
  setAside: ReadonlyArray<{ file: string; line: number }>
}

/** The partner's people; `isOld` says whether what was last seen at a moment is stale. */
export async function reportPeople(
  store: PeopleReader,
  partner: Partner,
  isOld: (seen: { lastSeenAt: string }) => boolean,
): Promise<ReportPeople> {
  const { own, shared } = await linkedNames(store, partner)
  const of = { names: own, accountId: partner.id }
  const { rows, leftOut } = rowsOfPartner(partner, aliasTargets(await store.aliases()), await store.portalUsers(of))
  const newest = Math.max(0, ...rows.map(({ source }) => source.importId))
  // A row whose person cannot be told is known to be corrected by a later file alone.
  const open = (await store.rowsSetAside(portalUsers, of)).filter(
    ({ key, importId, importedAt }) => (key !== null || importId >= newest) && !isOld({ lastSeenAt: importedAt }),
  )
  const setAside = new Map([...rows.flatMap(({ doubt }) => doubt ?? []), ...open].map((row) => [`${row.file} ${row.line}`, row]))
  return {
    users: rows.toSorted((a, b) => compare(a.record.fullName, b.record.fullName) || compare(a.record.email, b.record.email)),
    leftOut,
    shared: shared[0]?.name ?? null,
    stale: rows.filter(({ source }) => isOld(source)).length,
    setAside: [...setAside.values()],
  }
}

/** By the letters' numbers, so that the order is the same on every machine. */
function compare(a: string | null, b: string | null): number {
  const [left, right] = [a ?? '', b ?? '']
  return left < right ? -1 : left > right ? 1 : 0
}
