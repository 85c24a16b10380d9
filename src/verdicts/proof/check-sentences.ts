/** Sentences for the checks of a proof of execution: what was found, why one has no answer, and how to get it. */

import type { ProofCheck, ProofCheckId, ProofReason } from '../../rules/proof/types.ts'

const NAME: Readonly<Record<ProofCheckId, string>> = {
  partner_named: 'partner named',
  customer_named: 'customer named',
  deal_id_named: 'deal ID named',
  deal_known: 'registration',
  deal_is_service_attach: 'type',
  deal_is_partners: 'partner of the registration',
  deal_awaits_proof: 'status',
  no_other_approved: 'other approved registrations of the opportunity',
  within_window: 'proof received',
}

/** What each check looks for, as a person asks for it. */
const THING: Readonly<Record<ProofCheckId, string>> = {
  partner_named: 'the partner name',
  customer_named: 'the customer name',
  deal_id_named: 'the service attach deal ID',
  deal_known: 'the registration',
  deal_is_service_attach: 'a service attach registration',
  deal_is_partners: 'a registration of the partner',
  deal_awaits_proof: 'a registration that expects a proof',
  no_other_approved: 'no other approved registration',
  within_window: 'a proof in time',
}

/** What a check looks for. */
export function thingOf(id: ProofCheckId): string {
  return THING[id]
}

/** What was found, and what is expected. */
export function foundSentence({ id, outcome, actual, expected, detail }: ProofCheck): string {
  const quoted = actual === null || actual.trim() === '' ? 'blank' : `"${actual}"`
  if (id === 'deal_known' && outcome === 'pass') return `${NAME[id]}: ${actual}${detail === null ? '' : `, deal ID ${detail}`}`
  if (id === 'deal_known') return `${NAME[id]}: none (expected ${expected})`
  if (id === 'no_other_approved') return `${NAME[id]}: ${actual ?? 'unknown'}`
  if (id === 'within_window') {
    const last = outcome !== 'unknown' && detail !== null && /^\d{4}-/.test(detail) ? `; last day ${detail}` : ''
    return `${NAME[id]} ${actual ?? 'on an unknown day'} (expected ${expected}${last})`
  }
  if (id === 'partner_named' || id === 'customer_named' || id === 'deal_id_named') {
    const wanted = expected === '' ? '' : ` "${expected}"`
    return outcome === 'pass'
      ? `${NAME[id]}:${wanted}`
      : `${NAME[id]}: ${outcome === 'fail' ? 'no' : 'unknown'}${wanted === '' ? '' : ` (expected${wanted})`}`
  }
  if (actual === null && outcome === 'unknown') return `${NAME[id]}: unknown (expected "${expected}")`
  return `${NAME[id]} is ${quoted} (expected "${expected}")`
}

/** Why a check failed or has no answer; empty where its finding says it. `maxAgeDays`: how old evidence may be. */
export function whySentence({ id, reason, detail, actual }: ProofCheck, maxAgeDays: number): string {
  if (reason === null) return ''
  if (reason === 'missing') return MISSING[id]?.(detail) ?? 'the cell is blank'
  return WHY[reason]({ id, detail, actual, maxAgeDays })
}

const MISSING: Readonly<Partial<Record<ProofCheckId, (detail: string | null) => string>>> = {
  partner_named: () => 'the document does not have this name',
  customer_named: () => 'the document does not have this name',
  deal_id_named: () => 'the document has no such deal ID',
  deal_known: (detail) => `no imported registration has ${detail}`,
}

interface Found {
  id: ProofCheckId
  detail: string | null
  actual: string | null
  maxAgeDays: number
}

const WHY: Readonly<Record<Exclude<ProofReason, 'missing'>, (found: Found) => string>> = {
  no_document: () => 'no document',
  unread: ({ detail }) => `not found in what could be read; not all of ${detail} could be read`,
  only_in_mail: () => 'the mail has it, but the document does not',
  part_of_name: ({ detail, id }) =>
    `the document has it only within "${detail}", which may be another ${id === 'deal_id_named' ? 'deal ID' : 'company'}`,
  in_another: ({ detail }) => `another file has it, but ${detail} does not; one document has to name all three`,
  not_the_recorded: ({ actual }) => `the registration is for another customer than "${actual}"`,
  not_given: () => 'unknown what to look for',
  no_registration: () => 'unknown registration',
  several: ({ detail }) => `several registrations are named: ${detail}`,
  not_imported: ({ detail }) => `no list of deal registrations was ever imported, so ${detail} cannot be looked up`,
  older_than_proof: ({ detail }) => `no imported registration has ${detail}, but the list is older than the proof`,
  stale: ({ maxAgeDays }) => `the evidence is older than ${maxAgeDays} days`,
  gone_from_list: ({ detail }) => `missing from the newest list (${detail}), so it may no longer be true`,
  set_aside: ({ detail }) => `its newer row was rejected (${detail}), so this may no longer be true`,
  no_column: () => 'the newest file has no such column',
  unreadable: () => 'the cell has no readable word',
  unclear: () => 'the partner in the registration cannot be linked to one account',
  no_opportunity: () => 'the registration has no linked opportunity',
  opportunity_unknown: ({ detail }) => `unknown stage of the linked opportunity${detail ? ` ("${detail}")` : ''}`,
  not_sold: ({ detail }) => `the sale is not closed won yet (${detail}), so the months have not begun`,
  sale_lost: ({ detail }) => `the linked opportunity is lost (${detail})`,
  no_date: () => 'unknown day to count from',
  names_another: ({ detail }) => `the linked opportunity names ${detail} as its service attach registration`,
  other_unclear: ({ detail }) => `${detail} has the same opportunity, and its type or status is blank`,
  before_registration: ({ detail }) => `the registration was submitted later (${detail}), so one of the days is wrong`,
  in_future: () => 'the proof is dated in the future',
}

