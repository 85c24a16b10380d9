/** Who should own what, by the tables, the users and the decisions of people: answers for accounts and opportunities. */

import type { CamRows, PlaceReader } from '../partners/cam-tables.ts'
import { camTables } from '../partners/cam-tables.ts'
import { sourceOf } from '../partners/facts.ts'
import { indexFor } from '../partners/linking/linked-names.ts'
import type { Partner, PartnerLookup } from '../partners/partner.ts'
import { accounts } from '../records/kinds/accounts.ts'
import type { Opportunity } from '../records/kinds/opportunities.ts'
import { salesforceUsers } from '../records/kinds/salesforce-users.ts'
import { foldName } from '../records/name.ts'
import { accountOwnership } from '../rules/cam/account.ts'
import {
  type Finding,
  type FindingBasis,
  findingOf,
  type KnownUser,
  type KnownUsers,
  type OwnerSet,
} from '../rules/cam/finding.ts'
import { opportunityOwnership } from '../rules/cam/opportunity.ts'
import type { AccountFacts, AddressPart, CamTables, OpportunityFacts, PlaceText } from '../rules/cam/types.ts'
import type { ImportEntry, RecordReader, RejectedRow, Stored } from '../store/store.ts'
import { CAM_ACTION, ownerSets } from './entries.ts'

type Reader = PartnerLookup & Pick<RecordReader, 'records' | 'listImports' | 'rejectedRows' | 'entriesOf'>

/** A partner account and its finding. */
export interface OwnedAccount {
  partner: Partner
  finding: Finding
}

export interface Ownerships {
  users: KnownUsers
  tables: CamTables
  rows: CamRows
  /** The decisions of people by account, including lapsed ones: all, or those on one account. */
  sets: ReadonlyMap<string, OwnerSet>
  facts(partner: Partner): AccountFacts
  account(partner: Partner): OwnedAccount
  opportunity(opportunity: Stored<Opportunity>): Promise<Finding>
}

/** Reads what every answer depends on. */
export async function readOwnerships(
  store: Reader,
  readRows: () => Promise<CamRows>,
  places: PlaceReader,
  { setsOf, ...basis }: Omit<FindingBasis, 'users'> & { setsOf?: string | undefined },
): Promise<Ownerships> {
  const [rows, users, decisions, rejected] = await Promise.all([
    readRows(),
    knownUsers(store),
    store.entriesOf([CAM_ACTION.set, CAM_ACTION.lifted], setsOf === undefined ? undefined : { partnerId: setsOf }),
    store.rejectedRows(accounts),
  ])
  const tables = camTables(rows)
  const sets = ownerSets(decisions)
  const setAside = newestSetAside(rejected)
  const withUsers: FindingBasis = { ...basis, users }
  const countryOf = memo((text: string | null): PlaceText => ({ text, code: text === null ? null : places.country(text) }))
  const stateOf = memo((text: string | null): PlaceText => ({ text, code: text === null ? null : places.state(text) }))
  const zipOf = memo((text: string | null): AddressPart => ({ text, states: text === null ? null : places.statesOfZip(text) }))
  const cityOf = memo((text: string | null): AddressPart => ({ text, states: text === null ? null : places.statesOfCity(text) }))
  const facts = ({ id, name, account: { record } }: Partner): AccountFacts => {
    const country = countryOf(record.country)
    const { track, publicSector } = record
    const own = { id, name, track, publicSector, zip: zipOf(record.zip), city: cityOf(record.city) }
    const territory = country.code === null ? null : places.stateOfCountry(country.code)
    if (territory === null) return { ...own, country, state: stateOf(record.state) }
    return { ...own, country: { text: country.text, code: 'US' }, state: { text: country.text, code: territory } }
  }
  const account = (partner: Partner): OwnedAccount => {
    const own = facts(partner)
    const { record, doubt, source } = partner.account
    const recorded = {
      name: record.owner,
      userId: record.ownerId,
      source: sourceOf(partner.account, record.owner === null ? 'ownerId' : 'owner'),
      doubt: doubt ?? setAside(partner, source.importId),
    }
    const byTable = accountOwnership(own, tables, basis.policy)
    return { partner, finding: findingOf(own, recorded, byTable, sets.get(partner.id) ?? null, withUsers) }
  }
  const opportunity = async (stored: Stored<Opportunity>): Promise<Finding> => {
    const { record } = stored
    const found: OpportunityFacts = {
      segment: record.ownerSegmentGeoRegionArea,
      territory: record.accountSalesTerritory,
      publicSector: record.publicSector,
      partners: await partnersOf(store, record, facts),
    }
    const recorded = {
      name: record.channelManager,
      userId: null,
      source: sourceOf(stored, 'channelManager'),
      doubt: stored.doubt,
    }
    return findingOf(null, recorded, opportunityOwnership(found, tables, basis.policy), null, withUsers)
  }
  return { users, tables, rows, sets, facts, account, opportunity }
}

