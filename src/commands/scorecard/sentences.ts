/** Sentences of scorecards, made from codes and figures. */

import { whyUnlinked } from '../../app/link-sentences.ts'
import type { Listed } from '../../packed/packed-list.ts'
import type { WhyNot } from '../../reports/scorecard/behind.ts'
import type { CountedBy, NeededPeople, RequirementVerdict, SourceCount, WhyUnknown } from '../../reports/scorecard/requirement.ts'
import type { LeftOutRow } from '../../scorecards/certified/lists.ts'
import type { PartnerScorecard, RegionScorecard } from '../../scorecards/scorecards.ts'
import { grouped, plural } from '../../terminal/plural.ts'

/** The lists as a sentence names them. */
export const LISTS: Readonly<Record<CountedBy, string>> = {
  certifications: 'the certifications',
  portal_users: 'the portal users',
  certification_dashboard: 'the certification dashboard',
}

/** Why a row is behind no figure of the quarter. */
export const WHY_NOT: Readonly<Record<WhyNot, string>> = {
  ended: 'ended before',
  later: 'earned later',
  moved_away: 'moved away',
  moved_here_later: 'moved here later',
  left: 'left',
  portal_unlinked: 'portal account of no certain partner',
}

/** Why a row counts for no one. */
export function whyLeftOut(why: LeftOutRow['why']): string {
  if (why === 'gone') return 'not in the newest list'
  if (why === 'unnamed') return 'it names no partner'
  return why === 'portal_unlinked' ? WHY_NOT.portal_unlinked : whyUnlinked(why)
}

/** What a partner's reader should know first. */
export function partnerFinding({
  partner: { name },
  finding,
  requirement,
  figures,
  totals,
  asked,
  isOld,
}: PartnerScorecard): string {
  const ends = figures && !isOld ? endsWords(figures.expiring) : ''
  const unknownQuarters = figures === null ? '; no certifications were imported, so figures by quarter are not known' : ''
  const rest = `${pastWords(figures)}${ends}${unknownQuarters}.`
  const track = requirement.track ?? ''
  switch (finding) {
    case 'met':
      return `${name} meets the ${track} requirements: ${listed(requirement.credentials.map(haveWords))}${rest}`
    case 'missing':
      return `${name} does not meet the ${track} requirements: it needs ${listed(requirement.credentials.flatMap(needWords))}${rest}`
    case 'no_requirement': {
      const held = figures ? heldWords(figures.total.held, figures.people) : totalsWords(totals)
      const isOver = figures?.quarter.isNow === false
      const why = track === '' ? 'its account has no track' : `the track "${track}" has no requirements that phd knows`
      return `${name} ${isOver ? 'held' : 'holds'} ${held} on ${isOver ? figures?.quarter.end : asked.today}; ${why}${ends}${unknownQuarters}.`
    }
    default:
      return `Cannot tell whether ${name} meets ${track === '' ? 'any' : `the ${track}`} requirements: ${whyUnknown(requirement, { isOld })}${rest}`
  }
}

/** Things in a sentence: "a, b and c". */
function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

/** What was held at the end of a quarter that is over. */
function pastWords(figures: PartnerScorecard['figures']): string {
  if (figures === null || figures.quarter.isNow) return ''
  return `; at the end of ${figures.quarter.quarter} it held ${plural(figures.total.held, 'certification')}`
}

function haveWords({ credential, have, needed }: NeededPeople, i: number): string {
  return `${i === 0 ? plural(have ?? 0, 'person', 'people') : grouped(have ?? 0)} with ${credential} (${grouped(needed)} needed)`
}

function needWords({ credential, have, needed, missing }: NeededPeople): string[] {
  if (missing === null || missing === 0) return []
  return [
    `${grouped(missing)} more ${missing === 1 ? 'person' : 'people'} with ${credential} (${grouped(have ?? 0)} of ${grouped(needed)})`,
  ]
}

