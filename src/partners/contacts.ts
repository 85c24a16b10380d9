/** The people a mail about a partner goes to: found among the Salesforce users, by id or by a name that only one of them has. */

import { type SalesforceUser, salesforceUsers } from '../records/kinds/salesforce-users.ts'
import { foldName } from '../records/name.ts'
import { isStale } from '../rules/verdict.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import type { Partner } from './partner.ts'

/** A person, and the address if it is known; else why not. */
export interface Contact {
  name: string | null
  address: string | null
  why: string | null
}

export interface Contacts {
  /** Who owns the partner's account. */
  channelManager: Contact
  /** That person's manager, who is never the same person; whether the users say so that the manager is active still. */
  channelDirector: Contact & { isActive: boolean }
}

/** Finds people by what an export says about them. */
export class Directory {
  readonly #users: readonly Stored<SalesforceUser>[]
  readonly #byName: ReadonlyMap<string, readonly SalesforceUser[]>

  constructor(users: readonly Stored<SalesforceUser>[]) {
    this.#users = users
    this.#byName = Map.groupBy(
      users.map(({ record }) => record),
      ({ name }) => foldName(name ?? '').folded,
    )
  }

  /** Every address that is known. */
  addresses(): string[] {
    return this.#users.flatMap(({ record }) => record.email ?? [])
  }

  /** Where a person's record is, and whether it may be outdated. */
  evidenceOf(user: SalesforceUser): Pick<Stored<SalesforceUser>, 'source' | 'doubt'> | null {
    return this.#users.find(({ record }) => record === user) ?? null
  }

  /** Everybody of a name. */
  named(name: string): readonly SalesforceUser[] {
    return this.#byName.get(foldName(name).folded) ?? []
  }

  /** Everybody who may be meant: by user id, else by name, else by address. */
  all({ id, name, address }: { id: string | null; name: string | null; address: string | null }): readonly SalesforceUser[] {
    const records = this.#users.map(({ record }) => record)
    const byId = id === null ? [] : records.filter((record) => record.id === id)
    if (byId.length > 0) return byId
    const byName = name?.trim() ? this.named(name) : []
    if (byName.length > 0 || address === null) return byName
    return records.filter(({ email }) => email?.toLowerCase() === address.toLowerCase())
  }

  /** A person by user id, else by name. */
  find(id: string | null, name: string | null): Contact & { user: SalesforceUser | null } {
    const known = { name, address: null, user: null }
    if (id === null && !name?.trim()) return { ...known, why: 'no one is named' }
    if (this.#users.length === 0) return { ...known, why: 'no Salesforce users have been imported' }
    const found = id === null ? this.named(name ?? '') : this.#users.flatMap(({ record }) => (record.id === id ? [record] : []))
    const [user] = found
    if (!user) return { ...known, why: `${name ?? id} is not among the Salesforce users` }
    if (found.length > 1) return { ...known, why: `${found.length} Salesforce users are named ${name}` }
    if (user.active === false) return { ...known, name: user.name, user, why: `${user.name} is no longer active in Salesforce` }
    const why = user.email === null ? `Salesforce has no address of ${user.name}` : null
    return { name: user.name, address: user.email, user, why }
  }
}

/** Every Salesforce user that is known. */
export async function directory(store: Pick<RecordReader, 'records'>): Promise<Directory> {
  return new Directory(await store.records(salesforceUsers))
}

/** The channel manager of a partner and that person's manager. */
export function contactsOf(people: Directory, { account }: Partner): Contacts {
  const { owner, ownerId } = account.record
  const { user, ...channelManager } = people.find(ownerId, owner)
  const unknown = { name: null, address: null, isActive: true }
  if (!user) return { channelManager, channelDirector: { ...unknown, why: channelManager.why } }
  const { user: manager, ...channelDirector } = people.find(user.managerId, user.manager)
  if (manager?.id === user.id || foldName(channelDirector.name ?? '').folded === foldName(user.name ?? '').folded) {
    return { channelManager, channelDirector: { ...unknown, why: `Salesforce names ${user.name} as their own manager` } }
  }
  const why =
    channelDirector.why === 'no one is named' ? `the Salesforce users name no manager of ${user.name}` : channelDirector.why
  return { channelManager, channelDirector: { ...channelDirector, why, isActive: manager?.active !== false } }
}

/** A person by user id, else by name, without an address where the record of the person is gone, in doubt or older than `maxAgeDays`. */
export function reachable(
  people: Directory,
  { id, name: named }: { id: string | null; name: string | null },
  { now, maxAgeDays }: { now: string; maxAgeDays: number },
): Contact {
  const { user, ...contact } = people.find(id, named)
  const place = user && people.evidenceOf(user)
  const without = (why: string): Contact => ({ ...contact, address: null, why })
  if (place?.source.gone) return without(`${contact.name} is not in the newest list of Salesforce users`)
  if (place && (place.doubt || isStale(place.source, now, maxAgeDays)))
    return without('the Salesforce users are too old or in doubt; export them again')
  return contact
}

/** The Salesforce user of a name or an address, if there is just one and the address can be used. See {@link reachable}. */
export function namedContact(people: Directory, named: string, how: { now: string; maxAgeDays: number }): Contact {
  const isAddress = named.includes('@')
  const [user, other] = people.all({ id: null, name: isAddress ? null : named, address: isAddress ? named : null })
  if (other) return { name: named, address: null, why: `several Salesforce users are ${named}` }
  return reachable(people, { id: user?.id ?? null, name: user?.name ?? named }, how)
}
