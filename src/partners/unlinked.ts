/** Names in the other sources that lead to no partner: kept, listed, never guessed. */

import type { Account } from '../records/accounts.ts'
import { accounts } from '../records/accounts.ts'
import { certificationDashboard, type DashboardRow } from '../records/certification-dashboard.ts'
import type { Kind } from '../records/kind.ts'
import type { FoldedName } from '../records/name.ts'
import { portalUsers } from '../records/portal-users.ts'
import type { Alias, GoneAccount, PeopleCount, Stored } from '../store/store.ts'
import { aliasTargets } from './linked-names.ts'
import { NameIndex } from './links.ts'
import { isPartner, otherNames, toPartner } from './resolve.ts'

export interface UnlinkedName {
  kind: string
  name: string | null
  accountId: string | null
  rows: number
  /** `no_partner`: it is an account that is no partner. `gone`: of one that left the accounts. `unknown_id`: no account has the id. */
  why: 'nobody' | 'several' | 'no_partner' | 'gone' | 'unknown_id'
}

interface UnlinkedReader {
  accounts(): Promise<Stored<Account>[]>
  goneAccounts(): Promise<GoneAccount[]>
  aliases(): Promise<Alias[]>
  foldedNames(kind: Kind): Promise<Map<string, FoldedName>>
  dashboardRows(): Promise<Stored<DashboardRow>[]>
  countPeople(holding: Readonly<Record<string, readonly string[]>>): Promise<PeopleCount[]>
}

/** The names on the dashboard and of portal users that lead to no one partner, those with the most rows first. */
export async function unlinkedNames(store: UnlinkedReader): Promise<UnlinkedName[]> {
  const every = await store.accounts()
  const others = every.filter((account) => !isPartner(account))
  const gone = await store.goneAccounts()
  const otherForms = otherNames(others, [])
  const partners = every.filter(isPartner).map(toPartner)
  const index = new NameIndex(
    partners,
    aliasTargets(await store.aliases()),
    otherNames(others, gone),
    await store.foldedNames(accounts),
  )
  const goneForms = otherNames([], gone)
  const goneIds = new Set(gone.map(({ id }) => id))
  const partnerIds = new Set(partners.map(({ id }) => id))
  const otherIds = new Set(others.map(({ record }) => record.id))
  const whyNoId = (accountId: string): UnlinkedName['why'] | null => {
    if (partnerIds.has(accountId)) return null
    return otherIds.has(accountId) ? 'no_partner' : goneIds.has(accountId) ? 'gone' : 'unknown_id'
  }
  const whyNot = (name: string | null, accountId: string | null, forms: Map<string, FoldedName>): UnlinkedName['why'] | null => {
    if (accountId !== null) return whyNoId(accountId)
    const folded = forms.get(name ?? '')
    const match = index.find(name ?? '', folded)
    if (match.found === 'one') return null
    if (match.found === 'several') return 'several'
    if (folded && otherForms.has(folded.folded)) return 'no_partner'
    return folded && goneForms.has(folded.folded) ? 'gone' : 'nobody'
  }
  const found = new Map<string, UnlinkedName>()
  const note = (
    kind: Kind,
    name: string | null,
    accountId: string | null,
    rows: number,
    forms: Map<string, FoldedName>,
  ): void => {
    const place = JSON.stringify([kind.kind, name, accountId])
    const known = found.get(place)
    const why = known ? known.why : whyNot(name, accountId, forms)
    if (known) known.rows += rows
    else if (why) found.set(place, { kind: kind.kind, name, accountId, rows, why })
  }
  const dashboardForms = await store.foldedNames(certificationDashboard)
  for (const { record } of await store.dashboardRows())
    note(certificationDashboard, record.partner, record.accountId, 1, dashboardForms)
  const userForms = await store.foldedNames(portalUsers)
  for (const { name, accountId, people } of await store.countPeople({})) note(portalUsers, name, accountId, people, userForms)
  return [...found.values()].sort((a, b) => b.rows - a.rows || compare(a.kind, b.kind) || compare(a.name ?? '', b.name ?? ''))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
