/** The requirements of a partner's track on its page: what each list says, and what to do. */

import { MARKS } from '../../reports/scorecard/marks.ts'
import type { RequirementVerdict, WhyUnknown } from '../../reports/scorecard/requirement.ts'
import { numbers } from '../../scorecards/cells.ts'
import type { PartnerScorecard } from '../../scorecards/scorecards.ts'
import type { PageCell, PagePart } from '../../terminal/page.ts'
import { grouped } from '../../terminal/plural.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { count } from './parts.ts'
import { LISTS } from './sentences.ts'

const HEADINGS = { certifications: 'Certifications', portal_users: 'Portal users', certification_dashboard: 'Dashboard' } as const
const WORDS = { met: 'met', missing: 'not met', cannot_tell: 'cannot tell', no_requirement: 'none' } as const

/** Why a list cannot tell, in a word or two. */
const DOUBTS: Readonly<Record<WhyUnknown, string>> = {
  missing: 'not in it',
  stale: 'too old',
  rejected: 'rejected rows',
  unlinked: 'rows of no certain partner',
  inactive: 'inactive accounts',
  unreadable: 'cannot be read',
  no_track: 'no track',
  sources_disagree: 'lists contradict each other',
}

/** The verdict in a word or two. */
export function verdictWord({ code }: Pick<RequirementVerdict, 'code'>): string {
  return WORDS[code]
}

/** What the track needs, and how many people each list has; none where the track asks nothing. */
export function requirementParts({ requirement, asked, figures }: PartnerScorecard): PagePart[] {
  const { track, credentials, sources, policy } = requirement
  if (credentials.length === 0) return []
  // The requirements count all badges; the rows are of those that are asked for.
  const isListed = figures !== null && asked.badges === null
  const rows = credentials.map(({ id, credential, needed, missing }): PageCell[] => [
    credential,
    count(needed),
    ...sources.map(({ by, have }) =>
      count(have[id] ?? null, ...(by === 'certifications' && isListed ? [MARKS.credential(id)] : [])),
    ),
    missingCell(requirement, missing),
  ])
  const says = sources.map(({ met, why }) =>
    met === null ? `cannot tell${why ? ` (${DOUBTS[why]})` : ''}` : met ? 'met' : 'not met',
  )
  return [
    { kind: 'heading', text: `${track} requirements: ${verdictWord(requirement)}` },
    {
      kind: 'table',
      id: 'requirements',
      caption: `People with each credential on ${asked.today}, by policy ${policy}; a person counts once for each`,
      headings: ['Credential', numbers('Needed'), ...sources.map(({ by }) => numbers(HEADINGS[by])), numbers('Missing')],
      rows: [...rows, ['By this list', '', ...says, '']],
    },
  ]
}

/** How many people are missing; where some may be in rows that do not count, no more than that; where a list cannot be relied on, not known. */
function missingCell({ code, why }: RequirementVerdict, missing: number | null): PageCell {
  if (code !== 'cannot_tell' || missing === null) return count(missing)
  if (why !== 'rejected' && why !== 'unlinked' && why !== 'inactive') return count(null)
  return missing === 0 ? count(0) : { text: `${grouped(missing)} or fewer`, number: String(missing) }
}

/** What to do, and who does it. */
export function nextParts({ requirement, finding, figures, partner, asked }: PartnerScorecard): PagePart[] {
  const named = shellWord(partner.name)
  const needs = requirement.credentials.filter(({ missing }) => (missing ?? 0) > 0)
  const ends = figures?.expiring.length ?? 0
  const owner = partner.account.record.owner?.trim()
    ? `the account owner, ${partner.account.record.owner.trim()}`
    : 'the account owner'
  const items: PageCell[] = [
    ...(finding === 'missing'
      ? needs.map(({ missing, credential }) => `the partner: train ${grouped(missing ?? 0)} more with ${credential}`)
      : []),
    ...(ends > 0 ? [`${owner}: remind the partner of what ends within ${grouped(asked.expiringDays)} days`] : []),
    ...(finding === 'cannot_tell' ? [`the desk: ${doubtStep(requirement)}`] : []),
    ...(finding === 'missing' || ends > 0 ? [{ command: `phd cert-report ${named} --out certifications.csv` }] : []),
    ...(finding === 'cannot_tell' ? [{ command: `phd partner show ${named}` }] : []),
  ]
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: 'Who does what' },
        { kind: 'list', items },
      ]
}

function doubtStep({ why, by }: RequirementVerdict): string {
  const list = by === null ? 'the lists' : LISTS[by]
  switch (why) {
    case 'sources_disagree':
      return 'find out which list is right, and export the other one again; badges show in the portal after some days'
    case 'unlinked':
      return `name the partner of the rows that may be its own (phd partner unlinked)`
    case 'rejected':
    case 'unreadable':
      return `mend the rows of ${list} that were rejected or contradict each other, and import them again`
    case 'inactive':
      return 'ask the partner whether the people with an inactive account still work there'
    case 'no_track':
      return 'set the track on the account'
    default:
      return `export ${list} again, and import them`
  }
}
