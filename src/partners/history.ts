/** What was known of a partner, and when it changed. */

import type { Kind } from '../records/kind.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { certificationDashboard } from '../records/kinds/certification-dashboard.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import type { ImportEntry, PartnerRows, Pruned, RecordChange, RecordReader, RecordVersion } from '../store/store.ts'
import { ownSpellings, type SpellingLookup } from './linking/linked-names.ts'
import type { Partner } from './partner.ts'

/** A change of one record of a partner, and the entry in the list of imports that made it. */
export interface PartnerEvent extends RecordChange {
  kind: Kind
  entry: ImportEntry
}

interface HistoryReader extends SpellingLookup {
  versions(kind: Kind, of: PartnerRows | { key: string }): Promise<RecordVersion[]>
  prunedHistory(): Promise<Pruned | null>
  together: RecordReader['together']
}

/** Every change of the partner's account, its dashboard rows and its people that was not pruned, oldest first. */
export async function partnerHistory(store: HistoryReader, partner: Partner): Promise<PartnerEvent[]> {
  const rows = { names: await ownSpellings(store, partner), accountIds: [partner.id] }
  const own = async (kind: Kind, of: PartnerRows | { key: string }) => eventsOf(kind, await store.versions(kind, of))
  const events = await store.together(
    () => own(accounts, { key: partner.id }),
    () => own(certificationDashboard, rows),
    () => own(portalUsers, rows),
  )
  // What a record was when an entry before that opened it is known, but not what it was before.
  const pruned = (await store.prunedHistory())?.lastImport ?? 0
  return events
    .flat()
    .filter(({ entry }) => entry.id > pruned)
    .sort((a, b) => a.entry.id - b.entry.id)
}

/** The changes between the versions of records, oldest first. */
function eventsOf(kind: Kind, versions: readonly RecordVersion[]): PartnerEvent[] {
  const byKey = Map.groupBy(versions, ({ key }) => key)
  return [...byKey].flatMap(([key, ofKey]) => {
    const opened = ofKey.map((version, i): PartnerEvent => {
      const before = ofKey[i - 1]
      const follows = before !== undefined && before.to?.id === version.from.id
      return {
        kind,
        entry: version.from,
        change: follows ? 'changed' : 'added',
        key,
        line: version.line,
        before: follows ? before : null,
        after: version,
      }
    })
    const closed = ofKey.flatMap((version, i): PartnerEvent[] => {
      const isFollowed = ofKey[i + 1]?.from.id === version.to?.id
      if (version.to === null || isFollowed) return []
      return [{ kind, entry: version.to, change: 'removed', key, line: null, before: version, after: null }]
    })
    return [...opened, ...closed]
  })
}
