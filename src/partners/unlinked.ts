/** Rows of the other sources that are linked to no partner: kept, listed, never guessed. */

import { PackedInOrder } from '../packed/packed-in-order.ts'
import type { Listed } from '../packed/packed-list.ts'
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
import type { NamedPartner, WhyUnlinked } from './linking/links.ts'

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
  eachNameInRows: RecordReader['eachNameInRows']
  together: RecordReader['together']
}

/** What unlinked names are ordered and counted by. */
interface UnlinkedKey {
  rows: number
  kind: string
  name: string
  why: WhyUnlinked
}

/** Unlinked names in their order, kept outside the heap: all rows of a list may be of partners that no export has. */
export type UnlinkedNames = PackedInOrder<UnlinkedName, UnlinkedKey>

/** The same, as what only lists them has it. */
export type UnlinkedList = Listed<UnlinkedName>

/** The names and ids in the rows of other sources that lead to no one partner, those with the most rows first; without those of `skipped` kinds. */
export async function unlinkedNames(store: UnlinkedReader, skipped: readonly string[] = []): Promise<UnlinkedNames> {
  const { index } = await partnerIndex(store)
  const found: UnlinkedNames = new PackedInOrder()
  const readings = LINKED_KINDS.filter(({ kind }) => !skipped.includes(kind)).map((kind) => () => {
    return store.eachNameInRows(kind, (named) => {
      const link = index.link(named)
      if (link.partner !== null) return
      const { why } = link
      const candidates = link.candidates.map(({ id, name }) => ({ id, name }))
      const { rows, name } = named
      found.push(
        { ...named, kind: kind.kind, why, candidates, aliasOf: aliasFor(name, why, candidates) },
        { rows, kind: kind.kind, name: name ?? '', why },
      )
    })
  })
  await store.together(...readings)
  return found.sort((a, b) => b.rows - a.rows || compareText(a.kind, b.kind) || compareText(a.name, b.name))
}

/** The partner a name becomes an alias of if its rows are that partner's: the only one it may be of, unless the name is another partner's own. */
function aliasFor(name: string | null, why: WhyUnlinked, candidates: readonly NamedPartner[]): string | null {
  const [only, ...others] = candidates
  if (name === null || isNoName(name) || only === undefined || others.length > 0) return null
  return why === 'unknown_id' || foldName(only.name).folded === foldName(name).folded ? null : only.id
}
