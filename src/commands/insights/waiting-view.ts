/** Who must do what, and what ends next. */

import type { PageCell, PagePart } from '../../terminal/page.ts'
import type { InsightReport } from './report.ts'
import { ENDING_WORDS } from './words.ts'

/** So many of what ends next are on the page. */
const MOST = 25

/** The table of who must do what, then that of what ends. */
export function waitingParts(report: InsightReport): PagePart[] {
  return [...todoParts(report), ...nextParts(report)]
}

function todoParts({ insights, isForPartner, partner }: InsightReport): PagePart[] {
  const { registrations, unrecorded, pipeline, certifications } = insights
  const row = (who: string, what: string, command: string | null): PageCell[] => [
    ...[what, who],
    ...(isForPartner ? [] : [command === null ? '' : { command }]),
  ]
  const rows = [
    ...(registrations?.returned ?? []).map(({ name }) =>
      row('the partner', `${name}: add what was asked for; returned`, `phd deal show ${name}`),
    ),
    ...(registrations?.pending ?? []).map(({ name, submitted }) =>
      row('GitLab', `${name}: decide; pending${submitted ? ` since ${submitted}` : ''}`, `phd deal show ${name}`),
    ),
    ...(certifications?.missing ?? []).map(({ credential, missing }) =>
      row('the partner', `certify ${missing} more: ${credential}`, `phd scorecard partner ${partner.id}`),
    ),
    ...(isForPartner ? [] : (unrecorded ?? [])).map(({ name }) =>
      row('the partner team', `${name}: add an influence record in Salesforce`, `phd influence ${partner.id}`),
    ),
    ...(isForPartner ? [] : pipeline.overdue).map(({ name, closeDate }) =>
      row('the opportunity owner', `${name}: renew the close date, ${closeDate}`, null),
    ),
  ]
  if (rows.length === 0) return []
  return [
    { kind: 'heading', text: 'Who must do what' },
    {
      kind: 'table',
      id: 'waiting',
      caption: 'What waits for someone',
      headings: ['What', 'Who', ...(isForPartner ? [] : ['See'])],
      rows,
    },
  ]
}

function nextParts({ insights: { next } }: InsightReport): PagePart[] {
  if (next.length === 0) return []
  const more = next.length > MOST ? `; ${next.length - MOST} later ones are not shown` : ''
  return [
    { kind: 'heading', text: 'What is due next' },
    {
      kind: 'table',
      id: 'next',
      caption: `Days that are near${more}`,
      headings: ['What', 'Which', 'Day', { text: 'Days left', isNumber: true }],
      rows: next
        .slice(0, MOST)
        .map(({ what, about, day, daysLeft }) => [
          ENDING_WORDS[what],
          about,
          day,
          { text: String(daysLeft), number: String(daysLeft) },
        ]),
    },
  ]
}
