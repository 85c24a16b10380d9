/** The distributors: who they are, and what in a mail belongs to them. */

import { domainOf } from '../mail/address.ts'
import { DistributorText } from '../mail/distributor-text.ts'
import { distributorNames, type KnownDistributor } from '../partners/mail/sender.ts'
import { distributors as distributorKind } from '../records/kinds/distributors.ts'
import type { RecordReader } from '../store/store.ts'

/** The distributors that were imported, else those that came with phd. */
export async function readKnownDistributors(
  store: RecordReader,
  publicDomains: readonly string[],
): Promise<readonly KnownDistributor[]> {
  const { listOf, readDistributors } = await import('../reference/distributors.ts')
  const shipped = readDistributors()
  if (!(await store.wasImported(distributorKind))) return shipped
  const rows = await store.records(distributorKind)
  return rows.map(({ record: { distributor, market, domain, email, aliases, quoteNumbers } }): KnownDistributor => {
    const named = (domain ?? '')
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter(Boolean)
    const domains = named.length > 0 ? named : [domainOf(email ?? '')]
    return {
      name: distributor ?? '',
      // An imported list without aliases keeps those that came with phd.
      aliases: [...listOf(aliases), ...shipped.flatMap((each) => (each.name === distributor ? each.aliases : []))],
      quotePrefixes: listOf(quoteNumbers),
      market,
      domains: domains.filter((each) => each !== '' && !publicDomains.includes(each)),
    }
  })
}

/** Finds what belongs to a distributor: one of these, or one that came with phd. */
export async function distributorText(known: readonly KnownDistributor[]): Promise<DistributorText> {
  const { readDistributors, readDistributorWords } = await import('../reference/distributors.ts')
  const marks = [...known, ...readDistributors()].map((each) => ({ ...each, names: distributorNames(each) }))
  return new DistributorText(marks, readDistributorWords())
}
