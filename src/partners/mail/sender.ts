/** Who sent a mail: by the sender's address and the records, never by the name a mail shows. */

import { domainToUnicode } from 'node:url'
import { distance } from 'fastest-levenshtein'
import { type Account, accounts as everyAccount } from '../../records/kinds/accounts.ts'
import type { RecordReader, RowSource, Stored } from '../../store/store.ts'
import { linkOf } from '../linking/linked-names.ts'
import { domainsOf, isPartner, type Partner, type PartnerLookup, toPartner } from '../partner.ts'

export interface KnownDistributor {
  name: string
  /** What else it is called, in mail and in Salesforce. */
  aliases: readonly string[]
  /** How its quote numbers begin. */
  quotePrefixes: readonly string[]
  /** "Commercial", "US PubSec"; null where the list does not say. */
  market: string | null
  /** The domains its mail comes from, in lower case. */
  domains: readonly string[]
}

/** Every name of a distributor; one that merged is written as two ("Tech Data/TD Synnex"). */
export function distributorNames({ name, aliases }: Pick<KnownDistributor, 'name' | 'aliases'>): string[] {
  return [...new Set([name, ...name.split('/'), ...aliases].map((each) => each.trim()).filter(Boolean))]
}

/** Who wrote, as far as the records say. */
export type MailSender =
  | { role: 'partner'; partner: Partner; matchedBy: 'portal_user' | 'domain'; source: RowSource; isInDoubt: boolean }
  | { role: 'distributor'; distributor: KnownDistributor }
  | { role: 'customer'; account: Stored<Account> }
  | { role: 'internal' }
  | { role: 'docusign' }
  | { role: 'unknown'; why: UnknownSender }

/** Why the records do not say who wrote. */
interface UnknownSender {
  domain: string
  /** The accounts that the address fits equally well. */
  several: readonly { id: string; name: string }[]
  /** The known domain that the sender's is made to look like; empty where it looks like none and is odd all the same. */
  like: string | null
  /** Whether anyone may have an address of this domain. */
  isPublic: boolean
  /** Whether it is a portal user's, whose row names no one partner. */
  isUser: boolean
}

/** What else is known of domains. */
export interface KnownDomains {
  /** The desk's own. */
  internal: string
  docusign: readonly string[]
  /** Domains where anyone may have an address; "hotmail.*" means any ending. */
  public: readonly string[]
  distributors: readonly KnownDistributor[]
}

type SenderLookup = PartnerLookup & Pick<RecordReader, 'recordBatches'>

/** Finds who a sender is. The accounts are read once, when the first mail needs them. */
export class MailSenders {
  readonly #store: SenderLookup
  readonly #known: KnownDomains
  readonly #found = new Map<string, Promise<MailSender>>()
  #domains: Promise<Map<string, string[]>> | null = null

  constructor(store: SenderLookup, known: KnownDomains) {
    this.#store = store
    this.#known = known
  }

  /** Who has an address. It must be a plain one. */
  of(address: string): Promise<MailSender> {
    const key = address.toLowerCase()
    const known = this.#found.get(key)
    if (known) return known
    const sender = this.#find(address)
    this.#found.set(key, sender)
    return sender
  }

