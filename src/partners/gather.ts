/** Brings together the rows of the other sources that are a partner's, for one partner and for all; both ways must find the same. */

import { accounts } from '../records/accounts.ts'
import { certificationDashboard, type DashboardRow, regionOfKey } from '../records/certification-dashboard.ts'
import type { Kind } from '../records/kind.ts'
import { differInLegalForm, foldName } from '../records/name.ts'
import { portalUsers } from '../records/portal-users.ts'
import type { CountedPeople } from '../rules/trainings.ts'
import type { Fact, Source } from '../rules/verdict.ts'
import type { ImportEntry, PartnerRows, PeopleCount, RecordReader, RowSetAside, Stored } from '../store/store.ts'
import { aliasTargets, linkedNames, type SpellingLookup } from './linked-names.ts'
import { NameIndex, type NameMatch } from './links.ts'
import { isPartner, nameMatch, otherNames, type Partner, toPartner } from './resolve.ts'

/** What gathering evidence needs of the store. */
export interface EvidenceReader extends SpellingLookup {
  dashboardRows(of?: PartnerRows): Promise<Stored<DashboardRow>[]>
  records: RecordReader['records']
  rowsSetAside(kind: Kind, of?: PartnerRows): Promise<RowSetAside[]>
  countPeople: RecordReader['countPeople']
  wasImported(kind: Kind): Promise<boolean>
  newestImports(): Promise<ImportEntry[]>
}

/** Which evidence a rule asks for. */
export interface Wanted {
  /** Fields of a portal user that show a credential, by the name it is counted under. */
  holding: Readonly<Record<string, readonly string[]>>
  /** Whether to find the line of the first person who holds each. */
  lines: boolean
  /** Further kinds whose rows are asked for. */
  kinds: readonly Kind[]
}

/** The rows of one partner in the other sources. */
export interface PartnerData {
  dashboard: Stored<DashboardRow>[]
  /** Rows that may be this partner's: they fit others too, or have a name that it has elsewhere under its id. */
  shared: Stored<DashboardRow>[]
  setAside: Record<'accounts' | 'dashboard' | 'users', RowSetAside[]>
  people: PeopleCount[]
  sharedWith: Set<string>
  /** Rows of the further kinds, by kind: the partner's own, those that fit others too, and those set aside. */
  others: ReadonlyMap<string, OtherRows>
}

interface OtherRows {
  own: Stored<Record<string, unknown>>[]
  shared: Stored<Record<string, unknown>>[]
  setAside: RowSetAside[]
}

function noData({ kinds }: Wanted): PartnerData {
  return {
    dashboard: [],
    shared: [],
    setAside: { accounts: [], dashboard: [], users: [] },
    people: [],
    sharedWith: new Set(),
    others: new Map(kinds.map(({ kind }) => [kind, { own: [], shared: [], setAside: [] }])),
  }
}

/** Rows of a further kind, as the type its declaration gives them. */
export function rowsOf<R>(
  { others }: PartnerData,
  { kind }: Kind,
): { own: Stored<R>[]; shared: Stored<R>[]; setAside: RowSetAside[] } {
  const rows = others.get(kind)
  if (!rows) throw new Error(`${kind} was not asked for`)
  return rows as unknown as { own: Stored<R>[]; shared: Stored<R>[]; setAside: RowSetAside[] }
}

/** A value with the place it stands in. */
export function fact<T>(stored: Stored<object>, field: string, value: T): Fact<T> {
  return { value, source: sourceOf(stored, field), doubt: stored.doubt }
}

/** The place of a row, or of one of its fields. */
export function sourceOf(
  { source: { kind, importId, file, line, lastSeenAt, headings } }: Stored<object>,
  field?: string,
): Source {
  return { kind, importId, file, line, column: field === undefined ? null : (headings[field] ?? null), lastSeenAt }
}

