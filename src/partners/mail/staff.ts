/** The colleagues who work on an opportunity: how each is reached, and whether that person still may be. */

import type { SalesforceUser } from '../../records/kinds/salesforce-users.ts'
import type { Directory } from '../contacts.ts'

/** A colleague that a record names. */
export interface StaffMember {
  name: string | null
  address: string | null
  /** Why there is no address. */
  why: string | null
  /** The Salesforce user it is. */
  user: SalesforceUser | null
  /** Whether the address is the one of the Salesforce users; else the record has it. */
  isByUsers: boolean
  isNamed: boolean
  /** Why nothing may go to that person automatically: no longer active in Salesforce, or the users do not say. */
  problem: 'inactive' | 'activity_unknown' | null
}

/** What a record says of a colleague. */
interface NamedStaff {
  id: string | null
  name: string | null
  address: string | null
}

/** Finds a colleague among the Salesforce users. One whom they lack is reached by the address of the record. */
export function staffMember(people: Directory, { id, name, address }: NamedStaff): StaffMember {
  const isNamed = id !== null || Boolean(name?.trim()) || address !== null
  const found = people.all({ id, name, address })
  const owners = address === null ? found : found.filter((user) => isSame(user.email, address))
  // Of namesakes the one whose address the record has is meant.
  const meant = owners.length > 0 ? owners : found
  const [user, another] = meant
  const only = user && !another ? user : null
  const problem =
    meant.length > 0 && meant.every(({ active }) => active === false)
      ? 'inactive'
      : only?.active === null
        ? 'activity_unknown'
        : null
  if (address !== null)
    return { name: name ?? only?.name ?? null, address, why: null, user: only, isByUsers: false, isNamed, problem }
  const reached = people.find(id, name)
  return { ...reached, isByUsers: true, isNamed, problem }
}

function isSame(one: string | null, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}
