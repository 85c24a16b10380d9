/** Where a mail goes: which reply it gets, and what is to be done (Partner Help Desk, Receiving Reseller Purchase Orders …). Pure. */

import type { Dated } from './policy.ts'
import type { Citation } from './verdict.ts'

/** Where mail on orders goes, in force between two days. */
export interface MailPolicy extends Dated {
  /** Who gets a distributor's request for an official quote. */
  distributorQuotes: 'order_operations' | 'opportunity_owner'
  /** Markets whose distributors ask sales themselves. */
  salesAskedDirectly: readonly string[]
  /** Where an older page sends the orders of direct customers. */
  customerOrders: string
  handbook: { resellers: Citation; distributors: Citation }
}

/** What is known of a mail that no person must look at. */
export interface MailFacts {
  kind: string
  role: 'partner' | 'distributor' | 'customer' | 'internal' | 'docusign' | 'unknown'
  /** The market of the distributor who wrote. */
  market: string | null
  includesOrderOperations: boolean
  hasDocuments: boolean
  hasOpportunity: boolean
}

export type MailActionCode =
  | 'attach_order'
  | 'send_draft'
  | 'open_request'
  | 'check_letter'
  | 'record_letter'
  | 'check_licence'
  | 'read_proof'
  | 'record_proof'
  | 'answer_proof'
  | 'portal_login'
  | 'certification_report'
  | 'nothing'

/** Why a person must say where a mail goes. */
export type MailDoubt =
  | 'no_rule_then'
  | 'no_opportunity'
  | 'no_order'
  | 'sales_asked_directly'
  | 'customer_order'
  | 'no_rule_for_sender'

export interface MailRouting {
  /** The name of the reply; null: none is drafted. */
  reply: string | null
  /** Whether the reply goes back to who wrote; else it goes to colleagues. */
  isAnswer: boolean
  actions: readonly MailActionCode[]
  doubt: MailDoubt | null
  handbook: Citation | null
}

const ORDERS: Readonly<Record<string, string>> = { po_submission: 'order', quote_request: 'quote', order_status: 'status' }

/** Says where a mail goes by the policy of the day; null: no policy is known for it. */
export function routeMail(facts: MailFacts, policy: MailPolicy | null): MailRouting {
  const what = ORDERS[facts.kind]
  if (what === undefined) return routeOther(facts)
  if (policy === null) return doubtful('no_rule_then', null)
  if (facts.role === 'partner') return routeReseller(what, facts, policy)
  if (facts.role === 'distributor') return routeDistributor(what, facts, policy)
  return doubtful(facts.role === 'customer' && what === 'order' ? 'customer_order' : 'no_rule_for_sender', null)
}

function routeReseller(
  what: string,
  { includesOrderOperations, hasOpportunity, hasDocuments }: MailFacts,
  policy: MailPolicy,
): MailRouting {
  const { resellers: handbook } = policy.handbook
  if (includesOrderOperations) return drafted(`reseller-${what}-with-order-operations`, true, [], handbook)
  if (!hasOpportunity) return doubtful('no_opportunity', handbook)
  if (what === 'order' && !hasDocuments) return doubtful('no_order', handbook)
  return drafted(`reseller-${what}`, true, what === 'order' ? ['attach_order'] : [], handbook)
}

function routeDistributor(what: string, { market, hasOpportunity, hasDocuments }: MailFacts, policy: MailPolicy): MailRouting {
  const { distributors: handbook } = policy.handbook
  if (what === 'order') return hasDocuments ? drafted('distributor-order', false, [], handbook) : doubtful('no_order', handbook)
  if (what === 'status' || policy.distributorQuotes === 'order_operations')
    return drafted('distributor-request', false, [], handbook)
  if (market !== null && policy.salesAskedDirectly.includes(market)) return doubtful('sales_asked_directly', handbook)
  return hasOpportunity ? drafted('distributor-quote', false, [], handbook) : doubtful('no_opportunity', handbook)
}

/** Mail that is on no order: what is to be done, and no draft. */
function routeOther({ kind, role }: MailFacts): MailRouting {
  const todo = (...actions: MailActionCode[]): MailRouting => ({
    reply: null,
    isAnswer: false,
    actions,
    doubt: null,
    handbook: null,
  })
  if (kind === 'auto_reply' || kind === 'bounce' || kind === 'other') return todo('nothing')
  if (role === 'docusign' && kind === 'loa_request') return todo('open_request')
  if (role === 'docusign' && kind === 'loa_completed') return todo('record_letter')
  if (role !== 'partner') return doubtful('no_rule_for_sender', null)
  if (kind === 'loa_request') return todo('check_letter')
  if (kind === 'nfr_question') return todo('check_licence')
  if (kind === 'service_attach_poe') return todo('read_proof', 'record_proof', 'answer_proof')
  if (kind === 'portal_access') return todo('portal_login')
  if (kind === 'certification_question') return todo('certification_report')
  return doubtful('no_rule_for_sender', null)
}

function drafted(reply: string, isAnswer: boolean, before: readonly MailActionCode[], handbook: Citation): MailRouting {
  return { reply, isAnswer, actions: [...before, 'send_draft'], doubt: null, handbook }
}

function doubtful(doubt: MailDoubt, handbook: Citation | null): MailRouting {
  return { reply: null, isAnswer: false, actions: [], doubt, handbook }
}
