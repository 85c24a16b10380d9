/** What linking a row to its partner needs to know, read for a few rows or for all; see {@link NameIndex}. */

import type { Account } from '../records/kinds/accounts.ts'
import { foldName } from '../records/name.ts'
import type { Alias, FormerName, GoneAccount, RecordReader, Stored } from '../store/store.ts'
import { type NamedPartner, type NamedRow, NameIndex, type RowLink } from './links.ts'
import { isPartner, named, type Partner, type PartnerLookup, toPartner } from './partner.ts'

/** What finding spellings needs of the store. */
export type SpellingLookup = PartnerLookup & Pick<RecordReader, 'spellings'>

/**
 * The spellings of names that rows of a partner may have, without its id: its name, with and without its legal form, its
 * aliases and its former names. The index decides whether such a row is the partner's.
 */
export async function spellingsOf(store: SpellingLookup, partner: NamedPartner): Promise<string[]> {
  const { folded: full, core } = foldName(partner.name)
  const names = new Set([...(await store.spellings('folded', full)), ...(await store.spellings('core', core))])
  const aliases = (await store.aliases()).filter(({ accountId }) => accountId === partner.id).map(({ folded }) => folded)
  const former = (await store.formerNames({ id: partner.id })).map(({ name }) => foldName(name).folded)
  for (const folded of new Set([...aliases, ...former])) {
    for (const name of await store.spellings('folded', folded)) names.add(name)
  }
  return [...names]
}

/** An index that knows of accounts, aliases and former names what it takes to link these rows, as the whole index would. */
export async function indexFor(store: PartnerLookup, rows: Iterable<NamedRow>): Promise<NameIndex<Partner>> {
  const aliases = await store.aliases()
  const forms = new Map<string, { folded: string; core: string }>()
  const ids = new Set<string>()
  for (const { name, accountId } of rows) {
    if (name !== null && !forms.has(name)) forms.set(name, foldName(name))
    if (accountId !== null) ids.add(accountId)
  }
  const folded = new Set([...forms.values()].map((form) => form.folded))
  const cores = new Set([...forms.values()].map(({ core }) => core))
  const found: Stored<Account>[] = []
  const former: FormerName[] = []
  const gone: GoneAccount[] = []
  for (const core of cores) found.push(...(await store.accountsNamed('core', core)))
  for (const form of folded) {
    found.push(...(await store.accountsNamed('folded', form)))
    former.push(...(await store.formerNames({ folded: form })))
    gone.push(...(await store.goneAccounts({ folded: form })))
  }
  for (const { folded: form, accountId } of aliases) if (folded.has(form)) ids.add(accountId)
  for (const { id } of former) ids.add(id)
  for (const id of ids) {
    const account = await store.account(id)
    if (account) found.push(account)
    else gone.push(...(await store.goneAccounts({ id })))
  }
  const each = [...new Map(found.map((account) => [account.record.id, account])).values()]
  return new NameIndex({
    partners: each.filter(isPartner).map(toPartner),
    aliases: aliasTargets(aliases),
    others: each.filter((account) => !isPartner(account)).map(named),
    gone,
    former,
  })
}

/** The partner that one row of another source belongs to. */
export async function linkOf(store: PartnerLookup, row: NamedRow): Promise<RowLink<Partner>> {
  return (await indexFor(store, [row])).link(row)
}

/** The spellings that mean one partner where a row has no id. */
export async function ownSpellings(store: SpellingLookup, partner: NamedPartner): Promise<string[]> {
  const rows = (await spellingsOf(store, partner)).map((name) => ({ name, accountId: null }))
  const index = await indexFor(store, rows)
  return rows.filter((row) => index.link(row).partner?.id === partner.id).map(({ name }) => name)
}

/** From the folded alias to the account it means. */
export function aliasTargets(aliases: readonly Alias[]): Map<string, string> {
  return new Map(aliases.map(({ folded, accountId }) => [folded, accountId]))
}
