/** Where a mail goes: which reply it gets, and what to do (Partner Help Desk, Receiving Reseller Purchase Orders …). Pure. */

import type { MailKind } from '../mail/kinds.ts'
import type { TopicId } from '../mail/topics.ts'
import { foldCode } from '../records/key.ts'
import type { Dated } from './policy.ts'
import type { Citation } from './verdict.ts'

/** Where mail on orders goes, for the days it is in force. */
export interface MailPolicy extends Dated {
  /** Who gets a distributor's request for an official quote. */
  distributorQuotes: 'order_operations' | 'opportunity_owner'
  /** Who gets a distributor's purchase order; the owner gets it with Partner Order Operations in copy. */
  distributorOrders: 'order_operations' | 'opportunity_owner'
  /** How the stages of closed opportunities begin; no one takes orders on them. */
  stages: { won: readonly string[]; lost: readonly string[]; duplicate: readonly string[] }
  /** Markets whose distributors ask sales themselves. */
  salesAskedDirectly: readonly string[]
  /** Where an older page sends the orders of direct customers. */
  customerOrders: string
  handbook: { resellers: Citation; distributors: Citation }
}

/** What is known about a mail that needs no review. */
export interface MailFacts {
  kind: MailKind
  /** What it asks for within its kind, if the handbook has an answer for that. */
  topic: { id: TopicId; handbook: Citation } | null
  role: MailRole
  /** The market of the distributor who wrote. */
  market: string | null
  /** `perhaps`: it or a similar address got the mail, but To and Cc do not name it. */
  orderOperations: 'recipient' | 'perhaps' | 'no'
  hasDocuments: boolean
  /** The one opportunity the mail is about; null if unknown. */
  opportunity: { state: OpportunityState; isOtherDistributors: boolean } | null
}

/** Who sent a mail. */
type MailRole = 'partner' | 'distributor' | 'customer' | 'internal' | 'docusign' | 'unknown'

/** Where an opportunity stands. */
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
  /** Whether the reply goes back to the sender; else it goes to colleagues. */
  isAnswer: boolean
  /** Whether the files of the mail go with it. */
  attaches: boolean
  actions: readonly MailActionCode[]
  doubt: MailDoubt | null
  handbook: Citation | null
}

/** What mail on an order is about. */
type OrderMatter = 'order' | 'quote' | 'status'

/** What to do with mail, by the role of its sender; where a role has no steps, a person decides. */
type StepsByRole = Partial<Record<MailRole | 'anyone', readonly MailActionCode[]>>

/** Where mail of each kind goes: by the rules on orders, or with its next steps. */
const ROUTES: Readonly<Record<MailKind, { order: OrderMatter } | { steps: StepsByRole }>> = {
  po_submission: { order: 'order' },
  quote_request: { order: 'quote' },
  order_status: { order: 'status' },
  loa_request: { steps: { docusign: ['open_request'], partner: ['check_letter'] } },
  loa_completed: { steps: { docusign: ['record_letter'] } },
  nfr_question: { steps: { partner: ['check_licence'] } },
  service_attach_poe: { steps: { partner: ['read_proof', 'record_proof', 'answer_proof'] } },
  portal_access: { steps: { partner: ['portal_login'] } },
  certification_question: { steps: { partner: ['certification_report'] } },
  auto_reply: { steps: { anyone: ['nothing'] } },
  bounce: { steps: { anyone: ['nothing'] } },
  other: { steps: { anyone: ['nothing'] } },
}

/** The kinds of mail on orders, where an answer confirms something. */
export const ON_ORDERS: ReadonlySet<string> = new Set(
  Object.entries(ROUTES).flatMap(([kind, route]) => ('order' in route ? [kind] : [])),
)

/** Routes a mail by the policy of the day; null: no policy is known for that day. */
export function routeMail(facts: MailFacts, policy: MailPolicy | null): MailRouting {
  const route = ROUTES[facts.kind]
  if ('steps' in route) return routeOther(facts, route.steps)
  const what = route.order
  if (policy === null) return doubtful('no_rule_then', null)
  if (facts.role === 'partner') return routeReseller(what, facts, policy)
  if (facts.role === 'distributor') return routeDistributor(what, facts, policy)
  return doubtful(facts.role === 'customer' && what === 'order' ? 'customer_order' : 'no_rule_for_sender', null)
}

