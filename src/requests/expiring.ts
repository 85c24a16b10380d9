/** What ends soon: letters, and licenses with their add-ons. */

import { partnerIndex } from '../partners/every/partner-index.ts'
import type { PartnerNames } from '../partners/every/reader.ts'
import { sourceOf } from '../partners/facts.ts'
import { indexFor } from '../partners/linking/linked-names.ts'
import type { NamedPartner, NamedRow } from '../partners/linking/links.ts'
import { letterOf } from '../partners/loa-evidence.ts'
import { type ApprovedLicense, inList, licenseOf } from '../partners/nfr-evidence.ts'
import { accountsWithIds, type PartnerLookup } from '../partners/partner.ts'
import { compareText } from '../records/compare.ts'
import type { Fields, Kind, RecordOf } from '../records/kind.ts'
import { type LetterIssued, lettersIssued } from '../records/kinds/licenses/letters-issued.ts'
import { type NfrLicense, nfrLicenses } from '../records/kinds/licenses/nfr-licenses.ts'
import { foldName } from '../records/name.ts'
import { placeOf } from '../records/place.ts'
import { addDays, daysBetween } from '../rules/day.ts'
import { oldestRunning } from '../rules/license-limits.ts'
import { lastDayOf } from '../rules/loa.ts'
import type { License, NfrPolicy } from '../rules/nfr-types.ts'
import type { Source } from '../rules/verdict.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import { approvedOnRecord } from './approved.ts'
import { lettersOf, type RecordedLetter, requestsOf } from './request.ts'

/** A letter or license that ends. */
export interface Ending {
  /** As JSON has it. */
  what: 'letter' | 'licence'
  partner: { id: string; name: string } | null
  partnerText: string
  about: string
  start: string | null
  /** A letter's last day; the day at whose beginning (00:00 UTC) a license ends. */
  end: string
  daysLeft: number
  addOn: boolean
  place: string
  /** The same as data: the line it is on, or the entry of the audit. */
  source: Source | null
  entry: number | null
  remarks: string[]
  /** Of a license: id and name of its type, its users, and the address it was sent to. */
  type: string | null
  typeText: string
  users: number
  address: string | null
  /** Whether something follows it already. */
  isFollowed: boolean
}

interface Window {
  /** YYYY-MM-DD. */
  today: string
  within: number
}

type Reader = PartnerLookup & PartnerNames & Pick<RecordReader, 'recordBatches' | 'requestBatches' | 'together'>

/** Letters whose last day is today or within the window, soonest first. */
export async function expiringLetters(store: Reader, { today, within }: Window): Promise<Ending[]> {
  const [{ overridden, recorded }, listed] = await store.together(
    () => lettersOnRecord(store),
    () => lettersInList(store, today),
  )
  for (const { ending, envelope } of listed) if (overridden.has(envelope)) ending.remarks.unshift('OVERRIDE')
  const letters = listed.map(({ ending }) => ending)
  const dates = new Set(letters.map((letter) => `${letter.partner?.id} ${letter.start}`))
  for (const { entry, partner, date, requester, override } of recorded.sort((a, b) => a.entry - b.entry)) {
    if (dates.has(`${partner.id} ${date}`)) continue
    dates.add(`${partner.id} ${date}`)
    const end = lastDayOf({ date, stated: null }) ?? date
    const remarks = override ? ['OVERRIDE'] : []
    const base = { what: 'letter', partner, partnerText: partner.name, about: requester ?? '', start: date, end } as const
    letters.push({
      ...base,
      daysLeft: daysBetween(today, end),
      addOn: false,
      place: `audit entry ${entry}`,
      source: null,
      entry,
      remarks,
      ...NO_LICENSE,
      isFollowed: false,
    })
  }
  markFollowed(letters)
  return letters.filter(({ end }) => end >= today && end <= addDays(today, within)).sort(soonest)
}

