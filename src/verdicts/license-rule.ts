import type { Context } from '../app/context.ts'
import { allNfrEvidence, nfrEvidence } from '../partners/nfr-evidence.ts'
import type { Partner } from '../partners/partner.ts'
import type { Resolved } from '../partners/resolve.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { certificationDashboard } from '../records/kinds/certification-dashboard.ts'
import { nfrLicenses } from '../records/kinds/licenses/nfr-licenses.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { approvedLicenses } from '../requests/approved.ts'
import { decideNfr } from '../rules/nfr.ts'
import type { NfrAsk, NfrEvidence, NfrPolicy } from '../rules/nfr-types.ts'
import { policyFor } from '../rules/policy.ts'
import type { RecordReader } from '../store/store.ts'
import { recordLookup } from './on-record.ts'
import { type Rule, readRunFacts } from './rule.ts'
import type { LicenseVerdict, OnRecord } from './verdict.ts'

/** The policy for not-for-resale licenses that is in force. Throws `no_policy` (cannot tell). */
export async function licensePolicy({ today }: Pick<Context, 'today'>): Promise<NfrPolicy> {
  const { readNfrPolicies } = await import('../reference/reference.ts')
  return policyFor(readNfrPolicies(), today, 'not-for-resale licenses')
}

/**
 * The rule for not-for-resale licenses, by the policy of the day. `ask` is what is requested, if anything; `deciding` is the
 * request to decide: what was approved for it before does not count against it.
 */
export async function licenseRule(
  context: Context,
  store: RecordReader,
  ask: NfrAsk | null,
  deciding: number | null = null,
): Promise<Rule<LicenseVerdict>> {
  const policy = await licensePolicy(context)
  const run = await readRunFacts(context, store, [accounts, certificationDashboard, portalUsers, nfrLicenses])
  const records = recordLookup(context, store, 'nfr', policy.slaBusinessDays)
  const decide = (partner: Partner, by: Resolved['by'] | null, evidence: NfrEvidence, onRecord: OnRecord): LicenseVerdict => {
    const { channelManager, dashboardImported } = evidence
    const verdict = decideNfr(evidence, policy, ask, run.evaluatedAt, run.maxAgeDays)
    return { question: 'nfr', ...run, partner, by, channelManager, dashboardImported, onRecord, ...verdict }
  }
  return {
    question: 'nfr',
    policy,
    check: async (found) => {
      const partners = found.map(({ partner }) => partner)
      const [recordOf, evidenceOf] = await Promise.all([records.of(partners), nfrEvidence(store, partners, policy)])
      return found.map(({ partner, by }) => {
        const onRecord = recordOf(partner)
        const { requests, contract } = onRecord
        const licenses = approvedLicenses(requests, policy, deciding)
        return decide(partner, by, evidenceOf(partner, { licenses, contract }), onRecord)
      })
    },
    async *checkAll() {
      const recordOf = await records.ofAll()
      const recordedFor = (partner: Partner) => {
        const { requests, contract } = recordOf(partner)
        return { licenses: approvedLicenses(requests, policy), contract }
      }
      for await (const some of allNfrEvidence(store, policy, recordedFor))
        yield some.map(({ partner, evidence }) => decide(partner, null, evidence, recordOf(partner)))
    },
  }
}
