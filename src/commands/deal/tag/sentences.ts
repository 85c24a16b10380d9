/** Tags in words. */

import type {
  FieldFinding,
  FieldTag,
  KnownDeal,
  MarketplacePolicy,
  OpenReason,
  SourcedBy,
  TagField,
  Tags,
} from '../../../rules/marketplace/types.ts'

/** The deal in a few words: "brought by AWS, through the Amazon Web Services Marketplace". */
export function dealWords({ cloud, sourcedBy, marketplace, influence, program }: KnownDeal, policy: MarketplacePolicy): string {
  const { short, marketplace: shop } = policy.clouds[cloud]
  const by: Readonly<Record<SourcedBy, string | null>> = {
    cloud: `brought by ${short}`,
    vendor: 'brought by GitLab',
    partner: 'brought by another partner',
    // The programs do not ask who brought the deal.
    others: program === null ? `not brought by ${short}` : null,
  }
  const words = [
    by[sourcedBy],
    `${marketplace ? 'through the' : 'not through the'} ${shop}`,
    influence ? `with the help of ${short}` : null,
  ]
  return words.filter((each) => each !== null).join(', ')
}

/** The first line: which use case it is. */
export function useCaseWords(
  { deal, tags, describedBy }: { deal: KnownDeal | null; tags: Tags | null; describedBy: 'options' | 'tags' },
  policy: MarketplacePolicy,
): string {
  if (tags?.useCase) return `${describedBy === 'tags' ? 'tagged as ' : ''}use case ${tags.useCase.number}: ${tags.useCase.title}`
  if (deal?.program) return `${describedBy === 'tags' ? 'tagged as ' : ''}${policy[deal.program].name}`
  return deal === null
    ? 'none of the four use cases'
    : `none of the four use cases: ${policy.clouds[deal.cloud].short} has no part in the deal, so there is nothing to tag`
}

/** What a field must hold. */
export function demandWords(tag: FieldTag, { cloud }: KnownDeal, policy: MarketplacePolicy): string {
  const { name, accountId } = policy.clouds[cloud]
  switch (tag.is) {
    case 'cloud':
      return `${name} (account ${accountId})`
    case 'word':
      return tag.word
    case 'blank':
      return 'blank'
    case 'not_cloud':
      return 'neither AWS nor GCP'
    case 'reseller':
      return 'the reseller working the opportunity'
  }
}

/** What says so, where it is not the use case itself. */
export function byWords({ by, is }: FieldTag): string {
  if (by === 'quote') return 'stamped from the primary quote when it is approved, then locked'
  return by === 'page' || is === 'blank' ? '' : 'the use case does not name the cloud here'
}

const OPEN: Readonly<Record<OpenReason, string>> = {
  missing: 'no export has it',
  stale: 'the export is too old: export the opportunities again',
  gone_from_list: 'the newest list of opportunities lacks this one',
  set_aside: 'a newer row of this opportunity was rejected: correct it and import it again',
  contradictory: 'the rows disagree',
  ambiguous: 'the name matches several accounts',
  unreadable: 'the cell cannot be read',
  no_column: 'the export has no such column: add it to the report, or look in Salesforce',
  no_track: 'the track is unknown',
  inactive: 'only inactive people show it',
  other_legal_form: 'the name has another legal form',
  contradicts_its_id: 'the name and the id belong to different accounts',
  former_name: 'it is a former name',
  unknown_id: 'no account has this id',
  not_stamped: 'blank: nothing is stamped until the primary quote is approved',
  not_linked: 'the name alone does not say which account it is: add the column with its account id to the report',
}

/** Why a field cannot be judged, and how to know it. */
export function openWords({ reason }: FieldFinding): string {
  return reason === null ? '' : OPEN[reason]
}

/** Why the handbook leaves fields open. */
export function unsettledWords({ deal, tags }: { deal: KnownDeal; tags: Tags }, policy: MarketplacePolicy): string[] {
  if (tags.open.length === 0) return []
  const labels = tags.open.map((field: TagField) => policy.fields[field]).join(', ')
  return deal.program === 'cppo'
    ? [`${labels}: the handbook has no values for a CPPO deal, only a link to the program guide: ${policy.cppo.guide.url}`]
    : [
        `${labels}: the handbook does not say what they hold in a DSOR deal that AWS brought; ask in ${policy.clouds.aws.channels.join(' or ')}`,
      ]
}

/** What is left to do by hand, in order. */
export function stepsOf({ deal, tags }: { deal: KnownDeal; tags: Tags }, policy: MarketplacePolicy): string[] {
  const { short, link, register, channels, marketplace } = policy.clouds[deal.cloud]
  const isTagged = tags.useCase !== null || deal.program !== null
  if (!isTagged) return []
  const namesCloud = tags.fields.some(({ is }) => is === 'cloud')
  return [
    ...(namesCloud ? [`check that it is the right account before you use it: ${link}`] : []),
    ...(deal.sourcedBy === 'cloud' && deal.program === null
      ? [
          `${short} does not register deals itself: the Ecosystem Sales Manager starts the registration (${policy.onBehalf.name}): ${policy.onBehalf.url}`,
        ]
      : []),
    ...(deal.influence
      ? [
          'in the opportunity, under Influence Partners, choose New Influence Partner; fill in Influence Type, Influence Details and Description of Partner Influence',
        ]
      : []),
    ...programSteps(deal, policy),
    ...(deal.marketplace
      ? [
          `register the opportunity with ${short}, ${register.how} (${register.guide}): ${register.url}`,
          `enter the id of that registration in ${policy.fields.alliancePartnerOppId}`,
        ]
      : []),
    `questions about the ${marketplace}: ${channels.join(' or ')} in Slack`,
  ]
}

function programSteps({ program }: KnownDeal, { dsor, cppo, fields }: MarketplacePolicy): string[] {
  if (program === 'dsor') {
    return [
      `chatter ${dsor.chatter.people.join(' or ')} on the opportunity: they review it and update ${fields.cppoPartner}`,
      `quote it as a two-tier deal (${dsor.quoteGuide.name}): ${dsor.quoteGuide.url}`,
    ]
  }
  return program === 'cppo' ? [`follow the ${cppo.guide.name}: ${cppo.guide.url}`] : []
}
