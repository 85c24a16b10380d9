/**
 * The certifications of the desk's partners: each row with the partner that it names and the one the person is of now. For one
 * partner or for all; both ways give a row to the same partner.
 */

import { indexFor, spellingsOf, wholeIndex } from '../partners/linked-names.ts'
import { type NameIndex, partnersOf, type RowLink, type WhyUnlinked } from '../partners/links.ts'
import { type NewestList, newestOf, rejectedOnce } from '../partners/list-state.ts'
import type { Partner } from '../partners/partner.ts'
import { foldAddress, foldCode } from '../records/key.ts'
import { type Certification, certifications } from '../records/kinds/certifications.ts'
import { type PortalUser, portalUsers } from '../records/kinds/portal-users.ts'
import type { Badges } from '../reference/scorecards/badges.ts'
import type { CertifiedRow, NowBy } from '../reports/scorecard/rows.ts'
import type { PartnerRows, RecordReader, RejectedRow, Stored } from '../store/store.ts'
import type { Desk } from './desk.ts'

/** A row that counts for no one, and the partners it may be of. */
export interface LeftOutRow {
  row: CertifiedRow
  /** As the row names its partner. */
  names: string
  /** `gone`: the newest list no longer has the row; `unnamed`: it names no partner. */
  why: WhyUnlinked | 'gone' | 'portal_unlinked' | 'unnamed'
  candidates: readonly string[]
}

/** The certifications of partners. */
export interface Certified {
  /** The newest list; null: none was ever imported, so nothing is known. */
  list: NewestList | null
  /** The newest list of portal users; null: none was ever imported. */
  portal: NewestList | null
  rows: readonly CertifiedRow[]
  /** The names of the partners of the rows, by id. */
  names: ReadonlyMap<string, string>
  leftOut: readonly LeftOutRow[]
  /** Rows that were rejected and not corrected since, and the partners each is or may be of. */
  rejected: readonly { row: RejectedRow; candidates: readonly string[] }[]
}

/** Reads the certifications of the desk's partners, and whose their people are now. */
export async function readCertified(desk: Desk, store: RecordReader): Promise<Certified> {
  const [list, portal] = [await newestOf(desk.context, store, certifications), await newestOf(desk.context, store, portalUsers)]
  if (list === null) return { list, portal, rows: [], names: new Map(), leftOut: [], rejected: [] }
  const read =
    desk.only === null
      ? { rows: await store.records(certifications), users: byAddress(await store.records(portalUsers)) }
      : await readOne(store, desk.only)
  const rejects = rejectedOnce(await store.rejectedRows(certifications))
  const index =
    desk.only === null
      ? (await wholeIndex(store)).index
      : await indexFor(store, [...read.rows.map(namedBy), ...[...read.users.values()].map(accountOf), ...rejects])
  const maker = new RowMaker(
    { ...desk, badgeOf: badgesOf(desk, await store.textsIn(certifications, 'badge')) },
    index,
    portal === null ? null : { now: read.users, had: await hadBefore(store, read) },
  )
  for (const row of read.rows) maker.add(row)
  const rejected = rejects.map((row) => ({ row, candidates: rejectedFor(index.link(row)) }))
  return { list, portal, rows: maker.rows, names: maker.names, leftOut: maker.leftOut, rejected }
}

/** Portal users by address: those of now, also where the newest list lacks them; and whom a list had that was replaced as a whole. */
interface Users {
  now: ReadonlyMap<string, Stored<PortalUser>>
  had: ReadonlySet<string>
}

interface Read {
  rows: readonly Stored<Certification>[]
  users: ReadonlyMap<string, Stored<PortalUser>>
}

/** Of one partner: the rows with its names or id, those of its portal users, and the portal users of all these people. */
async function readOne(store: RecordReader, partner: Partner): Promise<Read> {
  const of: PartnerRows = { names: await spellingsOf(store, partner), accountId: partner.id, whateverId: true }
  const own = await store.portalUsers(of)
  const people = [...new Set(own.map(({ record }) => foldAddress(record.email)))]
  // The key of a certification begins with the address of its person.
  const rows = await store.records(certifications, { ...of, keysFrom: people })
  const addresses = new Set(rows.map(({ record }) => foldAddress(record.email)))
  return { rows, users: byAddress(await store.recordsWithKeys(portalUsers, addresses)) }
}

