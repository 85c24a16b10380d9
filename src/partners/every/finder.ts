/** Finds partners by what a person begins to type. All partners are held by their names alone; who is found is read. */

import { accounts } from '../../records/kinds/accounts.ts'
import { foldName } from '../../records/name.ts'
import type { AccountName, RecordReader } from '../../store/store.ts'
import { domainsOf, hostOf, isPartner, type Partner, toPartner } from '../partner.ts'
import { rankLike } from '../suggest.ts'
import { partnersInFileOrder } from './partner-index.ts'

/** Enough of an id to search by. */
const ID_BEGUN = /^001[A-Za-z0-9]{5,15}$/
/** Enough of an alias to search by. */
const LEAST_OF_ALIAS = 2

/** So many accounts are read at a time. */
const BATCH = 500

type Finding = Pick<
  RecordReader,
  'accountNames' | 'versionsInOrder' | 'recordsOfVersions' | 'recordBatches' | 'accountsOfDomain' | 'aliases'
>

/** Finds partners in a store like what was typed, best first, and no more than `most`. */
type Finder = (store: Finding, typed: string, most: number) => Promise<AccountName[]>

/** What finds partners by a name, id, alias or domain that is like what was typed, over and over: the names are read once. */
export async function partnerFinder(store: Finding): Promise<Finder> {
  const [partners, aliases] = await Promise.all([partnersInFileOrder(store), store.aliases()])
  return async (now, typed, most) => {
    const wanted = typed.trim()
    const { folded: alias } = foldName(wanted)
    const meant = new Set(aliases.filter((each) => each.folded === alias).map(({ accountId }) => accountId))
    const begun = new Set(aliases.filter((each) => begins(each.folded, alias)).map(({ accountId }) => accountId))
    const owners = await idsOfDomain(now, hostOf(wanted))
    const isExact = ({ id }: AccountName): boolean =>
      id === wanted || (ID_BEGUN.test(wanted) && id.startsWith(wanted)) || owners.has(id)
    const found = [
      ...partners.filter(isExact),
      ...partners.filter(({ id }) => meant.has(id)),
      // What an alias begins with has its place even where many names are like it.
      ...rankLike(wanted, partners, most).slice(0, Math.max(0, most - begun.size)),
      ...partners.filter(({ id }) => begun.has(id)),
    ]
    return [...new Set(found)].slice(0, most)
  }
}

/** Reads the accounts of partners, some hundreds at a time, in the same order. */
export async function* eachPartner(
  store: Pick<RecordReader, 'recordsOfVersions'>,
  names: readonly AccountName[],
): AsyncGenerator<readonly Partner[]> {
  for (let at = 0; at < names.length; at += BATCH) {
    const versions = names.slice(at, at + BATCH).map(({ version }) => version)
    const found = await store.recordsOfVersions(accounts, versions)
    yield versions.flatMap((version) => {
      const account = found.get(version)
      return account ? [toPartner(account)] : []
    })
  }
}

/** The same of few partners, as a list. */
export async function wholePartners(
  store: Pick<RecordReader, 'recordsOfVersions'>,
  names: readonly AccountName[],
): Promise<Partner[]> {
  const whole: Partner[] = []
  for await (const some of eachPartner(store, names)) whole.push(...some)
  return whole
}

/** The ids of the partners that a host belongs to. */
async function idsOfDomain(store: Finding, host: string): Promise<Set<string>> {
  const ids = new Set<string>()
  if (host === '') return ids
  // The engine compares other letters than those of ASCII with their case.
  for await (const some of isAscii(host) ? store.accountsOfDomain(host) : store.recordBatches(accounts))
    for (const account of some)
      if (isPartner(account) && domainsOf(account.record).includes(host)) ids.add(account.record.id ?? '')
  return ids
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

function begins(name: string, wanted: string): boolean {
  return wanted.length >= LEAST_OF_ALIAS && name.startsWith(wanted)
}
