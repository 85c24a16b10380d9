/**
 * The rows of a list by the partners they belong to, where a row may name several partners, each in a role. Read for one partner or for
 * all; both ways give a row to the same partner, and tell the same of what is left out.
 */

import { NumbersByPlace } from '../packed/numbers-by-place.ts'
import { partnerIndex, partnersInFileOrder } from '../partners/every/partner-index.ts'
import { indexFor } from '../partners/linking/linked-names.ts'
import { type NamedPartner, type NamedRow, type NameIndex, partnersOf, type WhyUnlinked } from '../partners/linking/links.ts'
import { type NewestList, newestOf, type RejectedRows } from '../partners/list-state.ts'
import type { Partner } from '../partners/partner.ts'
import type { Fields, Kind, RecordOf } from '../records/kind.ts'
import { foldName } from '../records/name.ts'
import type { RecordReader, RejectedRow, Stored } from '../store/store.ts'
import type { Desk } from './desk.ts'
import { isNamed, type LinkedList, NONE_UNLINKED, namedBy, type Role, UnlinkedCount, type UnlinkedRows } from './linked-rows.ts'

/** A row of a partner, and what the partner is in it. */
interface RoleRow<R, Name extends string> {
  row: Stored<R>
  roles: readonly Name[]
}

/** What a list has of one partner. */
export interface OfPartner<R, Name extends string> {
  rows: readonly RoleRow<R, Name>[]
  unlinked: UnlinkedRows
  /** How many of its rows the newest list no longer has; they do not count. */
  gone: number
  /** Rejected rows that are or may be its own; null: none. */
  rejected: RejectedRows | null
}

/** A list, by partner. */
export interface RoleRows<R, Name extends string> {
  kind: string
  title: string
  /** The newest list; null: none was ever imported, so nothing is known. */
  list: NewestList | null
  /** The roles that any row of the whole list names a partner in; a list without the column of a role names none. */
  named: ReadonlySet<Name>
  /** Reads what it has of some partners, by the partner's id. */
  read(partnerIds: readonly string[]): Promise<(partnerId: string) => OfPartner<R, Name>>
}

/** Reads a list for the desk's partner, or for all; `roles`: the fields that name a partner in each. */
export async function roleRows<F extends Fields, Name extends string>(
  desk: Desk,
  store: RecordReader,
  kind: Kind<F>,
  roles: Readonly<Record<Name, Role<F>>>,
): Promise<RoleRows<RecordOf<F>, Name>> {
  const plain = kind as unknown as Kind
  const { kind: id, title } = kind
  const fields = Object.entries(roles) as [Name, Role<F>][]
  const [rejects, { named, versionsOf }] = await store.together(
    () => store.rejectedRows(plain),
    () => versionsBy(desk, store, kind, fields),
  )
  let rejectedBy: RejectsByPartner | null = null
  const read = async (partnerIds: readonly string[]): Promise<(partnerId: string) => OfPartner<RecordOf<F>, Name>> => {
    const rows = await store.recordsOfVersions(kind, versionsOf(partnerIds))
    const index = await indexOf(desk, store, rows.values(), { fields, rejects })
    rejectedBy ??= new RejectsByPartner(index, rejects)
    const byPartner = new ByPartner<RecordOf<F>, Name>(index, rejectedBy, partnerIds)
    for (const row of rows.values())
      byPartner.add(
        row,
        fields.map(([name, role]) => [name, namedBy(row.record, role)]),
      )
    return (partnerId) => byPartner.of(partnerId)
  }
  return { kind: id, title, list: await newestOf(desk.context, store, plain), named, read }
}

/**
 * Reads every row of a list that the newest one still has, as one of its roles names its partner: for the desk's partner, or for all in
 * the order of their accounts' file, and then those of no certain one. Gives what does not count.
 */
