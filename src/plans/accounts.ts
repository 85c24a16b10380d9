/** Partner accounts as plans and owner lists read them. */

import { isPartner, type Partner, toPartner } from '../partners/partner.ts'
import { noAccounts } from '../partners/resolve.ts'
import { type Account, accounts } from '../records/kinds/accounts.ts'
import type { RecordReader, Stored } from '../store/store.ts'

/** Every partner, in order of name, then id. Throws `no_accounts` where there are none. */
export async function partnersInOrder(store: RecordReader): Promise<Partner[]> {
  const partners = (await store.accounts()).filter(isPartner).map(toPartner)
  if (partners.length === 0) throw await noAccounts(store)
  const forms = await store.foldedNames(accounts)
  const inOrder = partners.map((partner) => ({ partner, sort: forms.get(partner.name)?.light ?? partner.name }))
  inOrder.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : a.partner.id < b.partner.id ? -1 : 1))
  return inOrder.map(({ partner }) => partner)
}

/** For more accounts than this, reading all of them at once is faster. */
const MANY = 200

/** The accounts with these ids; an id without an account is left out. */
export async function accountsById(store: RecordReader, ids: readonly string[]): Promise<Map<string, Stored<Account>>> {
  const found: (Stored<Account> | null)[] = []
  if (ids.length > MANY) {
    const wanted = new Set(ids)
    found.push(...(await store.accounts()).filter(({ record }) => wanted.has(record.id ?? '')))
  } else for (const id of ids) found.push(await store.account(id))
  return new Map(found.flatMap((account) => (account ? [[account.record.id ?? '', account] as const] : [])))
}