/** A fact only where the export has the column, or an earlier one had and said something. */
export function factIfThere<T>(stored: Stored<object>, field: string, value: T): Fact<T> | null {
  return field in stored.source.headings || value !== null ? fact(stored, field, value) : null
}

/** The rows of the dashboard that decide, and what is to be known of the others; both rules see the dashboard the same way. */
export interface DashboardView {
  rows: { row: Stored<DashboardRow>; otherForm: string | null }[]
  setAside: { file: string; line: number; lastSeenAt: string } | null
  sharedWith: string[]
  /** Rows that may be the partner's and are newer than all that certainly are. */
  sharedNewer: Stored<DashboardRow>[]
}

export function dashboardView(partner: Partner, data: PartnerData, aliases: ReadonlyMap<string, string>): DashboardView {
  const otherFormOf = ({ record }: Stored<DashboardRow>): string | null =>
    otherForm(partner, aliases, record.accountId, record.partner)
  // A row that may be another company's neither replaces the partner's own nor corrects it.
  const certain = data.dashboard.filter((row) => otherFormOf(row) === null)
  const rows = data.dashboard.filter((row) => !isReplaced(row, certain))
  return {
    rows: rows.map((row) => ({ row, otherForm: otherFormOf(row) })),
    setAside: newest(data.setAside.dashboard.filter((row) => !isCorrected(row, certain))),
    sharedWith: [...data.sharedWith].sort(),
    sharedNewer: data.shared.filter(({ source }) => rows.every((row) => row.source.importId < source.importId)),
  }
}

/** The newest row of the account that had to be set aside since the account was last seen. */
export function accountSetAside({ account }: Partner, data: PartnerData): DashboardView['setAside'] {
  return newest(data.setAside.accounts.filter(({ importId }) => importId > account.source.importId))
}

/** The people of a partner, all spellings together; null where no users were imported for it. */
export function peopleOf(
  partner: Partner,
  { people }: PartnerData,
  aliases: ReadonlyMap<string, string>,
): (CountedPeople & { file: string; lastSeenAt: string; otherForms: string[] }) | null {
  const [first] = people
  if (!first) return null
  return {
    holding: Object.fromEntries(Object.keys(first.holding).map((id) => [id, sum(people.map(({ holding }) => holding[id] ?? 0))])),
    inactive: Object.fromEntries(
      Object.keys(first.holding).map((id) => [id, sum(people.map(({ inactive }) => inactive[id] ?? 0))]),
    ),
    file: first.source.file,
    lastSeenAt: people.map(({ source }) => source.lastSeenAt).reduce((a, b) => (a < b ? a : b)),
    otherForms: people.flatMap(({ accountId, name }) => otherForm(partner, aliases, accountId, name) ?? []),
  }
}

