/** Which service attach registration a proof of execution is for: by the deal id or registration that the mail or its files name. */

import type { RecordOf } from '../../records/kind.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { type Opportunity, opportunities } from '../../records/kinds/opportunities.ts'
import { foldName } from '../../records/name.ts'
import { type MailPolicy, opportunityState } from '../../rules/mail-route.ts'
import type { ProofDeal, ProofRegistration } from '../../rules/proof/types.ts'
import type { Fact } from '../../rules/verdict.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import { fact, sourceOf } from '../facts.ts'
import { linkOf, ownSpellings, type SpellingLookup } from '../linking/linked-names.ts'
import type { Partner } from '../partner.ts'
import type { MailReference } from './opportunity.ts'
import { type NumberLookup, registrationNumbers } from './written-as.ts'

type Registration = Stored<RecordOf<(typeof dealRegistrations)['fields']>>

/** What the records have of the registration that a proof is for. */
export interface FoundDeal {
  deal: ProofDeal
  registration: Registration | null
  opportunity: Stored<Opportunity> | null
  /** The customer of the registration, else of its opportunity. */
  customer: Fact<string | null> | null
}

type Lookup = Pick<RecordReader, 'recordsWith' | 'recordWithKey' | 'wasImported' | 'newestImports'> &
  NumberLookup &
  SpellingLookup
type Reference = Pick<MailReference, 'by' | 'text'>

/** Finds the registration of a proof that a partner sent, by what the mail and its documents name. */
export async function dealOf(
  store: Lookup,
  references: readonly Reference[],
  partner: Partner,
  policy: Pick<MailPolicy, 'stages'>,
): Promise<FoundDeal> {
  const without = (deal: ProofDeal): FoundDeal => ({ deal, registration: null, opportunity: null, customer: null })
  const named = references.filter(({ by }) => by === 'registration' || by === 'deal_id')
  // Any word with digits may be a deal id; only what is written as one of ours was meant as one.
  const meant = named.filter(({ by, text }) => by === 'registration' || /^DR-/.test(text))
  const [first] = meant
  if (!(await store.wasImported(dealRegistrations)))
    return without(first ? { found: 'not_imported', named: first.text } : { found: 'none', asOf: null })
  const numbers = await registrationNumbers(store)
  const asOf = (await store.newestImports([dealRegistrations]))[0]?.lastSeenAt ?? null
  const found = await numbers.of(store, ...named.map(({ text }) => text))
  const unknown = meant.find(({ text }) => !numbers.has(text))
  const [registration, another] = found
  if (another) return without({ found: 'several', named: found.map(({ record }) => record.name ?? '') })
  if (unknown) return without({ found: 'unknown', named: unknown.text, asOf })
  if (!registration) return without({ found: 'none', asOf })
  return { ...(await theOne(store, registration, partner, policy)), registration }
}

async function theOne(
  store: Lookup,
  registration: Registration,
  partner: Partner,
  policy: Pick<MailPolicy, 'stages'>,
): Promise<Omit<FoundDeal, 'registration'>> {
  const { partner: name, partnerId: accountId, opportunityId, dealId } = registration.record
  const link = await linkOf(store, { name, accountId })
  const opportunity = opportunityId === null ? null : await store.recordWithKey(opportunities, opportunityId)
  const owner = link.partner === null ? 'unclear' : link.partner.id === partner.id ? 'partner' : 'another'
  const own = registration.record.customer?.trim() ? fact(registration, 'customer', registration.record.customer) : null
  return {
    deal: {
      found: 'one',
      registration: factsOf(registration),
      dealId,
      owner: { is: owner, name: name ?? accountId, source: sourceOf(registration, name === null ? 'partnerId' : 'partner') },
      hasOpportunity: opportunityId !== null,
      others: opportunityId === null ? [] : (await othersOf(store, registration, opportunityId)).map(factsOf),
      sale: opportunity && {
        state: opportunityState(opportunity.record, policy),
        stage: fact(opportunity, 'stage', opportunity.record.stage),
        closes: fact(opportunity, 'closeDate', opportunity.record.closeDate),
        service: fact(opportunity, 'serviceAttachRegistration', opportunity.record.serviceAttachRegistration),
      },
    },
    opportunity,
    customer: own ?? (opportunity && fact(opportunity, 'customer', opportunity.record.customer)),
  }
}

/** The other registrations of an opportunity. */
async function othersOf(store: Lookup, { record }: Registration, opportunityId: string): Promise<Registration[]> {
  const all = await store.recordsWith(dealRegistrations, 'opportunityId', [opportunityId])
  return all.filter((each) => dealRegistrations.key(each.record) !== dealRegistrations.key(record))
}

function factsOf(registration: Registration): ProofRegistration {
  const { name, type, status, serviceAttachStatus, submitted } = registration.record
  return {
    name: name ?? '',
    type: fact(registration, 'type', type),
    status: fact(registration, 'status', status),
    serviceAttachStatus: fact(registration, 'serviceAttachStatus', serviceAttachStatus),
    submitted: fact(registration, 'submitted', submitted),
  }
}

/** The names that a document may call a partner by: its account's first, then its aliases and other spellings. */
export async function namesOf(store: SpellingLookup, partner: Partner): Promise<string[]> {
  const aliases = (await store.aliases()).filter(({ accountId }) => accountId === partner.id).map(({ name }) => name)
  const names = [partner.name, ...aliases, ...(await ownSpellings(store, partner))]
  return [...new Map(names.map((name) => [foldName(name).folded, name])).values()]
}
