/** The rules for marketplace deals and for the source of opportunities in words, made from what decides. */

import type { FieldDemand, MarketplacePolicy } from '../../rules/marketplace/types.ts'
import type { SourcePolicy } from '../../rules/sources/types.ts'
import type { Clause } from './clause.ts'

/** The rule for the source of opportunities, sentence by sentence. */
export function sourceClauses({ partnerGenerated, partnerQualified, partnerPath, handbook, ask }: SourcePolicy): Clause[] {
  const former = ({ value, words }: SourcePolicy['partnerPath']): string =>
    words
      .filter((word) => word !== value)
      .map((word) => `"${word}"`)
      .join(' or ')
  return [
    {
      text: `an approved Partner Sourced Deal Registration that is linked to the opportunity makes the Sales Qualified Source "${partnerGenerated.value}"`,
      handbook: handbook.registration,
    },
    {
      text: `an Initial Source of "${partnerQualified.value}" (also ${former(partnerQualified)}) makes it "${partnerGenerated.value}" too`,
      handbook: handbook.initialSource,
    },
    {
      text: `a registration submitted before the opportunity was created makes the Initial Source "${partnerQualified.value}"`,
      handbook: handbook.noOpportunity,
    },
    { text: 'without one of these, the source is unknown', handbook: null },
    {
      text: `the Deal Path is "${partnerPath.value}" where a partner registered, transacts or influenced the deal`,
      handbook: handbook.dealPath,
    },
    { text: 'the DR - Partner Deal Type is that of the approved registration', handbook: handbook.dealType },
    {
      text: `${former(partnerGenerated)} and the Deal Path ${former(partnerPath)} are former names of the same values`,
      handbook: null,
    },
    { text: `to have a field corrected: ${ask}`, handbook: null },
  ]
}

/** The rule for marketplace deals, sentence by sentence. */
export function marketplaceClauses({ clouds, fields, useCases, dsor, cppo, handbook }: MarketplacePolicy): Clause[] {
  const label = ({ field }: FieldDemand): string => fields[field]
  const filled = (demands: readonly FieldDemand[]): string =>
    demands
      .flatMap((each) => {
        if (each.is === 'cloud') return each.by === 'page' ? `${label(each)} is the account of the cloud provider` : []
        return each.is === 'word' ? `${label(each)} is "${each.word}"` : []
      })
      .join(', ')
  return [
    ...useCases.map(({ number, title, fields: demands }) => ({
      text: `use case ${number}, ${title}: ${filled(demands)}`,
      handbook: handbook.opportunity,
    })),
    ...Object.values(clouds).flatMap(({ short, accountId, marketplace, quote }) => [
      { text: `the account of ${short} is ${accountId}`, handbook: handbook.opportunity },
      {
        text: `in the quote of a deal through the ${marketplace}: ${quote.map(({ field, value }) => `${field} is "${value}"`).join(', ')}`,
        handbook: handbook.quote,
      },
    ]),
    {
      text: `${dsor.name}: ${filled(dsor.fields)}; ${dsor.chatter.people.join(' or ')} update the opportunity`,
      handbook: dsor.handbook,
    },
    { text: `${cppo.name}: by its guide, ${cppo.guide.url}`, handbook: cppo.handbook },
  ]
}
