/** What is about accounts, each with its account; some hundreds of accounts are read at a time. */

import type { Account } from '../records/kinds/accounts.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import { accountsWithIds } from './partner.ts'

/** So many accounts are read at a time. */
const AT_ONCE = 500

/** Gives each item with its account, in their order; null where it has no id, or no account has it. */
export async function* withAccounts<T>(
  store: Pick<RecordReader, 'recordsWithKeys'>,
  items: Iterable<T>,
  idOf: (item: T) => string | null,
): AsyncGenerator<[item: T, account: Stored<Account> | null], void, void> {
  for (const some of inParts(items)) {
    const accounts = await accountsWithIds(
      store,
      some.flatMap((item) => idOf(item) ?? []),
    )
    for (const item of some) yield [item, accounts.get(idOf(item) ?? '') ?? null]
  }
}

function* inParts<T>(items: Iterable<T>): Generator<T[], void, void> {
  let part: T[] = []
  for (const item of items) {
    part.push(item)
    if (part.length < AT_ONCE) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
