/** Reads what is on record about partners: requests with their clocks, letters, contracts, and whether two partners share a name. */

import type { Context } from '../app/context.ts'
import { deskCalendar } from '../app/desk-calendar.ts'
import { partnerIndex } from '../partners/every/partner-index.ts'
import { isPartner, type Partner } from '../partners/partner.ts'
import { foldName } from '../records/name.ts'
import { contractsOf } from '../requests/contracts.ts'
import { lettersOf, type Question, requestsOf } from '../requests/request.ts'
import { clockOf } from '../rules/business-days.ts'
import type { RecordReader, RequestEntry } from '../store/store.ts'
import type { OnRecord, TimedRequest } from './verdict.ts'

export interface RecordLookup {
  of(partner: Partner): Promise<OnRecord>
  /** Reads the records of all partners at once. */
  ofAll(): Promise<(partner: Partner) => OnRecord>
}

/** The records that matter to one rule. */
export function recordLookup(context: Context, store: RecordReader, question: Question, slaBusinessDays: number): RecordLookup {
  const recordsIn = async (entries: readonly RequestEntry[], hasNamesake: (name: string) => boolean) => {
    const requests = requestsOf(entries).filter((request) => request.question === question)
    const letters = question === 'loa' ? lettersOf(entries) : []
    const contracts = contractsOf(entries)
    // The calendar is read only if a clock is running.
    const days = requests.some(({ state }) => state === 'open') ? await deskCalendar(context, store, undefined) : null
    const timed = requests.map((request): TimedRequest => {
      const runs = days && request.state === 'open'
      return { ...request, clock: runs ? clockOf(context.dayOf(request.received), slaBusinessDays, context.today, days) : null }
    })
    const byPartner = Map.groupBy(timed, ({ partner }) => partner?.id ?? '')
    const lettersTo = Map.groupBy(letters, ({ partner }) => partner.id)
    return ({ id, name }: Partner): OnRecord => ({
      requests: byPartner.get(id) ?? [],
      letters: lettersTo.get(id) ?? [],
      contract: contracts.get(id) ?? null,
      hasNamesake: hasNamesake(name),
    })
  }
  return {
    of: async (partner) => {
      const sameName = (await store.accountsNamed('folded', foldName(partner.name).folded)).filter(isPartner)
      return (await recordsIn(await store.requestEntries({ partnerId: partner.id }), () => sameName.length > 1))(partner)
    },
    ofAll: async () => recordsIn(await store.requestEntries(), await namesakes(store)),
  }
}

/** Whether several partners have a name. */
async function namesakes(store: RecordReader): Promise<(name: string) => boolean> {
  const { index } = await partnerIndex(store)
  return (name) => index.named(name).length > 1
}
