/** Sentences for what is odd about a mail: why a person must look, and what to do. Both are made from codes. */

import type { MailFlag, QuarantineCode } from '../../mail/read/structure.ts'
import type { RoutedMail } from '../../mailbox/route.ts'
import { sentenceOf, whyOf } from '../../plans/ownership-sentences.ts'
import type { MailActionCode } from '../../rules/mail-route.ts'

interface Sentence {
  /** Why, as a sentence without its full stop. */
  why: string
  /** What to do about it. */
  next: string
}

const ASK = 'ask the sender in a mail of your own, to an address you know, not to one of this mail'
const LOOK = 'look at it in the mailbox, and decide yourself'
const MAPPING = 'see phd cam owner <opportunity>, and phd cam mapping list'
const FILE = 'do not open the file; ask the sender for a PDF'

const SENTENCES: Readonly<Record<MailFlag, Sentence>> = {
  malformed_header: { why: 'its headers are not written as mail programs write them', next: LOOK },
  truncated: {
    why: 'it is cut off: it ends within its headers, or before its last part does',
    next: 'download it again as .eml; if it is no longer, look in the mailbox',
  },
  doubled_header: { why: 'it has a header twice, so that programs differ on what it says', next: LOOK },
  multiple_from: { why: 'it names several senders', next: ASK },
  no_sender: { why: 'it names no sender', next: LOOK },
  auth_fail: {
    why: 'the mail server says that it is not from who it says (dmarc, or spf and dkim, failed)',
    next: `click no link in it; ${ASK}`,
  },
  reply_to_elsewhere: { why: 'an answer would go to another company than the sender’s (Reply-To)', next: ASK },
  lookalike_domain: { why: 'the sender’s domain is made to look like another one', next: `answer nothing; ${ASK}` },
  odd_characters: {
    why: 'a name in it is written with characters that turn text around',
    next: 'read its names letter by letter before you believe them',
  },
  docusign_by_name: {
    why: 'it calls itself DocuSign, and comes from another domain',
    next: 'click no link in it; look in DocuSign itself whether something waits',
  },
  hidden_text: { why: 'it holds text that a reader does not see', next: LOOK },
  decode_error: {
    why: 'its text, a name or a file in it cannot be decoded',
    next: 'look at it in the mailbox; if it is not readable there, ask the sender to send it again',
  },
  texts_differ: {
    why: 'its plain text says something other than its HTML, and a reader sees only one of them',
    next: LOOK,
  },
  text_cut: { why: 'its HTML is longer or deeper than mail programs write, and was not read to its end', next: LOOK },
  automatic: {
    why: 'its headers say that a machine wrote it, and it holds more than an automatic answer does',
    next: 'see whether a person waits for an answer; if not, leave it',
  },
  asks_no_answer: { why: 'its headers ask machines not to answer it', next: 'a person may answer' },
  name_conflict: { why: 'a file in it has two names', next: FILE },
  unsafe_name: { why: 'a file in it has a name that a computer could take amiss', next: 'save it under a name of your own' },
  dangerous_type: { why: 'a file in it can run a program', next: FILE },
  archive: { why: 'a file in it is an archive, which phd does not open', next: FILE },
  empty_attachment: { why: 'a file in it is empty', next: 'ask the sender to send the file again' },
  external_body: { why: 'a file of it lies elsewhere, and phd fetches nothing', next: 'ask the sender to attach the file' },
  digest: { why: 'it holds several mails', next: 'save each of them as .eml, and sort those' },
  tnef: {
    why: 'its files are packed as winmail.dat, which only Outlook opens',
    next: 'ask the sender for a mail in HTML or plain text',
  },
  mail_inside: { why: 'another mail is attached to it', next: 'save that mail as .eml, and sort it too' },
  forwarded: {
    why: 'it forwards a mail, and only its text says whose that was',
    next: 'ask who forwarded it for the mail as .eml, or look at it yourself',
  },
  claims: { why: 'it says of itself that it is approved or eligible', next: 'ask the records: phd loa check, phd nfr check' },
  no_document: { why: 'a proof of execution needs a document, and it has none', next: 'ask the sender for the document' },
  taken_back: {
    why: 'it has words that take an order back or hold it up, such as "cancel" or "do not process"',
    next: 'read it; if the order is withdrawn, tell the opportunity’s owner and Partner Order Operations, and confirm nothing',
  },
  unknown_sender: {
    why: 'no portal user, account or distributor has the sender’s address or domain',
    next: 'if you know the sender, add the domain to the account in Salesforce, export the accounts again and import them',
  },
  several_partners: {
    why: 'the sender’s address fits several accounts',
    next: 'say which it is: look at phd partner show of each',
  },
  several_opportunities: { why: 'it names several opportunities', next: 'look which one it is about' },
  opportunity_of_another: {
    why: 'the opportunity it names is not the sender’s',
    next: 'tell the sender nothing of it; ask the opportunity’s owner who may know of it',
  },
  uncertain_kind: { why: 'its words do not say clearly what it is about', next: LOOK },
  came_before: { why: 'it came before', next: 'answer it once; if the draft is lost: phd mail route --again' },
  opportunity_unknown: {
    why: 'beside the opportunity that is known it names one that is not',
    next: 'import newer opportunities, or look which one it is about',
  },
  stale_evidence: {
    why: 'what is known of the sender or the opportunity is too old to be relied on',
    next: 'export the accounts, portal users and opportunities again and import them: phd import <files>',
  },
  evidence_in_doubt: {
    why: 'a newer row of the sender or the opportunity had to be set aside, so what is known may no longer be true',
    next: 'see which rows, and correct them: phd doctor',
  },
  bad_date: { why: 'its date is impossible', next: 'go by when it came' },
}

