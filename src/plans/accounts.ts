/** Every partner's account, as plans and owner lists read them. */

import { everyPartner, linkPartners } from '../partners/every/every-partner.ts'
import type { Partner } from '../partners/partner.ts'
import { noAccounts } from '../partners/resolve.ts'
import type { RecordReader } from '../store/store.ts'

/** Every partner, some hundreds at a time, in order of name, then id. Throws `no_accounts` where there are none. */
export async function* partnersInOrder(store: RecordReader): AsyncGenerator<IteratorObject<Partner>> {
  let isNone = true
  for await (const some of everyPartner(store, await linkPartners(store, []))) {
    isNone = false
    yield some.map(({ partner }) => partner)
  }
  if (isNone) throw await noAccounts(store)
}
