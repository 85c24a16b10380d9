/**
 * The rows of a list by the partners they belong to, where a row may name several partners, each in a role. Read for one partner or for
 * all; both ways give a row to the same partner, and tell the same of what is left out.
 */

import { indexFor, wholeIndex } from '../partners/linked-names.ts'
import { type NamedRow, type NameIndex, partnersOf, type WhyUnlinked } from '../partners/links.ts'
import { type NewestList, newestOf, type RejectedRows } from '../partners/list-state.ts'
import type { Partner } from '../partners/partner.ts'
import type { Fields, Kind, RecordOf } from '../records/kind.ts'
import { foldName } from '../records/name.ts'
import type { RecordReader, RejectedRow, Stored } from '../store/store.ts'
import { type Desk, namedBy, type Role } from './desk.ts'

/** A row of a partner, and what the partner is in it. */
interface RoleRow<R, Name extends string> {
  row: Stored<R>
  roles: readonly Name[]
}

/** A row that may be a partner's, and why that is not known. */
interface UnsureRow<R, Name extends string> extends RoleRow<R, Name> {
  why: WhyUnlinked
  candidates: readonly Partner[]
}

/** What a list has of one partner. */
export interface OfPartner<R, Name extends string> {
  rows: readonly RoleRow<R, Name>[]
  unlinked: readonly UnsureRow<R, Name>[]
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
  /** What it has of a partner, by the partner's id. */
  of(partnerId: string): OfPartner<R, Name>
  /** What of all rows that were read is certain for no partner or does not count. */
  leftOut: Pick<OfPartner<R, Name>, 'unlinked' | 'gone' | 'rejected'>
}

/** Reads a list for the desk's partner, or for all; `roles`: the fields that name a partner in each. */
export async function roleRows<F extends Fields, Name extends string>(
  desk: Desk,
  store: RecordReader,
  kind: Kind<F>,
  roles: Readonly<Record<Name, Role<F>>>,
): Promise<RoleRows<RecordOf<F>, Name>> {
  const plain = kind as unknown as Kind
  const fields = Object.entries(roles) as [Name, Role<F>][]
  const all = await store.records(kind)
  const rows = await rowsFor(desk, store, all, fields)
  const rejects = await store.rejectedRows(plain)
  const named = rows.flatMap(({ record }) => fields.map(([, role]) => namedBy(record, role)))
  const index = desk.only === null ? (await wholeIndex(store)).index : await indexFor(store, [...named, ...rejects])
  const byPartner = new ByPartner<RecordOf<F>, Name>(index, rejects)
  for (const row of rows)
    byPartner.add(
      row,
      fields.map(([name, role]) => [name, namedBy(row.record, role)]),
    )
  const list = await newestOf(desk.context, store, plain)
  const { kind: id, title } = kind
  const known = new Set(
    fields.filter(([, role]) => all.some(({ record }) => isNamed(namedBy(record, role)))).map(([name]) => name),
  )
  return { kind: id, title, list, named: known, of: (partner) => byPartner.of(partner), leftOut: byPartner.leftOut(desk.only) }
}

function isNamed({ name, accountId }: NamedRow): boolean {
  return accountId !== null || Boolean(name?.trim())
}

/** All rows; for one partner those that name it in any role, by its id or by a name that it may go by. */
async function rowsFor<F extends Fields>(
  { only }: Desk,
  store: RecordReader,
  rows: Stored<RecordOf<F>>[],
  fields: readonly (readonly [string, Role<F>])[],
): Promise<Stored<RecordOf<F>>[]> {
  if (only === null) return rows
  const isName = await nameTest(store, only)
  return rows.filter(({ record }) =>
    fields.some(([, role]) => {
      const { name, accountId } = namedBy(record, role)
      return accountId === only.id || (name !== null && isName(name))
    }),
  )
}

/** Whether rows of a partner may have a name: its own, with and without the legal form, an alias or a former one. The index decides. */
async function nameTest(store: RecordReader, partner: Partner): Promise<(name: string) => boolean> {
  const own = foldName(partner.name)
  const aliases = (await store.aliases()).filter(({ accountId }) => accountId === partner.id).map(({ folded }) => folded)
  const former = (await store.formerNames({ id: partner.id })).map(({ name }) => foldName(name).folded)
  const folded = new Set([own.folded, ...aliases, ...former])
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
  unlinked: UnsureRow<R, Name>[]
  gone: number
}

/** Gathers rows by partner. */
class ByPartner<R, Name extends string> {
  readonly #index: NameIndex<Partner>
  readonly #of = new Map<string, Gathered<R, Name>>()
  readonly #rejected = new Map<string, RejectedRow[]>()
  readonly #unlinked: UnsureRow<R, Name>[] = []
  readonly #rejects: readonly RejectedRow[]
  #gone = 0
  /** Rejected rows that name no partner: they may be anyone's. */
  readonly #nobodys: RejectedRow[] = []

  constructor(index: NameIndex<Partner>, rejects: readonly RejectedRow[]) {
    this.#index = index
    this.#rejects = rejects
    for (const row of rejects) {
      if (!row.name?.trim() && row.accountId === null) this.#nobodys.push(row)
      else for (const { id } of partnersOf(index.link(row))) this.#rejected.set(id, [...(this.#rejected.get(id) ?? []), row])
    }
  }

  add(row: Stored<R>, named: readonly (readonly [Name, NamedRow])[]): void {
    const roles = new Map<string, Name[]>()
    const unsure = new Map<string, Omit<UnsureRow<R, Name>, 'roles'> & { roles: Name[] }>()
    for (const [name, by] of named) {
      if (by.accountId === null && !by.name?.trim()) continue
      const link = this.#index.link(by)
      if (link.partner !== null) {
        roles.set(link.partner.id, [...(roles.get(link.partner.id) ?? []), name])
      } else {
        const { why, candidates } = link
        if (!row.source.gone) this.#unlinked.push({ row, roles: [name], why, candidates })
        for (const { id } of candidates) {
          const known = unsure.get(id)
          if (known) known.roles.push(name)
          else unsure.set(id, { row, roles: [name], why, candidates })
        }
      }
    }
    if (row.source.gone) {
      this.#gone++
      for (const id of new Set([...roles.keys(), ...unsure.keys()])) this.#gathered(id).gone++
      return
    }
    for (const [id, own] of roles) this.#gathered(id).rows.push({ row, roles: own })
    for (const [id, each] of unsure) this.#gathered(id).unlinked.push(each)
  }

  of(id: string): OfPartner<R, Name> {
    const rejects = [...this.#nobodys, ...(this.#rejected.get(id) ?? [])]
    return { ...(this.#of.get(id) ?? { rows: [], unlinked: [], gone: 0 }), rejected: rejectedRows(rejects) }
  }

  leftOut(only: Partner | null): RoleRows<R, Name>['leftOut'] {
    if (only !== null) return this.of(only.id)
    return { unlinked: this.#unlinked, gone: this.#gone, rejected: rejectedRows(this.#rejects) }
  }

  #gathered(id: string): Gathered<R, Name> {
    const known = this.#of.get(id) ?? { rows: [], unlinked: [], gone: 0 }
    this.#of.set(id, known)
    return known
  }
}

function rejectedRows(rows: readonly RejectedRow[]): RejectedRows | null {
  const [first] = rows
  return first ? { rows: rows.length, file: first.file } : null
}
