/** What ends soon: letters, and licenses with their add-ons. */

import { partnerIndex } from '../partners/every/partner-index.ts'
import type { PartnerNames } from '../partners/every/reader.ts'
import { sourceOf } from '../partners/facts.ts'
import { linkOf } from '../partners/linking/linked-names.ts'
import { letterOf } from '../partners/loa-evidence.ts'
import { type ApprovedLicense, inList, licenseOf } from '../partners/nfr-evidence.ts'
import type { PartnerLookup } from '../partners/partner.ts'
import { compareText } from '../records/compare.ts'
import { lettersIssued } from '../records/kinds/licenses/letters-issued.ts'
import { nfrLicenses } from '../records/kinds/licenses/nfr-licenses.ts'
import { foldName } from '../records/name.ts'
import { placeOf } from '../records/place.ts'
import { addDays, daysBetween } from '../rules/day.ts'
import { oldestRunning } from '../rules/license-limits.ts'
import { lastDayOf } from '../rules/loa.ts'
import type { License, NfrPolicy } from '../rules/nfr-types.ts'
import type { Source } from '../rules/verdict.ts'
import type { RecordReader } from '../store/store.ts'
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

type Reader = PartnerLookup & PartnerNames & Pick<RecordReader, 'recordBatches' | 'records' | 'requestBatches'>

/** Letters whose last day is today or within the window, soonest first. */
export async function expiringLetters(store: Reader, { today, within }: Window): Promise<Ending[]> {
  const ownerOf = ownersBy(store)
  const overridden = new Set<string>()
  const recorded: RecordedLetter[] = []
  for await (const entries of store.requestBatches()) {
    for (const { ruling, envelopeId } of requestsOf(entries)) if (ruling?.override && envelopeId) overridden.add(envelopeId)
    recorded.push(...lettersOf(entries))
  }
  const letters: Ending[] = []
  for await (const row of eachOf(store.recordBatches(lettersIssued))) {
    const [letter] = letterOf(row)
    const end = letter && lastDayOf(letter)
    if (!letter || !end) continue
    const { partner: text, accountId, requester, requesterEmail, envelopeId } = row.record
    const remarks = letter.stated !== null && letter.stated !== end ? [`the list says ${letter.stated}`] : []
    if (overridden.has(envelopeId?.trim().toLowerCase() ?? '')) remarks.unshift('OVERRIDE')
    letters.push({
      ...(await ownerOf(accountId, text)),
      what: 'letter',
      about: requester ?? requesterEmail ?? '',
      start: letter.date,
      end,
      daysLeft: daysBetween(today, end),
      addOn: false,
      place: placeOf(sourceOf(row)),
      source: sourceOf(row),
      entry: null,
      remarks,
      ...NO_LICENSE,
      isFollowed: false,
    })
  }
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
  owner: Pick<Ending, 'partner' | 'partnerText'>
}

/**
 * Licenses that end within the window, soonest first; an add-on follows the license it ends with, which is the partner's
 * oldest (Working with GitLab, NFR Renewals).
 */
export async function expiringLicenses(
  store: Reader,
  policy: NfrPolicy,
  approved: readonly ApprovedLicense[],
  { today, within }: Window,
): Promise<Ending[]> {
  const ownerOf = ownersBy(store)
  const byOwner = new Map<string, OwnLicense[]>()
  const add = (own: OwnLicense): void => {
    const key = own.owner.partner?.id ?? foldName(own.owner.partnerText).folded
    const known = byOwner.get(key)
    if (known) known.push(own)
    else byOwner.set(key, [own])
  }
  for await (const row of eachOf(store.recordBatches(nfrLicenses))) {
    const [license] = licenseOf(row, policy)
    if (license)
      add({
        license,
        address: row.record.email,
        mark: null,
        owner: await ownerOf(row.record.accountId, row.record.accountName),
      })
  }
  for (const [partnerId, ofPartner] of Map.groupBy(approved, (each) => each.partnerId)) {
    const own = byOwner.get(partnerId) ?? []
    const account = await store.account(partnerId)
    const partner = { id: partnerId, name: account?.record.name ?? partnerId }
    const { missing, found } = inList(
      ofPartner,
      own.map(({ license }) => license),
    )
    for (const each of own) each.mark = found.get(each.license)?.mark ?? null
    for (const { license, mark } of missing) add({ license, address: null, mark, owner: { partner, partnerText: partner.name } })
  }
  const last = addDays(today, within)
  const groups: Ending[][] = []
  for (const own of byOwner.values()) {
    const group = endingsOf(own, today).filter(({ end }) => end > today && end <= last)
    if (group.length > 0) groups.push(group)
  }
  return groups.sort((a, b) => (a[0] && b[0] ? soonest(a[0], b[0]) : 0)).flat()
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

type OwnerOf = (id: string | null, name: string | null) => Promise<Pick<Ending, 'partner' | 'partnerText'>>

/** For more rows than this, an index of all accounts is faster. */
const FEW = 100

/** Finds the partner of a row: of the first ones by the few accounts that each may be of. */
function ownersBy(store: Reader): OwnerOf {
  let rows = 0
  return async (accountId, name) => {
    const row = { name, accountId }
    const { partner } = ++rows > FEW ? (await partnerIndex(store)).index.link(row) : await linkOf(store, row)
    return { partner: partner && { id: partner.id, name: partner.name }, partnerText: name ?? accountId ?? '' }
  }
}

async function* eachOf<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const batch of batches) yield* batch
}

function soonest(a: Ending, b: Ending): number {
  return compareText(a.end, b.end) || compareText(a.partnerText, b.partnerText) || compareText(a.about, b.about)
}
