/** Rules in words, made from the figures that decide. */

import type { DealPolicyFile } from '../../reference/deals.ts'
import type { EvaluationPolicyFile, LeadPolicyFile } from '../../reference/leads.ts'
import type { readMarketplace } from '../../reference/marketplace.ts'
import type { ProofPolicyFile } from '../../reference/proofs.ts'
import type {
  AuthorizedPolicyFile,
  BackgroundVersion,
  CamPolicyFile,
  DistributionPolicyFile,
  LoaPolicyFile,
  MailPolicyFile,
  NfrPolicyFile,
} from '../../reference/reference.ts'
import type { readSourcePolicies } from '../../reference/sources.ts'
import type { Requirement } from '../../rules/trainings.ts'
import { plural } from '../../terminal/plural.ts'
import { checkName } from '../../verdicts/check-sentences.ts'
import type { Clause } from './clause.ts'
import { dealClauses } from './deal-sentences.ts'
import { proofClauses } from './proof-sentences.ts'
import { type PspVersion, pspClauses } from './psp-sentences.ts'
import { type QuarterVersion, quarterClauses } from './quarter-sentences.ts'
import { marketplaceClauses, sourceClauses } from './source-sentences.ts'

type LoaVersion = LoaPolicyFile['versions'][number]
type NfrVersion = NfrPolicyFile['versions'][number]
type CamVersion = CamPolicyFile['versions'][number]
type MailVersion = MailPolicyFile['versions'][number]
type DistributionVersion = DistributionPolicyFile['versions'][number]
type AuthorizedVersion = AuthorizedPolicyFile['versions'][number]
type ProofVersion = ProofPolicyFile['versions'][number]
type DealVersion = DealPolicyFile['versions'][number]
type LeadVersion = LeadPolicyFile['versions'][number]
type EvaluationVersion = EvaluationPolicyFile['versions'][number]
type SourceVersion = ReturnType<typeof readSourcePolicies>[number]
type MarketplaceVersion = ReturnType<typeof readMarketplace>[number]
export type KnownVersion =
  | AuthorizedVersion
  | DistributionVersion
  | LoaVersion
  | NfrVersion
  | CamVersion
  | MailVersion
  | LeadVersion
  | EvaluationVersion
  | DealVersion
  | SourceVersion
  | MarketplaceVersion
  | QuarterVersion
  | ProofVersion
  | PspVersion

/** A rule with all its versions. */
export interface KnownPolicy {
  id: string
  title: string
  versions: readonly KnownVersion[]
  background: readonly BackgroundVersion[]
}

/** A version of a rule, sentence by sentence. */
export function clausesOf(version: KnownVersion): Clause[] {
  if ('steps' in version) return quarterClauses(version)
  if ('pspFigures' in version) return pspClauses(version)
  if ('serviceAttach' in version) return dealClauses(version)
  if ('partnerGenerated' in version) return sourceClauses(version)
  if ('useCases' in version) return marketplaceClauses(version)
  if ('tables' in version) return camClauses(version)
  if ('rebateMonths' in version) return proofClauses(version)
  if ('besideRegion' in version) return distributionClauses(version)
  if ('acts' in version) return authorizedClauses(version)
  if ('distributorQuotes' in version) return mailClauses(version)
  if ('phases' in version) return leadClauses(version)
  if ('managedFrom' in version) return evaluationClauses(version)
  return 'tracks' in version ? nfrClauses(version) : loaClauses(version)
}

function leadClauses({ phases, acceptWithinDays, replyWithinHours, shareStatus, status, handbook }: LeadVersion): Clause[] {
  const listed = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(' or ')
  return [
    ...phases.map(({ phase, since, overDays }) => ({
      text:
        since === 'created'
          ? `phase ${phase}: a lead created over ${plural(overDays, 'day')} ago that is still ${listed(shareStatus.pending)} may be recalled`
          : `phase ${phase}: a lead accepted over ${plural(overDays, 'day')} ago, and still ${listed(status.working)}, may be recalled`,
      handbook: handbook.recall,
    })),
    { text: 'days are calendar days', handbook: null },
    { text: `a lead that is ${listed([...status.qualified, ...status.converted])} is never recalled`, handbook: handbook.words },
    { text: 'only leads that GitLab owns are recalled, where the list tells', handbook: handbook.recall },
    { text: `a partner has ${plural(acceptWithinDays, 'day')} to accept a lead`, handbook: handbook.accept },
    { text: `a reply within ${plural(replyWithinHours, 'hour')} is best practice`, handbook: handbook.reply },
  ]
}

