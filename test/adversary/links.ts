import type { AccountRow, Alias, Label, Name } from './model.ts'

/**
 * Which partner a row belongs to, by the domain rules, "Finding the partner": by id where it has one, else by the exact name, else by an alias, else
 * by a name that lacks the legal form on one side, if that is unique.
 *
 * `own`: it is evidence for that account. `perhaps`: it may be linked, and may be left to a person. `nobody`: it is evidence for
 * nobody, though it may make someone check the accounts it touches.
 */
export type Link = { is: 'own' | 'perhaps'; account: string } | { is: 'nobody'; touches: string[] }

const sameCore = (a: Name, b: Name): boolean => a.core === b.core
const sameForm = (a: Name, b: Name): boolean => a.form?.kind === b.form?.kind
const sameName = (a: Name, b: Name): boolean => sameCore(a, b) && sameForm(a, b)
const idsOf = (accounts: readonly AccountRow[]): string[] => accounts.map(({ id }) => id)

/** @param partners the partner accounts there are; other accounts are never a partner (domain rules) and do not count */
export function linkOf(label: Label, partners: readonly AccountRow[], aliases: readonly Alias[]): Link {
  const meant = partners.find(({ id }) => aliases.some(({ text, account }) => text === label.name.text && account === id))
  return label.id === null ? byName(label.name, partners, meant) : byId(label.id, label.name, partners, meant)
}

function byId(id: string, name: Name, partners: readonly AccountRow[], meant: AccountRow | undefined): Link {
  const named = partners.filter((account) => sameName(account.name, name))
  // Ids are never compared without case.
  const account = partners.find((each) => each.id.slice(0, 15) === id.slice(0, 15))
  // The id of no partner: whoever has the name is not the one that the row says it is of.
  if (account === undefined) return { is: 'nobody', touches: idsOf(partners.filter((each) => sameCore(each.name, name))) }
  if (meant?.id === account.id || sameName(account.name, name)) return { is: 'own', account: account.id }
  const formless = name.form === null || account.name.form === null
  const another = named.length > 0 || meant !== undefined
  if (!sameCore(account.name, name) || (another && !formless)) {
    return { is: 'nobody', touches: [account.id, ...idsOf(named), ...(meant === undefined ? [] : [meant.id])] }
  }
  return { is: formless && !another ? 'own' : 'perhaps', account: account.id }
}

function byName(name: Name, partners: readonly AccountRow[], meant: AccountRow | undefined): Link {
  const named = partners.filter((account) => sameName(account.name, name))
  const [only] = named
  if (only !== undefined) {
    if (named.length > 1) return { is: 'nobody', touches: idsOf(named) }
    // "Ltd" and "Limited" are one legal form to who knows them, and two words to who does not.
    return { is: only.name.form?.text === name.form?.text ? 'own' : 'perhaps', account: only.id }
  }
  if (meant !== undefined) return { is: 'own', account: meant.id }
  const alike = partners.filter((account) => sameCore(account.name, name))
  const [one] = alike
  // A row with another legal form is a candidate, never evidence; without any it may be linked if that is unique.
  if (one === undefined || alike.length > 1 || (name.form !== null && one.name.form !== null)) {
    return { is: 'nobody', touches: idsOf(alike) }
  }
  return { is: 'perhaps', account: one.id }
}