export async function everyRow<F extends Fields, T>(
  desk: Desk,
  store: RecordReader,
  kind: Kind<F>,
  { role, make }: { role: Role<F>; make: (row: Stored<RecordOf<F>>, partner: NamedPartner | null) => T },
): Promise<{ made: T[]; list: LinkedList }> {
  const { only } = desk
  if (only !== null) {
    const read = await roleRows(desk, store, kind, { role })
    const { rows, ...leftOut } = (await read.read([only.id]))(only.id)
    const { kind: id, title, list } = read
    return { made: rows.map(({ row }) => make(row, only)), list: { kind: id, title, list, ...leftOut } }
  }
  const { index } = await partnerIndex(store)
  const own = new Map<string, T[]>()
  const others: T[] = []
  const unlinked = new UnlinkedCount()
  let gone = 0
  for await (const rows of store.recordBatches(kind)) {
    for (const row of rows) {
      const named = namedBy(row.record, role)
      if (row.source.gone) gone++
      else if (isNamed(named)) {
        const link = index.link(named)
        if (link.partner === null) {
          unlinked.add(row, link.why)
          others.push(make(row, null))
        } else {
          const known = own.get(link.partner.id)
          if (known) known.push(make(row, link.partner))
          else own.set(link.partner.id, [make(row, link.partner)])
        }
      }
    }
  }
  const plain = kind as unknown as Kind
  const [partners, list, rejects] = await store.together(
    () => partnersInFileOrder(store),
    () => newestOf(desk.context, store, plain),
    () => store.rejectedRows(plain),
  )
  const inOrder = partners.flatMap(({ id }) => own.get(id) ?? [])
  const rejected = rejectedRows(rejects)
  return { made: [...inOrder, ...others], list: { kind: kind.kind, title: kind.title, list, unlinked, gone, rejected } }
}

/** The index that links rows: of all accounts, or of what it takes for the rows of one partner. */
async function indexOf<F extends Fields, Name extends string>(
  { only }: Desk,
  store: RecordReader,
  rows: Iterable<Stored<RecordOf<F>>>,
  { fields, rejects }: { fields: readonly (readonly [Name, Role<F>])[]; rejects: readonly RejectedRow[] },
): Promise<NameIndex<NamedPartner>> {
  if (only === null) return (await partnerIndex(store)).index
  const named = [...rows].flatMap(({ record }) => fields.map(([, role]) => namedBy(record, role)))
  return indexFor(store, [...named, ...rejects])
}

/** The roles in which any row names a partner, and the versions of the rows that some partners may be named in. */
interface Versions<Name extends string> {
  named: Set<Name>
  versionsOf(partnerIds: readonly string[]): Set<number>
}

/** Of all partners the versions by their places; of one those with its id or a name that it may go by. */
async function versionsBy<F extends Fields, Name extends string>(
  { only }: Desk,
  store: RecordReader,
  kind: Kind<F>,
  fields: readonly (readonly [Name, Role<F>])[],
): Promise<Versions<Name>> {
  const named = new Set<Name>()
  const plain = kind as unknown as Kind
  const each = async (take: (by: NamedRow, version: number) => void): Promise<void> => {
    const readings = fields.map(([role, by]) => () => {
      const visit = (version: number, name: string | null, accountId: string | null): void => {
        if (!isNamed({ name, accountId })) return
        named.add(role)
        take({ name, accountId }, version)
      }
      return store.eachRowName(plain, visit, by)
    })
    await store.together(...readings)
  }
  if (only !== null) {
    const isName = await nameTest(store, only)
    const own = new Set<number>()
    await each(({ name, accountId }, version) => {
      if (accountId === only.id || (name !== null && isName(name))) own.add(version)
    })
    return { named, versionsOf: () => own }
  }
  const { index, places } = await partnerIndex(store)
  const byPlace = new NumbersByPlace(places)
  await each((by, version) => {
    for (const { place } of partnersOf(index.link(by))) byPlace.add(place, version)
  })
  const placeOf = (id: string): number | undefined => index.link({ name: null, accountId: id }).partner?.place
  const versionsOf = (ids: readonly string[]): Set<number> => {
    const versions = new Set<number>()
    for (const place of ids.flatMap((id) => placeOf(id) ?? [])) for (const version of byPlace.of(place)) versions.add(version)
    return versions
  }
  return { named, versionsOf }
}

