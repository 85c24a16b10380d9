/** What the sources say of a partner, each fact with its place, for the rule on not-for-resale licences. */

import { certificationDashboard } from '../records/certification-dashboard.ts'
import { foldName } from '../records/name.ts'
import { type NfrLicense, nfrLicenses } from '../records/nfr-licenses.ts'
import { portalUsers } from '../records/portal-users.ts'
import { addDays } from '../rules/day.ts'
import { type Licence, type NfrDashboardRow, type NfrEvidence, type NfrPolicy, TECHNICAL } from '../rules/nfr.ts'
import type { Source } from '../rules/verdict.ts'
import type { ImportEntry, Stored } from '../store/store.ts'
import {
  accountSetAside,
  countsOf,
  dashboardView,
  type EvidenceReader,
  fact,
  factIfThere,
  gatherAll,
  gatherOne,
  newest,
  type PartnerData,
  peopleOf,
  rowsOf,
  sourceOf,
  type Wanted,
} from './gather.ts'
import { aliasTargets } from './linked-names.ts'
import type { Partner } from './resolve.ts'

/** A licence that was approved, for whom; no list may have it yet. */
export interface ApprovedLicence {
  partnerId: string
  licence: Licence
  /** What the list had of the partner when it was approved: none of it is what was approved. */
  listedThen: readonly ListedLicence[]
  /** Whether it was approved against the check, or as an exception. */
  mark: 'OVERRIDE' | 'exception' | null
}

/** A licence of a list, as far as it can be told from another one. */
export type ListedLicence = Pick<Licence, 'type' | 'start' | 'addOn' | 'users'>

function wantedBy({ tracks, checks }: NfrPolicy): Wanted {
  const requirements = Object.values(tracks).flatMap((track) => track.requirements)
  const holding = Object.fromEntries(requirements.map(({ id, shownBy }) => [id, shownBy]))
  return { holding: { ...holding, [TECHNICAL]: checks.technical_certification.shownBy }, lines: true, kinds: [nfrLicenses] }
}

/** What is the same for every partner. */
interface Surroundings {
  policy: NfrPolicy
  aliases: ReadonlyMap<string, string>
  dashboardImported: boolean
  licenceList: Source | null
}

function evidenceOf(
  partner: Partner,
  data: PartnerData,
  approved: readonly ApprovedLicence[],
  { policy, aliases, dashboardImported, licenceList }: Surroundings,
): NfrEvidence {
  const { account } = partner
  const { status, track, restricted, owner } = account.record
  const { rows, setAside, sharedWith, sharedNewer } = dashboardView(partner, data, aliases)
  const listed = rowsOf<NfrLicense>(data, nfrLicenses)
  const own = listed.own.flatMap((row) => licenceOf(row, policy))
  return {
    status: fact(account, 'status', status),
    track: fact(account, 'track', track),
    restricted: factIfThere(account, 'restricted', restricted),
    channelManager: owner,
    accountSetAside: accountSetAside(partner, data),
    dashboard: rows.map(({ row, otherForm }): NfrDashboardRow => {
      const { openReqsMet, selectReqsMet } = row.record
      return {
        answers: {
          openReqsMet: factIfThere(row, 'openReqsMet', openReqsMet),
          selectReqsMet: factIfThere(row, 'selectReqsMet', selectReqsMet),
        },
        counts: countsOf(row.record),
        source: sourceOf(row),
        otherForm,
      }
    }),
    dashboardSetAside: setAside,
    sharedWith,
    sharedNewer: sharedNewer.map(({ record: { openReqsMet, selectReqsMet } }) => ({ openReqsMet, selectReqsMet })),
    dashboardImported,
    people: peopleWithPlaces(partner, data, aliases),
    usersSetAside: countedSetAside(data.setAside.users),
    licences: [
      ...own,
      ...listed.shared
        .flatMap((row) => licenceOf(row, policy))
        .map((licence) => ({ ...licence, uncertain: 'ambiguous' as const })),
      ...inList(approved, own).missing.map(({ licence }) => licence),
    ],
    licencesSetAside: newest(listed.setAside),
    licenceList,
  }
}

/**
 * Which approved licences a list has by now, and in which row. A row stands for an approved licence of its type if it begins on the day of
 * the approval, the day before, for days differ by zone, or later, and has so many users more than the list had then; or if it was there
 * and has grown by so many. Where that cannot be told, the licence counts beside the list: rather too much is held than too little.
 */