/** The counts of a row of the dashboard, by column. */
export function countsOf({ salesCore, salesPro, saCore, pse }: DashboardRow): Record<string, number | null> {
  return { salesCore, salesPro, saCore, pse }
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

/** The newest of the rows set aside, as a rule sees it. */
export function newest(rows: readonly RowSetAside[]): DashboardView['setAside'] {
  const [row] = [...rows].sort((a, b) => b.importId - a.importId || a.line - b.line)
  return row ? { file: row.file, line: row.line, lastSeenAt: row.importedAt } : null
}

function labelOf({ id, name }: Partner): string {
  return `${name} (${id})`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
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

/** The rows of one partner. */
export async function gatherOne(store: EvidenceReader, partner: Partner, wanted: Wanted): Promise<PartnerData> {
  const { own, shared } = await linkedNames(store, partner)
  const rows = { names: own, accountId: partner.id }
  const dashboard = await store.dashboardRows(rows)
  const former = await namesUnderId(store, dashboard)
  const sharedNames = shared.map(({ name }) => name)
  const ambiguous = { names: [...own, ...sharedNames, ...former], accountId: partner.id }
  const others = new Map<string, OtherRows>()
  for (const kind of wanted.kinds) {
    others.set(kind.kind, {
      own: await store.records(kind, rows),
      shared: await store.records(kind, { names: sharedNames, accountId: '' }),
      setAside: await store.rowsSetAside(kind, ambiguous),
    })
  }
  const data: PartnerData = {
    ...noData(wanted),
    dashboard,
    shared: await store.dashboardRows({ names: former, accountId: '' }),
    people: await store.countPeople(wanted.holding, rows, wanted),
    setAside: {
      accounts: await store.rowsSetAside(accounts, ambiguous),
      dashboard: await store.rowsSetAside(certificationDashboard, ambiguous),
      users: await store.rowsSetAside(portalUsers, ambiguous),
    },
    others,
  }
  for (const { name, partners } of shared) {
    for (const row of await store.dashboardRows({ names: [name], accountId: '' })) share(data, partner, partners, row)
  }
  return data
}

/** The rows of every partner, in order of name, then id; each source is read once. */
export async function* gatherAll(
  store: EvidenceReader,
  wanted: Wanted,
): AsyncGenerator<{ partner: Partner; data: PartnerData; aliases: ReadonlyMap<string, string> }> {
  const everyAccount = await store.accounts()
  const partners = everyAccount.filter(isPartner).map(toPartner)
  const others = otherNames(
    everyAccount.filter((account) => !isPartner(account)),
    await store.goneAccounts(),
  )
  const accountForms = await store.foldedNames(accounts)
  const aliases = aliasTargets(await store.aliases())
  const index = new NameIndex(partners, aliases, others, accountForms)
  const data = new Map<string, PartnerData>(partners.map(({ id }) => [id, noData(wanted)]))

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
  // A row that may be one of several partners' casts its doubt on each.
  const doubted = async (kind: Kind, note: (data: PartnerData, row: RowSetAside) => void): Promise<void> => {
    for (const row of await store.rowsSetAside(kind)) {
      for (const id of row.accountId === null ? owners(index.find(row.name ?? ''), row.name ?? '') : [row.accountId]) {
        const found = data.get(id)
        if (found) note(found, row)
      }
    }
  }
  await doubted(accounts, ({ setAside }, row) => setAside.accounts.push(row))
  await doubted(certificationDashboard, ({ setAside }, row) => setAside.dashboard.push(row))
  await doubted(portalUsers, ({ setAside }, row) => setAside.users.push(row))
  const userForms = await store.foldedNames(portalUsers)
  for (const count of await store.countPeople(wanted.holding, undefined, wanted)) {
    const match = count.accountId === null ? index.find(count.name ?? '', userForms.get(count.name ?? '')) : null
    const id = match ? (match.found === 'one' ? match.partner.id : '') : (count.accountId ?? '')
    data.get(id)?.people.push(count)
  }
  for (const kind of wanted.kinds) {
    await doubted(kind, ({ others: all }, row) => all.get(kind.kind)?.setAside.push(row))
    const forms = await store.foldedNames(kind)
    for (const row of await store.records(kind)) {
      const record = row.record as Record<string, string | null>
      const id = record[kind.partnerId ?? ''] ?? null
      const name = record[kind.partnerName ?? ''] ?? ''
      const match = id === null ? index.find(name, forms.get(name)) : null
      if (match?.found === 'several')
        for (const each of match.partners) data.get(each.id)?.others.get(kind.kind)?.shared.push(row)
      else
        data
          .get(match?.found === 'one' ? match.partner.id : (id ?? ''))
          ?.others.get(kind.kind)
          ?.own.push(row)
    }
  }

  const sortKey = (name: string): string => accountForms.get(name)?.light ?? name
  const inOrder = partners.map((partner) => ({ partner, sort: sortKey(partner.name) }))
  inOrder.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : a.partner.id < b.partner.id ? -1 : 1))
  for (const { partner } of inOrder) {
    const found = data.get(partner.id)
    if (found) yield { partner, data: found, aliases }
  }
}