/** Whom an earlier list of portal users had, and no list now. */
async function hadBefore(store: RecordReader, { rows, users }: Read): Promise<Set<string>> {
  const addresses = rows.map(({ record }) => foldAddress(record.email)).filter((address) => !users.has(address))
  return store.keysEver(portalUsers, addresses)
}

function byAddress(users: readonly Stored<PortalUser>[]): Map<string, Stored<PortalUser>> {
  return new Map(users.map((user) => [foldAddress(user.record.email), user]))
}

function namedBy({ record }: Stored<Certification>): { name: string | null; accountId: string | null } {
  return { name: record.partner, accountId: record.partnerId }
}

function accountOf({ record }: Stored<PortalUser>): { name: string | null; accountId: string | null } {
  return { name: record.accountName, accountId: record.accountId }
}

/** The partners that a rejected row is or may be of; another company's decides nothing. */
function rejectedFor(link: RowLink<Partner>): string[] {
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
  partner: Partner | null
}

/** What making rows needs of the desk. */
type RowDesk = Pick<Desk, 'places' | 'countryOf'> & { badgeOf: Badges['of'] }

/** Gives each row to the partner it names, and to the one the person is of now. */
class RowMaker {
  readonly rows: CertifiedRow[] = []
  readonly leftOut: LeftOutRow[] = []
  /** The names of the partners of the rows, by id. */
  readonly names = new Map<string, string>()
  readonly #desk: RowDesk
  readonly #index: NameIndex<Partner>
  readonly #users: Users | null

  constructor(desk: RowDesk, index: NameIndex<Partner>, users: Users | null) {
    this.#desk = desk
    this.#index = index
    this.#users = users
  }

  add(stored: Stored<Certification>): void {
    const link = this.#index.link(namedBy(stored))
    const is = this.#nowOf(stored, link.partner)
    const { partner, partnerId } = stored.record
    const row = this.#rowOf(stored, link.partner, is)
    const candidates = partnersOf(link)
    for (const { id, name } of is.partner === null ? candidates : [...candidates, is.partner]) this.names.set(id, name)
    const leaveOut = (why: LeftOutRow['why']): void => {
      this.leftOut.push({ row, names: partner ?? partnerId ?? '', why, candidates: candidates.map(({ id }) => id) })
    }
    if (stored.source.gone) {
      leaveOut('gone')
      return
    }
    if (link.partner !== null || is.partner !== null) this.rows.push(row)
    if (is.now.by === 'portal_unlinked') leaveOut('portal_unlinked')
    else if (link.partner === null && is.partner === null) leaveOut(partner?.trim() || partnerId ? link.why : 'unnamed')
  }

  /** By the newest portal users where there are any, else by the row. */
  #nowOf({ record }: Stored<Certification>, partner: Partner | null): NowOf {
    const of = (by: NowBy, is: Partner | null): NowOf => ({ now: { partner: is?.id ?? null, by }, partner: is })
    if (this.#users === null) return of('row', partner)
    const user = this.#users.now.get(foldAddress(record.email))
    if (!user) return this.#users.had.has(foldAddress(record.email)) ? of('left', null) : of('not_in_portal', partner)
    if (user.source.gone) return of('left', null)
    const link = this.#index.link(accountOf(user))
    return of(link.partner === null ? 'portal_unlinked' : 'portal', link.partner)
  }

  #rowOf({ record, source, doubt }: Stored<Certification>, partner: Partner | null, is: NowOf): CertifiedRow {
    const own = record.country?.trim() ? this.#desk.places.country(record.country) : null
    const account = partner ?? is.partner
    return {
      person: foldAddress(record.email),
      name: record.name?.trim() || null,
      ...this.#desk.badgeOf(record.badge ?? ''),
      earned: record.earned ?? '',
      expires: record.expires,
      country: record.country?.trim() ? own : account && this.#desk.countryOf(account),
      partner: partner?.id ?? null,
      now: is.now,
      file: source.file,
      line: source.line,
      isDoubtful: doubt !== null,
    }
  }
}
