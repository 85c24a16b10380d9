/** What linking a row to its partner needs to know, read for a few rows or for all; see {@link NameIndex}. */

import { foldName } from '../../records/name.ts'
import type { Alias, PartnerRows, RecordReader } from '../../store/store.ts'
import { accountsWithIds, isPartner, named, type Partner, type PartnerLookup, toPartner } from '../partner.ts'
import { type NamedPartner, type NamedRow, NameIndex, type RowLink } from './links.ts'

/** What finding spellings needs of the store. */
export type SpellingLookup = PartnerLookup & Pick<RecordReader, 'spellings'>

/**
 * The spellings of names that rows of some partners may have, without their ids: their names, with and without the legal form, their
 * aliases and their former names. The index decides whether such a row is a partner's.
 */
async function spellingsOf(store: SpellingLookup, partners: readonly NamedPartner[]): Promise<string[]> {
  const ids = new Set(partners.map(({ id }) => id))
  const forms = partners.map(({ name }) => foldName(name))
  const folded = new Set(forms.map((form) => form.folded))
  const [inFull, byCore, aliases, former] = await Promise.all([
    store.spellings('folded', [...folded]),
    store.spellings('core', [...new Set(forms.map(({ core }) => core))]),
    store.aliases(),
    store.formerNames({ ids: [...ids] }),
  ])
  const others = new Set<string>()
  for (const alias of aliases) if (ids.has(alias.accountId)) others.add(alias.folded)
  for (const { name } of former) others.add(foldName(name).folded)
  const more = [...others].filter((form) => !folded.has(form))
  return [...new Set([...inFull, ...byCore, ...(more.length > 0 ? await store.spellings('folded', more) : [])])]
}

/** What to ask for the rows of some partners by: their spellings and their ids. */
export async function rowsOfPartners(store: SpellingLookup, partners: readonly NamedPartner[]): Promise<PartnerRows> {
  return { names: await spellingsOf(store, partners), accountIds: partners.map(({ id }) => id), whateverId: true }
}

/** An index that knows of accounts, aliases and former names what it takes to link these rows, as the whole index would. */
export async function indexFor(store: PartnerLookup, rows: Iterable<NamedRow>): Promise<NameIndex<Partner>> {
  const forms = new Map<string, { folded: string; core: string }>()
  const ids = new Set<string>()
  for (const { name, accountId } of rows) {
    if (name !== null && !forms.has(name)) forms.set(name, foldName(name))
    if (accountId !== null) ids.add(accountId)
  }
  const isMeant = new Set([...forms.values()].map((form) => form.folded))
  const folded = [...isMeant]
  const cores = [...new Set([...forms.values()].map(({ core }) => core))]
  // No row may have a name: then nothing is asked.
  const byNames = async <T>(ask: () => Promise<T[]>): Promise<T[]> => (folded.length > 0 ? ask() : [])
  const [aliases, byCore, inFull, former, goneByName] = await Promise.all([
    store.aliases(),
    byNames(() => store.accountsNamed('core', cores)),
    byNames(() => store.accountsNamed('folded', folded)),
    byNames(() => store.formerNames({ folded })),
    byNames(() => store.goneAccounts({ folded })),
  ])
  for (const alias of aliases) if (isMeant.has(alias.folded)) ids.add(alias.accountId)
  for (const { id } of former) ids.add(id)
  const found = new Map([...byCore, ...inFull].map((account) => [account.record.id, account]))
  const more = [...ids].filter((id) => !found.has(id))
  const [byId, goneById] =
    more.length > 0 ? await Promise.all([accountsWithIds(store, more), store.goneAccounts({ ids: more })]) : [new Map(), []]
  const each = [...found.values(), ...byId.values()]
  return new NameIndex({
    partners: each.filter(isPartner).map(toPartner),
    aliases: aliasTargets(aliases),
    others: each.filter((account) => !isPartner(account)).map(named),
    gone: [...goneByName, ...goneById],
    former,
  })
}

/** The partner that one row of another source belongs to. */
export async function linkOf(store: PartnerLookup, row: NamedRow): Promise<RowLink<Partner>> {
  return (await indexFor(store, [row])).link(row)
}

/** The spellings that mean one partner where a row has no id. */
export async function ownSpellings(store: SpellingLookup, partner: NamedPartner): Promise<string[]> {
  const rows = (await spellingsOf(store, [partner])).map((name) => ({ name, accountId: null }))
  const index = await indexFor(store, rows)
  return rows.filter((row) => index.link(row).partner?.id === partner.id).map(({ name }) => name)
}

/** From the folded alias to the account it means. */
export function aliasTargets(aliases: readonly Alias[]): Map<string, string> {
  return new Map(aliases.map(({ folded, accountId }) => [folded, accountId]))
}
