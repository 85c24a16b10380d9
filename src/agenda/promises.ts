/** How many requests were answered in time. */

import type { Context } from '../app/context.ts'
import { requestsOf } from '../requests/request.ts'
import type { BusinessDays } from '../rules/business-days.ts'
import { addDays } from '../rules/day.ts'
import type { RecordReader } from '../store/store.ts'
import { letterPolicy } from '../verdicts/letter-rule.ts'
import { licensePolicy } from '../verdicts/license-rule.ts'

/** The requests of a kind that were answered within some days, and how many of them in time. */
export interface KeptPromises {
  question: 'loa' | 'nfr'
  kept: number
  answered: number
}

/** Counts the requests answered in the last days, by the newest answer of each; what was reopened waits, and does not count. */
export async function readPromises(
  context: Context,
  store: RecordReader,
  days: BusinessDays,
  within: number,
): Promise<KeptPromises[]> {
  const requests = requestsOf(await store.requestEntries())
  const since = addDays(context.today, -within)
  const policies = { loa: await letterPolicy(context), nfr: await licensePolicy(context) }
  return (['loa', 'nfr'] as const).map((question) => {
    const answered = requests.flatMap(({ question: of, received, ruling }) => {
      if (of !== question || !ruling || context.dayOf(ruling.at) < since) return []
      return [context.dayOf(ruling.at) <= days.after(context.dayOf(received), policies[question].slaBusinessDays)]
    })
    return { question, kept: answered.filter(Boolean).length, answered: answered.length }
  })
}
