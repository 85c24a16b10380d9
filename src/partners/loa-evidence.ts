/** Brings together what the sources say of a partner, each fact with its place, for the rule on letters of authorization. */

import { accounts } from '../records/accounts.ts'
import { certificationDashboard, type DashboardRow } from '../records/certification-dashboard.ts'
import { foldName } from '../records/name.ts'
import { portalUsers } from '../records/portal-users.ts'
import type { LoaEvidence, LoaPolicy } from '../rules/loa.ts'
import type { Fact, Source } from '../rules/verdict.ts'
import type { PartnerRows, PeopleCount, Stored } from '../store/store.ts'
import { NameIndex } from './links.ts'
import { foldedAliases, isPartner, type Partner, type PartnerLookup, toPartner } from './resolve.ts'

/** What gathering evidence needs of the store. */
export interface EvidenceReader extends PartnerLookup {
  spellings(tier: 'core' | 'folded', key: string): Promise<string[]>
  dashboardRows(of?: PartnerRows): Promise<Stored<DashboardRow>[]>
  countPeople(holding: Readonly<Record<string, readonly string[]>>, of?: PartnerRows): Promise<PeopleCount[]>
  listImports(): Promise<ReadonlyArray<{ kind: string }>>
}

/** Which spellings in other sources are this partner's, and which may be another's as well. */
export interface LinkedNames {
  own: string[]
  shared: { name: string; partners: readonly Partner[] }[]
}

/** The rows of one partner in the other sources. */
interface PartnerData {
  dashboard: Stored<DashboardRow>[]
  people: PeopleCount[]
  sharedWith: Set<string>
}

function fact<T>(stored: Stored<object>, field: string, value: T): Fact<T> {
  const { kind, importId, file, line, lastSeenAt, headings } = stored.source
  const source: Source = { kind, importId, file, line, column: headings[field] ?? null, lastSeenAt }
  return { value, source }
}

/** A fact only where the export has the column. */
function factIfThere<T>(stored: Stored<object>, field: string, value: T): Fact<T> | null {
  return field in stored.source.headings ? fact(stored, field, value) : null
}

function evidenceOf(partner: Partner, data: PartnerData, dashboardImported: boolean): LoaEvidence {
  const { account } = partner
  const { status, signedContract, clickThrough, restricted, owner } = account.record
  const [first] = data.people
  return {
    status: fact(account, 'status', status),
    signedContract: factIfThere(account, 'signedContract', signedContract),
    clickThrough: factIfThere(account, 'clickThrough', clickThrough),
    restricted: factIfThere(account, 'restricted', restricted),
    channelManager: owner,
    dashboard: data.dashboard.map((row) => ({
      openReqsMet: fact(row, 'openReqsMet', row.record.openReqsMet),
      counts: countsOf(row.record),
    })),
    sharedWith: [...data.sharedWith].sort(),
    dashboardImported,
    people: first
      ? {
          total: sum(data.people.map(({ people }) => people)),
          holding: Object.fromEntries(
            Object.keys(first.holding).map((id) => [id, sum(data.people.map(({ holding }) => holding[id] ?? 0))]),
          ),
          file: first.source.file,
          lastSeenAt: first.source.lastSeenAt,
        }
      : null,
  }
}

function labelOf({ id, name }: Partner): string {
  return `${name} (${id})`
}

