/** What is known of a deal with a cloud provider, and how it is tagged. */

import type { Dated } from '../policy.ts'
import type { Citation, Fact, UnknownReason } from '../verdict.ts'

export type Cloud = 'aws' | 'gcp'

/** Who brought the deal: the cloud provider, us, another partner, or one of the latter two, where it does not matter or is not known. */
export type SourcedBy = 'cloud' | 'vendor' | 'partner' | 'others'

/** The fields of an opportunity that tags fill in, as the record kind names them. */
export type TagField =
  | 'resalePartner'
  | 'distributor'
  | 'drPartner'
  | 'drDealType'
  | 'influencePartner'
  | 'cppoPartner'
  | 'alliancePartnerOppId'

/** What a person knows of the deal. */
export interface KnownDeal {
  cloud: Cloud
  sourcedBy: SourcedBy
  /** Whether it is transacted through the cloud's marketplace. */
  marketplace: boolean
  /** Whether the cloud helped to win it. */
  influence: boolean
  program: 'dsor' | 'cppo' | null
}

/** What a field must hold: the cloud's account, a word, nothing, anyone but a cloud provider, or the reseller of the deal. */
type Demand = { is: 'cloud' } | { is: 'word'; word: string } | { is: 'blank' } | { is: 'not_cloud' } | { is: 'reseller' }

/** What says so: the use case itself, the quote the field is stamped from, or the definition of the field. */
export type DemandedBy = 'page' | 'quote' | 'definition'
export type FieldDemand = Demand & { field: TagField; by: DemandedBy }

/** A field of the quote. */
interface QuoteTag {
  field: string
  /** Null: not one value; the note says which. */
  value: string | null
  note: string | null
}

interface Guide {
  name: string
  url: string
}

interface CloudFacts {
  short: string
  name: string
  marketplace: string
  /** The account to use, by the 15 characters of the handbook, and its link. */
  accountId: string
  link: string
  quote: QuoteTag[]
  register: { how: string; guide: string; url: string }
  channels: string[]
}

export interface UseCase {
  number: number
  title: string
  when: { sourced: boolean; marketplace: boolean; influence: boolean }
  fields: FieldDemand[]
}

/** How marketplace deals are tagged (Ecosystem Operations, Opportunity Tagging for Marketplace Deals). */
export interface MarketplacePolicy extends Dated {
  handbook: Readonly<
    Record<'opportunity' | 'quote' | 'dealType' | 'drPartner' | 'stamped' | 'register' | 'onBehalf' | 'influence', Citation>
  >
  clouds: Readonly<Record<Cloud, CloudFacts>>
  /** The label of each field in Salesforce. */
  fields: Readonly<Record<TagField, string>>
  useCases: UseCase[]
  dsor: {
    name: string
    cloud: Cloud
    handbook: Citation
    quote: QuoteTag[]
    fields: FieldDemand[]
    chatter: { people: string[]; note: string }
    quoteGuide: Guide
  }
  cppo: { name: string; cloud: Cloud; handbook: Citation; guide: Guide }
  onBehalf: Guide
}

/** A field of the opportunity, what it must hold, and where the handbook says so. */
export type FieldTag = FieldDemand & {
  label: string
  handbook: Citation
}

/** How a deal is tagged. */
export interface Tags {
  useCase: Pick<UseCase, 'number' | 'title'> | null
  fields: FieldTag[]
  /** Empty where nothing goes through the marketplace. */
  quote: QuoteTag[]
  /** Fields that the handbook does not settle for this deal. */
  open: TagField[]
}

/** What an export says of one field. */
export interface Recorded {
  /** Null: the export has no such column. */
  fact: Fact<string | null> | null
  /** The account it names, where the row has its id or its name is one partner's; null: not known, or not an account. */
  accountId: string | null
}

/** Why it cannot be said whether a field is right. */
export type OpenReason = UnknownReason | 'not_stamped' | 'not_linked'

/** A field compared with what Salesforce has. */
export interface FieldFinding {
  tag: FieldTag
  recorded: Recorded
  agrees: boolean | null
  reason: OpenReason | null
  detail: string | null
}
