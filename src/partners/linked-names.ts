/** The spellings in other sources that stand for one partner, found without reading all partners. */

import { foldName } from '../records/name.ts'
import type { Alias, GoneAccount, NameTier } from '../store/store.ts'
import { NameIndex } from './links.ts'
import { isPartner, otherNames, type Partner, type PartnerLookup, toPartner } from './resolve.ts'

/** What finding spellings needs of the store. */
export interface SpellingLookup extends PartnerLookup {
  spellings(tier: NameTier, key: string): Promise<string[]>
}

/** Which spellings in other sources are this partner's, and which may be another's as well. */
interface LinkedNames {
  own: string[]
  shared: { name: string; partners: readonly Partner[] }[]
}

/** Finds the spellings that stand for one partner, without reading all partners. */
export async function linkedNames(store: SpellingLookup, partner: Partner): Promise<LinkedNames> {
  const aliases = await store.aliases()
  const { folded: full, core } = foldName(partner.name)
  const names = new Set([...(await store.spellings('folded', full)), ...(await store.spellings('core', core))])
  for (const alias of aliases) {
    if (alias.accountId === partner.id) for (const name of await store.spellings('folded', alias.folded)) names.add(name)
  }
  const accounts = [partner.account]
  // Names of one full form may differ in what is left without the legal form ("Acme AG" and "AcmeAG"), so both forms are asked for.
  const cores = new Set([...names].map((name) => foldName(name).core))
  const folded = new Set([...names].map((name) => foldName(name).folded))
  for (const form of cores) accounts.push(...(await store.accountsNamed('core', form)))
  for (const form of folded) accounts.push(...(await store.accountsNamed('folded', form)))
  for (const alias of aliases) {
    const account = folded.has(alias.folded) ? await store.account(alias.accountId) : null
    if (account) accounts.push(account)
  }
  const gone: GoneAccount[] = []
  for (const form of folded) gone.push(...(await store.goneAccounts({ folded: form })))
  const rivals = new Map(accounts.filter(isPartner).map((account) => [account.record.id, toPartner(account)]))
  const index = new NameIndex(
    rivals.values(),
    aliasTargets(aliases),
    otherNames(
      accounts.filter((account) => !isPartner(account)),
      gone,
    ),
  )
  const linked: LinkedNames = { own: [], shared: [] }
  for (const name of names) {
    const match = index.find(name)
    if (match.found === 'one' && match.partner.id === partner.id) linked.own.push(name)
    else if (match.found === 'several' && match.partners.some(({ id }) => id === partner.id))
      linked.shared.push({ name, partners: match.partners })
  }
  return linked
}

/** From the folded alias to the account it means. */
export function aliasTargets(aliases: readonly Alias[]): Map<string, string> {
  return new Map(aliases.map(({ folded, accountId }) => [folded, accountId]))
}
