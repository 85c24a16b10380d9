/** What the audit records about owners and plans, and the decisions that follow from it. */

import type { OwnerSet } from '../rules/cam/finding.ts'
import type { AuditBodies } from '../store/audit-bodies.ts'
import type { EntryOf, NewAuditEntry } from '../store/store.ts'

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
  { owner, reason, until }: Pick<OwnerSet, 'owner' | 'reason' | 'until'>,
): NewAuditEntry {
  const body = { partnerName: partner.name, owner, reason, until }
  return { action: 'cam_set', partnerId: partner.id, request: null, body, evidence: null }
}

/** The end of such a decision: the tables apply again. */
export function liftedEntry(partner: NamedPartner, reason: string): NewAuditEntry {
  const body = { partnerName: partner.name, reason }
  return { action: 'cam_lifted', partnerId: partner.id, request: null, body, evidence: null }
}

type PlanAction = (typeof CAM_ACTION)['planned' | 'exported' | 'reconciled' | 'verified' | 'closed']

/** What happened to a plan, with the body of its action. */
type PlanEvent = { [Action in PlanAction]: { action: Action; body: AuditBodies[Action] } }[PlanAction]

/** The audit entry of what happened to a plan; `evidence` has the accounts. */
export function planEntry(event: PlanEvent, evidence: Record<string, unknown> | null): NewAuditEntry {
  return { ...event, partnerId: null, request: null, evidence }
}

/** The newest decision of a person for each account, unless it was lifted. */
export function ownerSets(entries: readonly EntryOf<'cam_set' | 'cam_lifted'>[]): Map<string, OwnerSet> {
  const sets = new Map<string, OwnerSet>()
  for (const entry of entries) {
    const { id, at, actor, partnerId } = entry
    if (partnerId === null) continue
    if (entry.action === 'cam_lifted') {
      sets.delete(partnerId)
      continue
    }
    const { owner, reason, until } = entry.body
    sets.set(partnerId, { entry: id, at, actor, owner, reason, until })
  }
  return sets
}
