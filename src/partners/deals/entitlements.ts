/** Which partners may register deals, by their accounts, the portal users and the dashboard; of all partners at once. */

import { PackedById } from '../../packed/packed-by-id.ts'
import { type IsOld, partnerAuthorized } from '../../rules/checks.ts'
import { type TrainingEvidence, trainingOf } from '../../rules/deals/entitlement.ts'
import type { DealPolicy, Entitlement } from '../../rules/deals/types.ts'
import { countsOf, dashboardView } from '../dashboard.ts'
import { gatherAll } from '../every/gather-all.ts'
import { fact, newest, sourceOf } from '../facts.ts'
import { type EvidenceReader, type PartnerData, rejectedAccountRow, type Wanted } from '../gather.ts'
import type { Partner } from '../partner.ts'
import { peopleOf, unsurePeopleOf } from '../people.ts'

function wantedBy({ register: { training } }: DealPolicy): Wanted {
  return { holding: { [training.id]: training.shownBy }, lines: false, kinds: [] }
}

function entitlementOf(partner: Partner, data: PartnerData, { register }: DealPolicy, isOld: IsOld): Entitlement {
  const { account } = partner
  const status = fact(account, 'status', account.record.status)
  const check = partnerAuthorized(
    { status, rejectedAccountRow: rejectedAccountRow(partner, data) },
    register.partner_authorized,
    isOld,
  )
  const { outcome, actual, reason, source } = check
  return {
    authorized: { outcome, actual, reason, source },
    training: trainingOf(trainingEvidence(data), register.training, isOld),
  }
}

function trainingEvidence(data: PartnerData): TrainingEvidence {
  const { rows, setAside, candidates } = dashboardView(data)
  const [candidate] = candidates.filter(({ row }) => !row.source.gone)
  return {
    people: peopleOf(data),
    dashboard: rows.map((row) => ({ counts: countsOf(row), source: sourceOf(row) })),
    setAside: newest([...data.setAside.users]) ?? setAside,
    unsure: unsurePeopleOf(data) ?? candidate?.row.source ?? null,
  }
}

/** Whether partners may register deals, by account id, kept outside the heap; each source is read once. */
export async function entitlementsOf(
  store: EvidenceReader,
  policy: DealPolicy,
  isOld: IsOld,
  isAsked: (id: string) => boolean,
): Promise<PackedById<Entitlement>> {
  const found = new PackedById<Entitlement>()
  for await (const some of gatherAll(store, wantedBy(policy)))
    for (const { partner, data } of some)
      if (isAsked(partner.id)) found.add(partner.id, entitlementOf(partner, data, policy, isOld))
  return found
}
