/** Who holds a role on a day, and who covers meanwhile. */

import { foldName } from '../../records/name.ts'
import { daysBetween } from '../day.ts'
import { type Dated, isOn } from '../policy.ts'
import type { ListPlace } from './distribution.ts'

/** How long a page's names count as they stand (data/policies/roles.json). */
export interface RolePolicy extends Dated {
  confirmDays: number
}

/** A row of a list of roles. */
export interface HeldRole {
  role: string
  /** Region, segment, department or distributor; null: all. */
  scope: string | null
  /** Null where no one is named. */
  person: string | null
  email: string | null
  /** First and last day, YYYY-MM-DD; of what a page names, the first day of the page. */
  from: string
  to: string | null
  backup: string | null
  out: { from: string; to: string | null } | null
  /** The page that names the person; null where the desk's own list does. */
  namedBy: string | null
  where: string | null
  note: string | null
  source: ListPlace
  /** Whether it also says who may approve decisions against a check. */
  approvesDecisions: boolean
}

/** Why a person is not simply the holder. */
type Doubt = 'page_too_old' | 'left' | 'absence_contradicts'

/** A person who holds a role on the day. */
export interface Holder {
  row: HeldRole
  person: string
  /** Null where nothing speaks against it. */
  doubt: Doubt | null
  /** The days out that include the day; null: not out. */
  out: HeldRole['out']
  /** Who covers on the day; none while the person is out: no one is named, or those who are, are out too. */
  covers: readonly string[]
  /** Who is named to cover and is out too. */
  outToo: readonly string[]
}

/** What is known of a role on a day. */
export interface RoleAnswer {
  role: string
  scope: string | null
  holders: readonly Holder[]
  /** Rows without a person, which say where to look. */
  hints: readonly HeldRole[]
  /** Who held it last, or will hold it, where no one does on the day. */
  before: HeldRole | null
  after: HeldRole | null
  /** Rows whose last day is before their first: when they hold is not known. */
  contradicting: readonly HeldRole[]
  /** Whether the answer is certain: someone holds it, without a doubt, and is there or covered, and no row of it contradicts itself. */
  isCertain: boolean
}

const folded = (name: string | null): string => foldName(name ?? '').folded

/** Whether a row counts on a day (YYYY-MM-DD). */
export function isInForce(row: Pick<HeldRole, 'from' | 'to'>, day: string): boolean {
  return isOn(row, day)
}

/**
 * Who holds each role on a day (YYYY-MM-DD), in the order of the rows. A page's name older than the policy allows is in doubt, and so
 * is a person who `hasLeft`. No one covers who is out too (Ecosystem Operations, Identify and Notify Backup Approvers).
 */
export function holdersOn(
  rows: readonly HeldRole[],
  day: string,
  { confirmDays }: RolePolicy,
  hasLeft: (person: string) => boolean,
  all: readonly HeldRole[] = rows,
): RoleAnswer[] {
  const away = new Set(all.filter((row) => isOut(row, day)).map(({ person }) => folded(person)))
  const groups = Map.groupBy(rows, ({ role, scope }) => `${folded(role)}\n${folded(scope)}`)
  return [...groups.values()].map((group): RoleAnswer => {
    const [first] = group
    const contradicting = group.filter(isReversed)
    const named = group.filter((row) => row.person !== null && !isReversed(row))
    const inForce = named.filter((row) => isInForce(row, day))
    const holders = [...Map.groupBy(inForce, ({ person }) => folded(person)).values()].map((own) =>
      holderOf(own, day, { confirmDays, hasLeft, isAway: (name) => away.has(folded(name)) }),
    )
    const past = named.filter(({ to }) => to !== null && to < day).sort((a, b) => (a.to ?? '').localeCompare(b.to ?? ''))
    const future = named.filter(({ from }) => from > day).sort((a, b) => a.from.localeCompare(b.from))
    return {
      role: first?.role ?? '',
      scope: first?.scope ?? null,
      holders,
      hints: group.filter((row) => row.person === null && isInForce(row, day)),
      contradicting,
      before: holders.length > 0 ? null : (past.at(-1) ?? null),
      after: holders.length > 0 ? null : (future[0] ?? null),
      isCertain:
        contradicting.length === 0 &&
        holders.some(({ doubt, out, covers }) => doubt === null && (out === null || covers.length > 0)),
    }
  })
}

function isReversed({ from, to }: { from: string; to: string | null }): boolean {
  return to !== null && to < from
}

/** Whether a person is out by a row; one whose last day out is before the first may be, so that nobody relies on it. */
function isOut(row: HeldRole, day: string): boolean {
  return row.out !== null && isInForce(row, day) && (isReversed(row.out) || isOn(row.out, day))
}

interface Around {
  confirmDays: number
  hasLeft: (person: string) => boolean
  isAway: (person: string) => boolean
}

/** A person by all their rows of a role: the desk's own before a page's, one of an absence of the day before others. */
function holderOf(own: readonly HeldRole[], day: string, { confirmDays, hasLeft, isAway }: Around): Holder {
  const row = own.find(({ namedBy }) => namedBy === null) ?? (own[0] as HeldRole)
  const person = row.person ?? ''
  const absences = own.filter((each) => isOut(each, day))
  const named = [...new Set((absences.length > 0 ? absences : own).flatMap(({ backup }) => backup ?? []))]
  const isUnclear = absences.some(({ out }) => out !== null && isReversed(out))
  const isTooOld = row.namedBy !== null && daysBetween(row.from, day) > confirmDays
  return {
    row,
    person,
    doubt: hasLeft(person) ? 'left' : isTooOld ? 'page_too_old' : isUnclear ? 'absence_contradicts' : null,
    out: absences[0]?.out ?? null,
    covers: named.filter((name) => !isAway(name) && !hasLeft(name)),
    outToo: named.filter((name) => isAway(name) || hasLeft(name)),
  }
}

/** Words that a role is looked for by: those of its name, of what it is for, and of the people. */
export function wordsOf({ role, scope, person }: HeldRole): string[] {
  return split([role, scope, person].join(' '))
}

function split(text: string): string[] {
  return foldName(text)
    .light.split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** The rows whose role, scope or person has every word that was typed, or one that begins with it; if there are none, with their notes. */
export function rowsWith(rows: readonly HeldRole[], typed: string): HeldRole[] {
  const wanted = split(typed)
  if (wanted.length === 0) return []
  const having = (ownOf: (row: HeldRole) => string[]) =>
    rows.filter((row) => {
      const own = ownOf(row)
      return wanted.every((word) => own.some((each) => each.startsWith(singular(word))))
    })
  const byName = having(wordsOf)
  const matched = byName.length > 0 ? byName : having((row) => [...wordsOf(row), ...split(row.note ?? '')])
  // A role is answered whole: with all who hold it beside a person who was named.
  const keys = new Set(matched.map(groupOf))
  return rows.filter((row) => keys.has(groupOf(row)))
}

const groupOf = ({ role, scope }: HeldRole): string => `${folded(role)}\n${folded(scope)}`

/** "architects" as "architect". */
function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}
