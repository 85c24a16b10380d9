/** Sentences for what to do with a mail that is routed. */

import type { CheckedProof } from '../../mailbox/proof.ts'
import type { Recorded } from '../../mailbox/record.ts'
import type { RoutedMail } from '../../mailbox/routed.ts'
import type { SortedMail } from '../../mailbox/sort.ts'
import type { MailActionCode } from '../../rules/mail-route.ts'
import { NAMED } from '../../rules/proof/proof.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { thingOf } from '../../verdicts/proof/check-sentences.ts'
import { canAsk, missingNames } from '../../verdicts/proof/sentences.ts'

/** What to do, in order; `recorded`: the draft and the request, where they were recorded. */
export function actionsOf(
  { path, sender, opportunity }: SortedMail,
  { routing, unread, proof }: RoutedMail,
  recorded: Recorded | null,
): { id: string; text: string }[] {
  const facts: ActionFacts = {
    unread,
    proof,
    draft: recorded?.draft ?? null,
    request: recorded?.request ?? null,
    file: path === null ? '<the mail, saved as .eml>' : shellWord(path),
    partner: sender?.role === 'partner' ? sender.partner.id : '',
    opportunity: opportunity.found === 'one' ? (opportunity.opportunity.record.id ?? '') : '',
  }
  const codes = routing.actions.flatMap((code): MailActionCode[] =>
    code === 'send_draft' && unread.length > 0 ? ['look_into_files', code] : [code],
  )
  return codes.map((code) => ({ id: code, text: SENTENCES[code](facts) }))
}

interface ActionFacts {
  proof: RoutedMail['proof']
  /** The names of the files that phd could not read. */
  unread: readonly string[]
  /** The path of the draft; null where none was written. */
  draft: string | null
  partner: string
  opportunity: string
  /** The mail, as a command takes it. */
  file: string
  /** The request that the mail opened or belongs to. */
  request: number | null
}

const SENTENCES: Readonly<Record<MailActionCode, (facts: ActionFacts) => string>> = {
  look_into_files: ({ unread }) =>
    `check ${unread.join(', ')}, which phd cannot read: a distributor’s name, price list or quote must not go to a reseller`,
  attach_order: ({ opportunity }) => `attach the purchase order to the opportunity ${opportunity} in Salesforce`,
  send_draft: ({ draft }) =>
    draft === null
      ? 'write the draft: phd mail route --drafts <folder>; then check it and send it'
      : `check the draft and send it: ${draft}`,
  open_request: ({ request }) =>
    request === null
      ? 'open the request: phd loa request <this file>; only the document names the company'
      : `request ${request} is on the list; open the document in DocuSign and add the company it names: phd loa request --request ${request} --partner <partner>`,
  check_letter: ({ partner }) =>
    `check whether the partner is eligible for a letter: phd loa check ${partner}; the partner asks for it in the portal`,
  record_letter: () => 'record the letter that was issued: phd loa letter <partner> --date <the date on the letter>',
  check_licence: ({ partner }) => `check what the partner is eligible for: phd nfr check ${partner}`,
  read_proof: ({ proof, file }) => (proof === null ? '' : readStep(proof, file)),
  record_proof: ({ proof }) => (proof === null ? '' : recordStep(proof)),
  answer_proof: ({ proof, file }) =>
    proof?.verdict.decision === 'eligible'
      ? `then tell the partner, and take the text for the chatter: phd poe check ${file} --draft <folder>`
      : `then check it once more, and tell the partner: phd poe check ${file} --draft <folder>`,
  reduce_seats: ({ partner }) =>
    `answer how to reduce seats, with support’s figures: phd reply render seat-reduction --partner ${partner} --set seats_in_use=<number> --set seats_allowed=<number> --draft <folder>`,
  answer_minutes: () =>
    'answer where to ask for more minutes (not here): phd reply render nfr-minutes --partner <partner> --draft <folder>',
  take_exception: () =>
    'check that it says why and for how many users, that the Sr. Director of Programs and the channel manager’s manager are in copy, and that the partner has made a request in the portal; then: phd nfr check <partner>, and phd nfr exception <partner>',
  portal_login: ({ partner }) => `answer how to get a login: phd reply render portal-login --partner ${partner} --draft <folder>`,
  certification_report: ({ partner }) => `make the certification report: phd cert-report ${partner} --out report.csv`,
  nothing: () => 'nothing to do, nothing to answer',
}

/** What to look for in the document, and what phd found of it. */
function readStep(proof: CheckedProof, file: string): string {
  const { partner, customerName, dealId, documents, verdict } = proof
  const names = `it must name the partner (${partner.name}), the customer (${customerName ?? 'the mail does not say'}) and the service attach deal ID (${dealId ?? 'the mail does not say'})`
  const open = `open ${documents.map(({ name }) => name).join(', ') || 'the document'}: ${names}`
  if (canAsk(proof))
    return `${open}; it lacks ${missingNames(proof).join(' and ')}, so ask for it: phd poe check ${file} --draft <folder>`
  const unsure = verdict.checks.filter(({ id, outcome }) => NAMED.includes(id) && outcome !== 'pass').map(({ id }) => thingOf(id))
  if (unsure.length === 0) return `${open}, and it does; check that the customer signed it`
  return `${open}; phd is not certain of ${unsure.join(', ')} (phd poe check ${file}); if one is missing, ask for it: phd reply show poe-incomplete`
}

function recordStep({ registration, verdict: { status, policy } }: CheckedProof): string {
  const [first, ...others] = status === null ? policy.next : [status]
  const set =
    first && others.length === 0
      ? `"${first.status}" (${first.when})`
      : `the one that fits: ${policy.next.map((each) => `"${each.status}"`).join(', ')} (when each does: phd policy show proof)`
  return `${registrationStep(registration?.record.name ?? null)}; set its status to ${set}; and tell its channel manager in the chatter of the linked opportunity, with the document`
}

function registrationStep(registration: string | null): string {
  return registration === null
    ? 'find the registration in Salesforce by that deal ID: it must be a service attach registration of the partner, with the right status, and no other registration of its opportunity may be approved'
    : `find ${registration} in Salesforce (the records say it is a service attach registration of the partner, with the right status)`
}
