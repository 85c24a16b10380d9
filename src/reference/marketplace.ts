import * as v from 'valibot'
import type { MarketplacePolicy } from '../rules/marketplace/types.ts'
import { readReference } from './data-files.ts'
import type { PolicyText } from './reference.ts'

const day = v.pipe(v.string(), v.isoDate())
const text = v.pipe(v.string(), v.nonEmpty())
const citation = v.object({ page: text, section: text })
const guide = v.object({ name: text, url: text })
const quote = v.array(v.object({ field: text, value: v.nullable(text), note: v.nullable(text) }))
const cloudName = v.picklist(['aws', 'gcp'])
const field = v.picklist([
  'resalePartner',
  'distributor',
  'drPartner',
  'drDealType',
  'influencePartner',
  'cppoPartner',
  'alliancePartnerOppId',
])
const by = v.picklist(['page', 'quote', 'definition'])
const demand = v.variant('is', [
  v.object({ field, by, is: v.literal('word'), word: text }),
  ...(['cloud', 'blank', 'not_cloud', 'reseller'] as const).map((is) => v.object({ field, by, is: v.literal(is) })),
])
const cloud = v.object({
  short: text,
  name: text,
  marketplace: text,
  accountId: v.pipe(text, v.regex(/^001[A-Za-z0-9]{12}$/)),
  link: text,
  quote,
  register: v.object({ how: text, guide: text, url: text }),
  channels: v.array(text),
})

const marketplace = v.object({
  versions: v.array(
    v.object({
      version: text,
      from: v.nullable(day),
      to: v.nullable(day),
      about: text,
      source: text,
      handbook: v.object({
        opportunity: citation,
        quote: citation,
        dealType: citation,
        drPartner: citation,
        stamped: citation,
        register: citation,
        onBehalf: citation,
        influence: citation,
      }),
      clouds: v.object({ aws: cloud, gcp: cloud }),
      fields: v.object({
        resalePartner: text,
        distributor: text,
        drPartner: text,
        drDealType: text,
        influencePartner: text,
        cppoPartner: text,
        alliancePartnerOppId: text,
      }),
      useCases: v.array(
        v.object({
          number: v.number(),
          title: text,
          when: v.object({ sourced: v.boolean(), marketplace: v.boolean(), influence: v.boolean() }),
          fields: v.array(demand),
        }),
      ),
      dsor: v.object({
        name: text,
        cloud: cloudName,
        handbook: citation,
        quote,
        fields: v.array(demand),
        chatter: v.object({ people: v.array(text), note: text }),
        quoteGuide: guide,
      }),
      cppo: v.object({ name: text, cloud: cloudName, handbook: citation, guide }),
      onBehalf: guide,
    }),
  ),
})

/** How deals with cloud providers are tagged: the versions, oldest first. */
export function readMarketplace(): (MarketplacePolicy & PolicyText)[] {
  return readReference('marketplace.json', marketplace).versions
}
