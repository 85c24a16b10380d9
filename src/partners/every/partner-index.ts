/** All partners by their names alone, ready to find the partner of a row: what a list of every partner holds, however long it is. */

import { accounts } from '../../records/kinds/accounts.ts'
import type { AccountName, RecordReader } from '../../store/store.ts'
import { aliasTargets } from '../linking/linked-names.ts'
import { NameIndex } from '../linking/links.ts'
import { isPartnerType } from '../partner.ts'
import type { PartnerNames } from './reader.ts'

interface PartnerIndex {
  /** Links rows as the index of whole accounts does. */
  index: NameIndex<AccountName>
  /** In order of name, then id. */
  partners: readonly AccountName[]
  /** How many accounts have a place. */
  places: number
}

/** Each index by the names it was made of: a store that holds a moment gives the same ones, and one command may ask many lists. */
const made = new WeakMap<readonly AccountName[], PartnerIndex>()

/** The index of all partners. */
export async function partnerIndex(store: PartnerNames): Promise<PartnerIndex> {
  const [every, aliases, gone, former] = await Promise.all([
    store.accountNames(),
    store.aliases(),
    store.goneAccounts(),
    store.formerNames(),
  ])
  const known = made.get(every)
  if (known) return known
  const partners: AccountName[] = []
  const others: AccountName[] = []
  const folded = new Map<string, AccountName>()
  for (const account of every) {
    ;(isPartnerType(account.type) ? partners : others).push(account)
    folded.set(account.name, account)
  }
  const index = new NameIndex({
    // Where several are meant, they are named in the order of their file.
    partners: partners.toSorted((a, b) => a.version - b.version),
    aliases: aliasTargets(aliases),
    others,
    gone,
    former,
    folded,
  })
  const whole = { index, partners, places: every.length }
  made.set(every, whole)
  return whole
}

/** All partners in the order of their accounts' file. */
export async function partnersInFileOrder(store: Pick<RecordReader, 'accountNames' | 'versionsInOrder'>): Promise<AccountName[]> {
  const byVersion = new Map<number, AccountName>()
  const [names, versions] = await Promise.all([store.accountNames(), store.versionsInOrder(accounts)])
  for (const account of names) if (isPartnerType(account.type)) byVersion.set(account.version, account)
  const inOrder: AccountName[] = []
  for (const version of versions) {
    const partner = byVersion.get(version)
    if (partner) inOrder.push(partner)
  }
  return inOrder
}
