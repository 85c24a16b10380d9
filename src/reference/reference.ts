/** The reference data in `data/`, typed. Rules get it as values; they never read it themselves. */

import * as v from 'valibot'
import type { CamPolicy } from '../rules/cam/types.ts'
import type { LoaPolicy } from '../rules/loa.ts'
import type { MailPolicy } from '../rules/mail-route.ts'
import type { NfrPolicy } from '../rules/nfr-types.ts'
import type { AuthorizedPolicy } from '../rules/standing/authorized-types.ts'
import type { CheckId } from '../rules/verdict.ts'
import { readReference } from './data-files.ts'

const day = v.pipe(v.string(), v.isoDate())
const citation = v.object({ page: v.string(), section: v.string() })
const checkId = v.picklist([
  'partner_authorized',
  'agreement',
  'open_reqs_met',
  'track_open_or_select',
  'track_reqs_met',
  'technical_certification',
  'within_limit',
  'sales_training',
  'open_status',
] satisfies CheckId[])
const check = v.object({ expected: v.string(), handbook: citation })
const people = v.pipe(v.number(), v.integer(), v.minValue(1))
const training = {
  credential: v.string(),
  people,
  shownBy: v.array(v.string()),
  countedBy: v.array(v.string()),
  courses: v.array(v.string()),
}
const requirements = v.array(v.object({ id: v.string(), ...training }))
const dated = {
  version: v.string(),
  from: v.nullable(day),
  to: v.nullable(day),
  about: v.string(),
  source: v.string(),
}
const datedRequest = { ...dated, slaBusinessDays: v.number() }
/** Versions that are known, and were never given to the desk to work by. */
const background = v.array(v.object({ version: v.string(), known: v.string(), source: v.string(), rule: v.array(v.string()) }))

/** What else a person should know of a version. */
export interface PolicyText {
  about: string
  source: string
}
export type BackgroundVersion = v.InferOutput<typeof background>[number]

const loaPolicies = v.object({
  versions: v.array(
    v.object({
      ...datedRequest,
      checks: v.object({ partner_authorized: check, agreement: v.optional(check), open_reqs_met: v.optional(check) }),
      requirements,
      expiry: v.string(),
    }),
  ),
  background,
})
export type LoaPolicyFile = {
  versions: (LoaPolicy & PolicyText & { slaBusinessDays: number; expiry: string })[]
  background: BackgroundVersion[]
}

/** The rule for letters of authorization: its versions, oldest first, and what is only background. */
export function readLoaPolicyFile(): LoaPolicyFile {
  return readReference('policies/loa.json', loaPolicies)
}

/** The versions of the rule for letters of authorization, oldest first. */
export function readLoaPolicies(): LoaPolicyFile['versions'] {
  return readLoaPolicyFile().versions
}

const nfrPolicies = v.object({
  versions: v.array(
    v.object({
      ...datedRequest,
      checks: v.object({
        partner_authorized: check,
        agreement: v.optional(check),
        track_open_or_select: check,
        track_reqs_met: check,
        technical_certification: v.object({ decides: v.boolean(), ...training, handbook: citation }),
        within_limit: v.object({ handbook: citation }),
      }),
      tracks: v.record(
        v.string(),
        v.object({ users: people, answer: v.picklist(['openReqsMet', 'selectReqsMet']), requirements }),
      ),
      limitPer: v.picklist(['licence_type', 'partner']),
      types: v.array(v.object({ id: v.string(), name: v.string(), words: v.array(v.string()) })),
      level: v.string(),
      endsWithOldest: v.picklist(['add_on', 'any']),
      renewal: v.string(),
      exception: v.object({ about: v.string(), barredBy: v.array(checkId), handbook: citation }),
    }),
  ),
  background,
})
export type NfrPolicyFile = {
  versions: (NfrPolicy & PolicyText & { renewal: string; exception: { about: string } })[]
  background: BackgroundVersion[]
}

/** The rule for not-for-resale licenses: its versions, oldest first, and what is only background. */
export function readNfrPolicyFile(): NfrPolicyFile {
  return readReference('policies/nfr.json', nfrPolicies)
}

/** The versions of the rule for not-for-resale licenses, oldest first. */
export function readNfrPolicies(): NfrPolicyFile['versions'] {
  return readNfrPolicyFile().versions
}

const words = v.pipe(v.array(v.string()), v.minLength(1))
const distributionPolicies = v.object({
  versions: v.array(
    v.object({
      ...dated,
      markets: v.object({ commercial: v.string(), publicSector: v.string() }),
      marketWords: v.object({ commercial: v.array(v.string()), publicSector: v.array(v.string()) }),
      publicSectorCountry: v.string(),
      regions: v.record(
        v.string(),
        v.object({
          words,
          tables: v.array(v.picklist(['apac', 'emeaSelect', 'emeaOpen'])),
          also: v.array(v.string()),
          covers: v.picklist(['all', 'some']),
        }),
      ),
      besideRegion: v.array(v.string()),
      tracks: v.record(v.string(), v.picklist(['through_distributor', 'directly', 'as_it_likes'])),
      handbook: v.object({ coverage: citation, none: citation, tracks: v.record(v.string(), citation) }),
    }),
  ),
  background,
})
export type DistributionPolicyFile = v.InferOutput<typeof distributionPolicies>

