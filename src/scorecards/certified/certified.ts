/**
 * The certifications of the desk's partners: each row with the partner that it names and the one the person is of now. For one
 * partner or for all; both ways give a row to the same partner.
 */

import { partnerIndex } from '../../partners/every/partner-index.ts'
import { type NamedPartner, type NameIndex, partnersOf, type RowLink } from '../../partners/linking/links.ts'
import { readLinked } from '../../partners/linking/read-linked.ts'
import { type NewestList, newestOf, rejectedOnce } from '../../partners/list-state.ts'
import type { Partner } from '../../partners/partner.ts'
import { foldAddress, foldCode } from '../../records/key.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { type Certification, certifications } from '../../records/kinds/certifications.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import type { Badges } from '../../reference/scorecards/badges.ts'
import type { CertifiedRow, NowBy } from '../../reports/scorecard/rows.ts'
import type { KeyedName, PartnerRows, RecordReader, RejectedRow, Stored } from '../../store/store.ts'
import type { Desk } from '../desk.ts'
import { CertifiedLists, type CertifiedOf, type LeftOutRow } from './lists.ts'

/** The certifications of partners. */
export interface Certified extends CertifiedOf {
  /** The newest list; null: none was ever imported, so nothing is known. */
  list: NewestList | null
  /** The newest list of portal users; null: none was ever imported. */
  portal: NewestList | null
  /** The name of a partner that a row names; null: none does. */
  nameOf(id: string): string | null
  /** Rows that were rejected and not corrected since, and the partners each is or may be of. */
  rejected: readonly { row: RejectedRow; candidates: readonly string[] }[]
}

/** What no certifications come to. */
function nothing(): Omit<Certified, 'list' | 'portal'> {
  return { ...new CertifiedLists(() => null).lists(), nameOf: () => null, rejected: [] }
}

/** Reads the certifications of the desk's partners, and where their people are now. */
export async function readCertified(desk: Desk, store: RecordReader): Promise<Certified> {
  const newest = [certifications, portalUsers].map((kind) => newestOf(desk.context, store, kind))
  const [list = null, portal = null] = await Promise.all(newest)
  if (list === null) return { list, portal, ...nothing() }
  const { only } = desk
  const asked = store.rejectedRows(certifications).then(rejectedOnce)
  const [rejects, badges, { index, countryOf, reads }] = await Promise.all([
    asked,
    store.textsIn(certifications, 'badge'),
    only === null ? readAll(desk, store) : readOne({ ...desk, only }, store, asked),
  ])
  const badgeOf = badgesOf(desk, badges)
  const lists = new CertifiedLists(countryOf)
  const maker = new RowMaker({ ...desk, badgeOf }, index, lists)
  for await (const { certified, users } of reads) {
    const known = portal === null ? null : { now: users, had: await hadBefore(store, { certified, users }) }
    for (const row of certified) maker.add(row, known)
  }
  const rejected = rejects.map((row) => ({ row, candidates: rejectedFor(index.link(row)) }))
  const nameOf = (id: string): string | null => index.link({ name: null, accountId: id }).partner?.name ?? null
  return { list, portal, ...lists.lists(), nameOf, rejected }
}

/** Portal users by address: those of now, also where the newest list lacks them; and whom a list had that was replaced as a whole. */
interface Users {
  now: ReadonlyMap<string, KeyedName>
  had: ReadonlySet<string>
}

/** Certifications, and the portal users of their people. */
interface Read {
  certified: readonly Stored<Certification>[]
  users: ReadonlyMap<string, KeyedName>
}

/** What is read, and what finds the partner of each row. */
interface Reading {
  index: NameIndex<NamedPartner>
  /** The country of a partner by its id. */
  countryOf(id: string): string | null
  reads: AsyncIterable<Read> | Iterable<Read>
}

/** Of all partners: some hundreds of rows at a time. */
async function readAll({ places }: Desk, store: RecordReader): Promise<Reading> {
  const { index } = await partnerIndex(store)
  const countries = new Map<string, string>()
  const reads = async function* (): AsyncGenerator<Read> {
    let isCountryLacking = false
    for await (const certified of store.recordBatches(certifications)) {
      isCountryLacking ||= certified.some(({ record }) => !record.country?.trim())
      yield { certified, users: await usersOf(store, certified) }
    }
    if (isCountryLacking) await readCountries(store, countries)
  }
  const countryOf = (id: string): string | null => {
    const country = countries.get(id)
    return country === undefined ? null : places.country(country)
  }
  return { index, countryOf, reads: reads() }
}

/** The countries of all accounts, by id; each text is kept once. */
async function readCountries(store: RecordReader, countries: Map<string, string>): Promise<void> {
  const texts = new Map<string, string>()
  const visit = (_: number, country: string | null, id: string | null): void => {
    if (id === null || !country?.trim()) return
    const text = texts.get(country) ?? country
    texts.set(text, text)
    countries.set(id, text)
  }
  await store.eachRowName(accounts, visit, { name: 'country', id: 'id' })
}

