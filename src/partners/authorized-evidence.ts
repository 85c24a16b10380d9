/** What the sources say of a partner, for the rule on authorized partners: what the rules on letters and licenses see, and who has a sales training. */

import type { NotedContract } from '../rules/checks.ts'
import { type AuthorizedEvidence, type AuthorizedPolicy, type OtherPolicies, SALES } from '../rules/standing/authorized-types.ts'
import { gatherAll } from './every/gather-all.ts'
import { type EvidenceReader, gatherSome, type PartnerData, type Wanted } from './gather.ts'
import { letterEvidenceOf, wantedForLetter } from './loa-evidence.ts'
import { licenseEvidenceOf, surroundings, wantedForLicense } from './nfr-evidence.ts'
import type { Partner } from './partner.ts'

/** The rule with those on letters and licenses, all of the same day. */
type Policies = OtherPolicies & { authorized: AuthorizedPolicy }

function wantedBy({ authorized, loa, nfr }: Policies): Wanted {
  const [letter, license] = [wantedForLetter(loa), wantedForLicense(nfr)]
  return {
    holding: { ...letter.holding, ...license.holding, [SALES]: authorized.checks.sales_training.shownBy },
    lines: true,
    kinds: [...letter.kinds, ...license.kinds],
  }
}

async function readerOf(
  store: EvidenceReader,
  { nfr }: Policies,
): Promise<(partner: Partner, data: PartnerData, contract: NotedContract | null) => AuthorizedEvidence> {
  const around = await surroundings(store, nfr)
  return (partner, data, contract) => ({
    loa: letterEvidenceOf(partner, data, around.dashboardImported, contract),
    // How much room is left is not asked here, so approved licenses that no list has yet do not matter.
    nfr: licenseEvidenceOf(partner, data, { licenses: [], contract }, around),
  })
}

/** The evidence for some partners; `contract` is what a person noted of a partner's contract. */
export async function authorizedEvidence(
  store: EvidenceReader,
  partners: readonly Partner[],
  policies: Policies,
): Promise<(partner: Partner, contract: NotedContract | null) => AuthorizedEvidence> {
  const evidenceOf = await readerOf(store, policies)
  const dataOf = await gatherSome(store, partners, wantedBy(policies))
  return (partner, contract) => evidenceOf(partner, dataOf(partner), contract)
}

/** The evidence for every partner, some hundreds at a time, in order of name, then id; each source is read once. */
export async function* allAuthorizedEvidence(
  store: EvidenceReader,
  policies: Policies,
  contractOf: (partner: Partner) => NotedContract | null,
): AsyncGenerator<IteratorObject<{ partner: Partner; evidence: AuthorizedEvidence }>> {
  const evidenceOf = await readerOf(store, policies)
  for await (const some of gatherAll(store, wantedBy(policies)))
    yield some.map(({ partner, data }) => ({ partner, evidence: evidenceOf(partner, data, contractOf(partner)) }))
}
