/** Who owns the accounts of partners, read without the accounts: a few people own them all. */

import { partnerIndex } from '../partners/every/partner-index.ts'
import { accounts } from '../records/kinds/accounts.ts'
import type { RecordReader } from '../store/store.ts'

interface Owner {
  id: string | null
  name: string | null
}

export interface AccountOwners {
  /** The names of all, each once, in no order. */
  names: ReadonlySet<string>
  /** The owner of a partner's account, by its id. */
  of: ReadonlyMap<string, Owner>
}

/** The names of all owners, and the owners of some partners by their ids. */
export async function readOwners(store: RecordReader, wanted: ReadonlySet<string>): Promise<AccountOwners> {
  const ids = new Map((await partnerIndex(store)).partners.map(({ version, id }) => [version, id]))
  const names = new Set<string>()
  const of = new Map<string, Owner>()
  // A few people own them all, and each is kept once.
  const owners = new Map<string, Owner>()
  const visit = (version: number, name: string | null, ownerId: string | null): void => {
    const id = ids.get(version)
    if (id === undefined) return
    const trimmed = name?.trim()
    if (trimmed) names.add(trimmed)
    if (!wanted.has(id)) return
    const known = JSON.stringify([ownerId, name])
    const owner = owners.get(known) ?? { id: ownerId, name }
    owners.set(known, owner)
    of.set(id, owner)
  }
  await store.eachRowName(accounts, visit, { name: 'owner', id: 'ownerId' })
  return { names, of }
}