/** Of one partner: the rows with its names or id, those of its portal users, and the portal users of all these people. */
async function readOne(
  { only, countryOf }: Desk & { only: Partner },
  store: RecordReader,
  asked: Promise<readonly RejectedRow[]>,
): Promise<Reading> {
  const read = async (of: PartnerRows): Promise<Read & { rejects: readonly RejectedRow[] }> => {
    const own = await store.portalUsers(of)
    const people = [...new Set(own.map(({ record }) => foldAddress(record.email)))]
    // The key of a certification begins with the address of its person.
    const certified = await store.records(certifications, { ...of, keysFrom: people })
    const [users, rejects] = await Promise.all([usersOf(store, certified), asked])
    return { certified, users, rejects }
  }
  const { rows, index } = await readLinked(store, [only], read, ({ certified, users, rejects }) => [
    ...certified.map(namedBy),
    ...users.values(),
    ...rejects,
  ])
  const country = (id: string): string | null => {
    const { partner } = index.link({ name: null, accountId: id })
    return partner && countryOf(partner)
  }
  return { index, countryOf: country, reads: [rows] }
}

/** The portal users of certified people, by address: the key of each is its address. */
function usersOf(store: RecordReader, rows: readonly Stored<Certification>[]): Promise<ReadonlyMap<string, KeyedName>> {
  return store.namesOfKeys(
    portalUsers,
    rows.map(({ record }) => foldAddress(record.email)),
  )
}

/** Whom an earlier list of portal users had, and no list now. */
async function hadBefore(store: RecordReader, { certified, users }: Read): Promise<ReadonlySet<string>> {
  const addresses = certified.map(({ record }) => foldAddress(record.email)).filter((address) => !users.has(address))
  return addresses.length === 0 ? new Set() : store.keysEver(portalUsers, addresses)
}

function namedBy({ record }: Stored<Certification>): { name: string | null; accountId: string | null } {
  return { name: record.partner, accountId: record.partnerId }
}

/** The partners that a rejected row is or may be of; another company's decides nothing. */
function rejectedFor(link: RowLink<NamedPartner>): string[] {
  if (link.partner === null && link.why === 'other_legal_form') return []
  return partnersOf(link).map(({ id }) => id)
}

/** Finds a badge by a cell. One that the table does not have may be written in several ways: it goes by the first of them. */
function badgesOf({ badges }: Desk, cells: readonly string[]): Badges['of'] {
  const spellings = new Map<string, string>()
  for (const cell of cells) {
    const spelling = badges.of(cell).badge
    const known = spellings.get(foldCode(spelling))
    if (known === undefined || spelling < known) spellings.set(foldCode(spelling), spelling)
  }
  return (cell) => {
    const badge = badges.of(cell)
    return { ...badge, badge: spellings.get(foldCode(badge.badge)) ?? badge.badge }
  }
}

/** The partner a person is of now, and how that is known. */
interface NowOf {
  now: CertifiedRow['now']
  partner: NamedPartner | null
}

/** Gives each row to the partner it names, and to the one the person is of now. */
class RowMaker {
  readonly #desk: Pick<Desk, 'places'> & { badgeOf: Badges['of'] }
  readonly #index: NameIndex<NamedPartner>
  readonly #lists: CertifiedLists

  constructor(desk: Pick<Desk, 'places'> & { badgeOf: Badges['of'] }, index: NameIndex<NamedPartner>, lists: CertifiedLists) {
    this.#desk = desk
    this.#index = index
    this.#lists = lists
  }

  /** `users`: null where no list of them was ever imported. */
  add(stored: Stored<Certification>, users: Users | null): void {
    const link = this.#index.link(namedBy(stored))
    const is = this.#nowOf(stored, link.partner, users)
    const { partner, partnerId, country } = stored.record
    const row = this.#rowOf(stored, link.partner, is)
    const number = this.#lists.add(row, Boolean(country?.trim()))
    const leaveOut = (why: LeftOutRow['why']): void => {
      this.#lists.leaveOut(number, why, partner ?? partnerId ?? '', partnersOf(link))
    }
    if (stored.source.gone) {
      leaveOut('gone')
      return
    }
    if (link.partner !== null || is.partner !== null) this.#lists.count(number, row)
    if (is.now.by === 'portal_unlinked') leaveOut('portal_unlinked')
    else if (link.partner === null && is.partner === null) leaveOut(partner?.trim() || partnerId ? link.why : 'unnamed')
  }

  /** By the newest portal users where there are any, else by the row. */
  #nowOf({ record }: Stored<Certification>, partner: NamedPartner | null, users: Users | null): NowOf {
    const of = (by: NowBy, is: NamedPartner | null): NowOf => ({ now: { partner: is?.id ?? null, by }, partner: is })
    if (users === null) return of('row', partner)
    const user = users.now.get(foldAddress(record.email))
    if (!user) return users.had.has(foldAddress(record.email)) ? of('left', null) : of('not_in_portal', partner)
    if (user.isGone) return of('left', null)
    const link = this.#index.link(user)
    return of(link.partner === null ? 'portal_unlinked' : 'portal', link.partner)
  }

  #rowOf({ record, source, doubt }: Stored<Certification>, partner: NamedPartner | null, is: NowOf): CertifiedRow {
    return {
      person: foldAddress(record.email),
      name: record.name?.trim() || null,
      ...this.#desk.badgeOf(record.badge ?? ''),
      earned: record.earned ?? '',
      expires: record.expires,
      country: record.country?.trim() ? this.#desk.places.country(record.country) : null,
      partner: partner?.id ?? null,
      now: is.now,
      file: source.file,
      line: source.line,
      isDoubtful: doubt !== null,
    }
  }
}