export function inList(
  approved: readonly ApprovedLicence[],
  listed: readonly Licence[],
): { missing: ApprovedLicence[]; found: ReadonlyMap<Licence, ApprovedLicence> } {
  const taken = new Map<Licence, number>()
  const found = new Map<Licence, ApprovedLicence>()
  const missing = approved.filter((each) => {
    const { licence, listedThen } = each
    const row = listed.find((candidate) => {
      const then = listedThen.find(
        ({ type, start, addOn }) => type === candidate.type && start === candidate.start && addOn === candidate.addOn,
      )
      const isLater = then !== undefined || candidate.start >= addDays(licence.start, -1)
      const used = Math.max(then?.users ?? 0, taken.get(candidate) ?? 0)
      return candidate.type === licence.type && candidate.uncertain === null && isLater && candidate.users - used >= licence.users
    })
    if (!row) return true
    const then = listedThen.find(({ type, start, addOn }) => type === row.type && start === row.start && addOn === row.addOn)
    taken.set(row, Math.max(then?.users ?? 0, taken.get(row) ?? 0) + licence.users)
    found.set(row, each)
    return false
  })
  return { missing, found }
}

/** The newest of the rows set aside, and how many people they may be. */
function countedSetAside(rows: PartnerData['setAside']['users']): NfrEvidence['usersSetAside'] {
  const last = newest(rows)
  return last && { ...last, people: new Set(rows.map(({ key }, i) => key ?? i)).size }
}

function peopleWithPlaces(partner: Partner, data: PartnerData, aliases: ReadonlyMap<string, string>): NfrEvidence['people'] {
  const people = peopleOf(partner, data, aliases)
  const [first] = data.people
  if (!people || !first) return null
  const whole = ({ source }: (typeof data.people)[number], line: number | null): Source => ({
    ...source,
    kind: portalUsers.kind,
    line,
    column: null,
  })
  const places = Object.fromEntries(
    Object.keys(first.lines).map((id) => {
      const group = data.people.find(({ lines }) => lines[id] !== null && lines[id] !== undefined)
      return [id, group ? whole(group, group.lines[id] ?? null) : null]
    }),
  )
  return {
    holding: people.holding,
    places: { ...places, [TECHNICAL]: places[TECHNICAL] ?? null },
    source: whole(first, null),
    lastSeenAt: people.lastSeenAt,
    otherForms: people.otherForms,
  }
}

/** A licence of the list; one without users or days is none that could be counted. */
export function licenceOf(row: Stored<NfrLicense>, policy: NfrPolicy): Licence[] {
  const { licenseType, users, startDate, endDate, addOn } = row.record
  if (users === null || startDate === null || endDate === null) return []
  // Days the wrong way round are somebody's slip: the licence is there, and when it runs is not certain.
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

/** The id of a licence type by any word for it; null where none is known. */
export function typeOf(word: string, { types }: Pick<NfrPolicy, 'types'>): string | null {
  const folded = foldName(word).folded
  return types.find(({ id, words }) => [id, ...words].some((each) => foldName(each).folded === folded))?.id ?? null
}

async function surroundings(store: EvidenceReader, policy: NfrPolicy): Promise<Surroundings> {
  return {
    policy,
    aliases: aliasTargets(await store.aliases()),
    dashboardImported: await store.wasImported(certificationDashboard),
    licenceList: listOf((await store.newestImports()).find(({ kind }) => kind === nfrLicenses.kind)),
  }
}

function listOf(entry: ImportEntry | undefined): Source | null {
  if (!entry) return null
  const { kind, id: importId, file, lastSeenAt } = entry
  return { kind, importId, file, line: null, column: null, lastSeenAt }
}

/** The evidence for one partner; `approved` are its licences that were approved, which a list may not have yet. */
export async function nfrEvidence(
  store: EvidenceReader,
  partner: Partner,
  policy: NfrPolicy,
  approved: readonly ApprovedLicence[],
): Promise<NfrEvidence> {
  const data = await gatherOne(store, partner, wantedBy(policy))
  return evidenceOf(partner, data, approved, await surroundings(store, policy))
}

/** The evidence for every partner, in order of name, then id; each source is read once. */
export async function* allNfrEvidence(
  store: EvidenceReader,
  policy: NfrPolicy,
  approvedFor: (partner: Partner) => readonly ApprovedLicence[],
): AsyncGenerator<{ partner: Partner; evidence: NfrEvidence }> {
  const around = await surroundings(store, policy)
  for await (const { partner, data } of gatherAll(store, wantedBy(policy))) {
    yield { partner, evidence: evidenceOf(partner, data, approvedFor(partner), around) }
  }
}
