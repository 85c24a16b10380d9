import type { Opportunity } from '../../../records/kinds/opportunities.ts'
import type { FieldFinding, KnownDeal, MarketplacePolicy, Tags } from '../../../rules/marketplace/types.ts'
import type { Stored } from '../../../store/store.ts'

/** The answer, as data. */
export interface TagAnswer {
  policy: MarketplacePolicy
  evaluatedAt: string
  asOf: string | null
  /** Null: the tags of the opportunity match no deal that the handbook has, or several. */
  deal: KnownDeal | null
  tags: Tags | null
  /** Whether a person described the deal, or its tags did. */
  describedBy: 'options' | 'tags'
  opportunity: Stored<Opportunity> | null
  findings: FieldFinding[]
  /** Deals that the tags may mean, where they do not say one. */
  possible: KnownDeal[]
  /** Whether no field of the opportunity names a cloud provider. */
  isUntagged: boolean
}
