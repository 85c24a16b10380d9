/** Brings together the rows of the other sources for every partner, as `gatherOne` does for one. */

import type { Kind } from '../../records/kind.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard, type DashboardRow } from '../../records/kinds/certification-dashboard.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import type { RejectedRow, Stored } from '../../store/store.ts'
import { doubted, type EvidenceReader, type PartnerData, rejectedOf, type Unsure, type Wanted } from '../gather.ts'
import type { Partner } from '../partner.ts'
import { everyPartner, linkPartners, type PartnerOrder, type PartnerTurn } from './every-partner.ts'
import { partnerIndex } from './partner-index.ts'
import { peopleByPlace } from './people-by-place.ts'

/** A partner with its rows of the other sources. */
export interface Gathered {
  partner: Partner
  data: PartnerData
}

/** The rows of every partner, some hundreds at a time, by default in order of name, then id; they are read when their turn comes, so keep only what you need. */
export async function* gatherAll(
  store: EvidenceReader,
  wanted: Wanted,
  order: PartnerOrder = 'name',
): AsyncGenerator<IteratorObject<Gathered>> {
  const { kinds } = wanted
  const [peopleOf, rejects, linked] = await store.together(
    () => peopleByPlace(store, wanted),
    () => rejectsByPlace(store, [accounts, certificationDashboard, portalUsers, ...kinds]),
    () => linkPartners(store, [certificationDashboard, ...kinds], order),
  )
  const gathered = ({ partner, place, rowsOf: turnRows }: PartnerTurn): Gathered => {
    const { people, unsurePeople } = peopleOf(place)
    const { own, unsure } = turnRows(certificationDashboard)
    const data: PartnerData = {
      dashboard: own as unknown as Stored<DashboardRow>[],
      unsureDashboard: unsure as unknown as Unsure<Stored<DashboardRow>>[],
      setAside: { accounts: [], dashboard: [], users: [] },
      people,
      unsurePeople,
      others: new Map(kinds.map((kind) => [kind.kind, { ...turnRows(kind), setAside: [] }])),
    }
    for (const { kind, row } of rejects.get(place) ?? []) rejectedOf(kind, data).push(row)
    return { partner, data }
  }
  for await (const some of everyPartner(store, linked)) yield some.map(gathered)
}

/** The rejected rows of some kinds by each partner that they may be of. */
async function rejectsByPlace(
  store: EvidenceReader,
  kinds: readonly Kind[],
): Promise<Map<number, { kind: Kind; row: RejectedRow }[]>> {
  const { index } = await partnerIndex(store)
  const byPlace = new Map<number, { kind: Kind; row: RejectedRow }[]>()
  const handOut = async (kind: Kind): Promise<void> => {
    for (const row of await store.rejectedRows(kind)) {
      for (const { place } of doubted(index, kind, row)) {
        const known = byPlace.get(place)
        if (known) known.push({ kind, row })
        else byPlace.set(place, [{ kind, row }])
      }
    }
  }
  await store.together(...Array.from(new Set(kinds), (kind) => () => handOut(kind)))
  return byPlace
}