/** Whether rows of a partner may have a name: its own, with and without the legal form, an alias or a former one. The index decides. */
async function nameTest(store: RecordReader, partner: Partner): Promise<(name: string) => boolean> {
  const own = foldName(partner.name)
  const [aliases, former] = await Promise.all([store.aliases(), store.formerNames({ ids: [partner.id] })])
  const meant = aliases.filter(({ accountId }) => accountId === partner.id)
  const folded = new Set([own.folded, ...meant.map((alias) => alias.folded), ...former.map(({ name }) => foldName(name).folded)])
  const tested = new Map<string, boolean>()
  return (name) => {
    const known = tested.get(name)
    if (known !== undefined) return known
    const forms = foldName(name)
    const is = forms.core === own.core || folded.has(forms.folded)
    tested.set(name, is)
    return is
  }
}

interface Gathered<R, Name extends string> {
  rows: RoleRow<R, Name>[]
  unlinked: UnlinkedCount
  gone: number
}

/** Gathers the rows of some partners. */
class ByPartner<R, Name extends string> {
  readonly #index: NameIndex<NamedPartner>
  readonly #of = new Map<string, Gathered<R, Name>>()
  readonly #rejected: RejectsByPartner

  constructor(index: NameIndex<NamedPartner>, rejected: RejectsByPartner, partnerIds: readonly string[]) {
    this.#index = index
    this.#rejected = rejected
    for (const id of partnerIds) this.#of.set(id, { rows: [], unlinked: new UnlinkedCount(), gone: 0 })
  }

  add(row: Stored<R>, named: readonly (readonly [Name, NamedRow])[]): void {
    const roles = new Map<string, Name[]>()
    const unsure = new Map<string, WhyUnlinked>()
    for (const [name, by] of named) {
      if (!isNamed(by)) continue
      const link = this.#index.link(by)
      if (link.partner !== null) roles.set(link.partner.id, [...(roles.get(link.partner.id) ?? []), name])
      else for (const { id } of link.candidates) if (!unsure.has(id)) unsure.set(id, link.why)
    }
    if (row.source.gone) {
      for (const id of new Set([...roles.keys(), ...unsure.keys()])) {
        const own = this.#of.get(id)
        if (own) own.gone++
      }
      return
    }
    for (const [id, own] of roles) this.#of.get(id)?.rows.push({ row, roles: own })
    for (const [id, why] of unsure) this.#of.get(id)?.unlinked.add(row, why)
  }

  of(id: string): OfPartner<R, Name> {
    const own = this.#of.get(id) ?? { rows: [], unlinked: NONE_UNLINKED, gone: 0 }
    return { ...own, rejected: this.#rejected.of(id) }
  }
}

/** Rejected rows by the partners that each is or may be of; one that names none may be anyone's. */
class RejectsByPartner {
  readonly #of = new Map<string, RejectedRow[]>()
  readonly #nobodys: RejectedRow[] = []

  constructor(index: NameIndex<NamedPartner>, rejects: readonly RejectedRow[]) {
    for (const row of rejects) {
      if (!isNamed(row)) this.#nobodys.push(row)
      else for (const { id } of partnersOf(index.link(row))) this.#of.set(id, [...(this.#of.get(id) ?? []), row])
    }
  }

  of(id: string): RejectedRows | null {
    return rejectedRows([...this.#nobodys, ...(this.#of.get(id) ?? [])])
  }
}

/** Rejected rows, counted; null: none. */
function rejectedRows(rows: readonly RejectedRow[]): RejectedRows | null {
  const [first] = rows
  return first ? { rows: rows.length, file: first.file } : null
}
