/** Who holds what on the day asked for, when it ends, and who moved or left. Pure. */

import { addDays, daysBetween } from '../../rules/day.ts'
import { byName, type CertifiedRow, compare, heldBy, isHeld, pairOf, type Scope } from './rows.ts'

/** A certification that ends soon. */
export interface Expiring {
  person: string
  name: string | null
  badge: string
  expires: string
  /** Days from the day asked for to its last one; 0: it ends today. */
  days: number
  file: string
  line: number
}

/** A person whose certification was of one partner by its row, and is of another now. */
export interface Moved {
  person: string
  name: string | null
  badges: string[]
  /** Ids of partners. */
  from: string
  to: string
}

/** A person with certifications whom the newest list of portal users no longer has. */
export interface Left {
  person: string
  name: string | null
  badges: string[]
  from: string
}

/** What counts on a day, of each person and badge the row that ends last. */
export function heldNow(rows: readonly CertifiedRow[], scope: Scope, day: string): CertifiedRow[] {
  const last = new Map<string, CertifiedRow>()
  for (const row of heldBy(rows, scope, day)) {
    const known = last.get(pairOf(row))
    if (!known || endsLater(row, known)) last.set(pairOf(row), row)
  }
  return [...last.values()].sort(byName)
}

function endsLater({ expires: one }: CertifiedRow, { expires: other }: CertifiedRow): boolean {
  return other !== null && (one === null || one > other)
}

/** Of what is held on a day, what ends within a number of days, the first first. */
export function expiringOf(held: readonly CertifiedRow[], day: string, within: number): Expiring[] {
  const last = addDays(day, within)
  return held
    .flatMap(({ person, name, badge, expires, file, line }) =>
      expires === null || expires > last ? [] : [{ person, name, badge, expires, days: daysBetween(day, expires), file, line }],
    )
    .sort((a, b) => compare(a.expires, b.expires))
}

/** Who moved into or out of the scope: what they hold on the day names one side of it, and the portal users the other. */
export function movedOf(rows: readonly CertifiedRow[], scope: Scope, day: string): Moved[] {
  const moved = new Map<string, Moved>()
  for (const row of [...rows].sort(byName)) {
    if (!hasMoved(row, scope, day)) continue
    const { person, name, badge, partner: from, now } = row
    const to = now.partner
    const known = moved.get(`${person}\u0000${from}`)
    if (!known) moved.set(`${person}\u0000${from}`, { person, name, badges: [badge], from, to })
    else if (!known.badges.includes(badge)) known.badges.push(badge)
  }
  return [...moved.values()]
}

/** Whether a row says that its person moved. */
export function hasMoved(row: CertifiedRow, scope: Scope, day: string): row is CertifiedRow & MovedRow {
  const { partner: from, now } = row
  const to = now.partner
  return to !== null && from !== null && to !== from && scope(from) !== scope(to) && isHeld(row, day)
}

interface MovedRow {
  partner: string
  now: { partner: string }
}

/** Who left: what they hold on the day names a partner of the scope, and the newest list of portal users no longer has them. */
export function leftOf(rows: readonly CertifiedRow[], scope: Scope, day: string): Left[] {
  const left = new Map<string, Left>()
  for (const row of [...rows].sort(byName)) {
    if (!hasLeft(row, scope, day)) continue
    const { person, name, badge, partner: from } = row
    const known = left.get(`${person}\u0000${from}`)
    if (!known) left.set(`${person}\u0000${from}`, { person, name, badges: [badge], from })
    else if (!known.badges.includes(badge)) known.badges.push(badge)
  }
  return [...left.values()]
}

/** Whether a row says that its person left. */
export function hasLeft(row: CertifiedRow, scope: Scope, day: string): row is CertifiedRow & { partner: string } {
  return row.now.by === 'left' && row.partner !== null && scope(row.partner) && isHeld(row, day)
}
