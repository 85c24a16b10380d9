/** Partners that may be one company: listed, never guessed. All partners are held by their names alone. */

import { compareText } from '../../records/compare.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import type { AccountName, RecordReader } from '../../store/store.ts'
import { domainsOf, type Partner, toPartner } from '../partner.ts'
import { partnersInFileOrder } from './partner-index.ts'

/** A domain that more partners have belongs to no one company, such as that of a directory or a mail service. */
const MOST_OF_A_DOMAIN = 10

/** Partners that share what should distinguish them. */
export interface Duplicates<P = AccountName> {
  why: 'same_name' | 'same_name_without_legal_form' | 'same_domain'
  /** What they share, as it is compared. */
  shared: string
  partners: readonly P[]
}

type Reader = Pick<RecordReader, 'accountNames' | 'versionsInOrder' | 'recordBatches'>

/** Partners with one name, one name except the legal form, or one domain: one company twice, or two to distinguish. */
export async function duplicatePartners(store: Reader): Promise<Duplicates[]> {
  const partners = await partnersInFileOrder(store)
  const listed = new Set<string>()
  const found: Duplicates[] = []
  const note = (why: Duplicates['why'], [shared, alike]: [string, AccountName[]]): void => {
    const whom = alike.map(({ id }) => id).join(' ')
    if (listed.has(whom)) return
    listed.add(whom)
    found.push({ why, shared, partners: alike })
  }
  for (const group of groupsBy(partners, ({ folded }) => folded)) note('same_name', group)
  for (const group of groupsBy(partners, ({ core }) => core)) note('same_name_without_legal_form', group)
  for (const group of await groupsByDomain(store, partners)) if (group[1].length <= MOST_OF_A_DOMAIN) note('same_domain', group)
  return found
}

/** So many groups have their accounts read together. */
const BATCH = 200

/** The same groups with the accounts of their partners, of which some hundreds are read at a time. */
export async function* wholeDuplicates(
  store: Pick<RecordReader, 'recordsOfVersions'>,
  groups: readonly Duplicates[],
): AsyncGenerator<readonly Duplicates<Partner>[]> {
  for (let at = 0; at < groups.length; at += BATCH) {
    const some = groups.slice(at, at + BATCH)
    const versions = some.flatMap(({ partners }) => partners.map(({ version }) => version))
    const found = await store.recordsOfVersions(accounts, versions)
    yield some.map((group) => ({
      ...group,
      partners: group.partners.flatMap(({ version }) => found.get(version) ?? []).map(toPartner),
    }))
  }
}

/** One partner, or all that share a key: most keys are one partner's, and a list for each would take more room than all the rest. */
type Sharing = Map<string, AccountName | AccountName[]>

function groupsBy(partners: readonly AccountName[], keyOf: (partner: AccountName) => string): [string, AccountName[]][] {
  const byKey: Sharing = new Map()
  for (const partner of partners) add(byKey, keyOf(partner), partner)
  return groupsOf(byKey)
}

/** The same by the domains of their accounts, of which some hundreds are read at a time. */
async function groupsByDomain(store: Reader, partners: readonly AccountName[]): Promise<[string, AccountName[]][]> {
  const byId = new Map(partners.map((partner) => [partner.id, partner]))
  const byDomain: Sharing = new Map()
  for await (const some of store.recordBatches(accounts))
    for (const { record } of some) {
      const partner = byId.get(record.id ?? '')
      if (partner) for (const domain of new Set(domainsOf(record))) add(byDomain, domain, partner)
    }
  return groupsOf(byDomain)
}

function add(byKey: Sharing, key: string, partner: AccountName): void {
  const same = byKey.get(key)
  if (Array.isArray(same)) same.push(partner)
  else if (same) byKey.set(key, [same, partner])
  else if (key !== '') byKey.set(key, partner)
}

/** Where several share a key, in the order of the keys. */
function groupsOf(byKey: Sharing): [string, AccountName[]][] {
  const groups: [string, AccountName[]][] = []
  for (const [key, alike] of byKey) if (Array.isArray(alike)) groups.push([key, alike])
  return groups.sort(([a], [b]) => compareText(a, b))
}
