/** The partner of every row of a kind, linked once and kept as numbers; the rows themselves are read when their partner's turn comes. */

import { NumbersByPlace } from '../../packed/numbers-by-place.ts'
import type { Kind } from '../../records/kind.ts'
import type { AccountName, NameFields } from '../../store/store.ts'
import type { RowLink, Unlinked } from '../linking/links.ts'
import { partnerIndex } from './partner-index.ts'
import type { RowLinker } from './reader.ts'

/** The versions of rows, by the place of the partner they belong to, or may belong to. */
export interface RowLinks {
  own: NumbersByPlace
  /** Each row is under every partner that it may be of. */
  unsure: NumbersByPlace
}

/** Links every current row of a kind, by its own names or by other fields of it; `mayBe` says which unlinked rows are kept for those they may be of. */
export async function linkRows(
  store: RowLinker,
  kind: Kind,
  { by, mayBe = () => true }: { by?: NameFields; mayBe?: (link: Unlinked<AccountName>) => boolean } = {},
): Promise<RowLinks> {
  const { index, places } = await partnerIndex(store)
  const links = { own: new NumbersByPlace(places), unsure: new NumbersByPlace(places) }
  let last: { name: string | null; accountId: string | null; link: RowLink<AccountName> } | null = null
  const visit = (version: number, name: string | null, accountId: string | null): void => {
    // Rows of one spelling come together.
    if (last === null || last.name !== name || last.accountId !== accountId)
      last = { name, accountId, link: by ? index.link({ name, accountId }) : index.linkOnce({ name, accountId }) }
    const { link } = last
    if (link.partner !== null) links.own.add(link.partner.place, version)
    else if (mayBe(link)) for (const { place } of link.candidates) links.unsure.add(place, version)
  }
  await store.eachRowName(kind, visit, by)
  return links
}
