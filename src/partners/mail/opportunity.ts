/** Which opportunity a mail is about: by the ids, quotes and registrations it names, checked against who wrote it. */

import type { RecordOf } from '../../records/kind.ts'
import type { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { type Opportunity, opportunities } from '../../records/kinds/opportunities.ts'
import { foldName } from '../../records/name.ts'
import { readSalesforceId } from '../../records/salesforce-id.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import { linkOf, type SpellingLookup } from '../linking/linked-names.ts'
import { distributorNames, type MailSender } from './sender.ts'
import {
  type NumberLookup,
  type OpportunityNumbers,
  opportunityNumbers,
  registrationNumbers,
  type WrittenAs,
} from './written-as.ts'

/** The places of a mail that may name an opportunity. */
export interface MailPlaces {
  subject: string
  /** What was written now. */
  body: string
  attachments: readonly string[]
  /** What is quoted or forwarded: looked at where nothing else names one. */
  older: string
}

export interface MailReference {
  by: 'id' | 'quote_number' | 'registration' | 'deal_id'
  text: string
  where: 'subject' | 'body' | 'attachment' | 'older'
}

/** What was found of the opportunity that a mail is about. */
export type MailOpportunity =
  | { found: 'none'; unknown: readonly MailReference[] }
  | { found: 'several'; opportunities: readonly Stored<Opportunity>[] }
  /** It is one of another partner or customer than the sender: nothing of it may be disclosed. */
  | { found: 'of_another'; opportunity: Stored<Opportunity>; reference: MailReference }
  | {
      found: 'one'
      opportunity: Stored<Opportunity>
      reference: MailReference
      /** The distributor it names where another one wrote; else null. */
      otherDistributor: string | null
      unknown: readonly MailReference[]
    }

/** A mail with more is not about one of them. */
const MOST_REFERENCES = 200
const LOOKED_AT = 1 << 16

/** The references in a text, in its order, each once. */
function referencesIn(text: string, where: MailReference['where']): MailReference[] {
  const found = new Map<string, MailReference>()
  const looked = text.slice(0, LOOKED_AT).normalize('NFKC')
  for (const [word] of looked.matchAll(
    /(?<![A-Za-z0-9])(?:006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?|[A-Za-z]{1,8}-?\d{4,12})(?![A-Za-z0-9])/g,
  )) {
    if (found.size >= MOST_REFERENCES) break
    const upper = word.toUpperCase()
    const by = /^006[A-Za-z0-9]{12}/.test(word)
      ? 'id'
      : /^Q-/.test(upper)
        ? 'quote_number'
        : /^REG\d/.test(upper)
          ? 'registration'
          : 'deal_id'
    found.set(by === 'id' ? word : upper, { by, text: by === 'id' ? word : upper, where })
  }
  return [...found.values()]
}

type Lookup = Pick<RecordReader, 'recordWithKey'> & NumberLookup & SpellingLookup

/** Everything in a mail that may name an opportunity or registration; what is quoted counts where nothing else names one. */
export function referencesOf({ subject, body, attachments, older }: MailPlaces): MailReference[] {
  const written = [
    ...referencesIn(subject, 'subject'),
    ...referencesIn(body, 'body'),
    ...attachments.flatMap((name) => referencesIn(name.replaceAll('_', ' '), 'attachment')),
  ]
  return written.length > 0 ? written : referencesIn(older, 'older')
}

/** Finds the opportunities of mails. What it needs to read whole is read once. */
export class MailOpportunities {
  readonly #store: Lookup
  #index: Promise<Index> | null = null

  constructor(store: Lookup) {
    this.#store = store
  }

  /** The opportunity that a mail of a sender is about. */
  async of(places: MailPlaces, sender: MailSender | null): Promise<MailOpportunity> {
    const written = [
      ...referencesIn(places.subject, 'subject'),
      ...referencesIn(places.body, 'body'),
      ...places.attachments.flatMap((name) => referencesIn(name.replaceAll('_', ' '), 'attachment')),
    ]
    if (written.length >= MOST_REFERENCES) return { found: 'several', opportunities: [] }
    const first = await this.#among(written, sender)
    if (first.found !== 'none' || first.unknown.length > 0) return first
    return this.#among(referencesIn(places.older, 'older'), sender)
  }

  async #among(references: readonly MailReference[], sender: MailSender | null): Promise<MailOpportunity> {
    const found = new Map<string, { opportunity: Stored<Opportunity>; reference: MailReference }>()
    const unknown: MailReference[] = []
    const each = await Promise.all(references.map(async (reference) => ({ reference, named: await this.#named(reference) })))
    for (const { reference, named } of each) {
      // Any word with digits may be a deal id; only what is written as one of ours was meant as one.
      if (named.length === 0 && (reference.by !== 'deal_id' || /^DR-/.test(reference.text))) unknown.push(reference)
      for (const opportunity of named) {
        const id = opportunity.record.id ?? ''
        if (!found.has(id)) found.set(id, { opportunity, reference })
      }
    }
    const [one, another] = found.values()
    if (!one) return { found: 'none', unknown }
    if (another) return { found: 'several', opportunities: [...found.values()].map(({ opportunity }) => opportunity) }
    if (!(await this.#belongs(one.opportunity, sender))) return { found: 'of_another', ...one }
    return { found: 'one', ...one, unknown, otherDistributor: otherDistributor(one.opportunity.record, sender) }
  }

  async #named({ by, text }: MailReference): Promise<Stored<Opportunity>[]> {
    if (by === 'id') {
      const reading = readSalesforceId(text, '006')
      const found = reading.ok ? await this.#store.recordWithKey(opportunities, reading.id) : null
      return found ? [found] : []
    }
    const { quotes, registrations, deals, linked } = await this.#read()
    if (by === 'quote_number') return quotes.of(this.#store, text)
    const named = await (by === 'registration' ? registrations : deals).of(this.#store, text)
    return unique([...named, ...(await this.#linked(await linked.of(this.#store, text)))])
  }

  async #linked(registrations: readonly Stored<Registration>[]): Promise<Stored<Opportunity>[]> {
    const ids = registrations.flatMap(({ record }) => record.opportunityId || [])
    const found = await Promise.all(ids.map((id) => this.#store.recordWithKey(opportunities, id)))
    return found.filter((opportunity) => opportunity !== null)
  }

  #read(): Promise<Index> {
    this.#index ??= readIndex(this.#store)
    return this.#index
  }

  /** Whether an opportunity is one of who wrote. It is not asked of an unknown sender: nothing is done for one. */
  async #belongs({ record }: Stored<Opportunity>, sender: MailSender | null): Promise<boolean> {
    if (sender?.role === 'customer') {
      const { id, name } = sender.account.record
      if (record.customerId !== null) return record.customerId === id
      return sameName(record.customer, name) && (await this.#isOnly(name ?? '', id))
    }
    if (sender?.role !== 'partner') return true
    const { partner } = sender
    // One after the other: mostly it is the first, by a name that was asked for with the sender.
    for (const [id, name] of PARTIES) {
      const party = { accountId: id === null ? null : record[id], name: record[name] }
      if ((await linkOf(this.#store, party)).partner?.id !== partner.id) continue
      // A partner is named there; but the customer's name may be that of an account that is not a partner.
      if (name !== 'customer' || party.accountId !== null || (await this.#isOnly(party.name ?? '', partner.id))) return true
    }
    return false
  }

  /** Whether no account but one has a name, of whatever type. */
  async #isOnly(name: string, id: string | null): Promise<boolean> {
    const accounts = await this.#store.accountsNamed('folded', [foldName(name).folded])
    return accounts.every(({ record }) => record.id === id)
  }
}

/** Who an opportunity may belong to: the id and the name of each. */
const PARTIES = [
  ['resalePartnerId', 'resalePartner'],
  ['drPartnerId', 'drPartner'],
  ['aggregatePartnerId', 'aggregatePartner'],
  ['customerId', 'customer'],
  [null, 'serviceAttachPartner'],
] as const

type Registration = RecordOf<(typeof dealRegistrations)['fields']>

interface Index extends OpportunityNumbers {
  /** Registrations, which name an opportunity. */
  linked: WrittenAs<(typeof dealRegistrations)['fields']>
}

async function readIndex(store: Lookup): Promise<Index> {
  const [numbers, linked] = await Promise.all([opportunityNumbers(store), registrationNumbers(store)])
  return { ...numbers, linked }
}

function unique(found: readonly Stored<Opportunity>[]): Stored<Opportunity>[] {
  return [...new Map(found.map((opportunity) => [opportunity.record.id, opportunity])).values()]
}

function sameName(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && foldName(one).folded === foldName(other).folded
}

/** A distributor asks for what another one is on: that is reported, and nothing of it goes back to the sender. */
function otherDistributor({ distributor, drDistributor }: Opportunity, sender: MailSender | null): string | null {
  if (sender?.role !== 'distributor') return null
  const own = distributorNames(sender.distributor).map(foldName)
  const isOwn = (named: string): boolean => {
    const called = foldName(named)
    return own.some(({ core, folded }) => core === called.core || folded === called.folded)
  }
  // The record has two fields for it; one of them may name another.
  return [distributor, drDistributor].find((named) => named !== null && named.trim() !== '' && !isOwn(named)) ?? null
}
