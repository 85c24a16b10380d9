/** Brings together what the sources say of a partner, each fact with its place, for the rule on letters of authorization. */

import { accounts } from '../records/accounts.ts'
import { certificationDashboard, type DashboardRow, regionOfKey } from '../records/certification-dashboard.ts'
import type { Kind } from '../records/kind.ts'
import { differInLegalForm, foldName } from '../records/name.ts'
import { portalUsers } from '../records/portal-users.ts'
import type { LoaEvidence, LoaPolicy } from '../rules/loa.ts'
import type { Fact, Source } from '../rules/verdict.ts'
import type { PartnerRows, PeopleCount, RowSetAside, Stored } from '../store/store.ts'
import { aliasTargets, linkedNames, type SpellingLookup } from './linked-names.ts'
import { NameIndex, type NameMatch } from './links.ts'
import { isPartner, nameMatch, otherNames, type Partner, toPartner } from './resolve.ts'

/** What gathering evidence needs of the store. */
export interface EvidenceReader extends SpellingLookup {
  dashboardRows(of?: PartnerRows): Promise<Stored<DashboardRow>[]>
  rowsSetAside(kind: Kind, of?: PartnerRows): Promise<RowSetAside[]>
  countPeople(holding: Readonly<Record<string, readonly string[]>>, of?: PartnerRows): Promise<PeopleCount[]>
  wasImported(kind: Kind): Promise<boolean>
}

/** The rows of one partner in the other sources. */
interface PartnerData {
  dashboard: Stored<DashboardRow>[]
  /** Rows that may be this partner's: they fit others too, or have a name that it has elsewhere under its id. */
  shared: Stored<DashboardRow>[]
  setAside: Record<'accounts' | 'dashboard', RowSetAside[]>
  people: PeopleCount[]
  sharedWith: Set<string>
}

function fact<T>(stored: Stored<object>, field: string, value: T): Fact<T> {
  const { kind, importId, file, line, lastSeenAt, headings } = stored.source
  const source: Source = { kind, importId, file, line, column: headings[field] ?? null, lastSeenAt }
  return { value, source, doubt: stored.doubt }
}

/** A fact only where the export has the column, or an earlier one had and said something. */
function factIfThere<T>(stored: Stored<object>, field: string, value: T): Fact<T> | null {
  return field in stored.source.headings || value !== null ? fact(stored, field, value) : null
}

function evidenceOf(
  partner: Partner,
  data: PartnerData,
  aliases: ReadonlyMap<string, string>,
  dashboardImported: boolean,
): LoaEvidence {
  const { account } = partner
  const { status, signedContract, clickThrough, restricted, owner } = account.record
  const [first] = data.people
  const otherFormOf = ({ record }: Stored<DashboardRow>): string | null =>
    otherForm(partner, aliases, record.accountId, record.partner)
  // A row that may be another company's neither replaces the partner's own nor corrects it.
  const certain = data.dashboard.filter((row) => otherFormOf(row) === null)
  const dashboard = data.dashboard.filter((row) => !isReplaced(row, certain))
  return {
    status: fact(account, 'status', status),
    signedContract: factIfThere(account, 'signedContract', signedContract),
    clickThrough: factIfThere(account, 'clickThrough', clickThrough),
    restricted: factIfThere(account, 'restricted', restricted),
    channelManager: owner,
    dashboard: dashboard.map((row) => ({
      openReqsMet: fact(row, 'openReqsMet', row.record.openReqsMet),
      counts: countsOf(row.record),
      otherForm: otherFormOf(row),
    })),
    accountSetAside: newest(data.setAside.accounts.filter(({ importId }) => importId > account.source.importId)),
    dashboardSetAside: newest(data.setAside.dashboard.filter((row) => !isCorrected(row, certain))),
    sharedWith: [...data.sharedWith].sort(),
    sharedNewer: data.shared
      .filter(({ source }) => dashboard.every((row) => row.source.importId < source.importId))
      .map(({ record }) => record.openReqsMet),
    dashboardImported,
    people: first
      ? {
          holding: Object.fromEntries(
            Object.keys(first.holding).map((id) => [id, sum(data.people.map(({ holding }) => holding[id] ?? 0))]),
          ),
          file: first.source.file,
          lastSeenAt: data.people.map(({ source }) => source.lastSeenAt).reduce((a, b) => (a < b ? a : b)),
          otherForms: data.people.flatMap(({ accountId, name }) => otherForm(partner, aliases, accountId, name) ?? []),
        }
      : null,
  }
}

