/** Brings together the people of a partner for its certification report, and what to note on them. */

import { compareText } from '../records/compare.ts'
import { type PortalUser, portalUsers } from '../records/kinds/portal-users.ts'
import type { PartnerRows, RejectedRow, Stored } from '../store/store.ts'
import { isNewer } from './facts.ts'
import type { SpellingLookup } from './linking/linked-names.ts'
import { type NamedRow, partnersOf, type WhyUnlinked } from './linking/links.ts'
import { readLinked } from './linking/read-linked.ts'
import type { Partner } from './partner.ts'

/** What gathering people needs of the store. */
interface PeopleReader extends SpellingLookup {
  portalUsers(of: PartnerRows): Promise<Stored<PortalUser>[]>
  rejectedRows(kind: typeof portalUsers, of: PartnerRows): Promise<RejectedRow[]>
}

/** People who were left out: they may be another company's. */
export interface LeftOut extends NamedRow {
  why: WhyUnlinked
  /** The other partners that they may be of. */
  of: readonly { id: string; name: string }[]
  people: number
  /** Where the first of them is. */
  file: string
  line: number
}

export interface ReportPeople {
  /** By full name, then address. */
  users: Stored<PortalUser>[]
  leftOut: readonly LeftOut[]
  /** Those whom the newest list of their report lacks, left out, and that list. */
  gone: { people: number; file: string } | null
  /** How many were last seen too long ago. */
  stale: number
  /** Rejected rows of the partner's people that were not corrected since. */
  setAside: ReadonlyArray<{ file: string; line: number }>
}

/** The partner's people; `isOld` says whether what was last seen at a moment is stale. */
export async function reportPeople(
  store: PeopleReader,
  partner: Partner,
  isOld: (seen: { lastSeenAt: string; gone?: Stored<PortalUser>['source']['gone'] }) => boolean,
): Promise<ReportPeople> {
  const { rows: read, index } = await readLinked(
    store,
    [partner],
    (of) => Promise.all([store.portalUsers(of), store.rejectedRows(portalUsers, of)]),
    ([users, rejected]) => [...users.map(({ record }) => namedBy(record)), ...rejected],
  )
  const [found, aside] = read
  const mayBeOwn = (row: NamedRow): boolean => partnersOf(index.link(row)).some(({ id }) => id === partner.id)
  const isAnothers = (row: NamedRow): boolean => {
    const link = index.link(row)
    return link.partner === null && link.why === 'other_legal_form'
  }
  const every = found.filter(({ record }) => index.link(namedBy(record)).partner?.id === partner.id)
  const rows = every.filter(({ source }) => !source.gone)
  const [left] = every.filter(({ source }) => source.gone)
  const leftOut = new Map<string, LeftOut>()
  for (const { record, source } of found) {
    const row = namedBy(record)
    const link = index.link(row)
    if (link.partner !== null || source.gone || !mayBeOwn(row)) continue
    const place = JSON.stringify(row)
    const known = leftOut.get(place)
    const rivals = link.candidates.filter(({ id }) => id !== partner.id).map(({ id, name }) => ({ id, name }))
    const { file, line } = source
    leftOut.set(
      place,
      known ? { ...known, people: known.people + 1 } : { ...row, why: link.why, of: rivals, people: 1, file, line },
    )
  }
  // A row of an unknown person counts as corrected only by a later file.
  const open = aside.filter(
    (row) =>
      mayBeOwn(row) && !isAnothers(row) && (row.key !== null || !rows.some(({ source }) => isNewer(source, row))) && !isOld(row),
  )
  const setAside = new Map([...rows.flatMap(({ doubt }) => doubt ?? []), ...open].map((row) => [`${row.file} ${row.line}`, row]))
  return {
    users: rows.toSorted(
      (a, b) => compareText(a.record.fullName, b.record.fullName) || compareText(a.record.email, b.record.email),
    ),
    leftOut: [...leftOut.values()],
    gone: left?.source.gone ? { people: every.length - rows.length, file: left.source.gone.file } : null,
    stale: rows.filter(({ source }) => isOld(source)).length,
    setAside: [...setAside.values()],
  }
}

function namedBy({ accountId, accountName }: PortalUser): NamedRow {
  return { name: accountName, accountId }
}
