/** The registrations of a customer, by its name. */

import type { Context } from '../../app/context.ts'
import type { FoundRegistration } from '../../app/lists/evaluations.ts'
import { sourceOf } from '../../partners/facts.ts'
import type { NamedPartner, NameIndex } from '../../partners/linking/links.ts'
import type { Partner } from '../../partners/partner.ts'
import { type DealRegistration, dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { foldName } from '../../records/name.ts'
import { type EvaluationPolicy, type RegistrationState, registrationState } from '../../rules/leads/evaluation.ts'
import { isStale } from '../../rules/verdict.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import { nameMatch } from './same-name.ts'

interface Sought {
  customer: string
  /** Whose registrations count; null: everyone's. */
  partner: Partner | null
  policy: EvaluationPolicy
  index: NameIndex<NamedPartner>
}

/** What the list of registrations says of a customer. */
export interface CustomerRegistrations {
  found: readonly FoundRegistration[]
  /** Customers whose name differs in the legal form alone, which do not count. */
  otherForms: readonly string[]
  /** Whether one that would count is of a name that may be the same customer: one of the two has no legal form. */
  hasMaybe: boolean
  /** Every name of a customer in the list. */
  names: ReadonlySet<string>
}

/** The registrations of a customer by its folded name. */
export async function registrationsOf(
  context: Context,
  store: RecordReader,
  { customer, partner, policy, index }: Sought,
): Promise<CustomerRegistrations> {
  const wanted = foldName(customer)
  const found: FoundRegistration[] = []
  const otherForms: string[] = []
  const names = new Set<string>()
  let hasMaybe = false
  const look = (row: Stored<DealRegistration>): void => {
    const { customer: name, partner: partnerText, partnerId: accountId } = row.record
    if (name === null) return
    names.add(name)
    const match = nameMatch(wanted, foldName(name))
    if (match === 'other') return
    if (match !== 'same') otherForms.push(name)
    const link = index.link({ name: partnerText, accountId })
    if (partner !== null && link.partner !== null && link.partner.id !== partner.id) return
    // A registration that may be another partner's does not count for this one.
    const state = stateOf(context, row, policy, partner !== null && link.partner === null)
    if (match === 'same') found.push(asFound(row, state))
    else if (match === 'maybe' && (state === 'registered' || state === 'unknown')) hasMaybe = true
  }
  for await (const some of store.recordBatches(dealRegistrations)) some.forEach(look)
  return { found, otherForms, hasMaybe, names }
}

function stateOf(
  { now, maxAgeDays, today }: Context,
  row: Stored<DealRegistration>,
  policy: EvaluationPolicy,
  isUnclear: boolean,
): RegistrationState {
  const { type, status, approved, expires } = row.record
  const isStaleRow = isStale(row.source, now, maxAgeDays)
  return registrationState(
    { type, status, approved, expires, isStale: isStaleRow, isInDoubt: row.doubt !== null || isUnclear },
    policy,
    today,
  )
}

function asFound(row: Stored<DealRegistration>, state: RegistrationState): FoundRegistration {
  const { name, dealId, status, approved, expires, partner: partnerText } = row.record
  return { name: name ?? '', dealId, status, approved, expires, partnerText, state, source: sourceOf(row, 'status') }
}
