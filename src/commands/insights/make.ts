/** Makes the insights of any partner from lists that were read once. */

import type { Context } from '../../app/context.ts'
import { usageError } from '../../errors.ts'
import type { Partner } from '../../partners/partner.ts'
import { influenceRecords } from '../../records/kinds/influence-records.ts'
import { readThresholds } from '../../reference/scorecards/insights.ts'
import { evidenceForPartner, insightsForPartner, OWN_ROLES } from '../../reports/insights/for-partner.ts'
import type { Period } from '../../reports/insights/periods.ts'
import { insightsOf } from '../../reports/insights/report.ts'
import type { Role } from '../../reports/insights/types.ts'
import { policyFor } from '../../rules/policy.ts'
import type { Desk } from '../../scorecards/desk.ts'
import { readRates } from '../../scorecards/rates.ts'
import type { RecordReader } from '../../store/store.ts'
import { readCertifications } from './certifications.ts'
import { readEvidence } from './read.ts'
import type { InsightReport } from './report.ts'

/** What insights are asked for. */
export interface InsightsAsked {
  period: Period
  role: Role | null
  isForPartner: boolean
}

/** Makes the insights of a partner; `command`: what makes them again. */
export type MakeInsights = (partner: Partner, command: string) => InsightReport

/** Reads all lists for the desk's partner, or for all. Throws usage errors, `no_policy`, `bad_reference_data`. */
export async function readInsights(
  context: Context,
  store: RecordReader,
  desk: Desk,
  { period, role, isForPartner }: InsightsAsked,
): Promise<MakeInsights> {
  if (isForPartner && role !== null && !OWN_ROLES.includes(role))
    throw usageError(
      `--role ${role} is for inside only`,
      'remove --for partner, or use --role resale, registration or distributor',
    )
  const { today: day, now } = context
  const { version, thresholds } = policyFor(readThresholds(), day, 'partner insights')
  const certified = await readCertifications(context, store, desk, { period, within: thresholds.endsWithin })
  const evidenceOf = await readEvidence(context, store, desk, certified)
  const rates = await readRates(context, store)
  return (partner, command) => {
    const { evidence: all, sources } = evidenceOf(partner)
    const evidence = isForPartner ? evidenceForPartner(all) : all
    const made = insightsOf(evidence, { period, day, role, convert: rates?.convert ?? null }, thresholds)
    const { record } = partner.account
    return {
      partner: {
        ...{ id: partner.id, name: partner.name, track: record.track, region: desk.regionOf(partner) },
        ...{ owner: record.owner, ownerId: record.ownerId },
      },
      ...{ period, day, now, isForPartner, command },
      sources: isForPartner ? sources.filter(({ kind }) => kind !== influenceRecords.kind) : sources,
      insights: isForPartner ? insightsForPartner(made) : made,
      terms: evidence.terms,
      listed: evidence.listed,
      ratesFile: rates?.file ?? null,
      rules: [`insights ${version}`, `regions ${desk.regions.version}`, ...certified.rules],
    }
  }
}