/** The letters that phd recorded, and the envelopes of those that were approved against a rule. */
async function lettersOnRecord(store: Reader): Promise<{ overridden: ReadonlySet<string>; recorded: RecordedLetter[] }> {
  const overridden = new Set<string>()
  const recorded: RecordedLetter[] = []
  for await (const entries of store.requestBatches()) {
    for (const { ruling, envelopeId } of requestsOf(entries)) if (ruling?.override && envelopeId) overridden.add(envelopeId)
    recorded.push(...lettersOf(entries))
  }
  return { overridden, recorded }
}

/** The letters of the list, each with its envelope. */
async function lettersInList(store: Reader, today: string): Promise<{ ending: Ending; envelope: string }[]> {
  const letters: { ending: Ending; envelope: string }[] = []
  const namedBy = ({ record: { partner, accountId } }: Stored<LetterIssued>): NamedRow => ({ name: partner, accountId })
  for await (const { row, owner } of eachWithOwner(store, lettersIssued, namedBy)) {
    const [letter] = letterOf(row)
    const end = letter && lastDayOf(letter)
    if (!letter || !end) continue
    const { requester, requesterEmail, envelopeId } = row.record
    const ending: Ending = {
      ...owner,
      what: 'letter',
      about: requester ?? requesterEmail ?? '',
      start: letter.date,
      end,
      daysLeft: daysBetween(today, end),
      addOn: false,
      place: placeOf(sourceOf(row)),
      source: sourceOf(row),
      entry: null,
      remarks: letter.stated !== null && letter.stated !== end ? [`the list says ${letter.stated}`] : [],
      ...NO_LICENSE,
      isFollowed: false,
    }
    letters.push({ ending, envelope: envelopeId?.trim().toLowerCase() ?? '' })
  }
  return letters
}

/** Notes of each letter whether its partner has a newer one. */
function markFollowed(letters: readonly Ending[]): void {
  const byPartner = Map.groupBy(letters, ({ partner }) => partner?.id)
  for (const letter of letters) {
    const own = letter.partner === null ? [] : (byPartner.get(letter.partner.id) ?? [])
    const newer = own.find((other) => other.end > letter.end)
    if (newer) {
      letter.isFollowed = true
      letter.remarks.push(`a newer one is good until ${newer.end}`)
    }
  }
}

const NO_LICENSE = { type: null, typeText: '', users: 0, address: null } as const

interface OwnLicense {
  license: License
  address: string | null
  mark: ApprovedLicense['mark']
  owner: Owner
}

type Owner = Pick<Ending, 'partner' | 'partnerText'>

/**
 * Licenses that end within the window, soonest first; an add-on follows the license it ends with, which is the partner's
 * oldest (Working with GitLab, NFR Renewals).
 */
export async function expiringLicenses(store: Reader, policy: NfrPolicy, { today, within }: Window): Promise<Ending[]> {
  const [approvals, byOwner] = await store.together(
    () => readApprovals(store, policy),
    () => licensesInList(store, policy),
  )
  for (const { partner, licenses } of approvals) {
    const own = byOwner.get(partner.id) ?? []
    const { missing, found } = inList(
      licenses,
      own.map(({ license }) => license),
    )
    for (const each of own) each.mark = found.get(each.license)?.mark ?? null
    const owner = { partner, partnerText: partner.name }
    for (const { license, mark } of missing) addTo(byOwner, { license, address: null, mark, owner })
  }
  const last = addDays(today, within)
  const groups: Ending[][] = []
  for (const own of byOwner.values()) {
    const group = endingsOf(own, today).filter(({ end }) => end > today && end <= last)
    if (group.length > 0) groups.push(group)
  }
  return groups.sort((a, b) => (a[0] && b[0] ? soonest(a[0], b[0]) : 0)).flat()
}

/** The licenses that phd approved, by partner. */
async function readApprovals(
  store: Reader,
  policy: NfrPolicy,
): Promise<{ partner: NamedPartner; licenses: readonly ApprovedLicense[] }[]> {
  const byPartner = Map.groupBy(await approvedOnRecord(store, policy), ({ partnerId }) => partnerId)
  const known = await accountsWithIds(store, byPartner.keys())
  return Array.from(byPartner, ([id, licenses]) => ({ partner: { id, name: known.get(id)?.record.name ?? id }, licenses }))
}

