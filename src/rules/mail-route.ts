/** Where a mail goes: which reply it gets, and what is to be done (Partner Help Desk, Receiving Reseller Purchase Orders …). Pure. */

import { foldCode } from '../records/key.ts'
import type { Dated } from './policy.ts'
import type { ProofPolicy } from './service-attach.ts'
import type { Citation } from './verdict.ts'

/** Where mail on orders goes, in force between two days. */
export interface MailPolicy extends Dated {
  /** Who gets a distributor's request for an official quote. */
  distributorQuotes: 'order_operations' | 'opportunity_owner'
  /** Who gets a distributor's purchase order; the owner gets it with Partner Order Operations in copy. */
  distributorOrders: 'order_operations' | 'opportunity_owner'
  /** How stages begin that an opportunity is left in. Of one that is closed in a way that is not listed nobody takes an order either. */
  stages: { won: readonly string[]; lost: readonly string[]; duplicate: readonly string[] }
  /** What is asked of the registration of a proof of execution. */
  proofs: ProofPolicy
  /** Markets whose distributors ask sales themselves. */
  salesAskedDirectly: readonly string[]
  /** Where an older page sends the orders of direct customers. */
  customerOrders: string
  handbook: { resellers: Citation; distributors: Citation }
}

/** What is known of a mail that no person must look at. */
export interface MailFacts {
  kind: string
  /** What it asks for within its kind, where the handbook has an answer of its own. */
  topic: { id: string; handbook: Citation } | null
  role: 'partner' | 'distributor' | 'customer' | 'internal' | 'docusign' | 'unknown'
  /** The market of the distributor who wrote. */
  market: string | null
  /** `perhaps`: it got the mail, or somebody with a like address did, and To and Cc do not name it. */
  orderOperations: 'recipient' | 'perhaps' | 'no'
  hasDocuments: boolean
  /** The one opportunity the mail is about; null where none can be told. */
  opportunity: { state: OpportunityState; isOtherDistributors: boolean } | null
}

/** What is left of an opportunity. */
type OpportunityState = 'open' | 'won' | 'lost' | 'merged' | 'duplicate' | 'unknown'

export type MailActionCode =
  | 'look_into_files'
  | 'attach_order'
  | 'send_draft'
  | 'open_request'
  | 'check_letter'
  | 'record_letter'
  | 'check_licence'
  | 'read_proof'
  | 'record_proof'
  | 'answer_proof'
  | 'reduce_seats'
  | 'answer_minutes'
  | 'take_exception'
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
  | 'order_operations_unclear'
  | 'other_distributor'
  | 'opportunity_won'
  | 'opportunity_lost'
  | 'opportunity_merged'
  | 'opportunity_duplicate'
  | 'opportunity_unknown_stage'

