/** Whether the fields of an opportunity hold what its use case asks for. An account is known by its id alone: the page asks to check it. */

import { readSalesforceId } from '../../records/salesforce-id.ts'
import { type IsOld, sameWord, unusable } from '../checks.ts'
import { tagsOf, whyImpossible } from './tags.ts'
import type {
  Cloud,
  FieldFinding,
  FieldTag,
  KnownDeal,
  MarketplacePolicy,
  OpenReason,
  Recorded,
  TagField,
  Tags,
} from './types.ts'

export type RecordedFields = Readonly<Record<TagField, Recorded>>

/** Compares every field that the tags settle. */
export function compareTags(
  { fields }: Tags,
  recorded: RecordedFields,
  { cloud, policy, isOld }: { cloud: Cloud; policy: MarketplacePolicy; isOld: IsOld },
): FieldFinding[] {
  return fields.map((tag) => {
    const own = recorded[tag.field]
    return { tag, recorded: own, ...judge(tag, own, accountsOf(policy), cloud, isOld) }
  })
}

type Judgment = Pick<FieldFinding, 'agrees' | 'reason' | 'detail'>

function judge(tag: FieldTag, { fact, accountId }: Recorded, clouds: Accounts, cloud: Cloud, isOld: IsOld): Judgment {
  if (fact === null) return open('no_column')
  const why = unusable(fact, isOld)
  if (why) return { agrees: null, ...why }
  const isBlank = (fact.value ?? '').trim() === ''
  if (isBlank && tag.by === 'quote') return open('not_stamped')
  switch (tag.is) {
    case 'blank':
      return said(isBlank)
    case 'word':
      return said(sameWord(fact.value, tag.word))
    case 'cloud':
      if (isBlank) return said(false)
      return accountId === null ? open('not_linked') : said(accountId === clouds[cloud])
    case 'not_cloud':
    case 'reseller':
      if (isBlank) return said(true)
      return accountId === null ? open('not_linked') : said(!Object.values(clouds).includes(accountId))
  }
}

type Accounts = Readonly<Record<Cloud, string>>

/** The accounts of the cloud providers by their 18 characters. */
export function accountsOf({ clouds }: MarketplacePolicy): Accounts {
  return { aws: long(clouds.aws.accountId), gcp: long(clouds.gcp.accountId) }
}

function long(id: string): string {
  const reading = readSalesforceId(id, '001')
  if (!reading.ok) throw new Error(`${id} is not an account id`)
  return reading.id
}

const said = (agrees: boolean): Judgment => ({ agrees, reason: null, detail: null })
const open = (reason: OpenReason): Judgment => ({ agrees: null, reason, detail: null })

/** What the tags of an opportunity say it is. */
export interface Reading {
  deal: KnownDeal
  tags: Tags
  findings: FieldFinding[]
}

/**
 * The deals that an opportunity may be by its tags: those that agree in every field, and those that nothing speaks against; and whether
 * no field names a cloud provider.
 */
export function readTags(
  recorded: RecordedFields,
  { policy, isOld }: { policy: MarketplacePolicy; isOld: IsOld },
): { certain: Reading[]; possible: Reading[]; isUntagged: boolean } {
  const readings = describable(policy).map((deal) => {
    const tags = tagsOf(deal, policy)
    return { deal, tags, findings: compareTags(tags, recorded, { cloud: deal.cloud, policy, isOld }) }
  })
  const possible = readings.filter(({ findings }) => findings.every(({ agrees }) => agrees !== false))
  const none: KnownDeal = { cloud: 'aws', sourcedBy: 'others', marketplace: false, influence: false, program: null }
  const without = compareTags(tagsOf(none, policy), recorded, { cloud: none.cloud, policy, isOld })
  const isUntagged = without.every(({ agrees }) => agrees === true)
  return { isUntagged, possible, certain: possible.filter(({ findings }) => findings.every(({ agrees }) => agrees === true)) }
}

/** Every deal that has tags of its own. */
function describable(policy: MarketplacePolicy): KnownDeal[] {
  const clouds: readonly Cloud[] = ['aws', 'gcp']
  const cases = clouds.flatMap((cloud) =>
    policy.useCases.map(({ when: { sourced, marketplace, influence } }): KnownDeal => {
      return { cloud, sourcedBy: sourced ? 'cloud' : 'others', marketplace, influence, program: null }
    }),
  )
  const dsor: KnownDeal = { cloud: policy.dsor.cloud, sourcedBy: 'others', marketplace: true, influence: false, program: 'dsor' }
  return [...cases, dsor].filter((deal) => whyImpossible(deal, policy) === null)
}
