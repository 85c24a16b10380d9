/** What the sources say of a partner, each fact with its place, for the rule on not-for-resale licenses. */

import { certificationDashboard, type DashboardRow } from '../records/kinds/certification-dashboard.ts'
import { type NfrLicense, nfrLicenses } from '../records/kinds/licenses/nfr-licenses.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { foldName } from '../records/name.ts'
import type { NotedContract } from '../rules/checks.ts'
import { addDays } from '../rules/day.ts'
import { type License, type NfrDashboardRow, type NfrEvidence, type NfrPolicy, TECHNICAL } from '../rules/nfr-types.ts'
import type { Source } from '../rules/verdict.ts'
import type { ImportEntry, Stored } from '../store/store.ts'
import { countsOf, dashboardView } from './dashboard.ts'
import { gatherAll } from './every/gather-all.ts'
import { fact, factIfThere, markIfThere, newest, sourceOf } from './facts.ts'
import { type EvidenceReader, gatherSome, type PartnerData, rejectedAccountRow, rowsOf, type Wanted } from './gather.ts'
import type { Partner } from './partner.ts'
import { peopleOf, seenSince, unsurePeopleOf } from './people.ts'

/** A license that was approved, for whom; no list may have it yet. */
export interface ApprovedLicense {
  partnerId: string
  license: License
  /** What the list had of the partner when it was approved: none of it is what was approved. */
  listedThen: readonly ListedLicense[]
  /** Whether it was approved against the check, or as an exception. */
  mark: 'OVERRIDE' | 'exception' | null
}

/** A license of a list, as far as it can be distinguished from another one. */
export type ListedLicense = Pick<License, 'type' | 'start' | 'end' | 'addOn' | 'users'>

/** What the rule on licenses needs gathered. */
export function wantedForLicense({ tracks, checks }: NfrPolicy): Wanted {
  const requirements = Object.values(tracks).flatMap((track) => track.requirements)
  const holding = Object.fromEntries(requirements.map(({ id, shownBy }) => [id, shownBy]))
  return { holding: { ...holding, [TECHNICAL]: checks.technical_certification.shownBy }, lines: true, kinds: [nfrLicenses] }
}

/** What is on record of a partner: its licenses that were approved, which a list may not have yet, and what was noted of its contract. */
export interface Recorded {
  licenses: readonly ApprovedLicense[]
  contract: NotedContract | null
}

/** What is the same for every partner. */
interface Surroundings {
  policy: NfrPolicy
  dashboardImported: boolean
  licenseList: Source | null
}

/** The evidence in what was gathered of a partner. */
export function licenseEvidenceOf(
  partner: Partner,
  data: PartnerData,
  { licenses: approved, contract }: Recorded,
  { policy, dashboardImported, licenseList }: Surroundings,
): NfrEvidence {
  const { account } = partner
  const { status, track, signedContract, clickThrough, restricted, owner } = account.record
  const { rows, setAside, candidates } = dashboardView(data)
  const listed = rowsOf<NfrLicense>(data, nfrLicenses)
  const own = listed.own.flatMap((row) => licenseOf(row, policy))
  return {
    status: fact(account, 'status', status),
    track: fact(account, 'track', track),
    signedContract: factIfThere(account, 'signedContract', signedContract),
    clickThrough: factIfThere(account, 'clickThrough', clickThrough),
    contractNoted: contract,
    restricted: markIfThere(account, 'restricted', restricted),
    channelManager: owner,
    rejectedAccountRow: rejectedAccountRow(partner, data),
    dashboard: rows.map((row): NfrDashboardRow => ({ ...answersOf(row), counts: countsOf(row) })),
    dashboardSetAside: setAside,
    candidates: candidates.map(({ row, ...candidate }) => ({ ...candidate, ...answersOf(row) })),
    dashboardImported,
    people: peopleWithPlaces(data),
    unsurePeople: unsurePeopleOf(data),
    usersSetAside: countedSetAside(data.setAside.users),
    licenses: [
      ...own,
      ...listed.unsure.flatMap(({ row, why }) => licenseOf(row, policy).map((license) => ({ ...license, uncertain: why }))),
      ...inList(approved, own).missing.map(({ license }) => license),
    ],
    licensesSetAside: newest(listed.setAside),
    licenseList,
  }
}

/**
 * Which approved licenses a list has by now, and in which row. A row that was not there then counts for one if it begins within its
 * time (the day before counts, for days differ by zone); one that was there, if it has grown by so many users in that time, or now
 * runs on into the time of a renewal. What fits exactly goes first. Where fewer users are listed than were approved, the rest
 * counts beside the list: rather too much is held than too little.
 */
export function inList(
  approved: readonly ApprovedLicense[],
  listed: readonly License[],
): { missing: ApprovedLicense[]; found: ReadonlyMap<License, ApprovedLicense> } {
  const used = new Map<License, number>()
  const found = new Map<License, ApprovedLicense>()
  const rows = listed.filter(({ uncertain }) => uncertain === null)
  const left = new Map(approved.map((each) => [each, each.license.users]))
  const room = (each: ApprovedLicense, row: License): number => roomIn(each, row, used.get(row) ?? 0)
  const take = (each: ApprovedLicense, row: License, users: number): void => {
    used.set(row, (used.get(row) ?? 0) + users)
    left.set(each, (left.get(each) ?? 0) - users)
    found.set(row, each)
  }
  for (const exactly of [true, false]) {
    for (const each of approved) {
      for (const row of rows) {
        const wanted = left.get(each) ?? 0
        const free = room(each, row)
        if (wanted > 0 && free > 0 && (free === wanted || !exactly)) take(each, row, Math.min(wanted, free))
      }
    }
  }
  const missing = approved.flatMap((each) => {
    const users = left.get(each) ?? 0
    return users === 0 ? [] : [{ ...each, license: { ...each.license, users } }]
  })
  return { missing, found }
}

