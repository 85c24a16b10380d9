import { partnerIndex } from '../../partners/every/partner-index.ts'
import { sourceOf } from '../../partners/facts.ts'
import { type NamedPartner, partnersOf, type RowLink } from '../../partners/linking/links.ts'
import { type NewestList, newestOf, type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import type { Partner } from '../../partners/partner.ts'
import { type Lead, leads } from '../../records/kinds/leads.ts'
import { type LeadPolicyFile, readLeadPolicyFile } from '../../reference/leads.ts'
import { leadAnswer, leadDays } from '../../rules/leads/recall.ts'
import type { LeadAnswer, LeadDays, LeadEvidence, LeadPolicy } from '../../rules/leads/types.ts'
import { policyFor } from '../../rules/policy.ts'
import { isStale, type Source } from '../../rules/verdict.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import { choosePartner } from '../choose-partner.ts'
import type { Context } from '../context.ts'
import { readyForAll } from '../long-run.ts'
import { givenValue } from '../option-values.ts'

/** A lead with what the rule says of it. */
export interface ReadLead {
  record: Lead
  /** The partner its row belongs to; null where that is not known. */
  partner: NamedPartner | null
  evidence: LeadEvidence
  answer: LeadAnswer
  days: LeadDays
  source: Source
}

/** What leads were read from. */
export interface LeadsAbout {
  policy: LeadPolicyFile['versions'][number]
  /** The partner that was asked for. */
  partner: Partner | null
  /** The newest list; null: none was imported. */
  list: NewestList | null
  /** Rejected rows, which may be leads that no other row has; with a partner, those that may be its own. */
  rejected: RejectedRows | null
}

/**
 * Judges the leads, all or those of the partner that `--partner` names, by the rule of today, and shows each to `visit`, without keeping
 * any. Throws usage errors, `no_policy`, and what finding the partner throws.
 */
export async function eachLead(
  context: Context,
  store: RecordReader,
  named: string | undefined,
  visit: (lead: ReadLead, policy: LeadPolicy) => void,
): Promise<LeadsAbout> {
  const subject = givenValue('--partner', named)
  const policy = policyFor(readLeadPolicyFile().versions, context.today, 'shared leads')
  const partner = subject === undefined ? null : (await choosePartner(context, store, subject)).partner
  if (partner === null) readyForAll(context)
  const { index } = await partnerIndex(store)
  for await (const rows of store.recordBatches(leads))
    for (const row of rows) {
      const link = index.link({ name: row.record.partner, accountId: row.record.partnerId })
      if (partner !== null && !partnersOf(link).some(({ id }) => id === partner.id)) continue
      visit(judged(context, row, link, { policy, isOfOne: partner !== null }), policy)
    }
  return {
    policy,
    partner,
    list: await newestOf(context, store, leads),
    rejected: await rejectedOf(store, leads, partner ? { partner, index } : undefined),
  }
}

/** A row with what the rule says; a row that only may be the asked partner's is never that partner's. */
function judged(
  { now, maxAgeDays, today }: Context,
  row: Stored<Lead>,
  link: RowLink<NamedPartner>,
  { policy, isOfOne }: { policy: LeadPolicy; isOfOne: boolean },
): ReadLead {
  const { record, source, doubt } = row
  const { shareStatus, status, created, accepted, updated, ownership, registration } = record
  const evidence = {
    ...{ shareStatus, status, created, accepted, updated, ownership, registration },
    tellsOwnership: 'ownership' in source.headings,
    isStale: isStale(source, now, maxAgeDays),
    isGone: source.gone !== null,
    isInDoubt: doubt !== null,
  }
  const answer = leadAnswer(evidence, policy, today)
  const isUnclear = isOfOne && link.partner === null && (answer.outcome === 'recall' || answer.outcome === 'not_yet')
  return {
    record,
    partner: link.partner && { id: link.partner.id, name: link.partner.name },
    evidence,
    answer: isUnclear ? { outcome: 'unknown', why: 'partner', found: record.partner ?? record.partnerId } : answer,
    days: leadDays(evidence, policy, answer),
    source: sourceOf(row),
  }
}

/** Whether the leads that were read are all that there are: the list is there, not too old, and no row of it was rejected. */
export function isWhole({ list, rejected }: Pick<LeadsAbout, 'list' | 'rejected'>): boolean {
  return list !== null && !list.isOld && rejected === null
}
