/** The certifications of partners as insights show them: counted as the scorecard counts them. */

import type { Context } from '../../app/context.ts'
import { certifications } from '../../records/kinds/certifications.ts'
import type { Period } from '../../reports/insights/periods.ts'
import type { InsightCertifications } from '../../reports/insights/types.ts'
import type { Desk } from '../../scorecards/desk.ts'
import { NONE_UNLINKED } from '../../scorecards/linked-rows.ts'
import { readScorecards } from '../../scorecards/read-scorecards.ts'
import { type PartnerScorecard, partnerScorecard } from '../../scorecards/scorecards.ts'
import type { RecordReader } from '../../store/store.ts'
import type { CertificationReader } from './read.ts'

/** Reads certifications for the desk's partner, or for all, to be counted for any of them. Throws `no_policy`. */
export async function readCertifications(
  context: Context,
  store: RecordReader,
  desk: Desk,
  { period, within }: { period: Period; within: number },
): Promise<CertificationReader> {
  const shared = await readScorecards(context, store, desk.only)
  const asked = {
    ...{ today: context.today, quarter: period.quarter, expiringDays: within },
    ...{ badges: null, country: null, withAddresses: false },
  }
  const { kind, title } = certifications
  return {
    rules: [`requirements ${shared.policy.version}`],
    partners: shared.partners,
    of: (counted) => {
      const scorecard = partnerScorecard(shared, counted, asked)
      const { leftOut, rejected } = scorecard
      const [first] = rejected
      const source = {
        ...{ kind, title, list: shared.certified.list },
        gone: leftOut.filter(({ why }) => why === 'gone').length,
        rejected: first ? { rows: rejected.length, file: first.file } : null,
        unlinked: NONE_UNLINKED,
      }
      return { certifications: ofScorecard(scorecard), source }
    },
  }
}

function ofScorecard({ figures, requirement }: PartnerScorecard): InsightCertifications | null {
  if (figures === null) return null
  const { code, credentials, track } = requirement
  return {
    quarters: figures.total.quarters,
    track,
    isMet: code === 'met' ? true : code === 'missing' ? false : null,
    missing:
      code === 'missing' ? credentials.flatMap(({ credential, missing }) => (missing ? [{ credential, missing }] : [])) : [],
    expiring: figures.expiring.map(({ name, badge, expires, file, line }) => ({
      ...{ name: name ?? 'name not known', badge, expires },
      place: { file, line },
    })),
  }
}
