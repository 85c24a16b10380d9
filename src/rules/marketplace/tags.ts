/** Which use case a deal with a cloud provider is, and what its fields must hold (Ecosystem Operations, Opportunity Tagging for Marketplace Deals). */

import type { Citation } from '../verdict.ts'
import type { DemandedBy, FieldDemand, FieldTag, KnownDeal, MarketplacePolicy, TagField, Tags, UseCase } from './types.ts'

/** Why a deal cannot be as it was described. */
export type Impossible =
  | 'transacts_and_influences'
  | 'sources_and_influences'
  | 'program_of_other_cloud'
  | 'program_without_marketplace'

/** Why a description contradicts the handbook; null where it does not. */
export function whyImpossible(
  { cloud, sourcedBy, marketplace, influence, program }: KnownDeal,
  policy: MarketplacePolicy,
): Impossible | null {
  if (program !== null && policy[program].cloud !== cloud) return 'program_of_other_cloud'
  if (program !== null && !marketplace) return 'program_without_marketplace'
  if (influence && marketplace) return 'transacts_and_influences'
  return influence && sourcedBy === 'cloud' ? 'sources_and_influences' : null
}

/** How a deal is tagged. The description must be possible: see {@link whyImpossible}. */
export function tagsOf(deal: KnownDeal, policy: MarketplacePolicy): Tags {
  if (deal.program === 'dsor') return dsorTags(deal, policy)
  // The page has the link to the guide and no value: all of it is in the guide.
  if (deal.program === 'cppo')
    return { useCase: null, fields: [], quote: [], open: ['cppoPartner', 'resalePartner', 'drPartner'] }
  const useCase = policy.useCases.find(({ when }) => isCase(when, deal))
  const fields = (useCase?.fields ?? untagged(policy)).map((each) => ofPartner(each, deal)).filter((each) => each !== null)
  return {
    useCase: useCase ? { number: useCase.number, title: useCase.title } : null,
    fields: fields.map((each) => placed(each, policy)),
    quote: deal.marketplace ? policy.clouds[deal.cloud].quote : [],
    open: [],
  }
}

function isCase(when: UseCase['when'], { sourcedBy, marketplace, influence }: KnownDeal): boolean {
  return when.sourced === (sourcedBy === 'cloud') && when.marketplace === marketplace && when.influence === influence
}

/**
 * In a DSOR deal the reseller and the distributor transact. The handbook does not say what its
 * registration fields hold if AWS brought the deal.
 */
function dsorTags({ sourcedBy }: KnownDeal, policy: MarketplacePolicy): Tags {
  const { fields, quote, handbook } = policy.dsor
  return {
    useCase: null,
    fields: fields.map((each) => placed(each, policy, handbook)),
    quote,
    open: sourcedBy === 'cloud' ? ['drPartner', 'drDealType'] : [],
  }
}

/** A deal in which no cloud provider has a part: its fields name none. */
function untagged({ useCases }: MarketplacePolicy): FieldDemand[] {
  const fields = new Set(useCases.flatMap((each) => each.fields.map(({ field }) => field)))
  return [...fields].flatMap((field) =>
    field === 'drDealType' ? [] : { field, is: 'not_cloud' as const, by: 'definition' as const },
  )
}

/** A deal that another partner may have brought may have that partner's registration, which may be of any type. */
function ofPartner(demand: FieldDemand, { sourcedBy }: KnownDeal): FieldDemand | null {
  if (sourcedBy === 'vendor' || sourcedBy === 'cloud' || demand.is !== 'blank') return demand
  if (demand.field === 'drDealType') return null
  return demand.field === 'drPartner' ? { field: demand.field, is: 'not_cloud', by: demand.by } : demand
}

function placed(demand: FieldDemand, policy: MarketplacePolicy, page = policy.handbook.opportunity): FieldTag {
  const by: Readonly<Record<DemandedBy, Citation>> = {
    page,
    quote: policy.handbook.stamped,
    definition: definitionOf(demand.field, policy),
  }
  return { ...demand, label: policy.fields[demand.field], handbook: by[demand.by] }
}

/** Where the handbook says what a field is for. */
function definitionOf(field: TagField, { handbook, dsor }: MarketplacePolicy): Citation {
  switch (field) {
    case 'drDealType':
      return handbook.dealType
    case 'drPartner':
      return handbook.drPartner
    case 'influencePartner':
      return handbook.influence
    case 'cppoPartner':
      return dsor.handbook
    default:
      return handbook.stamped
  }
}
