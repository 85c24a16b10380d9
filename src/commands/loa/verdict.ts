import type { Context } from '../../app/context.ts'
import { allLoaEvidence, loaEvidence } from '../../partners/loa-evidence.ts'
import type { Partner } from '../../partners/partner.ts'
import type { Resolved } from '../../partners/resolve.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard } from '../../records/kinds/certification-dashboard.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import { decideLoa, type LoaEvidence, type LoaPolicy, type LoaVerdict } from '../../rules/loa.ts'
import type { RecordReader } from '../../store/store.ts'
import { type Judge, type Judged, makeAround, type OnRecord, partnerWords, policyFor } from '../../verdicts/judge.ts'
import { missingSentences, nextSteps, noteSentences } from './sentences.ts'

/** The rule for letters of authorization, by the policy of the day. */
export async function loaJudge(context: Context, store: RecordReader): Promise<Judge<LoaVerdict, LoaPolicy>> {
  const { readLoaPolicies } = await import('../../reference/reference.ts')
  const policy = policyFor(readLoaPolicies(), context.today, 'letters of authorization', 'loa.json')
  const { words, frame, recordOf, allRecords } = await makeAround(context, store, {
    question: 'loa',
    kinds: [accounts, certificationDashboard, portalUsers],
    slaBusinessDays: policy.slaBusinessDays,
  })
  const judged = (partner: Partner, by: Resolved['by'] | null, evidence: LoaEvidence, onRecord: OnRecord): Judged<LoaVerdict> => {
    const verdict = decideLoa(evidence, policy, context.now, context.maxAgeDays)
    const { channelManager, dashboardImported } = evidence
    const wording = { ...words, channelManager, ...partnerWords(partner, onRecord), dashboardImported }
    return {
      verdict,
      answer: {
        ...frame(partner, by),
        question: 'loa',
        thing: 'a letter of authorization',
        decision: verdict.decision,
        policyVersion: policy.version,
        checks: verdict.checks,
        missing: missingSentences(verdict, wording),
        notes: [...noteSentences(verdict, wording), ...onRecord.notes],
        nextSteps: nextSteps(verdict, wording),
        unchecked: null,
        stale: verdict.stale,
        words: wording,
        own: { section: null, json: {}, csv: [] },
      },
    }
  }
  return {
    question: 'loa',
    policy,
    one: async (partner, by) => {
      const onRecord = await recordOf(partner)
      return judged(partner, by, await loaEvidence(store, partner, policy, onRecord.contract), onRecord)
    },
    async *all() {
      const onRecord = await allRecords()
      for await (const { partner, evidence } of allLoaEvidence(store, policy, (of) => onRecord(of).contract))
        yield judged(partner, null, evidence, onRecord(partner))
    },
  }
}