/** The rule for distributors: its versions, oldest first, with which countries a region has by the tables of groups. */
export function readDistributionPolicyFile(): DistributionPolicyFile {
  return readReference('policies/distributors.json', distributionPolicies)
}

const askedChecks = v.object({
  partner_authorized: citation,
  agreement: v.optional(citation),
  sales_training: v.optional(citation),
  open_status: v.optional(citation),
})
const authorizedPolicies = v.object({
  versions: v.array(
    v.object({
      ...dated,
      checks: v.object({
        partner_authorized: check,
        agreement: v.optional(check),
        sales_training: v.object(training),
        open_status: v.object({ expected: v.string(), tracks: words }),
      }),
      acts: v.object({ transact: askedChecks, register: askedChecks, quote: askedChecks }),
      course: v.object({ name: v.string(), about: v.string(), handbook: citation }),
      exceptions: v.object({
        programs: v.string(),
        oneOff: v.optional(v.object({ by: v.string(), handbook: citation })),
        handbook: citation,
      }),
    }),
  ),
  background,
})
export type AuthorizedPolicyFile = { versions: (AuthorizedPolicy & PolicyText)[]; background: BackgroundVersion[] }

/** The rule for authorized partners: its versions, oldest first, and what is only background. */
export function readAuthorizedPolicyFile(): AuthorizedPolicyFile {
  return readReference('policies/authorized.json', authorizedPolicies)
}

const camPolicies = v.object({
  versions: v.array(
    v.object({
      ...dated,
      tables: v.object({
        amer: v.string(),
        apac: v.string(),
        emeaSelect: v.string(),
        emeaOpen: v.string(),
        usPubSec: v.string(),
      }),
      usPubSecTrack: v.string(),
      mappedByPartner: v.object({ usPubSec: words, also: v.array(v.string()) }),
      splits: v.array(v.object({ state: v.string(), territory: v.string(), from: v.number(), to: v.number() })),
      splitBasis: v.string(),
      publicSector: v.object({ yes: words, no: words }),
      sameWord: v.array(words),
      sameWordBasis: v.string(),
      lookAtTerritory: words,
      mostChanges: people,
      handbook: v.object({ accounts: citation, change: citation, territories: citation, opportunities: citation }),
    }),
  ),
  background,
})
export type CamPolicyFile = { versions: (CamPolicy & PolicyText & { splitBasis: string })[]; background: BackgroundVersion[] }

/** The rule for who owns accounts and opportunities: its versions, oldest first, and what is only background. */
export function readCamPolicyFile(): CamPolicyFile {
  return readReference('policies/cam.json', camPolicies)
}

const mailPolicies = v.object({
  versions: v.array(
    v.object({
      ...dated,
      distributorQuotes: v.picklist(['order_operations', 'opportunity_owner']),
      distributorOrders: v.picklist(['order_operations', 'opportunity_owner']),
      stages: v.object({ won: words, lost: words, duplicate: words }),
      salesAskedDirectly: v.array(v.string()),
      customerOrders: v.pipe(v.string(), v.email()),
      handbook: v.object({ resellers: citation, distributors: citation }),
    }),
  ),
  background,
})
export type MailPolicyFile = { versions: (MailPolicy & PolicyText)[]; background: BackgroundVersion[] }

/** The rule for where mail on orders goes: its versions, oldest first, and what is only background. */
export function readMailPolicyFile(): MailPolicyFile {
  return readReference('policies/mail.json', mailPolicies)
}

const courses = v.object({
  courses: v.record(v.string(), v.string()),
  badgeDelay: v.object({ businessDays: v.tuple([v.number(), v.number()]) }),
})

/** Course names by portal user field, and how many business days a badge takes to show. */
export function readCourses(): v.InferOutput<typeof courses> {
  return readReference('courses.json', courses)
}

const address = v.pipe(v.string(), v.email())
const desk = v.object({
  mailbox: address,
  orderOperations: address,
  neverWriteTo: v.array(address),
  loaLabel: v.string(),
  nfrLabel: v.nullable(v.string()),
  portal: v.string(),
  docusign: v.object({ domains: v.array(v.string()), subject: v.string(), otherNotices: v.array(v.string()) }),
  requestDoneWords: v.array(v.string()),
})
export type Desk = v.InferOutput<typeof desk>

/** Addresses, labels and names of the help desk. */
export function readDesk(): Desk {
  return readReference('desk.json', desk)
}