function routeReseller(
  what: OrderMatter,
  { orderOperations, opportunity, hasDocuments }: MailFacts,
  policy: MailPolicy,
): MailRouting {
  const { resellers: handbook } = policy.handbook
  if (orderOperations === 'recipient') return drafted(`reseller-${what}-with-order-operations`, true, [], handbook)
  if (orderOperations === 'perhaps') return doubtful('order_operations_unclear', handbook)
  if (opportunity === null) return doubtful('no_opportunity', handbook)
  const left = doubtOfState(what, opportunity.state)
  if (left !== null) return doubtful(left, handbook)
  if (what === 'order' && !hasDocuments) return doubtful('no_order', handbook)
  return drafted(`reseller-${what}`, true, what === 'order' ? ['attach_order'] : [], handbook)
}

function routeDistributor(what: OrderMatter, { market, opportunity, hasDocuments }: MailFacts, policy: MailPolicy): MailRouting {
  const { distributors: handbook } = policy.handbook
  const left = opportunity && doubtOfState(what, opportunity.state)
  if (what === 'order') {
    if (!hasDocuments) return doubtful('no_order', handbook)
    if (left !== null) return doubtful(left, handbook)
    if (policy.distributorOrders === 'order_operations') return drafted('distributor-order', false, [], handbook)
    return opportunity ? drafted('distributor-order-to-seller', false, [], handbook) : doubtful('no_opportunity', handbook)
  }
  // A distributor must not learn what another one pays; its own order goes to colleagues only.
  if (opportunity?.isOtherDistributors) return doubtful('other_distributor', handbook)
  if (left !== null) return doubtful(left, handbook)
  if (what === 'status' || policy.distributorQuotes === 'order_operations')
    return drafted('distributor-request', false, [], handbook)
  if (market !== null && policy.salesAskedDirectly.includes(market)) return doubtful('sales_asked_directly', handbook)
  return opportunity ? drafted('distributor-quote', false, [], handbook) : doubtful('no_opportunity', handbook)
}

/** Why nothing is drafted for a closed opportunity; if it was won, the order status may be asked. */
function doubtOfState(what: OrderMatter, state: OpportunityState): MailDoubt | null {
  if (state === 'open' || (state === 'won' && what === 'status')) return null
  return state === 'unknown' ? 'opportunity_unknown_stage' : `opportunity_${state}`
}

/** Where an opportunity stands, by its record; unknown if the stage is blank or damaged. */
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

/** What spreadsheets and programs write for nothing, or for an error. */
const NO_STAGE = /^(?:#.*|null|none|nan|n\/a|undefined)$/i

/** Mail that is not about an order: what to do, without a draft. */
function routeOther({ role, topic }: MailFacts, steps: StepsByRole): MailRouting {
  const todo = (actions: readonly MailActionCode[]): MailRouting => ({
    reply: null,
    isAnswer: false,
    attaches: false,
    actions,
    doubt: null,
    handbook: topic?.handbook ?? null,
  })
  const answer = topic && (TOPIC_ANSWERS[topic.id][role] ?? null)
  if (answer !== null) {
    return 'reply' in answer
      ? { ...drafted(answer.reply, true, [], topic?.handbook ?? null), attaches: false }
      : todo([answer.action])
  }
  const actions = steps[role] ?? steps.anyone
  return actions ? todo(actions) : doubtful('no_rule_for_sender', null)
}

/** The handbook's answers, by topic and by the role of the sender. */
const TOPIC_ANSWERS: Readonly<Record<TopicId, Partial<Record<MailRole, { reply: string } | { action: MailActionCode }>>>> = {
  licence_resend: { partner: { reply: 'licence-resend' }, distributor: { reply: 'licence-resend' } },
  tailored_letter: { partner: { reply: 'loa-tailored' } },
  nfr_exception: { partner: { reply: 'nfr-more-than-program' }, internal: { action: 'take_exception' } },
  nfr_minutes: { partner: { reply: 'nfr-minutes-partner' }, internal: { action: 'answer_minutes' } },
  seat_reduction: { partner: { action: 'reduce_seats' } },
}

function drafted(reply: string, isAnswer: boolean, before: readonly MailActionCode[], handbook: Citation | null): MailRouting {
  return { reply, isAnswer, attaches: true, actions: [...before, 'send_draft'], doubt: null, handbook }
}

function doubtful(doubt: MailDoubt, handbook: Citation | null): MailRouting {
  return { reply: null, isAnswer: false, attaches: false, actions: [], doubt, handbook }
}
