/** What a person should know beside the checks on a license. */

import { AGREEMENT, agreementNotes, type IsOld, notLinked, restrictedMark } from './checks.ts'
import { oldestRunning, runningOn } from './license-limits.ts'
import {
  type Limit,
  type NfrAsk,
  type NfrEvidence,
  type NfrNote,
  type NfrPolicy,
  type NfrTrack,
  TECHNICAL,
  type Term,
} from './nfr-types.ts'
import { countsDisagree, dashboardCount } from './trainings.ts'
import type { Check } from './verdict.ts'

interface Found {
  track: NfrTrack | null
  checks: readonly Check[]
  technical: Check
  limits: Readonly<Record<string, Limit>>
  ask: NfrAsk | null
  term: Term | null
  today: string
  isOld: IsOld
}

/** The notes of a verdict on licenses, in the order they are read. */
export function nfrNotes(
  evidence: NfrEvidence,
  policy: NfrPolicy,
  { track, checks, technical, limits, ask, term, today, isOld }: Found,
): NfrNote[] {
  const { restricted, dashboard, people, licenses, licenseList } = evidence
  const list: NfrNote[] = []
  const mark = restrictedMark(restricted)
  if (mark !== null) list.push({ code: 'restricted_party', value: mark })
  const recent = evidence.candidates.filter(({ source }) => !isOld(source))
  list.push(...notLinked([...recent, ...(evidence.unsurePeople?.candidates ?? [])], checks))
  const isAuthorized = checks.some(({ id, outcome }) => id === 'partner_authorized' && outcome === 'pass')
  const contract = checks.find(({ id }) => id === AGREEMENT)
  if (policy.checks.agreement && isAuthorized) list.push(...agreementNotes(contract, evidence))
  const answer = checks.find(({ id }) => id === 'track_reqs_met')
  const disagree = track && countsDisagree(answer, people, people?.source.file ?? '', track.requirements)
  if (disagree) list.push(disagree)
  if (!policy.checks.technical_certification.decides && technical.outcome === 'fail') {
    list.push({ code: 'technical_certification_advised' })
  }
  const counts = dashboard.map((row) => dashboardCount(policy.checks.technical_certification.countedBy, row.counts) ?? 1)
  if (people && technical.outcome === 'pass' && counts.length > 0 && counts.every((count) => count === 0)) {
    list.push({ code: 'portal_ahead_of_dashboard', people: people.holding[TECHNICAL] ?? 0, file: people.source.file })
  }
  if (people?.left) list.push({ code: 'people_gone', people: people.left.people, file: people.left.file })
  if (!licenseList) list.push({ code: 'licences_never_imported' })
  for (const license of licenses) {
    if (license.type === null && license.source)
      list.push({ code: 'licence_of_unknown_type', name: license.typeName, source: license.source })
    if (license.uncertain) list.push({ code: 'licence_uncertain', license })
    if (license.approvedAs !== null) list.push({ code: 'approved_not_listed', license })
  }
  for (const type of policy.limitPer === 'partner' ? policy.types.slice(0, 1) : policy.types) {
    const { held, max } = limits[type.id] ?? { held: null, max: 0 }
    if (held !== null && held > max) list.push({ code: 'over_limit', type, held, max })
  }
  const oldest = oldestRunning(licenses, today)
  for (const license of runningOn(licenses, today)) {
    if (license.addOn && oldest && license.end !== oldest.end) list.push({ code: 'add_on_ends_otherwise', license, oldest })
  }
  const asked = policy.types.find(({ id }) => id === ask?.type)
  if (ask?.renewal && term?.kind !== 'renewal' && asked) list.push({ code: 'nothing_to_renew', type: asked })
  if (ask && term?.kind === 'add_on') {
    const same = runningOn(licenses, today).find(({ type }) => type === ask.type)
    if (same) list.push({ code: 'runs_already', license: same })
  }
  return list
}
