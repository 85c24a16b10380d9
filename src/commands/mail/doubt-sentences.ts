/** Sentences for why phd does not route a mail, and what to do. */

import { stepFor } from '../../app/owners/ownership-steps.ts'
import type { Stopped } from '../../mailbox/routed.ts'
import { whyOf } from '../../plans/ownership-sentences.ts'
import { LOOK, type Sentence } from './flag-sentences.ts'

const MAPPING = 'see phd cam owner <opportunity> and phd cam mapping list'

const SENTENCES: Readonly<Record<Stopped['code'], (stopped: Stopped) => Sentence>> = {
  no_rule_then: () => ({ why: 'no rule for mail on orders in force that day', next: LOOK }),
  no_opportunity: () => ({
    why: 'it belongs to an opportunity, but does not say clearly which one',
    next: 'find it in Salesforce by the customer’s name, or ask the sender for the quote number or opportunity id',
  }),
  no_order: () => ({ why: 'an order needs a document; it has none', next: 'ask the sender for the document' }),
  sales_asked_directly: () => ({
    why: 'distributors of this market ask sales directly, not Partner Support',
    next: 'tell the distributor to write to its sales person',
  }),
  customer_order: () => ({
    why: 'it is an order from a direct customer, and only an older page says where those go (POfulfillment@gitlab.com)',
    next: 'ask Partner Order Operations where direct orders go today',
  }),
  no_rule_for_sender: () => ({ why: 'the handbook has no answer for such mail from such a sender', next: LOOK }),
  draft_not_filled: ({ message }) => ({
    why: message ?? '',
    next: 'import what is missing (opportunities with owner and channel manager, Salesforce users), then route it again',
  }),
  stale_staff: () => ({
    why: 'the Salesforce users that name who is in copy are too old or in doubt',
    next: 'export the Salesforce users again and import them: phd import <users.csv>; then route it again',
  }),
  staff_inactive: ({ message }) => ({
    why: `${message} is not known to be active in Salesforce`,
    next: 'ask who took over, and have the opportunity corrected in Salesforce; until then answer by hand',
  }),
  staff_unreachable: ({ message }) => ({
    why: `the opportunity names a colleague without a known address (${message})`,
    next: 'export the Salesforce users again and import them: phd import <users.csv>; or export the opportunities with the address',
  }),
  distributor_named: ({ message }) => ({
    why: `it may hold a distributor’s information (${message}), which must not go to a reseller`,
    next: 'open it in the mailbox; answer by hand, without the file and without quoting the mail: phd reply list',
  }),
  registration_type: ({ message }) => ({
    why: `the registration it names is not of the type Service Attach (${message})`,
    next: 'ask the sender for the service attach deal ID',
  }),
  registration_of_another: ({ message }) => ({
    why: `the registration it names is not the sender’s (${message})`,
    next: 'tell the sender nothing about it; ask for the service attach deal ID',
  }),
  registration_status: ({ message }) => ({
    why: `the registration it names is in a status that expects no proof (${message})`,
    next: 'ask its channel manager; the statuses in force: phd policy show proof',
  }),
  registration_second: ({ message }) => ({
    why: `the opportunity already has another approved service attach registration (${message}); only one is allowed`,
    next: 'ask the channel manager of the two',
  }),
  stale_registration: ({ message }) => ({
    why: `the record of the registration is too old or in doubt (${message})`,
    next: 'export the deal registrations again and import them: phd import <registrations.csv>; then route it again',
  }),
  registration_unknown: ({ message }) => ({
    why: `no imported registration has ${message}`,
    next: 'import newer deal registrations: phd import <registrations.csv>; or ask the sender for the service attach deal ID',
  }),
  several_registrations: ({ message }) => ({
    why: `it names several registrations: ${message}`,
    next: 'ask the sender which one the document is for',
  }),
  managers_differ: ({ message }) => ({
    why: `the opportunity has two possible channel managers: ${message}`,
    next: `ask both; then correct the opportunity in Salesforce, or the table: ${MAPPING}`,
  }),
  manager_unclear: ({ message, reasons = [] }) => ({
    why: `the tables do not say who the opportunity’s channel manager is: ${whyOf(...reasons)}; the record names ${message ?? 'no one'}`,
    next: reasons.flatMap((reason) => stepFor(reason) ?? [])[0] ?? MAPPING,
  }),
  order_operations_unclear: ({ message }) => ({
    why: `Partner Order Operations may have it or not: To and Cc do not name it, only ${message} does`,
    next: 'ask Partner Order Operations whether it has the mail; then answer by hand: phd reply list',
  }),
  other_distributor: ({ message }) => ({
    why: `the opportunity names another distributor, ${message}; its information must not go to this one`,
    next: 'tell the sender nothing about it; ask the opportunity’s owner',
  }),
  opportunity_won: ({ message }) => ({
    why: `the opportunity is closed (${message}) and takes no new orders or quotes`,
    next: 'ask the opportunity’s owner which opportunity it is for',
  }),
  opportunity_lost: ({ message }) => ({
    why: `the opportunity is lost (${message})`,
    next: 'ask the opportunity’s owner what to answer',
  }),
  opportunity_merged: ({ message }) => ({
    why: `the opportunity is merged into another one (${message})`,
    next: 'find the other one in Salesforce and ask its owner what to answer',
  }),
  opportunity_duplicate: ({ message }) => ({
    why: `the opportunity is a duplicate (${message})`,
    next: 'find the other one in Salesforce and ask its owner what to answer',
  }),
  opportunity_unknown_stage: ({ message }) => ({
    why: `the opportunity may be open or closed: its stage is ${message?.trim() ? `"${message}"` : 'blank'}`,
    next: 'export the opportunities again, with their stage, and import them: phd import <opportunities.csv>',
  }),
  notice_refused: ({ message }) => ({
    why: message ?? '',
    next: 'do not click any link in it; check in DocuSign itself whether a request is waiting',
  }),
  address_of_another: ({ message }) => ({
    why: `the draft would go to ${message}, which is not a colleague’s address in the Salesforce users`,
    next: 'if it is one, import the Salesforce users again: phd import <users.csv>; else correct the record in Salesforce; until then answer by hand',
  }),
}

/** Why a person must decide where a mail goes. */
export function doubtSentence(stopped: Stopped): Sentence {
  return SENTENCES[stopped.code](stopped)
}
