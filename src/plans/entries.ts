/** What is recorded of owners and plans, and what the entries say put together. */

import { refusal } from '../errors.ts'
import type { OwnerSet } from '../rules/cam-change.ts'
import type { AuditEntry, NewAuditEntry, Recording } from '../store/store.ts'

export const CAM_ACTION = {
  set: 'cam_set',
  lifted: 'cam_lifted',
  planned: 'cam_planned',
  exported: 'cam_exported',
  reconciled: 'cam_reconciled',
  verified: 'cam_verified',
  closed: 'cam_closed',
} as const

interface NamedPartner {
  id: string
  name: string
}

/** A person's decision that overrides the tables for one account. */
export function setEntry(
  partner: NamedPartner,
  body: { owner: { name: string; userId: string }; reason: string; until: string | null },
  recording: Recording,
): NewAuditEntry {
  return entry(CAM_ACTION.set, partner.id, { partnerName: partner.name, ...body }, recording)
}

/** That the tables hold again. */
export function liftedEntry(partner: NamedPartner, reason: string, recording: Recording): NewAuditEntry {
  return entry(CAM_ACTION.lifted, partner.id, { partnerName: partner.name, reason }, recording)
}

/** What became of a plan; `evidence` has it account by account. */
export function planEntry(
  action: (typeof CAM_ACTION)['planned' | 'exported' | 'reconciled' | 'verified' | 'closed'],
  body: Record<string, unknown>,
  evidence: Record<string, unknown> | null,
  recording: Recording,
): NewAuditEntry {
  return { ...entry(action, null, body, recording), evidence }
}

function entry(
  action: string,
  partnerId: string | null,
  body: Record<string, unknown>,
  { at, actor, stated }: Recording,
): NewAuditEntry {
  return { at, actor, action, partnerId, request: null, body: stated ? { ...body, timeStated: true } : body, evidence: null }
}

/** The newest decision of a person for each account, unless it was lifted. Throws the refusal `audit_damaged`. */
export function ownerSets(entries: readonly AuditEntry[]): Map<string, OwnerSet> {
  const sets = new Map<string, OwnerSet>()
  for (const { id, at, actor, action, partnerId, body } of entries) {
    if (partnerId === null) continue
    if (action === CAM_ACTION.lifted) sets.delete(partnerId)
    if (action !== CAM_ACTION.set) continue
    const { owner, reason, until } = body as { owner?: { name?: unknown; userId?: unknown }; reason?: unknown; until?: unknown }
    const isWhole = typeof owner?.name === 'string' && typeof owner.userId === 'string' && typeof reason === 'string'
    if (!isWhole || !(until === null || typeof until === 'string')) throw damagedEntry(id)
    sets.set(partnerId, {
      entry: id,
      at,
      actor,
      owner: { name: String(owner.name), userId: String(owner.userId) },
      reason,
      until,
    })
  }
  return sets
}

export function damagedEntry(id: number): Error {
  return refusal('audit_damaged', `audit entry ${id} is not as phd recorded it`, 'see what was changed: phd audit verify', {
    entry: id,
  })
}