/** The partners an opportunity names: the one that transacts, and the one with the approved registration. */
async function partnersOf(
  store: PartnerLookup,
  { resalePartner, resalePartnerId, drPartner, drPartnerId }: Opportunity,
  facts: (partner: Partner) => AccountFacts,
): Promise<OpportunityFacts['partners']> {
  const named = [
    { accountId: resalePartnerId, name: resalePartner },
    { accountId: drPartnerId, name: drPartner },
  ].filter(({ accountId, name }) => accountId !== null || name?.trim())
  const index = await indexFor(store, named)
  const partners = new Map<string, OpportunityFacts['partners'][number]>()
  for (const row of named) {
    const { accountId: id, name } = row
    const { partner } = index.link(row)
    partners.set(partner?.id ?? foldName(name ?? id ?? '').folded, {
      name: partner?.name ?? name ?? id ?? '',
      account: partner && facts(partner),
    })
  }
  return [...partners.values()]
}

async function knownUsers(store: Pick<RecordReader, 'records' | 'listImports'>): Promise<KnownUsers> {
  const [rows, imports] = await Promise.all([store.records(salesforceUsers), store.listImports([salesforceUsers])])
  const newest = newestWhole(imports, salesforceUsers.kind, rows.length)
  const seenIn = lastSeenIn(imports)
  const users = rows.map((stored): KnownUser => {
    const { id, name, email, active } = stored.record
    const left = newest !== null && seenIn(stored.source.importId) < newest.id
    return {
      id: id ?? '',
      name: name ?? '',
      email,
      active,
      source: sourceOf(stored, 'active'),
      missingIn: left ? newest.file : null,
    }
  })
  const byId = new Map(users.map((user) => [user.id, user]))
  const byName = Map.groupBy(users, ({ name }) => foldName(name).folded)
  return {
    named: memo((name: string) => byName.get(foldName(name).folded) ?? []),
    withId: (id) => byId.get(id) ?? null,
    known: users.length > 0,
  }
}

/** The newest import that can be a whole export: a file of a few corrected rows says nothing about the others. */
function newestWhole(imports: readonly ImportEntry[], kind: string, known: number): ImportEntry | null {
  const counted = imports.filter((entry) => entry.kind === kind && entry.undoes === null && entry.undoneBy === null)
  return counted.findLast(({ counts }) => counts.read * 2 >= known) ?? null
}

/** The newest import with the same content as an import: itself, or the same file imported again. */
export function lastSeenIn(imports: readonly ImportEntry[]): (importId: number) => number {
  const byId = new Map(imports.map((entry) => [entry.id, entry]))
  const again = Map.groupBy(
    imports.filter(({ status, undoneBy }) => status === 'unchanged' && undoneBy === null),
    ({ kind, sha256 }) => `${kind} ${sha256}`,
  )
  return (importId) => {
    const entry = byId.get(importId)
    const last = entry && again.get(`${entry.kind} ${entry.sha256}`)?.at(-1)?.id
    return Math.max(importId, last ?? 0)
  }
}

/** The newest rejected row that may be of an account, and is newer than its record. */
function newestSetAside(rows: readonly RejectedRow[]): (partner: Partner, seenIn: number) => RejectedRow | null {
  const byId = Map.groupBy(rows, ({ accountId, key }) => accountId ?? key)
  // A name counts only in a row without an account id.
  const nameless = rows.filter(({ accountId, key, name }) => accountId === null && key === null && name !== null)
  const byName = Map.groupBy(nameless, ({ name }) => foldName(name ?? '').folded)
  if (rows.length === 0) return () => null
  return ({ id, name }, seenIn) => {
    const own = [...(byId.get(id) ?? []), ...(byName.get(foldName(name).folded) ?? [])].filter(
      ({ importId }) => importId > seenIn,
    )
    return own.reduce<RejectedRow | null>((newest, row) => (newest && newest.importId >= row.importId ? newest : row), null)
  }
}

/** Remembers results by the first argument: many accounts share a few countries and owners. */
function memo<A, B extends unknown[], R>(read: (first: A, ...rest: B) => R): (first: A, ...rest: B) => R {
  const known = new Map<A, R>()
  return (first, ...rest) => {
    const found = known.get(first)
    if (found !== undefined) return found
    const value = read(first, ...rest)
    known.set(first, value)
    return value
  }
}