/** What is said of a mail for a flag. */
export function flagSentence(flag: MailFlag): Sentence {
  return SENTENCES[flag]
}

type Doubt = NonNullable<RoutedMail['stopped']>

/** Why a person must say where a mail goes. */
export function doubtSentence({ code, message, reasons = [] }: Doubt): Sentence {
  switch (code) {
    case 'no_rule_then':
      return { why: 'no rule is known for mail on orders of that day', next: LOOK }
    case 'no_opportunity':
      return {
        why: 'it must go to the people of an opportunity, and which one cannot be told',
        next: 'look for it in SFDC by the customer’s name; or ask the sender for the quote number or opportunity id',
      }
    case 'no_order':
      return { why: 'an order needs a document, and it has none', next: 'ask the sender for the document' }
    case 'sales_asked_directly':
      return {
        why: 'distributors of this market ask sales themselves, not Partner Support',
        next: 'tell the distributor to write to its sales person',
      }
    case 'customer_order':
      return {
        why: 'it is an order of a direct customer, and only an older page says where those go (POfulfillment@gitlab.com)',
        next: 'ask Partner Order Operations where direct orders go today',
      }
    case 'no_rule_for_sender':
      return { why: 'the handbook has no answer for such mail from such a sender', next: LOOK }
    case 'draft_not_filled':
      return {
        why: message ?? '',
        next: 'import what is missing (opportunities with owner and channel manager, Salesforce users), then route it again',
      }
    case 'stale_staff':
      return {
        why: 'who is in copy is known from Salesforce users that are too old to be relied on, or in doubt',
        next: 'export the Salesforce users again and import them: phd import <users.csv>; then route it again',
      }
    case 'staff_inactive':
      return {
        why: `${message} is not known to be active in Salesforce`,
        next: 'ask who follows, and have the opportunity corrected in Salesforce; until then answer by hand',
      }
    case 'staff_unreachable':
      return {
        why: `the opportunity names a colleague whose address is not known (${message})`,
        next: 'export the Salesforce users again and import them: phd import <users.csv>; or export the opportunities with the address',
      }
    case 'distributor_named':
      return {
        why: `it holds what may be a distributor’s (${message}), and nothing of a distributor’s goes to a reseller`,
        next: 'look at it in the mailbox; answer by hand, without the file and without quoting the mail: phd reply list',
      }
    case 'registration_type':
      return {
        why: `the registration it names is not of the type Service Attach (${message})`,
        next: 'ask the sender for the service attach deal ID',
      }
    case 'registration_of_another':
      return {
        why: `the registration it names is not the sender’s (${message})`,
        next: 'tell the sender nothing of it; ask for the service attach deal ID',
      }
    case 'registration_status':
      return {
        why: `the registration it names has a status in which no proof is awaited (${message})`,
        next: 'ask its channel manager; the words of the day: phd policy show mail',
      }
    case 'registration_second':
      return {
        why: `the opportunity has another service attach registration that is approved (${message}), and only one may be`,
        next: 'ask the channel manager of the two',
      }
    case 'stale_registration':
      return {
        why: `what is known of the registration is too old to be relied on, or in doubt (${message})`,
        next: 'export the deal registrations again and import them: phd import <registrations.csv>; then route it again',
      }
    case 'registration_unknown':
      return {
        why: `no registration that was imported has ${message}`,
        next: 'import newer deal registrations: phd import <registrations.csv>; or ask the sender for the service attach deal ID',
      }
    case 'several_registrations':
      return { why: `it names several registrations: ${message}`, next: 'ask the sender which one the document is for' }
    case 'managers_differ':
      return {
        why: `who the channel manager of the opportunity is cannot be told: ${message}`,
        next: `ask the two; then correct the opportunity in Salesforce, or the table: ${MAPPING}`,
      }
    case 'manager_unclear':
      return {
        why: `who the channel manager of the opportunity is cannot be told by the tables: ${whyOf(reasons)}; the record names ${message ?? 'nobody'}`,
        next: reasons.flatMap((reason) => sentenceOf(reason).next ?? [])[0] ?? MAPPING,
      }
    case 'order_operations_unclear':
      return {
        why: `whether Partner Order Operations has it cannot be told: To and Cc do not name it, only ${message} does`,
        next: 'ask Partner Order Operations whether it has the mail; then answer by hand: phd reply list',
      }
    case 'other_distributor':
      return {
        why: `the opportunity names another distributor, ${message}, and nothing of one distributor is for another`,
        next: 'tell the sender nothing of it; ask the opportunity’s owner',
      }
    case 'opportunity_won':
      return {
        why: `the opportunity is closed (${message}): what comes now is no order or quote of it`,
        next: 'ask the opportunity’s owner which opportunity it is for',
      }
    case 'opportunity_lost':
      return { why: `the opportunity is lost (${message})`, next: 'ask the opportunity’s owner what to answer' }
    case 'opportunity_merged':
    case 'opportunity_duplicate':
      return {
        why: `the opportunity is ${code === 'opportunity_merged' ? 'merged into another one' : 'a duplicate'} (${message})`,
        next: 'look for the other one in SFDC, and ask its owner what to answer',
      }
    case 'opportunity_unknown_stage':
      return {
        why: `whether the opportunity is still open cannot be told: its stage is ${message?.trim() ? `"${message}"` : 'blank'}`,
        next: 'export the opportunities again, with their stage, and import them: phd import <opportunities.csv>',
      }
    case 'notice_refused':
      return { why: message ?? '', next: 'click no link in it; look in DocuSign itself whether a request waits' }
    case 'address_of_another':
      return {
        why: `the draft would go to ${message}, which is no address of a colleague by the Salesforce users`,
        next: 'if it is one, import the Salesforce users again: phd import <users.csv>; else correct the record in Salesforce; until then answer by hand',
      }
  }
}

