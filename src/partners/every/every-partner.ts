/** Every partner in turn with its rows: some hundreds of partners are read at a time, so that memory does not grow with the desk. */

import { failure } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import { type Account, accounts } from '../../records/kinds/accounts.ts'
import type { AccountName, Stored } from '../../store/store.ts'
import { mayBeOf, namedBy, type Unsure, unsureOf } from '../gather.ts'
import { type Partner, toPartner } from '../partner.ts'
import { partnerIndex, partnersInFileOrder } from './partner-index.ts'
import type { EveryReader } from './reader.ts'
import { linkRows, type RowLinks } from './row-links.ts'

type Row = Stored<Record<string, unknown>>

/** A partner's own rows of a kind, and those that may be its; both in the order of their files. */
interface KindRows {
  own: Row[]
  unsure: Unsure<Row>[]
}

/** A partner with its rows. */
export interface PartnerTurn {
  partner: Partner
  /** Its number among all accounts. */
  place: number
  rowsOf(kind: Kind): KindRows
}

/** So many partners are read at a time. */
const BATCH = 250

/** In which order partners come: of name, then id; or of the file of their accounts. */
export type PartnerOrder = 'name' | 'file'

/** All partners in their order, and the partner of every row of some kinds. */
export interface LinkedPartners {
  partners: readonly AccountName[]
  links: readonly LinkedKind[]
}

interface LinkedKind {
  kind: Kind
  links: RowLinks
}

/** Finds every partner, and the partner of every row of some kinds. */
export async function linkPartners(
  store: EveryReader,
  kinds: readonly Kind[],
  order: PartnerOrder = 'name',
): Promise<LinkedPartners> {
  const linked = kinds.map((kind) => async () => {
    const links = await linkRows(store, kind, { mayBe: (link) => mayBeOf(link).length > 0 })
    return { kind, links }
  })
  const inOrder = async () => (order === 'name' ? (await partnerIndex(store)).partners : partnersInFileOrder(store))
  const [partners, links] = await store.together(inOrder, () => store.together(...linked))
  return { partners, links }
}

/**
 * Every partner with its rows of the kinds that were linked. Some hundreds are read at a time, for to wait for each alone takes as long as to
 * judge it; each of them is made when it is asked for, and gone when the next one is.
 */
export function everyPartner(
  store: EveryReader,
  { partners, links }: LinkedPartners,
): AsyncIterable<IteratorObject<PartnerTurn>> {
  return store.inTurn(batchesOf(partners).map((some) => () => turnsOf(store, links, some)))
}

/** The partners, some hundreds at a time. */
function* batchesOf(partners: readonly AccountName[]): Generator<readonly AccountName[], void, void> {
  for (let at = 0; at < partners.length; at += BATCH) yield partners.slice(at, at + BATCH)
}

/** Reads some partners with their rows; each is made when its turn comes. */
async function turnsOf(
  store: EveryReader,
  links: readonly LinkedKind[],
  some: readonly AccountName[],
): Promise<IteratorObject<PartnerTurn>> {
  const versions = some.map(({ version }) => version)
  const readings = links.map(
    ({ kind, links: of }) =>
      async () =>
        [kind, await rowsOfSome(store, kind, of, some)] as const,
  )
  const [found, byKind] = await store.together(
    () => store.recordsOfVersions(accounts, versions),
    () => store.together(...readings),
  )
  const rows = new Map(byKind)
  return some.values().map(({ version, place }) => {
    const account = found.get(version) as Stored<Account> | undefined
    if (!account)
      throw failure('changed_meanwhile', 'accounts were imported while all partners were read', 'run the command again')
    return { partner: toPartner(account), place, rowsOf: (kind) => rows.get(kind)?.get(place) ?? { own: [], unsure: [] } }
  })
}

/** The rows of a kind of some partners, by their places. */
async function rowsOfSome(
  store: EveryReader,
  kind: Kind,
  { own, unsure }: RowLinks,
  partners: readonly AccountName[],
): Promise<Map<number, KindRows>> {
  const ownerOf = new Map<number, number>()
  const mayBe = new Map<number, AccountName[]>()
  const byPlace = new Map<number, KindRows>()
  for (const partner of partners) {
    own.each(partner.place, (version) => ownerOf.set(version, partner.place))
    unsure.each(partner.place, (version) => mayBe.set(version, [...(mayBe.get(version) ?? []), partner]))
  }
  if (ownerOf.size === 0 && mayBe.size === 0) return byPlace
  const listOf = (place: number): KindRows => {
    const known = byPlace.get(place) ?? { own: [], unsure: [] }
    byPlace.set(place, known)
    return known
  }
  const { index } = await partnerIndex(store)
  for (const [version, row] of await store.recordsOfVersions(kind, [...ownerOf.keys(), ...mayBe.keys()])) {
    const owner = ownerOf.get(version)
    if (owner !== undefined) listOf(owner).own.push(row)
    for (const { id, place } of mayBe.get(version) ?? []) {
      const named = namedBy(kind, row.record)
      const link = index.link(named)
      if (link.partner === null) listOf(place).unsure.push(unsureOf(row, named, link, id))
    }
  }
  return byPlace
}
