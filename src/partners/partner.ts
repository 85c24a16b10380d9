/** What a partner is: an account of type Partner; and what is asked of the store to find one. */

import type { Candidate } from '../errors.ts'
import { bareWord } from '../records/damaged-word.ts'
import { type Account, accounts } from '../records/kinds/accounts.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import type { NamedPartner } from './linking/links.ts'

/** What resolving needs of the store. */
export type PartnerLookup = Pick<
  RecordReader,
  | 'asOf'
  | 'listImports'
  | 'account'
  | 'recordsWithKeys'
  | 'accountsNamed'
  | 'accountNames'
  | 'wordsIn'
  | 'recordsOfVersions'
  | 'versionsInOrder'
  | 'goneAccounts'
  | 'formerNames'
  | 'accountsOfDomain'
  | 'portalUserByEmail'
  | 'aliases'
>

export interface Partner extends NamedPartner {
  account: Stored<Account>
}

/** Only accounts of type Partner are partners; where no export had the column, all are taken for partners (the import says so). */
export function isPartner({ record }: Stored<Account>): boolean {
  return isPartnerType(record.type)
}

/** The same by the type of an account alone. */
export function isPartnerType(type: string | null): boolean {
  return type === null || bareWord(type).trim().toLowerCase() === 'partner'
}

/** The accounts of any type that have some ids, by id, in one question. */
export async function accountsWithIds(
  store: Pick<RecordReader, 'recordsWithKeys'>,
  ids: Iterable<string>,
): Promise<Map<string, Stored<Account>>> {
  const wanted = new Set(ids)
  // Nobody waits to hear that there is nothing.
  if (wanted.size === 0) return new Map()
  const found = (await store.recordsWithKeys(accounts, wanted)) as Stored<Account>[]
  return new Map(found.map((account) => [account.record.id ?? '', account]))
}

/** An account of type Partner as the partner it is. */
export function toPartner(account: Stored<Account>): Partner {
  return { id: account.record.id ?? '', name: account.record.name ?? '', account }
}

/** An account of any type by its id and name. */
export function named({ record }: Stored<Account>): NamedPartner {
  return { id: record.id ?? '', name: record.name ?? '' }
}

/** A partner as an error or a search lists it. */
export function candidateOf({ account: { record } }: Partner): Candidate {
  return { id: record.id ?? '', name: record.name ?? '', track: record.track, status: record.status }
}

/** The hosts of an account's web site and domains, without "www.". */
export function domainsOf(account: Account): string[] {
  const texts = [account.website, ...(account.domains ?? '').split(/[\s,;]+/)]
  return texts.map((text) => hostOf(text ?? '')).filter((host) => host !== '')
}

/** The host of a web address or domain, without "www.". */
export function hostOf(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/:?#].*$/s, '')
    .replace(/^www\./, '')
}
