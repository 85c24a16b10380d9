import type { Context } from '../../app/context.ts'
import { allNfrEvidence, nfrEvidence } from '../../partners/nfr-evidence.ts'
import type { Partner } from '../../partners/partner.ts'
import type { Resolved } from '../../partners/resolve.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard } from '../../records/kinds/certification-dashboard.ts'
import { nfrLicenses } from '../../records/kinds/nfr-licenses.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import { approvedLicences } from '../../requests/approved.ts'
import { decideNfr, type NfrAsk, type NfrEvidence, type NfrPolicy, type NfrVerdict } from '../../rules/nfr.ts'
import type { RecordReader } from '../../store/store.ts'
import { type Judge, type Judged, makeAround, type OnRecord, partnerWords, policyFor } from '../../verdicts/judge.ts'
import { limitLines, nfrMissing, nfrNextSteps, nfrNotes, termLimitSentence, termSentence, uncheckedLimit } from './sentences.ts'

/** The rule for not-for-resale licences that is in force. */
export async function nfrPolicyFor({ today }: Pick<Context, 'today'>): Promise<NfrPolicy> {
  const { readNfrPolicies } = await import('../../reference/reference.ts')
  return policyFor(readNfrPolicies(), today, 'not-for-resale licences', 'nfr.json')
}

/**
 * The rule for not-for-resale licences, by the policy of the day; `ask` is what is asked for, if anything, and `judging` the request that
 * is judged: what was approved for it does not count against it.
 */
export async function nfrJudge(
  context: Context,
  store: RecordReader,
  ask: NfrAsk | null,
  judging: number | null = null,
): Promise<Judge<NfrVerdict, NfrPolicy>> {
  const policy = await nfrPolicyFor(context)
  const { words, frame, recordOf, allRecords } = await makeAround(context, store, {
    question: 'nfr',
    kinds: [accounts, certificationDashboard, portalUsers, nfrLicenses],
    slaBusinessDays: policy.slaBusinessDays,
  })
  const judged = (partner: Partner, by: Resolved['by'] | null, evidence: NfrEvidence, onRecord: OnRecord): Judged<NfrVerdict> => {
    const verdict = decideNfr(evidence, policy, ask, context.now, context.maxAgeDays)
    const { channelManager, dashboardImported } = evidence
    const wording = { ...words, channelManager, ...partnerWords(partner, onRecord), dashboardImported }
    const { limits, term } = verdict
    return {
      verdict,
      answer: {
        ...frame(partner, by),
        question: 'nfr',
        thing: 'a not-for-resale licence',
        decision: verdict.decision,
        policyVersion: policy.version,
        checks: verdict.checks,
        missing: nfrMissing(verdict, wording),
        notes: [...nfrNotes(verdict, wording), ...onRecord.notes],
        nextSteps: nfrNextSteps(verdict, wording),
        unchecked: uncheckedLimit(verdict),
        stale: verdict.stale,
        words: wording,
        own: {
          section: {
            title: 'Users',
            lines: [...limitLines(verdict), ...(term ? [termSentence(term)] : []), termLimitSentence(verdict)]
              .filter((line) => line !== '')
              .map((line) => `- ${line}`),
          },
          json: {
            asked: ask && { type: ask.type, users: ask.users, renewal: ask.renewal },
            limitChecked: ask !== null,
            limits,
            term: term && { kind: term.kind, start: term.start, end: term.end },
          },
          csv: policy.types.flatMap(({ id }) => {
            const { max = 0, held = null, available = null } = limits[id] ?? {}
            return [
              [`${id}_max`, String(max)],
              [`${id}_held`, String(held ?? '')],
              [`${id}_available`, String(available ?? '')],
            ] as const
          }),
        },
      },
    }
  }
  return {
    question: 'nfr',
    policy,
    one: async (partner, by) => {
      const onRecord = await recordOf(partner)
      const licences = approvedLicences(onRecord.requests, policy, judging)
      const { contract } = onRecord
      return judged(partner, by, await nfrEvidence(store, partner, policy, { licences, contract }), onRecord)
    },
    async *all() {
      const onRecord = await allRecords()
      const recordedFor = (partner: Partner) => {
        const { requests, contract } = onRecord(partner)
        return { licences: approvedLicences(requests, policy), contract }
      }
      for await (const { partner, evidence } of allNfrEvidence(store, policy, recordedFor)) {
        yield judged(partner, null, evidence, onRecord(partner))
      }
    },
  }
}