function countsOf({ salesCore, salesPro, saCore, pse }: DashboardRow): Record<string, number | null> {
  return { salesCore, salesPro, saCore, pse }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function holdingOf(policy: LoaPolicy): Record<string, readonly string[]> {
  return Object.fromEntries(policy.requirements.map(({ id, shownBy }) => [id, shownBy]))
}

async function isImported(store: EvidenceReader, kind: string): Promise<boolean> {
  return (await store.listImports()).some((entry) => entry.kind === kind)
}

/** Finds the spellings that stand for one partner, without reading all partners. */
export async function linkedNames(store: EvidenceReader, partner: Partner): Promise<LinkedNames> {
  const aliases = await foldedAliases(store)
  const own = aliases.filter(([, accountId]) => accountId === partner.id).map(([alias]) => alias)
  const names = new Set(await store.spellings('core', foldName(partner.name).core))
  for (const alias of own) for (const name of await store.spellings('folded', alias)) names.add(name)
  const rivals = new Map([[partner.id, partner]])
  for (const core of new Set([...names].map((name) => foldName(name).core))) {
    for (const account of await store.accountsNamed('core', core)) {
      if (isPartner(account.record)) rivals.set(account.record.id ?? '', toPartner(account))
    }
  }
  const folded = new Set([...names].map((name) => foldName(name).folded))
  for (const [alias, accountId] of aliases) {
    const account = folded.has(alias) && !rivals.has(accountId) ? await store.account(accountId) : null
    if (account && isPartner(account.record)) rivals.set(accountId, toPartner(account))
  }
  const index = new NameIndex(rivals.values(), new Map(aliases))
  const linked: LinkedNames = { own: [], shared: [] }
  for (const name of names) {
    const match = index.find(name)
    if (match.found === 'one' && match.partner.id === partner.id) linked.own.push(name)
    else if (match.found === 'several' && match.partners.some(({ id }) => id === partner.id))
      linked.shared.push({ name, partners: match.partners })
  }
  return linked
}

/** The evidence for one partner. */
export async function loaEvidence(store: EvidenceReader, partner: Partner, policy: LoaPolicy): Promise<LoaEvidence> {
  const { own, shared } = await linkedNames(store, partner)
  const rows = { names: own, accountId: partner.id }
  const sharedWith = new Set<string>()
  for (const { name, partners } of shared) {
    if ((await store.dashboardRows({ names: [name], accountId: '' })).length > 0)
      for (const rival of partners) if (rival.id !== partner.id) sharedWith.add(labelOf(rival))
  }
  const data: PartnerData = {
    dashboard: await store.dashboardRows(rows),
    people: await store.countPeople(holdingOf(policy), rows),
    sharedWith,
  }
  return evidenceOf(partner, data, await isImported(store, certificationDashboard.kind))
}

/** The evidence for every partner, in order of name, then id; each source is read once. */
export async function* allLoaEvidence(
  store: EvidenceReader,
  policy: LoaPolicy,
): AsyncGenerator<{ partner: Partner; evidence: LoaEvidence }> {
  const partners = (await store.accounts()).filter(({ record }) => isPartner(record)).map(toPartner)
  const accountForms = await store.foldedNames(accounts)
  const index = new NameIndex(partners, new Map(await foldedAliases(store)), accountForms)
  const data = new Map<string, PartnerData>(partners.map(({ id }) => [id, { dashboard: [], people: [], sharedWith: new Set() }]))

  const dashboardForms = await store.foldedNames(certificationDashboard)
  for (const row of await store.dashboardRows()) {
    const { partner: name, accountId } = row.record
    const match = accountId === null ? index.find(name ?? '', dashboardForms.get(name ?? '')) : null
    if (!match) data.get(accountId ?? '')?.dashboard.push(row)
    else if (match.found === 'one') data.get(match.partner.id)?.dashboard.push(row)
    else if (match.found === 'several') {
      for (const { id } of match.partners)
        for (const rival of match.partners) if (rival.id !== id) data.get(id)?.sharedWith.add(labelOf(rival))
    }
  }
  const userForms = await store.foldedNames(portalUsers)
  for (const count of await store.countPeople(holdingOf(policy))) {
    const match = count.accountId === null ? index.find(count.name ?? '', userForms.get(count.name ?? '')) : null
    const id = match ? (match.found === 'one' ? match.partner.id : '') : (count.accountId ?? '')
    data.get(id)?.people.push(count)
  }

  const dashboardImported = await isImported(store, certificationDashboard.kind)
  const sortKey = (name: string): string => accountForms.get(name)?.light ?? name
  const inOrder = partners.map((partner) => ({ partner, sort: sortKey(partner.name) }))
  inOrder.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : a.partner.id < b.partner.id ? -1 : 1))
  for (const { partner } of inOrder) {
    const found = data.get(partner.id)
    if (found) yield { partner, evidence: evidenceOf(partner, found, dashboardImported) }
  }
}
