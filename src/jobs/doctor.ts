/** Looks the database over: is it sound, how old is each source, what waits for a person. */

import { isNewer } from '../partners/facts.ts'
import { type UnlinkedList, unlinkedNames } from '../partners/unlinked.ts'
import type { Kind } from '../records/kind.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { calendar } from '../records/kinds/calendar.ts'
import { certificationDashboard } from '../records/kinds/certification-dashboard.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import type { SourceHealth } from '../reports/health.ts'
import type { RecordReader, SourceAge } from '../store/store.ts'

/** What the rules decide by. */
const NEEDED: ReadonlySet<string> = new Set([accounts.kind, certificationDashboard.kind, portalUsers.kind])
const DAY = 86_400_000

interface Today {
  /** ISO 8601, UTC. */
  now: string
  maxAgeDays: number
}

/** How old every kind of record is that was ever imported or is needed. */
export async function sourceHealth(
  store: RecordReader,
  kinds: readonly Kind[],
  { now, maxAgeDays }: Today,
): Promise<SourceHealth[]> {
  const staleBefore = `${new Date(Date.parse(now) - maxAgeDays * DAY).toISOString().slice(0, 19)}Z`
  const ages = new Map((await store.sourceAges(kinds, staleBefore)).map((age) => [age.kind, age]))
  const health = kinds.map((kind) => async (): Promise<SourceHealth[]> => {
    const { kind: name, title, from, whole } = kind
    const age = ages.get(name)
    const known = { kind: name, title, from, needed: NEEDED.has(name), lasting: whole !== null || name === calendar.kind }
    if (age) return [{ ...known, ...freshness(age, now, staleBefore), setAside: await setAside(store, kind, age, staleBefore) }]
    return known.needed ? [{ ...known, ...NOT_THERE }] : []
  })
  return (await store.together(...health)).flat()
}

/** What is known of a list that was never imported. */
const NOT_THERE = { records: 0, newest: null, ageDays: null, stale: 0, gone: 0, goneFrom: null, isStale: false, setAside: null }

function freshness({ records, stale, gone, goneFrom, newest }: SourceAge, now: string, staleBefore: string) {
  const { id: importId, file, importedAt, lastSeenAt, lastSeenBy, statedBy } = newest
  return {
    records,
    newest: { importId, file, importedAt, lastSeenAt, lastSeenBy, statedBy },
    ageDays: Math.max(0, Math.floor((Date.parse(now) - Date.parse(lastSeenAt)) / DAY)),
    stale,
    gone,
    goneFrom,
    isStale: lastSeenAt < staleBefore,
  }
}

/**
 * Rows that wait for a correction: all of the newest file, and of older ones those whose record can be told and came in no file
 * since. A record that was rejected again waits once. As with all evidence, what is too old no longer counts.
 */
async function setAside(
  store: RecordReader,
  kind: Kind,
  { newest }: SourceAge,
  staleBefore: string,
): Promise<SourceHealth['setAside']> {
  const told = (await store.rejectedRows(kind)).sort((a, b) => (isNewer(a, b) ? -1 : 1))
  const again = new Set(told.filter(({ importId }) => importId === newest.id).map(({ key }) => key))
  const older = told.filter(
    ({ key, importId, lastSeenAt }) => key !== null && importId !== newest.id && !again.has(key) && lastSeenAt >= staleBefore,
  )
  const ofNewest = newest.lastSeenAt >= staleBefore ? newest.counts.rejected : 0
  const rows = new Set(older.map(({ key }) => key)).size + ofNewest
  if (ofNewest > 0) return { rows, importId: newest.id, file: newest.file }
  const [first] = older
  return first ? { rows, importId: first.importId, file: first.file } : null
}

/** Names that lead to no partner; none where there are no accounts to lead to, for then that is what has to be mended. */
export async function unlinkedIn(store: RecordReader, notUsed: readonly string[]): Promise<UnlinkedList> {
  return (await store.wasImported(accounts)) ? unlinkedNames(store, notUsed) : []
}
