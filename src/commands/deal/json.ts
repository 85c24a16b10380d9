/** Deal registrations as the contract has them (phd.deals/1), with more beside. */

import type { DealList } from '../../app/lists/deals.ts'
import { type Deal, opportunityIdOf } from '../../partners/deals/deal.ts'
import { sourceOf } from '../../partners/facts.ts'
import { problemText } from './problem-sentences.ts'
import { noteText } from './sentences.ts'

/** One registration. */
export function dealJson(deal: Deal) {
  const { row, record, partner, unlinked, opportunityName, since, finding } = deal
  const { dealId, customer, manager, serviceAttachStatus } = row.record
  const opportunityId = opportunityIdOf(deal)
  return {
    id: record.name,
    dealId,
    type: record.type,
    status: record.status,
    serviceAttachStatus,
    partner: partner && { id: partner.id, name: partner.name },
    partnerText: row.record.partner ?? row.record.partnerId,
    candidates: unlinked?.candidates.map(({ id, name }) => ({ id, name })) ?? [],
    customer,
    opportunity: opportunityId === null && !opportunityName?.trim() ? null : { id: opportunityId, name: opportunityName },
    manager,
    submitted: record.submitted,
    approved: record.approved,
    expires: finding.expires,
    phase: finding.phase,
    due: finding.due,
    late: finding.late,
    problems: finding.problems.map(({ code, evidence, handbook, ...problem }) => ({
      code,
      text: problemText({ code, evidence, handbook, ...problem } as (typeof finding.problems)[number]),
      evidence,
      handbook,
    })),
    notes: finding.notes.map((note) => ({ code: note.code, text: noteText(note) })),
    statusSince: since,
    handbook: finding.rule?.handbook ?? null,
    source: sourceOf(row),
  }
}

/** What all of a list have in common. */
export function listJson({ today, asOf, policy, sources, rejected }: DealList) {
  return {
    schema: 'phd.deals/1',
    today,
    asOf,
    policy: { id: 'deals', version: policy.version },
    sources: sources.map(({ kind, file, lastSeenAt, isOld }) => ({ kind, file, lastSeenAt, stale: isOld })),
    rejectedRows: rejected,
  }
}
