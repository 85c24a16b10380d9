import type { Context } from '../app/context.ts'
import { allAuthorizedEvidence, authorizedEvidence } from '../partners/authorized-evidence.ts'
import type { Partner } from '../partners/partner.ts'
import type { Resolved } from '../partners/resolve.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { certificationDashboard } from '../records/kinds/certification-dashboard.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { policyFor } from '../rules/policy.ts'
import { decideAuthorized } from '../rules/standing/authorized.ts'
import type { AuthorizedEvidence, AuthorizedPolicy } from '../rules/standing/authorized-types.ts'
import type { RecordReader } from '../store/store.ts'
import { letterPolicy } from './letter-rule.ts'
import { licensePolicy } from './license-rule.ts'
import { recordLookup } from './on-record.ts'
import { type Rule, readRunFacts } from './rule.ts'
import type { OnRecord, StandingVerdict } from './verdict.ts'

/** The rule for authorized partners, by the policies of the day. Throws `no_policy` (cannot tell). */
export async function standingRule(context: Context, store: RecordReader): Promise<Rule<StandingVerdict>> {
  const { readAuthorizedPolicyFile } = await import('../reference/reference.ts')
  const authorized = policyFor<AuthorizedPolicy>(readAuthorizedPolicyFile().versions, context.today, 'authorized partners')
  const policies = { authorized, loa: await letterPolicy(context), nfr: await licensePolicy(context) }
  const run = await readRunFacts(context, store, [accounts, certificationDashboard, portalUsers])
  const records = recordLookup(context, store, 'loa', policies.loa.slaBusinessDays)
  const decide = (
    partner: Partner,
    by: Resolved['by'] | null,
    evidence: AuthorizedEvidence,
    { contract, hasNamesake }: OnRecord,
  ): StandingVerdict => {
    const { channelManager, dashboardImported } = evidence.loa
    const verdict = decideAuthorized(evidence, authorized, policies, run.evaluatedAt, run.maxAgeDays)
    // Requests and letters are shown by the checks of their own.
    const onRecord = { requests: [], letters: [], contract, hasNamesake }
    return { question: 'authorized', ...run, partner, by, channelManager, dashboardImported, onRecord, ...verdict }
  }
  return {
    question: 'authorized',
    policy: authorized,
    check: async (found) => {
      const partners = found.map(({ partner }) => partner)
      const [recordOf, evidenceOf] = await Promise.all([records.of(partners), authorizedEvidence(store, partners, policies)])
      return found.map(({ partner, by }) => {
        const onRecord = recordOf(partner)
        return decide(partner, by, evidenceOf(partner, onRecord.contract), onRecord)
      })
    },
    async *checkAll() {
      const recordOf = await records.ofAll()
      for await (const some of allAuthorizedEvidence(store, policies, (of) => recordOf(of).contract))
        yield some.map(({ partner, evidence }) => decide(partner, null, evidence, recordOf(partner)))
    },
  }
}
