/** Which service attach registration a proof of execution is for: by the deal id or registration that the mail or its files name. */

import type { RecordOf } from '../../records/kind.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import { linkOf, type SpellingLookup } from '../linked-names.ts'
import type { Partner } from '../partner.ts'
import { type MailPlaces, type MailReference, referencesOf } from './opportunity.ts'

type Registration = Stored<RecordOf<(typeof dealRegistrations)['fields']>>

/** What was found of the registration that a proof is for. */
export type MailProof =
  /** The mail names none; the document may. */
  | { found: 'none' }
  /** It names one that cannot be looked up, because no registrations were imported. */
  | { found: 'not_imported'; named: string }
  | { found: 'unknown'; named: string }
  | { found: 'several'; named: readonly string[] }
  | { found: 'one'; registration: Registration; isOfSender: boolean; others: readonly Registration[] }

type Lookup = Pick<RecordReader, 'records' | 'wasImported'> & SpellingLookup

/** Finds the registration of a proof that a partner sent. */
export async function proofOf(store: Lookup, places: MailPlaces, partner: Partner): Promise<MailProof> {
  const references = referencesOf(places).filter(({ by }) => by === 'registration' || by === 'deal_id')
  const meant = references.filter(({ by, text }) => by === 'registration' || /^DR-/.test(text))
  const [first] = meant
  if (!(await store.wasImported(dealRegistrations)))
    return first ? { found: 'not_imported', named: first.text } : { found: 'none' }
  const all = await store.records(dealRegistrations)
  const named = (record: Registration['record'], { text }: MailReference): boolean =>
    [record.name, record.dealId].some((each) => each?.trim().toUpperCase() === text)
  const found = all.filter(({ record }) => references.some((reference) => named(record, reference)))
  const unknown = meant.find((reference) => !all.some(({ record }) => named(record, reference)))
  const [registration, another] = found
  if (another) return { found: 'several', named: found.map(({ record }) => record.name ?? '') }
  if (unknown) return { found: 'unknown', named: unknown.text }
  if (!registration) return { found: 'none' }
  const { partner: name, partnerId: accountId, opportunityId } = registration.record
  const link = await linkOf(store, { name, accountId })
  return {
    found: 'one',
    registration,
    isOfSender: link.partner?.id === partner.id,
    others:
      opportunityId === null ? [] : all.filter((each) => each !== registration && each.record.opportunityId === opportunityId),
  }
}