/** How many certifications end soon, and the last of their days; nothing where none does. */
function endsWords(expiring: Listed<{ expires: string }>): string {
  if (expiring.length === 0) return ''
  const last = expiring.slice(expiring.length - 1, expiring.length)[0]?.expires ?? ''
  return `; ${plural(expiring.length, 'certification')} ${expiring.length === 1 ? 'ends' : 'end'} by ${last}`
}

function heldWords(held: number, people: number): string {
  return `${plural(held, 'certification')} by ${plural(people, 'person', 'people')}`
}

function totalsWords(totals: PartnerScorecard['totals']): string {
  if (totals === null) return 'a number of certifications that is not known'
  const held = totals.badges.reduce((sum, { people }) => sum + people, 0)
  return `${plural(held, 'certification')} by ${LISTS[totals.by]}`
}

const WHY: Readonly<Record<Exclude<WhyUnknown, 'sources_disagree'>, (list: string) => string>> = {
  missing: () => 'no list has its people',
  stale: (list) => `${list} are too old to rely on`,
  rejected: (list) => `rows of ${list} that may be of its people were rejected`,
  unlinked: (list) => `rows of ${list} that may be its own are linked to no partner`,
  inactive: (list) => `people who are needed have an inactive account by ${list}`,
  unreadable: (list) => `the answer of ${list} cannot be read`,
  no_track: () => 'its account has no track',
}

function whyUnknown({ why, by, sources }: RequirementVerdict, { isOld }: { isOld: boolean }): string {
  if (why === 'sources_disagree') return `lists contradict each other: ${sources.map(saysWords).join('; ')}`
  if (why === null) return isOld ? 'the certifications are too old to rely on' : 'no list has its people'
  return WHY[why](by === null ? 'the lists' : LISTS[by])
}

/** What a list says of the requirements: "the portal users say yes (2 with sales, 1 with solution architect)". */
function saysWords({ by, met, have }: SourceCount): string {
  const counts = Object.entries(have).map(
    ([id, count]) => `${count === null ? 'not known' : grouped(count)} with ${id.replaceAll('_', ' ')}`,
  )
  const says = by === 'certification_dashboard' ? 'says' : 'say'
  return `${LISTS[by]} ${met === null ? 'cannot tell' : `${says} ${met ? 'yes' : 'no'}`} (${counts.join(', ')})`
}

/** What a region's reader should know first. */
export function regionFinding(
  { region, finding, figures, totals, partners, asked, isOld }: RegionScorecard,
  countryName: (code: string) => string,
): string {
  const place = region === 'Global' ? 'All partners' : `The partners of ${region}`
  if (finding === 'held' && figures) {
    const { total, people, quarter, expiring } = figures
    let [holding, met, asks] = [0, 0, 0]
    for (const { figures: own, requirement } of partners) {
      if ((own?.held ?? 0) > 0) holding++
      if (requirement.code === 'met') met++
      if (requirement.code !== 'no_requirement' && requirement.why !== 'no_track') asks++
    }
    const change = changeWords(total.change)
    const country = asked.country === null ? '' : ` of ${countryName(asked.country)}`
    const held = `${plural(total.held, 'certification')}${country} by ${plural(people, 'person', 'people')}`
    const meets = `; ${grouped(met)} of the ${plural(asks, 'partner')} listed ${met === 1 ? 'meets' : 'meet'} the requirements of the track`
    const verb = quarter.isNow ? 'hold' : 'held'
    return `${place} ${verb} ${held} of ${plural(holding, 'partner')} on ${quarter.end}, ${change} a quarter before${asks === 0 ? '' : meets}${endsWords(expiring)}.`
  }
  if (finding === 'totals_only')
    return `${place} hold ${totalsWords(totals)} on ${asked.today}; no certifications were imported, so figures by quarter are not known.`
  const why = isOld ? 'the certifications are too old to rely on' : 'no certifications were imported'
  return `Cannot tell what ${region === 'Global' ? 'all partners' : `the partners of ${region}`} hold: ${why}.`
}

/** A change against the quarter before: "3 more than", "as many as". */
function changeWords(change: number): string {
  if (change === 0) return 'as many as'
  return `${grouped(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than`
}