function evaluationClauses({ days, managedFrom, registration, handbook }: EvaluationVersion): Clause[] {
  return [
    { text: `an evaluation license runs ${plural(days, 'day')}`, handbook: handbook.evaluations },
    {
      text: 'the first needs a properly registered deal: an approved registration of the customer that has not ended',
      handbook: handbook.evaluations,
    },
    {
      text: `a registration whose last day is not recorded lasts ${plural(registration.days, 'day')} from its approval`,
      handbook: handbook.registration,
    },
    {
      text: `from license ${managedFrom} on the evaluation is managed, with a Solutions Architect; those before are renewals`,
      handbook: handbook.evaluations,
    },
  ]
}

function mailClauses({
  distributorQuotes,
  distributorOrders,
  salesAskedDirectly,
  customerOrders,
  stages,
  handbook,
}: MailVersion): Clause[] {
  const { resellers, distributors } = handbook
  return [
    {
      text: 'a reseller’s purchase order, quote request or status request that Partner Order Operations already has: only the standard answer',
      handbook: resellers,
    },
    {
      text: 'one that Partner Order Operations does not have: an answer to the reseller, with every document attached again, and in copy the sales person, the ISR and the channel manager of the opportunity, and Partner Order Operations; a purchase order is attached to the opportunity too',
      handbook: resellers,
    },
    {
      text: 'the channel manager is the one in the mapping tables; if the opportunity’s own column names another, a person decides',
      handbook: resellers,
    },
    {
      text:
        distributorOrders === 'order_operations'
          ? 'a distributor’s purchase order, or question about an order, goes to Partner Order Operations'
          : 'a distributor’s purchase order goes to the sales person who owns the opportunity, with Partner Order Operations in copy; its question about an order goes to Partner Order Operations',
      handbook: distributors,
    },
    {
      text:
        distributorQuotes === 'order_operations'
          ? 'a distributor’s request for an official quote goes to Partner Order Operations too'
          : `a distributor’s request for an official quote goes to the sales person who owns the opportunity; distributors in ${salesAskedDirectly.join(', ')} ask sales themselves`,
      handbook: distributors,
    },
    { text: 'no reseller or customer gets mail about a distributor’s quote or price', handbook: distributors },
    {
      text: 'a distributor asks for the quote or status of another distributor’s opportunity: a person decides',
      handbook: distributors,
    },
    {
      text: `the opportunity is lost, merged or a duplicate: a person decides; if it is "${stages.won[0]}", only a question about the order is passed on`,
      handbook: null,
    },
    { text: `an older page sends orders of direct customers to ${customerOrders}: a person decides`, handbook: null },
  ]
}

