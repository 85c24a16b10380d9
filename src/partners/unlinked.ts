/** Rows of the other sources that are linked to no partner, and partners that may be one: kept, listed, never guessed. */

import { compareText } from '../records/compare.ts'
import { isNoName } from '../records/damaged-word.ts'
import type { Kind } from '../records/kind.ts'
import { certificationDashboard } from '../records/kinds/certification-dashboard.ts'
import { certifications } from '../records/kinds/certifications.ts'
import { camByPartner } from '../records/kinds/channel-managers.ts'
import { dealRegistrations } from '../records/kinds/deal-registrations.ts'
import { influenceRecords } from '../records/kinds/influence-records.ts'
import { invoices } from '../records/kinds/invoices.ts'
import { leads } from '../records/kinds/leads.ts'
import { lettersIssued } from '../records/kinds/licenses/letters-issued.ts'
import { nfrLicenses } from '../records/kinds/licenses/nfr-licenses.ts'
import { nfrRequests } from '../records/kinds/licenses/nfr-requests.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { pspEligibility } from '../records/kinds/psp-eligibility.ts'
import { rebateExceptions } from '../records/kinds/rebate-exceptions.ts'
import { vouchers } from '../records/kinds/vouchers.ts'
import { foldName } from '../records/name.ts'
import type { NamedRows, RecordReader } from '../store/store.ts'
import { partnerIndex } from './every/partner-index.ts'
import type { PartnerNames } from './every/reader.ts'
import type { NamedPartner, WhyUnlinked } from './links.ts'
import { domainsOf, isPartner, type Partner, type PartnerLookup, toPartner } from './partner.ts'

/** The kinds whose rows belong to partners. */
const LINKED_KINDS: readonly Kind[] = [
  certificationDashboard,
  portalUsers,
  nfrLicenses,
  nfrRequests,
  lettersIssued,
  dealRegistrations,
  leads,
  invoices,
  camByPartner,
  certifications,
  vouchers,
  pspEligibility,
  influenceRecords,
  rebateExceptions,
]

export interface UnlinkedName extends NamedRows {
  kind: string
  why: WhyUnlinked
  /** The partners that the rows may be of. */
  candidates: readonly NamedPartner[]
  /** The account that the name can be remembered for; null where no alias would settle it, or it is not known which. */
  aliasOf: string | null
}

interface UnlinkedReader extends PartnerNames {
  namesInRows: RecordReader['namesInRows']
}

/** The names and ids in the rows of other sources that lead to no one partner, those with the most rows first. */
export async function unlinkedNames(store: UnlinkedReader): Promise<UnlinkedName[]> {
  const { index } = await partnerIndex(store)
  const found: UnlinkedName[] = []
  for (const kind of LINKED_KINDS) {
    for (const named of await store.namesInRows(kind, (each) => index.link(each).partner === null)) {
      const link = index.link(named)
      if (link.partner !== null) continue
      const candidates = link.candidates.map(({ id, name }) => ({ id, name }))
      found.push({ ...named, kind: kind.kind, why: link.why, candidates, aliasOf: aliasFor(named.name, link.why, candidates) })
    }
  }
  return found.sort((a, b) => b.rows - a.rows || compareText(a.kind, b.kind) || compareText(a.name ?? '', b.name ?? ''))
}

/** The partner a name becomes an alias of if its rows are that partner's: the only one it may be of, unless the name is another partner's own. */
function aliasFor(name: string | null, why: WhyUnlinked, candidates: readonly NamedPartner[]): string | null {
  const [only, ...others] = candidates
  if (name === null || isNoName(name) || only === undefined || others.length > 0) return null
  return why === 'unknown_id' || foldName(only.name).folded === foldName(name).folded ? null : only.id
}

/** A domain that more partners have belongs to no one company, such as that of a directory or a mail service. */
const MOST_OF_A_DOMAIN = 10

/** Partners that share what should distinguish them. */
export interface Duplicates {
  why: 'same_name' | 'same_name_without_legal_form' | 'same_domain'
  /** What they share, as it is compared. */
  shared: string
  partners: readonly Partner[]
}

/** Partners with one name, one name except the legal form, or one domain: one company twice, or two to distinguish. */
export async function duplicatePartners(store: PartnerLookup): Promise<Duplicates[]> {
  const partners = (await store.accounts()).filter(isPartner).map(toPartner)
  const sameName = groups(partners, ({ name }) => [foldName(name).folded])
  const sameCore = groups(partners, ({ name }) => [foldName(name).core])
  const sameDomain = groups(partners, ({ account }) => [...new Set(domainsOf(account.record))])
  const listed = new Set<string>()
  const found: Duplicates[] = []
  const note = (why: Duplicates['why'], [shared, alike]: [string, Partner[]]): void => {
    const whom = alike.map(({ id }) => id).join(' ')
    if (listed.has(whom)) return
    listed.add(whom)
    found.push({ why, shared, partners: alike })
  }
  for (const group of sameName) note('same_name', group)
  for (const group of sameCore) note('same_name_without_legal_form', group)
  for (const group of sameDomain) if (group[1].length <= MOST_OF_A_DOMAIN) note('same_domain', group)
  return found
}

/** Partners by what they share, where several do. */
function groups(partners: readonly Partner[], keysOf: (partner: Partner) => readonly string[]): [string, Partner[]][] {
  const byKey = new Map<string, Partner[]>()
  for (const partner of partners) {
    for (const key of keysOf(partner)) {
      const same = byKey.get(key)
      if (same) same.push(partner)
      else if (key !== '') byKey.set(key, [partner])
    }
  }
  return [...byKey].filter(([, alike]) => alike.length > 1).sort(([a], [b]) => compareText(a, b))
}