/** The name of a row that is the partner's only because its own legal form was left out: it may be another company's. */
function otherForm(
  partner: Partner,
  aliases: ReadonlyMap<string, string>,
  accountId: string | null,
  name: string | null,
): string | null {
  if (accountId !== null || name === null || name === partner.name) return null
  const forms = foldName(name)
  return aliases.get(forms.folded) !== partner.id && differInLegalForm(foldName(partner.name), forms) ? name : null
}

/** Whether a newer file has the partner's row of the region under another name or id. */
function isReplaced(row: Stored<DashboardRow>, rows: readonly Stored<DashboardRow>[]): boolean {
  return rows.some((other) => other.source.importId > row.source.importId && regionOf(other) === regionOf(row))
}

/** Whether a newer file has what the row that was set aside should have said; where its record is not known, any row of the partner. */
function isCorrected({ key, importId }: RowSetAside, rows: readonly Stored<DashboardRow>[]): boolean {
  return rows.some((row) => row.source.importId > importId && (key === null || regionOfKey(key) === regionOf(row)))
}

function regionOf({ record }: Stored<DashboardRow>): string {
  return regionOfKey(certificationDashboard.key(record) ?? '')
}

function newest(rows: readonly RowSetAside[]): LoaEvidence['accountSetAside'] {
  const [row] = [...rows].sort((a, b) => b.importId - a.importId || a.line - b.line)
  return row ? { file: row.file, line: row.line, lastSeenAt: row.importedAt } : null
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

function noData(): PartnerData {
  return { dashboard: [], shared: [], setAside: { accounts: [], dashboard: [] }, people: [], sharedWith: new Set() }
}

/** Notes a row of the dashboard that fits the partner and its rivals. */
function share(data: PartnerData, partner: Partner, partners: readonly Partner[], row: Stored<DashboardRow>): void {
  data.shared.push(row)
  for (const rival of partners) if (rival.id !== partner.id) data.sharedWith.add(labelOf(rival))
}

/** Spellings that stand for no partner, but that the partner's rows have beside its id: without the id they may still be its own. */
async function namesUnderId(store: EvidenceReader, rows: readonly Stored<DashboardRow>[]): Promise<string[]> {
  const names = rows.flatMap(({ record }) => (record.accountId === null || record.partner === null ? [] : [record.partner]))
  const former: string[] = []
  for (const folded of new Set(names.map((name) => foldName(name).folded))) {
    for (const spelling of await store.spellings('folded', folded)) {
      if ((await nameMatch(store, spelling)).found === 'none') former.push(spelling)
    }
  }
  return former
}

/** The evidence for one partner. */
export async function loaEvidence(store: EvidenceReader, partner: Partner, policy: LoaPolicy): Promise<LoaEvidence> {
  const { own, shared } = await linkedNames(store, partner)
  const rows = { names: own, accountId: partner.id }
  const dashboard = await store.dashboardRows(rows)
  const former = await namesUnderId(store, dashboard)
  const ambiguous = { names: [...own, ...shared.map(({ name }) => name), ...former], accountId: partner.id }
  const data: PartnerData = {
    ...noData(),
    dashboard,
    shared: await store.dashboardRows({ names: former, accountId: '' }),
    people: await store.countPeople(holdingOf(policy), rows),
    setAside: {
      accounts: await store.rowsSetAside(accounts, ambiguous),
      dashboard: await store.rowsSetAside(certificationDashboard, ambiguous),
    },
  }
  for (const { name, partners } of shared) {
    for (const row of await store.dashboardRows({ names: [name], accountId: '' })) share(data, partner, partners, row)
  }
  const aliases = aliasTargets(await store.aliases())
  return evidenceOf(partner, data, aliases, await store.wasImported(certificationDashboard))
}

/** The evidence for every partner, in order of name, then id; each source is read once. */
export async function* allLoaEvidence(
  store: EvidenceReader,
  policy: LoaPolicy,
): AsyncGenerator<{ partner: Partner; evidence: LoaEvidence }> {
  const everyAccount = await store.accounts()
  const partners = everyAccount.filter(isPartner).map(toPartner)
  const others = otherNames(
    everyAccount.filter((account) => !isPartner(account)),
    await store.goneAccounts(),
  )
  const accountForms = await store.foldedNames(accounts)
  const aliases = aliasTargets(await store.aliases())
  const index = new NameIndex(partners, aliases, others, accountForms)
  const data = new Map<string, PartnerData>(partners.map(({ id }) => [id, noData()]))

  const dashboardForms = await store.foldedNames(certificationDashboard)
  const foldedOf = (name: string): string => (dashboardForms.get(name) ?? foldName(name)).folded
  const idsOf = new Map<string, Set<string>>()
  const unlinked: Stored<DashboardRow>[] = []
  for (const row of await store.dashboardRows()) {
    const { partner: name, accountId } = row.record
    if (accountId !== null) {
      data.get(accountId)?.dashboard.push(row)
      idsOf.set(foldedOf(name ?? ''), (idsOf.get(foldedOf(name ?? '')) ?? new Set()).add(accountId))
      continue
    }
    const match = index.find(name ?? '', dashboardForms.get(name ?? ''))
    if (match.found === 'none') unlinked.push(row)
    else if (match.found === 'one') data.get(match.partner.id)?.dashboard.push(row)
    else {
      for (const partner of match.partners) {
        const shared = data.get(partner.id)
        if (shared) share(shared, partner, match.partners, row)
      }
    }
  }
  const owners = (match: NameMatch<Partner>, name: string): Iterable<string> => {
    if (match.found === 'none') return idsOf.get(foldedOf(name)) ?? []
    return match.found === 'one' ? [match.partner.id] : match.partners.map(({ id }) => id)
  }
  for (const row of unlinked) for (const id of idsOf.get(foldedOf(row.record.partner ?? '')) ?? []) data.get(id)?.shared.push(row)
  for (const [source, kind] of [
    ['accounts', accounts],
    ['dashboard', certificationDashboard],
  ] as const) {
    for (const row of await store.rowsSetAside(kind)) {
      // A row that may be one of several partners' casts its doubt on each.
      for (const id of row.accountId === null ? owners(index.find(row.name ?? ''), row.name ?? '') : [row.accountId]) {
        data.get(id)?.setAside[source].push(row)
      }
    }
  }
  const userForms = await store.foldedNames(portalUsers)
  for (const count of await store.countPeople(holdingOf(policy))) {
    const match = count.accountId === null ? index.find(count.name ?? '', userForms.get(count.name ?? '')) : null
    const id = match ? (match.found === 'one' ? match.partner.id : '') : (count.accountId ?? '')
    data.get(id)?.people.push(count)
  }

  const dashboardImported = await store.wasImported(certificationDashboard)
  const sortKey = (name: string): string => accountForms.get(name)?.light ?? name
  const inOrder = partners.map((partner) => ({ partner, sort: sortKey(partner.name) }))
  inOrder.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : a.partner.id < b.partner.id ? -1 : 1))
  for (const { partner } of inOrder) {
    const found = data.get(partner.id)
    if (found) yield { partner, evidence: evidenceOf(partner, found, aliases, dashboardImported) }
  }
}