function authorizedClauses({ checks, acts, course, exceptions }: AuthorizedVersion): Clause[] {
  const { partner_authorized: status, sales_training: training, open_status: open } = checks
  const needs: Readonly<Record<keyof AuthorizedVersion['acts']['transact'], string>> = {
    partner_authorized: 'must be authorized',
    agreement: 'must have signed the agreement',
    sales_training: `must have at least ${plural(training.people, 'person', 'people')} with a sales training (${training.courses.join(' or ')})`,
    open_status: `must be on the track ${open.expected}; the handbook says nothing about other tracks`,
  }
  const names = { transact: 'transact', register: 'register a deal', quote: 'get a quote' } as const
  return [
    { text: `Partner Status in Salesforce is "${status.expected}"; blank or any other word is a NO`, handbook: status.handbook },
    ...agreementClauses(checks),
    ...(Object.keys(names) as (keyof typeof names)[]).flatMap((act) =>
      Object.entries(acts[act]).flatMap(([id, handbook]) =>
        handbook ? [{ text: `to ${names[act]}, a partner ${needs[id as keyof typeof needs]}`, handbook }] : [],
      ),
    ),
    { text: `course "${course.name}": ${course.about}`, handbook: course.handbook },
    {
      text: `a partner that is not authorized transacts only with the explicit approval of ${exceptions.programs}`,
      handbook: exceptions.handbook,
    },
    ...(exceptions.oneOff
      ? [
          {
            text: `one exception is possible, with the explicit approval of ${exceptions.oneOff.by}`,
            handbook: exceptions.oneOff.handbook,
          },
        ]
      : []),
    { text: 'letters and not-for-resale licenses have their own rules', handbook: null },
  ]
}

const BUYING = {
  through_distributor: 'must buy through a distributor where one is active',
  directly: 'buy directly from GitLab',
  as_it_likes: 'may choose to buy directly (certain regions excluded) or through a distributor',
} as const

function distributionClauses({ tracks, regions, besideRegion, markets, handbook }: DistributionVersion): Clause[] {
  return [
    ...Object.entries(tracks).map(([track, buying]) => ({
      text: `${track} partners ${BUYING[buying]}`,
      handbook: handbook.tracks[track] ?? handbook.coverage,
    })),
    { text: 'the handbook says nothing about other tracks', handbook: handbook.coverage },
    { text: 'where no distributor is active, partners buy directly', handbook: handbook.none },
    { text: 'a country’s own distributors come before the one of its region', handbook: handbook.coverage },
    {
      text: `partners in ${besideRegion.join(' and ')} may also choose the distributor of the region`,
      handbook: handbook.coverage,
    },
    ...Object.entries(regions).map(([region, { covers }]) => ({
      text:
        covers === 'all' ? `${region}: all of its countries` : `${region}: several countries, and the page does not say which`,
      handbook: handbook.coverage,
    })),
    { text: `${markets.publicSector}: only the distributor named for it, whatever the track`, handbook: handbook.coverage },
  ]
}

function camClauses(version: CamVersion): Clause[] {
  const { tables, usPubSecTrack, mappedByPartner, splits, splitBasis, publicSector, mostChanges, handbook } = version
  const others = mappedByPartner.also.join(' and ')
  return [
    {
      text: `an account in the United States whose "Public Sector Partner" is ${publicSector.yes[0]}: track ${usPubSecTrack} by the table ${tables.usPubSec}, any other track by partner`,
      handbook: handbook.accounts,
    },
    { text: `other accounts in the United States by state, in the table ${tables.amer}`, handbook: handbook.accounts },
    ...splits.map(({ state, territory, from, to }) => ({
      text: `${state} is divided: ZIP codes ${from} to ${to} are ${territory}`,
      handbook: null,
    })),
    { text: splitBasis.replace(/\.$/, ''), handbook: null },
    {
      text: 'a ZIP code or city in another state than the account’s needs review',
      handbook: null,
    },
    {
      text: `Asia-Pacific by group of countries, in the table ${tables.apac}`,
      handbook: handbook.accounts,
    },
    {
      text: `EMEA by group of countries and track: ${tables.emeaSelect}, ${tables.emeaOpen}; any other track needs review`,
      handbook: handbook.accounts,
    },
    { text: 'a country that no group covers has no owner; nor does a state or group without a row', handbook: null },
    {
      text: `"Public Sector Partner" must be ${publicSector.no[0]} before the owner is changed, unless the account is US PubSec`,
      handbook: handbook.change,
    },
    { text: 'the Contracted Territories must be updated with the owner', handbook: handbook.territories },
    {
      text: `an opportunity by its whole Owner Segment-Geo-Region-Area; if that says "${version.lookAtTerritory[0]}", by its Stamped Account Sales Territory`,
      handbook: handbook.opportunities,
    },
    { text: `opportunities of US public sector, ${others} partners by partner`, handbook: handbook.opportunities },
    { text: `more than ${mostChanges} changes at once need --max-changes`, handbook: null },
  ]
}

