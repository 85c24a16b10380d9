/** What the rule says of certifications and leads. */

import type { Thresholds } from '../../../rules/insights/thresholds.ts'
import type { Figures } from '../figures.ts'
import type { InsightCertifications } from '../types.ts'
import { finding, type Judged, ofShare } from './judged.ts'

/** Judges the certifications and the leads of a partner. */
export function peopleFindings(figures: Figures, thresholds: Thresholds): Judged {
  return [...certifications(figures, thresholds), ...leads(figures, thresholds)]
}

function certifications({ certifications: found }: Figures, { endsWithin }: Thresholds): Judged {
  if (found === null) return []
  const { isMet, track, missing, expiring, quarters } = found
  const judged: Judged = []
  if (isMet === true) judged.push(finding('requirement', 'well', { missing: 0, track }))
  if (isMet === false) {
    const people = missing.reduce((sum, each) => sum + each.missing, 0)
    judged.push(finding('requirement', 'improve', { missing: people, what: missingPeople(missing), track }))
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

/** Who is missing, in words: "3 people with sales and 1 with solution architect". */
function missingPeople(missing: InsightCertifications['missing']): string {
  const each = missing.map(({ credential, missing: people }, i) =>
    i === 0 ? `${people} ${people === 1 ? 'person' : 'people'} with ${credential}` : `${people} with ${credential}`,
  )
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each.at(-1)}`
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