const REGISTRATIONS = 'export the deal registrations with all their columns, and import the file: phd import <registrations.csv>'
const OPPORTUNITIES = 'export the opportunities with stage and close date, and import the file: phd import <opportunities.csv>'

/** How to get what a check that does not pass needs. */
export function howTo({ id, reason, source }: ProofCheck): string {
  const isNamed = id === 'partner_named' || id === 'customer_named' || id === 'deal_id_named'
  if (isNamed && (reason === 'missing' || reason === 'only_in_mail')) return 'ask the partner for a document that has it'
  const file = source?.kind === 'opportunities' ? OPPORTUNITIES : REGISTRATIONS
  switch (reason) {
    case 'unread':
    case 'part_of_name':
    case 'in_another':
      return 'open the document; if it is there: phd poe check --partner <partner> --customer <customer> --deal <id>'
    case 'no_document':
      return 'ask the partner for the signed document'
    case 'not_the_recorded':
      return 'ask the partner which deal the document is for'
    case 'not_given':
      return isNamed && id !== 'deal_id_named'
        ? REGISTRATIONS
        : 'ask the partner for the service attach deal ID, or give it: --deal <id>'
    case 'several':
      return 'ask the partner which one the document is for, and give it: --deal <id>'
    case 'missing':
      return id === 'deal_known' ? 'ask the partner for the service attach deal ID' : REGISTRATIONS
    case 'names_another':
      return 'correct the one that is wrong in Salesforce, then export it again and import the file'
    case 'unclear':
      return 'see why: phd partner unlinked'
    case 'no_opportunity':
      return 'link the opportunity in Salesforce, then export the deal registrations again and import the file'
    case 'opportunity_unknown':
    case 'not_sold':
      return OPPORTUNITIES
    case 'no_date':
      return id === 'within_window' && source === null ? 'give the day it came: --received <day>' : file
    case 'in_future':
    case 'before_registration':
      return 'give the day it came: --received <day>'
    case 'sale_lost':
      return 'ask the channel manager'
    case null:
      return HOW_FAILED[id] ?? file
    default:
      return file
  }
}

const HOW_FAILED: Readonly<Partial<Record<ProofCheckId, string>>> = {
  deal_is_service_attach: 'ask the partner for the service attach deal ID',
  deal_is_partners: 'do not tell the partner about it; ask for the partner’s own service attach deal ID',
  deal_awaits_proof: 'ask the channel manager; the statuses in force: phd policy show proof',
  no_other_approved: 'ask the channel manager which of them counts; only one may be approved',
  within_window: 'tell the channel manager; the proof came too late',
}

/** Why not all of a document was read, and what to do. */
export function unreadSentence({ name, unread }: { name: string; unread: { why: string; pages: readonly number[] } }): string {
  const pages =
    unread.pages.length === 0
      ? ''
      : ` (page${unread.pages.length > 1 ? 's' : ''} ${unread.pages.slice(0, 10).join(', ')}${unread.pages.length > 10 ? ' …' : ''})`
  return `${name} was not fully read${pages}: ${UNREAD[unread.why] ?? unread.why}`
}

const UNREAD: Readonly<Record<string, string>> = {
  encrypted: 'it needs a password',
  damaged: 'it is damaged',
  too_large: 'it is too large, or unfolds to too much',
  too_slow: 'reading it took too long',
  scanned: 'it is a picture, perhaps a scan',
  unlettered: 'its fonts do not say which letters they show',
  hidden: 'it has text that does not show: white, tiny, covered or switched off',
  elsewhere: 'it has other files within it, or is a form that only its own program shows',
  no_text: 'it has no text',
  old_word: 'it is an old Word document (.doc); ask for a PDF, or save it as .docx',
  format: 'only PDF, Word (.docx) and plain text are read',
}
