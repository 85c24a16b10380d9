/** The rule for deal registrations in `data/policies/deals.json`, typed. */

import * as v from 'valibot'
import type { DealPhase, DealPolicy, OtherWord } from '../rules/deals/types.ts'
import { readReference } from './data-files.ts'
import type { BackgroundVersion, PolicyText } from './reference.ts'

const day = v.pipe(v.string(), v.isoDate())
const citation = v.object({ page: v.string(), section: v.string() })
const words = v.pipe(v.array(v.string()), v.minLength(1))
const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const PHASES = [
  'operations',
  'channel_manager',
  'area_manager',
  'partner',
  'running',
  'ended',
] as const satisfies readonly DealPhase[]
const status = v.object({
  status: v.string(),
  phase: v.picklist(PHASES),
  answer: v.nullable(v.object({ businessDays: count, after: v.picklist(['submitted', 'status']) })),
  hours: v.nullable(count),
  term: v.boolean(),
  next: v.nullable(v.string()),
  handbook: citation,
})
const policies = v.object({
  versions: v.array(
    v.object({
      version: v.string(),
      from: v.nullable(day),
      to: v.nullable(day),
      about: v.string(),
      source: v.string(),
      statuses: v.array(status),
      partnerSourced: v.object({ types: words, approved: words, handbook: citation }),
      serviceAttach: v.object({ types: words, approved: words, statuses: v.array(status), handbook: citation }),
      term: v.object({
        days: count,
        extensionDays: count,
        extension: v.string(),
        longer: v.string(),
        extendsExpired: v.boolean(),
        handbook: citation,
      }),
      register: v.object({
        partner_authorized: v.object({ expected: v.string(), handbook: citation }),
        training: v.object({
          id: v.string(),
          credential: v.string(),
          people: count,
          shownBy: words,
          countedBy: words,
          courses: words,
          handbook: citation,
        }),
      }),
      stages: v.object({ won: words, lost: words, duplicate: words }),
      handbook: v.object({ opportunity: citation }),
    }),
  ),
  otherWords: v.array(v.object({ status: v.string(), known: v.string(), about: v.string() })),
  background: v.array(v.object({ version: v.string(), known: v.string(), source: v.string(), rule: v.array(v.string()) })),
})
export type DealPolicyFile = {
  versions: (DealPolicy & PolicyText)[]
  otherWords: OtherWord[]
  background: BackgroundVersion[]
}

/** The rule for deal registrations: its versions, oldest first, statuses that none of them has, and background. */
export function readDealPolicyFile(): DealPolicyFile {
  return readReference('policies/deals.json', policies)
}

/** The statuses that a version does not have: those of the other versions, and those that are only known. */
export function otherWordsOf({ versions, otherWords }: DealPolicyFile, inForce: DealPolicy): OtherWord[] {
  const others = versions.filter(({ version }) => version !== inForce.version)
  const ofOthers = others.flatMap(({ version, statuses, serviceAttach }) =>
    [...statuses, ...serviceAttach.statuses].map((each) => ({
      status: each.status,
      known: version,
      about: `a status of attached services by version ${version} of the rule`,
    })),
  )
  return [...ofOthers, ...otherWords]
}
