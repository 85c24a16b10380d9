/** Makes the insights of any partner from lists that were read once. */

import type { Context } from '../../app/context.ts'
import { usageError } from '../../errors.ts'
import { influenceRecords } from '../../records/kinds/influence-records.ts'
import { readThresholds } from '../../reference/scorecards/insights.ts'
import { evidenceForPartner, insightsForPartner, OWN_ROLES } from '../../reports/insights/for-partner.ts'
import type { Period } from '../../reports/insights/periods.ts'
import { insightsOf } from '../../reports/insights/report.ts'
import type { Role } from '../../reports/insights/types.ts'
import { policyFor } from '../../rules/policy.ts'
import type { Desk } from '../../scorecards/desk.ts'
import type { CountedPartner } from '../../scorecards/people-counts.ts'
import { readRates } from '../../scorecards/rates.ts'
import type { RecordReader } from '../../store/store.ts'
import { readCertifications } from './certifications.ts'
import { type EvidenceOf, readEvidence } from './read.ts'
import type { InsightReport } from './report.ts'

/** What insights are asked for. */
export interface InsightsAsked {
  period: Period
  role: Role | null
  isForPartner: boolean
}

/** So many partners' rows are read at a time. */
const BATCH = 200

/**
 * Makes the insights of the desk's partners, one after the other in the order of their accounts' file; `commandOf`: what makes those of
 * a partner again, by its id. Throws usage errors, `no_policy`, `bad_reference_data`.
 */
export async function readInsights(
  context: Context,
  store: RecordReader,
  desk: Desk,
  { period, role, isForPartner }: InsightsAsked,
  commandOf: (partnerId: string) => string,
): Promise<() => AsyncGenerator<InsightReport>> {
  if (isForPartner && role !== null && !OWN_ROLES.includes(role))
    throw usageError(
      `--role ${role} is for inside only`,
      'remove --for partner, or use --role resale, registration or distributor',
    )
  const { today: day, now } = context
  const { version, thresholds } = policyFor(readThresholds(), day, 'partner insights')
  const [certified, evidenceOfSome, rates] = await store.together(
    () => readCertifications(context, store, desk, { period, within: thresholds.endsWithin }),
    () => readEvidence(context, store, desk),
    () => readRates(context, store),
  )
  const make = (counted: CountedPartner, evidenceOf: EvidenceOf): InsightReport => {
    const { partner } = counted
    const { evidence: all, sources } = evidenceOf(partner.id, certified.of(counted))
    const evidence = isForPartner ? evidenceForPartner(all) : all
    const made = insightsOf(evidence, { period, day, role, convert: rates?.convert ?? null }, thresholds)
    const { record } = partner.account
    return {
      partner: {
        ...{ id: partner.id, name: partner.name, track: record.track, region: desk.regionOf(partner) },
        ...{ owner: record.owner, ownerId: record.ownerId },
      },
      ...{ period, day, now, isForPartner, command: commandOf(partner.id) },
      sources: isForPartner ? sources.filter(({ kind }) => kind !== influenceRecords.kind) : sources,
      insights: isForPartner ? insightsForPartner(made) : made,
      terms: evidence.terms,
      listed: evidence.listed,
      ratesFile: rates?.file ?? null,
      rules: [`insights ${version}`, `regions ${desk.regions.version}`, ...certified.rules],
    }
  }
  return async function* () {
    for await (const some of inBatches(certified.partners(), BATCH)) {
      const evidenceOf = await evidenceOfSome(some.map(({ partner }) => partner.id))
      for (const counted of some) yield make(counted, evidenceOf)
    }
  }
}

async function* inBatches<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let some: T[] = []
  for await (const each of all) {
    some.push(each)
    if (some.length < size) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}
