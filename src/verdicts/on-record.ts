/** Reads what is on record about partners: requests with their clocks, letters, contracts, and whether two partners share a name. */

import type { Context } from '../app/context.ts'
import { deskCalendar } from '../app/desk-calendar.ts'
import { PackedById } from '../packed/packed-by-id.ts'
import { partnerIndex } from '../partners/every/partner-index.ts'
import { isPartner, type Partner } from '../partners/partner.ts'
import { foldName } from '../records/name.ts'
import { CONTRACT_ACTIONS, contractsOf } from '../requests/contracts.ts'
import { type DeskRequest, lettersOf, type Question, type RecordedLetter, requestsOf } from '../requests/request.ts'
import { clockOf } from '../rules/business-days.ts'
import type { NotedContract } from '../rules/checks.ts'
import type { RecordReader, RequestEntry } from '../store/store.ts'
import type { OnRecord, TimedRequest } from './verdict.ts'

export interface RecordLookup {
  /** Reads the records of some partners. */
  of(partners: readonly Partner[]): Promise<(partner: Partner) => OnRecord>
  /** Reads the records of all partners at once. */
  ofAll(): Promise<(partner: Partner) => OnRecord>
}

/** Entries of requests, those of one together. */
type Batches = AsyncIterable<readonly RequestEntry[]> | Iterable<readonly RequestEntry[]>

/** The records that matter to one rule; those of all partners are kept outside the heap. */
export function recordLookup(context: Context, store: RecordReader, question: Question, slaBusinessDays: number): RecordLookup {
  const recordsIn = async (
    batches: Batches,
    contracts: ReadonlyMap<string, NotedContract>,
    hasNamesake: (name: string) => boolean,
  ) => {
    const requests = new PackedById<DeskRequest>()
    const letters = new PackedById<RecordedLetter>()
    let isOneOpen = false
    for await (const entries of batches) {
      for (const request of requestsOf(entries)) {
        if (request.question !== question) continue
        requests.add(request.partner?.id ?? '', request)
        isOneOpen ||= request.state === 'open'
      }
      if (question === 'loa') for (const letter of lettersOf(entries)) letters.add(letter.partner.id, letter)
    }
    // The calendar is read only if a clock is running.
    const days = isOneOpen ? await deskCalendar(context, store, undefined) : null
    const timed = (request: DeskRequest): TimedRequest => {
      const runs = days && request.state === 'open'
      return { ...request, clock: runs ? clockOf(context.dayOf(request.received), slaBusinessDays, context.today, days) : null }
    }
    return ({ id, name }: Partner): OnRecord => ({
      requests: requests.of(id).map(timed),
      letters: letters.of(id).sort((a, b) => a.entry - b.entry),
      contract: contracts.get(id) ?? null,
      hasNamesake: hasNamesake(name),
    })
  }
  return {
    of: async (partners) => {
      const [entries, accounts] = await Promise.all([
        store.requestEntries({ partnerIds: partners.map(({ id }) => id) }),
        store.accountsNamed('folded', [...new Set(partners.map(({ name }) => foldName(name).folded))]),
      ])
      const sameName = Map.groupBy(accounts.filter(isPartner), ({ record }) => foldName(record.name ?? '').folded)
      return recordsIn([entries], contractsOf(entries), (name) => (sameName.get(foldName(name).folded)?.length ?? 0) > 1)
    },
    ofAll: async () => {
      const contracts = contractsOf(await store.entriesOf(CONTRACT_ACTIONS))
      return recordsIn(store.requestBatches(), contracts, await namesakes(store))
    },
  }
}

/** Whether several partners have a name. */
async function namesakes(store: RecordReader): Promise<(name: string) => boolean> {
  const { index } = await partnerIndex(store)
  return (name) => index.named(name).length > 1
}
