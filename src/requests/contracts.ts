/** Contracts that a person saw on the account's record and noted, for no export shows them (Ecosystem Operations, Unauthorized Partners). */

import type { NotedContract } from '../rules/checks.ts'
import type { EntryOf, NewRequestEntry, RequestEntry } from '../store/store.ts'

export const CONTRACT_ACTIONS = ['contract_noted', 'contract_note_withdrawn'] as const

/** The entry that notes a contract. */
export function contractEntry(
  partner: { id: string; name: string },
  { date, where }: Pick<NotedContract, 'date' | 'where'>,
): NewRequestEntry {
  const body = { partnerName: partner.name, date, where }
  return { action: 'contract_noted', partnerId: partner.id, request: null, body, evidence: null }
}

/** The entry that withdraws such a note. */
export function contractWithdrawnEntry(
  partner: { id: string; name: string },
  noted: NotedContract,
  reason: string,
): NewRequestEntry {
  const body = { partnerName: partner.name, date: noted.date, notedIn: noted.entry, reason }
  return { action: 'contract_note_withdrawn', partnerId: partner.id, request: null, body, evidence: null }
}

/** The note in force of each partner, by its id: the newest, unless it was withdrawn. */
export function contractsOf(
  entries: ReadonlyArray<RequestEntry | EntryOf<(typeof CONTRACT_ACTIONS)[number]>>,
): Map<string, NotedContract> {
  const notes = new Map<string, NotedContract>()
  for (const entry of entries) {
    const { id, at, actor, partnerId } = entry
    if (partnerId === null) continue
    if (entry.action === 'contract_note_withdrawn') notes.delete(partnerId)
    if (entry.action !== 'contract_noted') continue
    const { date, where } = entry.body
    notes.set(partnerId, { date, where, by: actor, at, entry: id })
  }
  return notes
}
