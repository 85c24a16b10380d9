import type { Context } from '../app/context.ts'
import { allLoaEvidence, loaEvidence } from '../partners/loa-evidence.ts'
import type { Partner } from '../partners/partner.ts'
import type { Resolved } from '../partners/resolve.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { certificationDashboard } from '../records/kinds/certification-dashboard.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { decideLoa, type LoaEvidence, type LoaPolicy } from '../rules/loa.ts'
import { policyFor } from '../rules/policy.ts'
import type { RecordReader } from '../store/store.ts'
import { recordLookup } from './on-record.ts'
import { type Rule, readRunFacts } from './rule.ts'
import type { LetterVerdict, OnRecord } from './verdict.ts'

/** The policy for letters of authorization that is in force. Throws `no_policy` (cannot tell). */
export async function letterPolicy({ today }: Pick<Context, 'today'>): Promise<LoaPolicy> {
  const { readLoaPolicies } = await import('../reference/reference.ts')
  return policyFor(readLoaPolicies(), today, 'letters of authorization')
}

/** The rule for letters of authorization, by the policy of the day. */
export async function letterRule(context: Context, store: RecordReader): Promise<Rule<LetterVerdict>> {
  const policy = await letterPolicy(context)
  const run = await readRunFacts(context, store, [accounts, certificationDashboard, portalUsers])
  const records = recordLookup(context, store, 'loa', policy.slaBusinessDays)
  const decide = (partner: Partner, by: Resolved['by'] | null, evidence: LoaEvidence, onRecord: OnRecord): LetterVerdict => {
    const { channelManager, dashboardImported } = evidence
    const verdict = decideLoa(evidence, policy, run.evaluatedAt, run.maxAgeDays)
    return { question: 'loa', ...run, partner, by, channelManager, dashboardImported, onRecord, ...verdict }
  }
  return {
    question: 'loa',
    policy,
    check: async (found) => {
      const partners = found.map(({ partner }) => partner)
      const [recordOf, evidenceOf] = await Promise.all([records.of(partners), loaEvidence(store, partners, policy)])
      return found.map(({ partner, by }) => {
        const onRecord = recordOf(partner)
        return decide(partner, by, evidenceOf(partner, onRecord.contract), onRecord)
      })
    },
    async *checkAll() {
      const recordOf = await records.ofAll()
      for await (const some of allLoaEvidence(store, policy, (of) => recordOf(of).contract))
        yield some.map(({ partner, evidence }) => decide(partner, null, evidence, recordOf(partner)))
    },
  }
}
