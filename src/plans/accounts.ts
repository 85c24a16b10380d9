/** Partner accounts as plans and owner lists read them. */

import { everyPartner, linkPartners } from '../partners/every/every-partner.ts'
import { accountsWithIds, type Partner } from '../partners/partner.ts'
import { noAccounts } from '../partners/resolve.ts'
import type { Account } from '../records/kinds/accounts.ts'
import type { RecordReader, Stored } from '../store/store.ts'

/** Every partner, some hundreds at a time, in order of name, then id. Throws `no_accounts` where there are none. */
export async function* partnersInOrder(store: RecordReader): AsyncGenerator<IteratorObject<Partner>> {
  let isNone = true
  for await (const some of everyPartner(store, await linkPartners(store, []))) {
    isNone = false
    yield some.map(({ partner }) => partner)
  }
  if (isNone) throw await noAccounts(store)
}

/** So many accounts are read at a time. */
const AT_ONCE = 500

/** What is about accounts, each with its account; null where there is none with its id. Some hundreds of accounts are read at a time. */
export async function* withAccounts<T>(
  store: RecordReader,
  items: readonly T[],
  idOf: (item: T) => string,
): AsyncGenerator<[item: T, account: Stored<Account> | null]> {
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const some = items.slice(from, from + AT_ONCE)
    const accounts = await accountsWithIds(store, some.map(idOf))
    for (const item of some) yield [item, accounts.get(idOf(item)) ?? null]
  }
}