interface ActionFacts {
  proof: RoutedMail['proof']
  /** Files that nobody looked into, by their names. */
  unread: readonly string[]
  draft: string
  partner: string
  opportunity: string
  /** What the mail itself tells of a proof: the deal ID, and the customer of its opportunity. */
  dealId: string | null
  customer: string | null
  /** The request that the mail opened, or is of. */
  request: number | null
}

/** What is to be done with a mail. */
export function actionSentence(
  code: MailActionCode,
  { unread, proof, draft, partner, opportunity, request, dealId, customer }: ActionFacts,
): string {
  const sentences: Readonly<Record<MailActionCode, string>> = {
    look_into_files: `look into ${unread.join(', ')}, which phd cannot read: nothing of a distributor’s (name, price list, quote) may go to a reseller`,
    attach_order: `attach the purchase order to the opportunity ${opportunity} in SFDC`,
    send_draft:
      draft === ''
        ? 'have the draft written: phd mail route --drafts <folder>; then look it over and send it'
        : `look the draft over and send it: ${draft}`,
    open_request:
      request === null
        ? 'open the request: phd loa request <this file>; the company is named in the document alone'
        : `request ${request} is on the list; open the document in DocuSign, and say which company it names: phd loa request --request ${request} --partner <partner>`,
    check_letter: `see whether the partner may have a letter: phd loa check ${partner}; the partner asks for it in the portal`,
    record_letter: 'record the letter that was issued: phd loa letter <partner> --date <the date on the letter>',
    check_licence: `see what the partner may have: phd nfr check ${partner}`,
    read_proof: `open the document: it must name the partner (${partner}), the customer (${customer ?? 'the mail does not tell'}) and the service attach deal ID (${dealId ?? 'the mail does not tell'}); what is missing, ask for: phd reply show poe-incomplete`,
    record_proof: `${
      proof?.registration
        ? `find ${proof.registration} in SFDC (by the records it is a service attach registration of the partner, with the status it must have)`
        : 'find the registration in SFDC by that deal ID: it must be a service attach registration of the partner, with the status it must have, and no other of its opportunity may be approved'
    }; set its status to ${(proof?.next ?? []).map(({ status, when }) => `"${status}" (${when})`).join(' or ')}; and tell its channel manager in the chatter of the linked opportunity, with the document`,
    answer_proof: `then tell the partner: phd reply render poe-received --partner ${partner} --draft <folder>`,
    reduce_seats: `answer how seats are reduced, with the figures of support: phd reply render seat-reduction --partner ${partner} --set seats_in_use=<number> --set seats_allowed=<number> --draft <folder>`,
    answer_minutes:
      'answer where more minutes are asked for, which is not here: phd reply render nfr-minutes --partner <partner> --draft <folder>',
    take_exception:
      'see that it says why and for how many users, that the Sr. Director of Programs and the channel manager’s manager are in copy, and that the partner has handed in a request in the portal; then: phd nfr check <partner>, and phd nfr exception <partner>',
    portal_login: `answer how one gets a login: phd reply render portal-login --partner ${partner} --draft <folder>`,
    certification_report: `make the certification report: phd cert-report ${partner} --out report.csv`,
    nothing: 'nothing is to be done, and nothing is answered',
  }
  return sentences[code]
}

/** What to do with a mail that was not interpreted. */
export function quarantineStep(code: QuarantineCode): string {
  if (code === 'empty' || code === 'no_headers' || code === 'unreadable')
    return 'download it again as .eml ("Download message"); if it is the same, look at it in the mailbox'
  if (code === 'limit_bytes') return 'look at it in the mailbox; if it is a whole archive, name it .mbox'
  return 'open nothing in it; show it to whoever cares for your mail’s security'
}
