/** How many requests were answered in time. */

import type { Context } from '../app/context.ts'
import { eachRequest, type Question } from '../requests/request.ts'
import type { BusinessDays } from '../rules/business-days.ts'
import { addDays } from '../rules/day.ts'
import type { RecordReader } from '../store/store.ts'
import { letterPolicy } from '../verdicts/letter-rule.ts'
import { licensePolicy } from '../verdicts/license-rule.ts'

/** The requests of a kind that were answered within some days, and how many of them in time. */
export interface KeptPromises {
  question: Question
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
  const since = addDays(context.today, -within)
  const policies = { loa: await letterPolicy(context), nfr: await licensePolicy(context) }
  const promises = { loa: keptOf('loa'), nfr: keptOf('nfr') }
  for await (const some of eachRequest(store))
    for (const { question, received, ruling } of some) {
      if (!ruling || context.dayOf(ruling.at) < since) continue
      const last = days.after(context.dayOf(received), policies[question].slaBusinessDays)
      promises[question].answered++
      if (context.dayOf(ruling.at) <= last) promises[question].kept++
    }
  return [promises.loa, promises.nfr]
}

function keptOf(question: Question): KeptPromises {
  return { question, kept: 0, answered: 0 }
}
