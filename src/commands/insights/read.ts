/** Reads all that insights rest on, once; then gives the evidence of any partner. */

import type { Context } from '../../app/context.ts'
import type { Kind } from '../../records/kind.ts'
import { leads } from '../../records/kinds/leads.ts'
import { evaluationLicenses } from '../../records/kinds/licenses/evaluation-licenses.ts'
import { lettersIssued } from '../../records/kinds/licenses/letters-issued.ts'
import { nfrLicenses } from '../../records/kinds/licenses/nfr-licenses.ts'
import { readDealPolicyFile } from '../../reference/deals.ts'
import type { InsightCertifications, InsightEvidence } from '../../reports/insights/types.ts'
import { policyFor } from '../../rules/policy.ts'
import type { Desk } from '../../scorecards/desk.ts'
import { type LinkedList, NONE_UNLINKED } from '../../scorecards/linked-rows.ts'
import type { CountedPartner } from '../../scorecards/people-counts.ts'
import { dealOf, influenceOf, readInfluence, readOpportunities } from '../../scorecards/role-deals.ts'
import type { OfPartner, RoleRows } from '../../scorecards/role-rows.ts'
import type { RecordReader } from '../../store/store.ts'
import { evaluationsById, leadsById, termsById } from './read-rest.ts'
import { readRegistrations, registrationOf } from './registrations.ts'

/** A list that insights rest on, and what of it does not count for the partner. */
export type InsightSource = LinkedList

/** The evidence of one partner, and what it rests on. */
interface PartnerEvidence {
  evidence: InsightEvidence
  sources: readonly InsightSource[]
}

/** Gives the evidence of a partner whose certifications were counted. */
export type EvidenceOf = (partnerId: string, certified: Certified) => PartnerEvidence

/** The certifications of a partner's people, and the list that they are from. */
interface Certified {
  certifications: InsightCertifications | null
  source: InsightSource
}

/** How certifications are asked for a partner. */
export interface CertificationReader {
  /** The versions of the rules. */
  rules: readonly string[]
  /** The desk's partners, one after the other. */
  partners(): AsyncIterable<CountedPartner>
  of(counted: CountedPartner): Certified
}

/** Reads every list for the desk's partner, or for all; what of them is of some partners is read when it is asked for. */
export async function readEvidence(
  context: Context,
  store: RecordReader,
  desk: Desk,
): Promise<(partnerIds: readonly string[]) => Promise<EvidenceOf>> {
  const policy = policyFor(readDealPolicyFile().versions, context.today, 'deal registrations')
  const [deals, registrations, influence, sharedLeads, evaluations, terms] = await store.together(
    () => readOpportunities(desk, store),
    () => readRegistrations(desk, store),
    () => readInfluence(desk, store),
    () => leadsById(context, store),
    () => evaluationsById(context, store),
    () => termsById(context, store),
  )
  return async (partnerIds) => {
    const [dealsOf, registrationsOf, influenceBy] = await store.together(
      () => deals.read(partnerIds),
      () => registrations.read(partnerIds),
      () => influence.read(partnerIds),
    )
    return (id, { certifications, source }) => {
      const [ownDeals, ownRegistrations, ownInfluence] = [dealsOf(id), registrationsOf(id), influenceBy(id)]
      return {
        evidence: {
          deals: deals.list && ownDeals.rows.map(({ row, roles }) => dealOf(row, roles, context.currency)),
          namesServices: deals.named.has('service'),
          registrations: registrations.list && ownRegistrations.rows.map(({ row }) => registrationOf(row, policy)),
          influence: influence.list && ownInfluence.rows.map(({ row }) => influenceOf(row)),
          leads: sharedLeads.list && sharedLeads.of(id),
          evaluations: evaluations.list && evaluations.of(id),
          terms: terms.of(id),
          listed: { letter: terms.lists.letter !== null, license: terms.lists.license !== null },
          certifications,
        },
        sources: [
          sourceOf(deals, ownDeals),
          sourceOf(registrations, ownRegistrations),
          sourceOf(influence, ownInfluence),
          source,
          plainSource(leads as unknown as Kind, sharedLeads),
          plainSource(evaluationLicenses as unknown as Kind, evaluations),
          plainSource(lettersIssued as unknown as Kind, { list: terms.lists.letter }),
          plainSource(nfrLicenses as unknown as Kind, { list: terms.lists.license }),
        ],
      }
    }
  }
}

function sourceOf<R, Name extends string>(
  { kind, title, list }: RoleRows<R, Name>,
  { gone, rejected, unlinked }: OfPartner<R, Name>,
): InsightSource {
  return { kind, title, list, gone, rejected, unlinked }
}

function plainSource(
  kind: Kind,
  { list, rejected, gone = 0 }: Partial<InsightSource> & Pick<InsightSource, 'list'>,
): InsightSource {
  return { kind: kind.kind, title: kind.title, list, gone, rejected: rejected ?? null, unlinked: NONE_UNLINKED }
}