/** The licenses of the list by partner, and by the name of one that is not known. */
async function licensesInList(store: Reader, policy: NfrPolicy): Promise<Map<string, OwnLicense[]>> {
  const byOwner = new Map<string, OwnLicense[]>()
  const namedBy = ({ record }: Stored<NfrLicense>): NamedRow => ({ name: record.accountName, accountId: record.accountId })
  for await (const { row, owner } of eachWithOwner(store, nfrLicenses, namedBy)) {
    const [license] = licenseOf(row, policy)
    if (license) addTo(byOwner, { license, address: row.record.email, mark: null, owner })
  }
  return byOwner
}

function addTo(byOwner: Map<string, OwnLicense[]>, own: OwnLicense): void {
  const key = own.owner.partner?.id ?? foldName(own.owner.partnerText).folded
  const known = byOwner.get(key)
  if (known) known.push(own)
  else byOwner.set(key, [own])
}

/** One partner's running licenses, each followed by what ends with it. */
function endingsOf(own: readonly OwnLicense[], today: string): Ending[] {
  const running = own.filter(({ license }) => license.end > today)
  const oldest = oldestRunning(
    running.map(({ license }) => license),
    today,
  )
  const ending = ({ license, address, mark, owner }: OwnLicense): Ending => {
    const { users, typeName, type, start, addOn, source, approvedAs } = license
    const end = addOn && oldest ? oldest.end : license.end
    const follower = own.find(
      ({ license: other }) => !addOn && other !== license && other.type === type && !other.addOn && other.start >= license.end,
    )
    const remarks: string[] = mark ? [mark] : []
    if (end !== license.end) remarks.push(`ends with the oldest license; the list says ${license.end}`)
    if (follower)
      remarks.push(`followed by ${follower.license.users} ${follower.license.typeName} from ${follower.license.start}`)
    if (approvedAs !== null) remarks.push('approved, not in a list yet')
    return {
      ...owner,
      what: 'licence',
      about: `${users} ${typeName}${addOn ? ' (add-on)' : ''}`,
      start,
      end,
      daysLeft: daysBetween(today, end),
      addOn,
      place: source ? placeOf(source) : `request ${approvedAs}`,
      source,
      entry: approvedAs,
      remarks,
      type,
      typeText: typeName,
      users,
      address,
      isFollowed: follower !== undefined,
    }
  }
  const endings = running.map((each) => ({ each, ending: ending(each) }))
  const bases = endings.filter(({ each }) => !each.license.addOn).sort((a, b) => soonest(a.ending, b.ending))
  const added = endings.filter(({ each }) => each.license.addOn).map(({ ending: each }) => each)
  const withOldest = bases.flatMap(({ each, ending: base }) => (each.license === oldest ? [base, ...added] : [base]))
  return oldest ? withOldest : [...withOldest, ...added.sort(soonest)]
}

/** For more rows than this, an index of all accounts is faster. */
const FEW = 100

/** Every row of a kind with its partner: of the first ones by the few accounts that they may be of. */
async function* eachWithOwner<F extends Fields>(
  store: Reader,
  kind: Kind<F>,
  namedBy: (row: Stored<RecordOf<F>>) => NamedRow,
): AsyncGenerator<{ row: Stored<RecordOf<F>>; owner: Owner }, void, void> {
  let count = 0
  for await (const rows of store.recordBatches(kind)) {
    count += rows.length
    const index = count > FEW ? (await partnerIndex(store)).index : await indexFor(store, rows.map(namedBy))
    for (const row of rows) {
      const named = namedBy(row)
      const { partner } = index.link(named)
      const partnerText = named.name ?? named.accountId ?? ''
      yield { row, owner: { partner: partner && { id: partner.id, name: partner.name }, partnerText } }
    }
  }
}

function soonest(a: Ending, b: Ending): number {
  return compareText(a.end, b.end) || compareText(a.partnerText, b.partnerText) || compareText(a.about, b.about)
}