function wasThere(listedThen: readonly ListedLicense[], { type, start, addOn }: License): ListedLicense | undefined {
  return listedThen.find((then) => then.type === type && then.start === start && then.addOn === addOn)
}

/** How many users of a row may be what was approved, less those that are taken for another approval. */
function roomIn({ license, listedThen }: ApprovedLicense, row: License, used: number): number {
  if (row.type !== license.type) return 0
  const then = wasThere(listedThen, row)
  if (!then) return row.start >= addDays(license.start, -1) && row.start < license.end ? row.users - used : 0
  // It was extended: what it holds later on is new.
  if (then.end <= license.start) return row.end > license.start ? row.users - used : 0
  return row.start < license.end && row.end > license.start ? row.users - then.users - used : 0
}

/** The newest of the rejected rows, and how many people they may be. */
function countedSetAside(rows: PartnerData['setAside']['users']): NfrEvidence['usersSetAside'] {
  const last = newest(rows)
  return last && { ...last, people: new Set(rows.map(({ key }, i) => key ?? i)).size }
}

/** What a row of the dashboard answers, and where it is. */
function answersOf(row: Stored<DashboardRow>): Pick<NfrDashboardRow, 'answers' | 'source'> {
  const { openReqsMet, selectReqsMet } = row.record
  return {
    answers: {
      openReqsMet: factIfThere(row, 'openReqsMet', openReqsMet),
      selectReqsMet: factIfThere(row, 'selectReqsMet', selectReqsMet),
    },
    source: sourceOf(row),
  }
}

function peopleWithPlaces(data: Pick<PartnerData, 'people'>): NfrEvidence['people'] {
  const people = peopleOf(data)
  const listed = people?.gone ? data.people : data.people.filter(({ source }) => !source.gone)
  const [first] = listed
  if (!people || !first) return null
  const whole = ({ source }: (typeof data.people)[number], line: number | null): Source => ({
    ...source,
    kind: portalUsers.kind,
    line,
    column: null,
  })
  const places = Object.fromEntries(
    Object.keys(first.lines).map((id) => {
      const group = listed.find(({ lines }) => lines[id] !== null && lines[id] !== undefined)
      return [id, group ? whole(group, group.lines[id] ?? null) : null]
    }),
  )
  return {
    holding: people.holding,
    inactive: people.inactive,
    places: { ...places, [TECHNICAL]: places[TECHNICAL] ?? null },
    source: whole(first, null),
    lastSeenAt: people.lastSeenAt,
    gone: people.gone,
    left: people.left,
    fresher: people.fresher && peopleWithPlaces({ people: seenSince(data.people) }),
  }
}

/** A license of the list; one without users or days cannot be counted. */
export function licenseOf(row: Stored<NfrLicense>, policy: NfrPolicy): License[] {
  const { licenseType, users, startDate, endDate, addOn } = row.record
  if (users === null || startDate === null || endDate === null) return []
  // Days the wrong way round are a slip: the license exists, and when it runs is not certain.
  const isReversed = endDate <= startDate
  return [
    {
      type: typeOf(licenseType ?? '', policy),
      typeName: licenseType ?? '',
      users,
      start: isReversed ? endDate : startDate,
      end: isReversed ? startDate : endDate,
      addOn: addOn === true,
      source: sourceOf(row, 'users'),
      approvedAs: null,
      uncertain: isReversed ? 'unreadable' : row.doubt ? 'set_aside' : null,
    },
  ]
}

/** The id of a license type by any word for it; null where none is known. */
export function typeOf(word: string, { types }: Pick<NfrPolicy, 'types'>): string | null {
  const folded = foldName(word).folded
  return types.find(({ id, words }) => [id, ...words].some((each) => foldName(each).folded === folded))?.id ?? null
}

/** Reads what is the same for every partner. */
export async function surroundings(store: EvidenceReader, policy: NfrPolicy): Promise<Surroundings> {
  return {
    policy,
    dashboardImported: await store.wasImported(certificationDashboard),
    licenseList: listOf((await store.newestImports([nfrLicenses]))[0]),
  }
}

function listOf(entry: ImportEntry | undefined): Source | null {
  if (!entry) return null
  const { kind, id: importId, file, lastSeenAt, lastSeenBy, statedBy } = entry
  return { kind, importId, file, line: null, column: null, lastSeenAt, lastSeenBy, statedBy }
}

/** The evidence for some partners. */
export async function nfrEvidence(
  store: EvidenceReader,
  partners: readonly Partner[],
  policy: NfrPolicy,
): Promise<(partner: Partner, recorded: Recorded) => NfrEvidence> {
  const around = await surroundings(store, policy)
  const dataOf = await gatherSome(store, partners, wantedForLicense(policy))
  return (partner, recorded) => licenseEvidenceOf(partner, dataOf(partner), recorded, around)
}

/** The evidence for every partner, some hundreds at a time, in order of name, then id; each source is read once. */
export async function* allNfrEvidence(
  store: EvidenceReader,
  policy: NfrPolicy,
  recordedFor: (partner: Partner) => Recorded,
): AsyncGenerator<IteratorObject<{ partner: Partner; evidence: NfrEvidence }>> {
  const around = await surroundings(store, policy)
  for await (const some of gatherAll(store, wantedForLicense(policy)))
    yield some.map(({ partner, data }) => ({
      partner,
      evidence: licenseEvidenceOf(partner, data, recordedFor(partner), around),
    }))
}
