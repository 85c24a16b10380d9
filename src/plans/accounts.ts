/** Partner accounts as plans and owner lists read them. */

import { everyPartner } from '../partners/every/every-partner.ts'
import type { Partner } from '../partners/partner.ts'
import { noAccounts } from '../partners/resolve.ts'
import { type Account, accounts } from '../records/kinds/accounts.ts'
import type { RecordReader, Stored } from '../store/store.ts'

/** Every partner, some hundreds at a time, in order of name, then id. Throws `no_accounts` where there are none. */
export async function* partnersInOrder(store: RecordReader): AsyncGenerator<IteratorObject<Partner>> {
  let isNone = true
  for await (const some of everyPartner(store, [])) {
    isNone = false
    yield some.map(({ partner }) => partner)
  }
  if (isNone) throw await noAccounts(store)
}

/** More accounts than this are read in one query. */
const MANY = 200

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
    const accounts = await accountsById(store, some.map(idOf))
    for (const item of some) yield [item, accounts.get(idOf(item)) ?? null]
  }
}

/** The accounts with these ids; an id without an account is left out. */
async function accountsById(store: RecordReader, ids: readonly string[]): Promise<Map<string, Stored<Account>>> {
  const found: (Stored<Account> | null)[] = []
  if (ids.length > MANY) {
    found.push(...(await store.recordsWithKeys(accounts, ids)))
  } else for (const id of ids) found.push(await store.account(id))
  return new Map(found.flatMap((account) => (account ? [[account.record.id ?? '', account] as const] : [])))
}
