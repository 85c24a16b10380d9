/** Sentences for why phd does not route a mail, and what to do. */

import type { Stopped } from '../../mailbox/routed.ts'
import { sentenceOf, whyOf } from '../../plans/ownership-sentences.ts'
import { LOOK, type Sentence } from './flag-sentences.ts'

const MAPPING = 'see phd cam owner <opportunity>, and phd cam mapping list'

const SENTENCES: Readonly<Record<Stopped['code'], (stopped: Stopped) => Sentence>> = {
  no_rule_then: () => ({ why: 'no rule is known for mail on orders of that day', next: LOOK }),
  no_opportunity: () => ({
    why: 'it must go to the people of an opportunity, and which one cannot be told',
    next: 'look for it in SFDC by the customer’s name; or ask the sender for the quote number or opportunity id',
  }),
  no_order: () => ({ why: 'an order needs a document, and it has none', next: 'ask the sender for the document' }),
  sales_asked_directly: () => ({
    why: 'distributors of this market ask sales themselves, not Partner Support',
    next: 'tell the distributor to write to its sales person',
  }),
  customer_order: () => ({
    why: 'it is an order of a direct customer, and only an older page says where those go (POfulfillment@gitlab.com)',
    next: 'ask Partner Order Operations where direct orders go today',
  }),
  no_rule_for_sender: () => ({ why: 'the handbook has no answer for such mail from such a sender', next: LOOK }),
  draft_not_filled: ({ message }) => ({
    why: message ?? '',
    next: 'import what is missing (opportunities with owner and channel manager, Salesforce users), then route it again',
  }),
  stale_staff: () => ({
    why: 'who is in copy is known from Salesforce users that are too old to be relied on, or in doubt',
    next: 'export the Salesforce users again and import them: phd import <users.csv>; then route it again',
  }),
  staff_inactive: ({ message }) => ({
    why: `${message} is not known to be active in Salesforce`,
    next: 'ask who follows, and have the opportunity corrected in Salesforce; until then answer by hand',
  }),
  staff_unreachable: ({ message }) => ({
    why: `the opportunity names a colleague whose address is not known (${message})`,
    next: 'export the Salesforce users again and import them: phd import <users.csv>; or export the opportunities with the address',
  }),
  distributor_named: ({ message }) => ({
    why: `it holds what may be a distributor’s (${message}), and nothing of a distributor’s goes to a reseller`,
    next: 'look at it in the mailbox; answer by hand, without the file and without quoting the mail: phd reply list',
  }),
  registration_type: ({ message }) => ({
    why: `the registration it names is not of the type Service Attach (${message})`,
    next: 'ask the sender for the service attach deal ID',
  }),
  registration_of_another: ({ message }) => ({
    why: `the registration it names is not the sender’s (${message})`,
    next: 'tell the sender nothing of it; ask for the service attach deal ID',
  }),
  registration_status: ({ message }) => ({
    why: `the registration it names has a status in which no proof is awaited (${message})`,
    next: 'ask its channel manager; the words of the day: phd policy show mail',
  }),
  registration_second: ({ message }) => ({
    why: `the opportunity has another service attach registration that is approved (${message}), and only one may be`,
    next: 'ask the channel manager of the two',
  }),
  stale_registration: ({ message }) => ({
    why: `what is known of the registration is too old to be relied on, or in doubt (${message})`,
    next: 'export the deal registrations again and import them: phd import <registrations.csv>; then route it again',
  }),
  registration_unknown: ({ message }) => ({
    why: `no registration that was imported has ${message}`,
    next: 'import newer deal registrations: phd import <registrations.csv>; or ask the sender for the service attach deal ID',
  }),
  several_registrations: ({ message }) => ({
    why: `it names several registrations: ${message}`,
    next: 'ask the sender which one the document is for',
  }),
  managers_differ: ({ message }) => ({
    why: `who the channel manager of the opportunity is cannot be told: ${message}`,
    next: `ask the two; then correct the opportunity in Salesforce, or the table: ${MAPPING}`,
  }),
  manager_unclear: ({ message, reasons = [] }) => ({
    why: `who the channel manager of the opportunity is cannot be told by the tables: ${whyOf(reasons)}; the record names ${message ?? 'nobody'}`,
    next: reasons.flatMap((reason) => sentenceOf(reason).next ?? [])[0] ?? MAPPING,
  }),
  order_operations_unclear: ({ message }) => ({
    why: `whether Partner Order Operations has it cannot be told: To and Cc do not name it, only ${message} does`,
    next: 'ask Partner Order Operations whether it has the mail; then answer by hand: phd reply list',
  }),
  other_distributor: ({ message }) => ({
    why: `the opportunity names another distributor, ${message}, and nothing of one distributor is for another`,
    next: 'tell the sender nothing of it; ask the opportunity’s owner',
  }),
  opportunity_won: ({ message }) => ({
    why: `the opportunity is closed (${message}): what comes now is no order or quote of it`,
    next: 'ask the opportunity’s owner which opportunity it is for',
  }),
  opportunity_lost: ({ message }) => ({
    why: `the opportunity is lost (${message})`,
    next: 'ask the opportunity’s owner what to answer',
  }),
  opportunity_merged: ({ message }) => ({
    why: `the opportunity is merged into another one (${message})`,
    next: 'look for the other one in SFDC, and ask its owner what to answer',
  }),
  opportunity_duplicate: ({ message }) => ({
    why: `the opportunity is a duplicate (${message})`,
    next: 'look for the other one in SFDC, and ask its owner what to answer',
  }),
  opportunity_unknown_stage: ({ message }) => ({
    why: `whether the opportunity is still open cannot be told: its stage is ${message?.trim() ? `"${message}"` : 'blank'}`,
    next: 'export the opportunities again, with their stage, and import them: phd import <opportunities.csv>',
  }),
  notice_refused: ({ message }) => ({
    why: message ?? '',
    next: 'click no link in it; look in DocuSign itself whether a request waits',
  }),
  address_of_another: ({ message }) => ({
    why: `the draft would go to ${message}, which is no address of a colleague by the Salesforce users`,
    next: 'if it is one, import the Salesforce users again: phd import <users.csv>; else correct the record in Salesforce; until then answer by hand',
  }),
}

/** Why a person must decide where a mail goes. */
export function doubtSentence(stopped: Stopped): Sentence {
  return SENTENCES[stopped.code](stopped)
}
