/** Everything that is due at the desk, read from one moment of the database. */

import type { Context } from '../app/context.ts'
import { deskCalendar } from '../app/desk-calendar.ts'
import { readyForAll } from '../app/long-run.ts'
import { lettersIssued } from '../records/kinds/licenses/letters-issued.ts'
import { nfrLicenses } from '../records/kinds/licenses/nfr-licenses.ts'
import { nfrRequests } from '../records/kinds/licenses/nfr-requests.ts'
import { kinds } from '../records/kinds.ts'
import type { AgendaDays, AgendaDoubt, AgendaItem } from '../reports/agenda.ts'
import { addDays } from '../rules/day.ts'
import { isStale } from '../rules/verdict.ts'
import type { RecordReader } from '../store/store.ts'
import { readAccountItems, readLooseEnds } from './accounts.ts'
import { readDealItems } from './deals.ts'
import { readEvaluationItems, readLeadItems } from './leads.ts'
import { listDoubts } from './list-doubts.ts'
import { readRebateItems, readVoucherItems } from './lists.ts'
import { readOwners } from './owners.ts'
import { ItemPool, PackedItem } from './packed-items.ts'
import { type KeptPromises, readPromises } from './promises.ts'
import { type AgendaPart, readEndings, readRequests } from './requests.ts'
import { usedOnly } from './used-lists.ts'
import { readArrivals, readPlanItems, readQuarterItems } from './work.ts'

/** "This week": today and the days after it. */
const WEEK = 7
/** How far ahead what ends is listed. */
export const AHEAD = 30

/** A list that was imported, and when it was last seen. */
interface AgendaSource {
  kind: string
  title: string
  file: string
  lastSeenAt: string
  isOld: boolean
}

/** All that is due, what is unknown, and what it rests on. */
export interface Agenda {
  items: readonly AgendaItem[]
  doubts: readonly AgendaDoubt[]
  days: AgendaDays
  sources: readonly AgendaSource[]
  /** The kinds of lists that are left out, because this desk does not use them. */
  notUsed: readonly string[]
  /** The versions of the rules: "loa 2025". */
  policies: readonly string[]
  /** Everyone who owns an account or has a registration, by name. */
  owners: readonly string[]
  /** How many requests were answered in time of those answered in the last 30 days. */
  promises: readonly KeptPromises[]
}

/** Reads what is due by every rule; nothing is checked partner by partner. Throws `no_policy`, `audit_damaged`. */
export async function readAgenda(context: Context, store: RecordReader): Promise<Agenda> {
  const { today } = context
  readyForAll(context)
  const days = await deskCalendar(context, store, undefined)
  const ahead = addDays(today, AHEAD)
  let since = addDays(today, -1)
  while (days.closedFor(since) !== null && since > addDays(today, -AHEAD)) since = addDays(since, -1)
  const pool = new ItemPool()
  const [requests, endings, looseEnds, lists, plans, arrivals, unknown, sources, promises] = await store.together(
    () => readRequests(context, store, days),
    // These need most memory, so they come before what is kept of long lists.
    () => readEndings(context, store, AHEAD),
    () => readLooseEnds(context, store),
    () => readLists(context, store, ahead, pool),
    () => readPlanItems(store),
    () => readArrivals(context, store, since),
    () => otherDoubts(context, store),
    () => sourcesOf(context, store),
    () => readPromises(context, store, days, AHEAD),
  )
  const parts = [requests, ...lists]
  const others = [...endings, ...plans, ...looseEnds, ...arrivals]
  const { items, owners } = await withOwners(store, pool, [...parts.map(({ items: own }) => own), others])
  const doubts = [...parts.flatMap((part) => part.doubts), ...unknown]
  return {
    ...usedOnly({ items, doubts, sources }, context.notUsed),
    notUsed: context.notUsed,
    days: { today, since, until: addDays(today, WEEK) },
    policies: parts.flatMap(({ policies }) => policies),
    owners,
    promises,
  }
}

/** What falls due by the lists of other systems and by what each quarter asks for. */
function readLists(context: Context, store: RecordReader, ahead: string, pool: ItemPool): Promise<AgendaPart[]> {
  return store.together(
    () => readDealItems(context, store, ahead, pool),
    () => readQuarterItems(context, store),
    () => readLeadItems(context, store, ahead, pool),
    () => readEvaluationItems(context, store, ahead),
    () => readVoucherItems(context, store, AHEAD),
    () => readRebateItems(context, store),
    () => readAccountItems(context, store),
  )
}

/** Lists that what is asked for and what ends is read from. */
async function otherDoubts(context: Context, store: RecordReader): Promise<AgendaDoubt[]> {
  const doubts = await Promise.all([
    listDoubts(context, store, nfrRequests, { unknown: 'which requests the form has', command: 'phd nfr list' }),
    listDoubts(context, store, nfrLicenses, { unknown: 'which licenses end', command: 'phd nfr expiring' }),
    listDoubts(context, store, lettersIssued, { unknown: 'which letters end', command: 'phd loa expiring' }),
  ])
  return doubts.flat()
}

/** Gives each item of a partner the owner of its account, unless its own row names a channel manager; and the names of all owners. */
async function withOwners(
  store: RecordReader,
  pool: ItemPool,
  given: readonly (readonly AgendaItem[])[],
): Promise<{ items: AgendaItem[]; owners: readonly string[] }> {
  const items: PackedItem[] = []
  for (const some of given) for (const item of some) items.push(item instanceof PackedItem ? item : pool.keep(item))
  const partners = new Set<string>()
  for (const { partner, manager } of items) if (partner !== null && manager === null) partners.add(partner.id)
  const { names, of } = await readOwners(store, partners)
  const managers = new Set(names)
  for (const item of items) {
    item.manager ??= (item.partner && of.get(item.partner.id)) ?? null
    const name = item.manager?.name?.trim()
    if (name) managers.add(name)
  }
  return { items, owners: [...managers].sort() }
}

async function sourcesOf({ now, maxAgeDays }: Context, store: RecordReader): Promise<AgendaSource[]> {
  const newest = new Map((await store.newestImports()).map((each) => [each.kind, each]))
  return kinds.flatMap(({ kind, title, whole }) => {
    const own = newest.get(kind)
    // A table that people keep stays valid until another one replaces it.
    if (!own || whole !== null) return []
    return [{ kind, title, file: own.file, lastSeenAt: own.lastSeenAt, isOld: isStale(own, now, maxAgeDays) }]
  })
}