function loaClauses({ checks, requirements, slaBusinessDays, expiry }: LoaVersion): Clause[] {
  const { partner_authorized: status, open_reqs_met: reqs } = checks
  const clauses: Clause[] = [
    { text: `Partner Status in Salesforce is "${status.expected}"; blank or any other word is a NO`, handbook: status.handbook },
  ]
  clauses.push(...agreementClauses(checks))
  if (reqs) {
    clauses.push({ text: `"Open Reqs Met?" on the certification dashboard is "${reqs.expected}"`, handbook: reqs.handbook })
    clauses.push({ text: `the Open requirements: ${requirementWords(requirements)}`, handbook: null })
  }
  clauses.push({ text: `a request is answered within ${plural(slaBusinessDays, 'business day')}`, handbook: null })
  clauses.push({ text: `a letter is valid for ${expiry}`, handbook: null })
  return clauses
}

/** The contract that a partner must have signed, if the version asks for it. */
function agreementClauses({ agreement }: LoaVersion['checks'] | NfrVersion['checks']): Clause[] {
  if (!agreement) return []
  const text = `"Signed Contract Date" in Salesforce has ${agreement.expected}, or a person saw a contract on the account’s record; blank alone is not a NO`
  return [{ text, handbook: agreement.handbook }]
}

function nfrClauses(version: NfrVersion): Clause[] {
  const { checks, tracks, types, level, limitPer, endsWithOldest, exception, slaBusinessDays, renewal } = version
  const {
    partner_authorized: status,
    track_open_or_select: inTrack,
    track_reqs_met: reqs,
    technical_certification: technical,
  } = checks
  const per = limitPer === 'licence_type' ? 'of each type' : 'of all types together'
  const names = types.map(({ name }) => name).join(', ')
  return [
    { text: `Partner Status in Salesforce is "${status.expected}"`, handbook: status.handbook },
    ...agreementClauses(checks),
    { text: `Partner Track is ${inTrack.expected}; blank or any other track is a NO`, handbook: inTrack.handbook },
    ...Object.entries(tracks).map(([track, { answer, requirements }]) => ({
      text: `track ${track}: "${COLUMN[answer] ?? answer}" on the certification dashboard is "${reqs.expected}" (${requirementWords(requirements)})`,
      handbook: reqs.handbook,
    })),
    {
      text: `${technical.decides ? '' : 'expected, but not decisive: '}at least ${plural(technical.people, 'person', 'people')} with ${technical.courses.join(' or ')}`,
      handbook: technical.handbook,
    },
    ...Object.entries(tracks).map(([track, { users }]) => ({
      text: `track ${track}: at most ${users} users ${per} (${names}), level ${level}, for 12 months`,
      handbook: checks.within_limit.handbook,
    })),
    {
      text: `${endsWithOldest === 'any' ? 'any new license' : 'an add-on'} ends with the partner's oldest running license`,
      handbook: null,
    },
    { text: renewal.replace(/\.$/, ''), handbook: null },
    {
      text: `more is an exception: ${exception.about} Not possible for a partner that fails ${exception.barredBy.map((id) => `"${checkName(id)}"`).join(', ')}`,
      handbook: exception.handbook,
    },
    { text: `a request is answered within ${plural(slaBusinessDays, 'business day')}`, handbook: null },
  ]
}

const COLUMN: Readonly<Record<string, string>> = { openReqsMet: 'Open Reqs Met?', selectReqsMet: 'Select Reqs Met?' }

function requirementWords(requirements: readonly Requirement[]): string {
  return requirements.map(({ people, courses }) => `${people} with ${courses.join(' or ')}`).join(', ')
}

/** The days a version is in force. */
export function daysWords({ from, to }: { from: string | null; to: string | null }): string {
  if (from === null) return to === null ? 'always' : `until ${to}`
  return to === null ? `since ${from}` : `${from} to ${to}`
}
