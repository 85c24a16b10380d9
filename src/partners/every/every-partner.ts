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

/**
 * Every partner with its rows of some kinds. Some hundreds are read at a time, for to wait for each alone takes as long as to judge it; each of
 * them is made when it is asked for, and gone when the next one is.
 */
export async function* everyPartner(
  store: EveryReader,
  kinds: readonly Kind[],
  order: PartnerOrder = 'name',
): AsyncGenerator<IteratorObject<PartnerTurn>> {
  const partners = order === 'name' ? (await partnerIndex(store)).partners : await partnersInFileOrder(store)
  const links = new Map<Kind, RowLinks>()
  for (const kind of kinds) links.set(kind, await linkRows(store, kind, { mayBe: (link) => mayBeOf(link).length > 0 }))
  for (let at = 0; at < partners.length; at += BATCH) {
    const some = partners.slice(at, at + BATCH)
    const found = await store.recordsOfVersions(
      accounts,
      some.map(({ version }) => version),
    )
    const rows = new Map<Kind, Map<number, KindRows>>()
    for (const [kind, of] of links) rows.set(kind, await rowsOfSome(store, kind, of, some))
    yield some.values().map(({ version, place }) => {
      const account = found.get(version) as Stored<Account> | undefined
      if (!account)
        throw failure('changed_meanwhile', 'accounts were imported while all partners were read', 'run the command again')
      return { partner: toPartner(account), place, rowsOf: (kind) => rows.get(kind)?.get(place) ?? { own: [], unsure: [] } }
    })
  }
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
