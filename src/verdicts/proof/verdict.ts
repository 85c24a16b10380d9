/** A verdict on a proof of execution, as data: what the rule found, and what else phd knows of it. */

import type { Partner } from '../../partners/partner.ts'
import type { ProofVerdict } from '../../rules/proof/types.ts'

/** A document, and why not all of it was read. */
interface DocumentRead {
  name: string
  unread: { why: string; pages: readonly number[] } | null
  isRevised: boolean
}

/** What was checked, as words are made of it. */
export interface CheckedDeal {
  partner: Partner
  customerName: string | null
  dealId: string | null
  /** The day the proof came, YYYY-MM-DD. */
  receivedOn: string | null
  verdict: ProofVerdict
  documents: readonly DocumentRead[]
  registration: { record: { name: string | null; manager: string | null } } | null
  opportunity: { record: { id: string | null; name: string | null } } | null
}
