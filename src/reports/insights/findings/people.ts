/** What the rule says of certifications and leads. */

import type { Thresholds } from '../../../rules/insights/thresholds.ts'
import type { Figures } from '../figures.ts'
import { finding, type Judged, ofShare } from './judged.ts'

/** Judges the certifications and the leads of a partner. */
export function peopleFindings(figures: Figures, thresholds: Thresholds): Judged {
  return [...certifications(figures, thresholds), ...leads(figures, thresholds)]
}

function certifications({ certifications: found }: Figures, { endsWithin }: Thresholds): Judged {
  if (found === null) return []
  const { isMet, missing, expiring, quarters } = found
  const judged: Judged = []
  if (isMet === true) judged.push(finding('requirement', 'well', { missing: 0 }))
  if (isMet === false) {
    const people = missing.reduce((sum, each) => sum + each.missing, 0)
    const what = missing.map((each) => `${each.missing} ${each.credential}`).join(', ')
    judged.push(finding('requirement', 'improve', { missing: people, what }))
  }
  const year = quarters.slice(-4)
  const [gained, lapsed] = [sum(year.map((each) => each.gained)), sum(year.map((each) => each.lapsed))]
  if (gained !== lapsed) {
    const held = quarters.at(-1)?.held ?? null
    judged.push(finding('certifications_change', gained > lapsed ? 'well' : 'improve', { gained, lapsed, held }))
  }
  if (expiring.length > 0)
    judged.push(
      finding('certifications_expiring', 'improve', { expiring: expiring.length, days: endsWithin }, { behind: 'next' }),
    )
  return judged
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0)
}

function leads({ leads: found }: Figures, { leads: share }: Thresholds): Judged {
  if (found === null) return []
  const { accepted, rejected, recalled, rate } = found
  return ofShare('leads_accepted', rate, accepted + rejected + recalled, share, {
    figures: { accepted, rejected, recalled },
    behind: 'leads',
  })
}