  async #find(address: string): Promise<MailSender> {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
    if (domain === this.#known.internal) return { role: 'internal' }
    if (this.#known.docusign.some((each) => domain === each || domain.endsWith(`.${each}`))) return { role: 'docusign' }
    const distributor = this.#known.distributors.find(({ domains }) => domains.includes(domain))
    if (distributor) return { role: 'distributor', distributor }
    // "hotmail.*" is a name under whatever ending.
    const isPublic = this.#known.public.some((each) => each === domain || each === `${domain.split('.')[0]}.*`)
    const [accounts, user] = await Promise.all([isPublic ? [] : this.#accountsOf(domain), this.#userOf(address)])
    const partners = accounts.filter(isPartner).map(toPartner)
    if (user !== null && 'several' in user) return unknown({ domain, several: user.several, isUser: true })
    if (user) {
      // A user of one partner who writes from the domain of another account: one of the two records is wrong.
      const isElsewhere = accounts.length > 0 && accounts.every(({ record }) => record.id !== user.partner.id)
      if (isElsewhere) return unknown({ domain, several: [user.partner, ...accounts.map(named)] })
      return { role: 'partner', matchedBy: 'portal_user', ...user }
    }
    const [only, another] = partners
    if (only && another) return unknown({ domain, several: partners })
    if (only)
      return {
        role: 'partner',
        partner: only,
        matchedBy: 'domain',
        source: only.account.source,
        isInDoubt: only.account.doubt !== null,
      }
    const [customer, second] = accounts
    if (customer && second) return unknown({ domain, several: accounts.map(named) })
    if (customer) return { role: 'customer', account: customer }
    return unknown({ domain, isPublic, like: isPublic ? null : likeness(domain, await this.#allDomains()) })
  }

  /** The partner of a portal user; null where there is no such user. */
  async #userOf(address: string): Promise<UserFound | { several: UnknownSender['several'] } | null> {
    const user = await this.#store.portalUserByEmail(address)
    const { accountId = null, accountName: name = null } = user?.record ?? {}
    if (!user || (accountId === null && !name?.trim())) return null
    const link = await linkOf(this.#store, { name, accountId })
    // Its row names an account that is several, another company's, or none: no one can say which partner's user it is, and the domain cannot either.
    if (link.partner === null) return { several: link.candidates.map(({ id, name: called }) => ({ id, name: called })) }
    return { partner: link.partner, source: user.source, isInDoubt: user.doubt !== null }
  }

  async #accountsOf(domain: string): Promise<Stored<Account>[]> {
    const ids = (await this.#byDomain()).get(domain) ?? []
    const accounts = await Promise.all(ids.map((id) => this.#store.account(id)))
    return accounts.filter((account) => account !== null)
  }

  /** The ids of accounts by their domains, which take little of what the accounts do. */
  #byDomain(): Promise<Map<string, string[]>> {
    this.#domains ??= this.#readDomains()
    return this.#domains
  }

  async #readDomains(): Promise<Map<string, string[]>> {
    const byDomain = new Map<string, string[]>()
    for await (const some of this.#store.recordBatches(everyAccount)) {
      for (const { record } of some) {
        for (const domain of new Set(domainsOf(record))) {
          const same = byDomain.get(domain)
          if (same) same.push(record.id ?? '')
          else byDomain.set(domain, [record.id ?? ''])
        }
      }
    }
    return byDomain
  }

  async #allDomains(): Promise<string[]> {
    const { internal, docusign, distributors } = this.#known
    return [internal, ...docusign, ...distributors.flatMap(({ domains }) => domains), ...(await this.#byDomain()).keys()]
  }
}

interface UserFound {
  partner: Partner
  source: RowSource
  isInDoubt: boolean
}

function named({ record }: Stored<Account>): { id: string; name: string } {
  return { id: record.id ?? '', name: record.name ?? '' }
}

function unknown(why: Partial<UnknownSender> & Pick<UnknownSender, 'domain'>): MailSender {
  return { role: 'unknown', why: { several: [], like: null, isPublic: false, isUser: false, ...why } }
}

/** The known domain that an unknown one is made to look like; empty where it is written in letters of another script; else null. */
function likeness(domain: string, known: readonly string[]): string | null {
  const shown = skeleton(domain)
  const name = nameIn(shown)
  let closest: { domain: string; far: number } | null = null
  for (const each of known) {
    const theirs = skeleton(each)
    if (theirs === shown) return each
    const other = nameIn(theirs)
    const may = Math.min(name.length, other.length) >= LONG_NAME ? 2 : Math.min(name.length, other.length) >= SHORT_NAME ? 1 : 0
    if (Math.abs(name.length - other.length) > may) continue
    const far = distance(name, other)
    if (far <= may && (closest === null || far < closest.far)) closest = { domain: each, far }
  }
  return closest?.domain ?? (/(?:^|\.)xn--/.test(domain) ? '' : null)
}

/** In a shorter name a letter more or less makes another name. */
const SHORT_NAME = 5
const LONG_NAME = 9

/** The part of a domain that names its owner: before co.uk, com and so on. */
function nameIn(domain: string): string {
  const labels = domain.split('.')
  const endings = labels.length > 2 && (labels.at(-2)?.length ?? 0) <= 3 ? 2 : 1
  return labels.at(-1 - endings) ?? domain
}

const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '5': 's',
  i: 'l',
  а: 'a',
  в: 'b',
  е: 'e',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  і: 'l',
  ј: 'j',
  ѕ: 's',
  ԁ: 'd',
  ɡ: 'g',
  α: 'a',
  ε: 'e',
  ι: 'l',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ı: 'l',
}

/** A domain as a hasty eye reads it. */
function skeleton(domain: string): string {
  const shown = domainToUnicode(domain) || domain
  return [
    ...shown
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .replaceAll('-', ''),
  ]
    .map((letter) => LOOKS_LIKE[letter] ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd')
}
