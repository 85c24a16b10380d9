/** Contracts that a person saw on the account's record and noted, for no export shows them (Ecosystem Operations, Unauthorized Partners). */

import { refusal } from '../errors.ts'
import type { NotedContract } from '../rules/checks.ts'
import type { AuditEntry, NewAuditEntry, Recording } from '../store/store.ts'

export const CONTRACT_ACTION = { noted: 'contract_noted', withdrawn: 'contract_note_withdrawn' } as const

/** The entry that notes a contract. */
export function contractEntry(
  partner: { id: string; name: string },
  { date, where }: Pick<NotedContract, 'date' | 'where'>,
  recording: Recording,
): NewAuditEntry {
  return entry(CONTRACT_ACTION.noted, partner, { date, where }, recording)
}

/** The entry that takes such a note back. */
export function contractWithdrawnEntry(
  partner: { id: string; name: string },
  noted: NotedContract,
  reason: string,
  recording: Recording,
): NewAuditEntry {
  return entry(CONTRACT_ACTION.withdrawn, partner, { date: noted.date, notedIn: noted.entry, reason }, recording)
}

function entry(
  action: string,
  { id, name }: { id: string; name: string },
  body: Record<string, unknown>,
  { at, actor, stated }: Recording,
): NewAuditEntry {
  const whole = { partnerName: name, ...body, ...(stated ? { timeStated: true } : {}) }
  return { at, actor, action, partnerId: id, request: null, body: whole, evidence: null }
}

/** The note that holds of each partner, by its id: the newest, unless it was withdrawn. Throws `audit_damaged`. */
export function contractsOf(entries: readonly AuditEntry[]): Map<string, NotedContract> {
  const notes = new Map<string, NotedContract>()
  for (const { id, at, actor, action, partnerId, body } of entries) {
    if (partnerId === null) continue
    if (action === CONTRACT_ACTION.withdrawn) notes.delete(partnerId)
    if (action !== CONTRACT_ACTION.noted) continue
    const { date, where } = body
    if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date) || typeof where !== 'string') {
      const message = `audit entry ${id} is not as phd recorded it`
      throw refusal('audit_damaged', message, 'see what was changed: phd audit verify', { entry: id })
    }
    notes.set(partnerId, { date, where, by: actor, at, entry: id })
  }
  return notes
}
