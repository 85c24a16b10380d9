/** An answer to "who should own this?", and what of its JSON plans keep. */

import type { Partner } from '../partners/partner.ts'
import type { Resolved } from '../partners/resolve.ts'
import type { Opportunity } from '../records/kinds/opportunities.ts'
import type { Finding } from '../rules/cam/finding.ts'
import type { CamPolicy, Evidence, Reason } from '../rules/cam/types.ts'
import type { Stored } from '../store/store.ts'
import { whyOf } from './ownership-sentences.ts'

export type Subject =
  | { kind: 'account'; partner: Partner; by: Resolved['by'] | null }
  | { kind: 'opportunity'; opportunity: Stored<Opportunity> }

export interface OwnerAnswer {
  subject: Subject
  finding: Finding
  /** ISO 8601, UTC. */
  evaluatedAt: string
  asOf: string | null
  policy: CamPolicy
}

/** The id and name of the account or opportunity. */
export function subjectOf(subject: Subject): { kind: Subject['kind']; id: string; name: string } {
  if (subject.kind === 'account') return { kind: 'account', id: subject.partner.id, name: subject.partner.name }
  const { id, name } = subject.opportunity.record
  return { kind: 'opportunity', id: id ?? '', name: name ?? '' }
}

/** The territories that the contract should name: those of the table row that gives the owner. */
export function territoriesOf({ ownership, set }: Pick<Finding, 'ownership' | 'set'>): string[] {
  const via = set ? set.byTable.via : ownership.via
  return via?.territory ? [via.territory] : []
}

/** Every reason of a finding, the most pressing first. */
export function reasonsOf({ ownership, blocked, notes, lapsed }: Finding): Reason[] {
  const ended: Reason[] = lapsed
    ? [{ code: 'set_lapsed', facts: { actor: lapsed.actor, until: lapsed.until, owner: lapsed.owner.name } }]
    : []
  return [...(blocked ? [blocked] : []), ...ownership.reasons, ...notes, ...ended]
}

/** The JSON of a finding, without the name of its schema. */
export function findingJson({ subject, finding }: Pick<OwnerAnswer, 'subject' | 'finding'>) {
  const { ownership, owner, current, change, blocked } = finding
  return {
    subject: subjectOf(subject),
    decision: ownership.decision,
    owner,
    current,
    change,
    via: ownership.via,
    contractedTerritories: territoriesOf(finding),
    reasons: reasonsOf(finding).map((reason) => whyOf(reason)),
    reasonCodes: reasonsOf(finding).map(({ code }) => code),
    region: ownership.region,
    blocked: blocked && { code: blocked.code, message: whyOf(blocked) },
    set: setJson(finding),
    stale: finding.stale,
  }
}

function setJson({ set }: Finding) {
  if (!set) return null
  const { owner, reason, actor, at, until, entry } = set.decided
  const { decision, manager, via, reasons } = set.byTable
  return {
    owner,
    reason,
    by: actor,
    at,
    until,
    entry,
    byTable: { decision, manager, via, reasons: reasons.map((reason) => whyOf(reason)) },
  }
}

/** The section of the handbook that the answer follows. */
export function handbookOf({ subject, policy: { handbook } }: Pick<OwnerAnswer, 'subject' | 'policy'>) {
  return subject.kind === 'account' ? handbook.accounts : handbook.opportunities
}

/** The rows that the answer depends on, the record of the account or opportunity first. */
export function evidenceOf({ subject, finding: { ownership, set, users } }: Pick<OwnerAnswer, 'subject' | 'finding'>): {
  what: string
  source: Evidence
}[] {
  const record = subject.kind === 'account' ? subject.partner.account : subject.opportunity
  const { headings, extraHeadings, ...source } = record.source
  const rows = [...ownership.rows, ...(set?.byTable.rows ?? [])]
  return [
    { what: 'record', source: { ...source, column: null } },
    ...rows.flatMap(({ row, groups }) => [
      ...(row ? [{ what: 'table', source: row.source }] : []),
      ...(groups ? [{ what: 'country', source: groups.source }] : []),
    ]),
    ...users.map(({ source }) => ({ what: 'user', source })),
  ]
}