export interface MailRouting {
  /** The name of the reply; null: none is drafted. */
  reply: string | null
  /** Whether the reply goes back to who wrote; else it goes to colleagues. */
  isAnswer: boolean
  /** Whether the files of the mail go with it. */
  attaches: boolean
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

function routeReseller(what: string, { orderOperations, opportunity, hasDocuments }: MailFacts, policy: MailPolicy): MailRouting {
  const { resellers: handbook } = policy.handbook
  if (orderOperations === 'recipient') return drafted(`reseller-${what}-with-order-operations`, true, [], handbook)
  if (orderOperations === 'perhaps') return doubtful('order_operations_unclear', handbook)
  if (opportunity === null) return doubtful('no_opportunity', handbook)
  const left = doubtOfState(what, opportunity.state)
  if (left !== null) return doubtful(left, handbook)
  if (what === 'order' && !hasDocuments) return doubtful('no_order', handbook)
  return drafted(`reseller-${what}`, true, what === 'order' ? ['attach_order'] : [], handbook)
}

function routeDistributor(what: string, { market, opportunity, hasDocuments }: MailFacts, policy: MailPolicy): MailRouting {
  const { distributors: handbook } = policy.handbook
  const left = opportunity && doubtOfState(what, opportunity.state)
  if (what === 'order') {
    if (!hasDocuments) return doubtful('no_order', handbook)
    if (left !== null) return doubtful(left, handbook)
    if (policy.distributorOrders === 'order_operations') return drafted('distributor-order', false, [], handbook)
    return opportunity ? drafted('distributor-order-to-seller', false, [], handbook) : doubtful('no_opportunity', handbook)
  }
  // What another distributor pays is not for this one; an order it sends is its own, and goes to colleagues alone.
  if (opportunity?.isOtherDistributors) return doubtful('other_distributor', handbook)
  if (left !== null) return doubtful(left, handbook)
  if (what === 'status' || policy.distributorQuotes === 'order_operations')
    return drafted('distributor-request', false, [], handbook)
  if (market !== null && policy.salesAskedDirectly.includes(market)) return doubtful('sales_asked_directly', handbook)
  return opportunity ? drafted('distributor-quote', false, [], handbook) : doubtful('no_opportunity', handbook)
}

/** Why nothing is drafted on an opportunity that is left; of one that is won the status of the order may be asked. */
function doubtOfState(what: string, state: OpportunityState): MailDoubt | null {
  if (state === 'open' || (state === 'won' && what === 'status')) return null
  return state === 'unknown' ? 'opportunity_unknown_stage' : `opportunity_${state}`
}

/** What is left of an opportunity, by its record. A stage that is blank or damaged is no stage. */
export function opportunityState(
  { stage, mergedInto, duplicateOf }: { stage: string | null; mergedInto: string | null; duplicateOf: string | null },
  { stages }: Pick<MailPolicy, 'stages'>,
): OpportunityState {
  if (mergedInto !== null && mergedInto.trim() !== '') return 'merged'
  if (duplicateOf !== null && duplicateOf.trim() !== '') return 'duplicate'
  const said = (stage ?? '').replace(/\p{Cf}+/gu, '').trim()
  // Stages are numbered: "8-Closed Lost".
  const bare = foldCode(said.replace(/^[\s\d.]+[-–]?/, ''))
  if (!/\p{L}/u.test(bare) || NO_STAGE.test(said)) return 'unknown'
  const begins = (words: readonly string[]): boolean => words.some((word) => bare.startsWith(foldCode(word)))
  if (begins(stages.won)) return 'won'
  if (begins(stages.duplicate)) return 'duplicate'
  return begins(stages.lost) ? 'lost' : 'open'
}

/** What spreadsheets and programs write where there is nothing, or an error. */
const NO_STAGE = /^(?:#.*|null|none|nan|n\/a|undefined)$/i

/** Mail that is on no order: what is to be done, and no draft. */
function routeOther({ kind, role, topic }: MailFacts): MailRouting {
  const todo = (...actions: MailActionCode[]): MailRouting => ({
    reply: null,
    isAnswer: false,
    attaches: false,
    actions,
    doubt: null,
    handbook: topic?.handbook ?? null,
  })
  const answer = topic && (TOPIC_ANSWERS[`${role} ${topic.id}`] ?? null)
  if (answer !== null) {
    return 'reply' in answer
      ? { ...drafted(answer.reply, true, [], topic?.handbook ?? null), attaches: false }
      : todo(answer.action)
  }
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

/** What the handbook answers, by who asks for what. */
const TOPIC_ANSWERS: Readonly<Record<string, { reply: string } | { action: MailActionCode }>> = {
  'partner licence_resend': { reply: 'licence-resend' },
  'distributor licence_resend': { reply: 'licence-resend' },
  'partner tailored_letter': { reply: 'loa-tailored' },
  'partner nfr_exception': { reply: 'nfr-more-than-program' },
  'internal nfr_exception': { action: 'take_exception' },
  'partner nfr_minutes': { reply: 'nfr-minutes-partner' },
  'internal nfr_minutes': { action: 'answer_minutes' },
  'partner seat_reduction': { action: 'reduce_seats' },
}

function drafted(reply: string, isAnswer: boolean, before: readonly MailActionCode[], handbook: Citation | null): MailRouting {
  return { reply, isAnswer, attaches: true, actions: [...before, 'send_draft'], doubt: null, handbook }
}

function doubtful(doubt: MailDoubt, handbook: Citation | null): MailRouting {
  return { reply: null, isAnswer: false, attaches: false, actions: [], doubt, handbook }
}
