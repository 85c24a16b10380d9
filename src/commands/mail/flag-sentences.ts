/** Sentences for what is odd about a mail: why it needs review, and what to do. */

import type { MailFlag, QuarantineCode } from '../../mail/read/flags.ts'
import type { SortedMail } from '../../mailbox/sort.ts'

/** What a person reads about an odd mail. */
export interface Sentence {
  /** Why it needs review, without a period. */
  why: string
  /** What to do about it. */
  next: string
}

const ASK = 'ask the sender in a new mail, to an address you know, not one from this mail'
export const LOOK = 'open it in the mailbox and decide yourself'
const FILE = 'do not open the file; ask the sender for a PDF'

const SENTENCES: Readonly<Record<MailFlag, Sentence>> = {
  malformed_header: { why: 'its headers are not written the way mail programs write them', next: LOOK },
  truncated: {
    why: 'it is cut off in its headers or before the end of its last part',
    next: 'download it again as .eml; if it is still cut off, open it in the mailbox',
  },
  doubled_header: { why: 'it has the same header twice, and programs disagree on which one counts', next: LOOK },
  multiple_from: { why: 'it names several senders', next: ASK },
  no_sender: { why: 'it names no sender', next: LOOK },
  auth_fail: {
    why: 'the mail server says it is not from the sender it names (dmarc, or spf and dkim, failed)',
    next: `do not click any link in it; ${ASK}`,
  },
  reply_to_elsewhere: { why: 'a reply would go to a company other than the sender’s (Reply-To)', next: ASK },
  lookalike_domain: { why: 'the sender’s domain imitates another one', next: `do not answer it; ${ASK}` },
  odd_characters: {
    why: 'a name in it has characters that reverse text',
    next: 'read its names letter by letter before you trust them',
  },
  docusign_by_name: {
    why: 'it calls itself DocuSign but comes from another domain',
    next: 'do not click any link in it; check in DocuSign itself whether a request is waiting',
  },
  hidden_text: { why: 'it has text that a reader does not see', next: LOOK },
  decode_error: {
    why: 'its text, a name or a file in it cannot be decoded',
    next: 'open it in the mailbox; if you cannot read it there, ask the sender to send it again',
  },
  texts_differ: {
    why: 'its plain text and its HTML say different things, and a reader sees only one of them',
    next: LOOK,
  },
  text_cut: { why: 'its HTML is longer or deeper than mail programs write; only its beginning was read', next: LOOK },
  automatic: {
    why: 'its headers say a machine wrote it, but it holds more than an automatic reply does',
    next: 'check whether a person is waiting for an answer; if not, leave it',
  },
  asks_no_answer: { why: 'its headers ask machines not to answer it', next: 'a person may answer' },
  name_conflict: { why: 'a file in it has two names', next: FILE },
  unsafe_name: { why: 'a file in it has an unsafe name', next: 'save it under a name of your own' },
  dangerous_type: { why: 'a file in it can run a program', next: FILE },
  archive: { why: 'a file in it is an archive; phd does not open archives', next: FILE },
  empty_attachment: { why: 'a file in it is empty', next: 'ask the sender to send the file again' },
  external_body: { why: 'a file of it is stored elsewhere; phd downloads nothing', next: 'ask the sender to attach the file' },
  digest: { why: 'it holds several mails', next: 'save each of them as .eml and sort those' },
  tnef: {
    why: 'its files are packed as winmail.dat, which only Outlook opens',
    next: 'ask the sender for a mail in HTML or plain text',
  },
  mail_inside: { why: 'another mail is attached to it', next: 'save that mail as .eml and sort it too' },
  forwarded: {
    why: 'it forwards a mail, and only its text says who sent that one',
    next: 'ask the person who forwarded it for the mail as .eml, or read it yourself',
  },
  claims: { why: 'it claims to be approved or eligible', next: 'check the records: phd loa check, phd nfr check' },
  no_document: { why: 'a proof of execution needs a document; it has none', next: 'ask the sender for the document' },
  taken_back: {
    why: 'it has words that cancel or delay an order, such as "cancel" or "do not process"',
    next: 'read it; if the order is withdrawn, tell the opportunity’s owner and Partner Order Operations, and confirm nothing',
  },
  unknown_sender: {
    why: 'no portal user, account or distributor has the sender’s address or domain',
    next: 'if you know the sender, add the domain to the account in Salesforce, export the accounts again and import them',
  },
  several_partners: {
    why: 'the sender’s address matches several accounts',
    next: 'find out which one it is: phd partner show <partner>',
  },
  several_opportunities: { why: 'it names several opportunities', next: 'find out which one it is about' },
  opportunity_of_another: {
    why: 'the opportunity it names is not the sender’s',
    next: 'tell the sender nothing about it; ask the opportunity’s owner who may know about it',
  },
  uncertain_kind: { why: 'its words do not say clearly what it is about', next: LOOK },
  came_before: { why: 'it was received before', next: 'answer it once; if the draft is lost: phd mail route --again' },
  opportunity_unknown: {
    why: 'it names a known opportunity and an unknown one',
    next: 'import newer opportunities, or find out which one it is about',
  },
  stale_evidence: {
    why: 'the records of the sender or the opportunity are too old',
    next: 'export the accounts, portal users and opportunities again and import them: phd import <files>',
  },
  evidence_in_doubt: {
    why: 'a newer row of the sender or the opportunity was rejected, so the records may no longer be true',
    next: 'find the rows and correct them: phd doctor',
  },
  bad_date: { why: 'its date is invalid', next: 'use the time it arrived' },
}

/** What a person reads about a flag. */
export function flagSentence(flag: MailFlag): Sentence {
  return SENTENCES[flag]
}

/** Why a mail needs review, then what else is worth knowing. */
export function reasonsOf(sorted: SortedMail): string[] {
  return [...sorted.flags.map((flag) => reasonOf(flag, sorted)), ...remarksOn(sorted)]
}

/** Why for a flag, with the names and numbers of this mail. */
function reasonOf(flag: MailFlag, { sender, opportunity, repeats }: SortedMail): string {
  const { why } = flagSentence(flag)
  const unknown = sender?.role === 'unknown' ? sender.why : null
  if (flag === 'came_before' && repeats) return `${why}: ${REPEATS[repeats.by]} ${repeats.name}`
  if (flag === 'lookalike_domain' && unknown?.like) return `the sender’s domain, ${unknown.domain}, imitates ${unknown.like}`
  if (flag === 'unknown_sender' && unknown?.isUser)
    return 'a portal user has the sender’s address, but the row does not say which partner that is'
  if (flag === 'unknown_sender' && unknown?.isPublic)
    return `anyone can have an address at ${unknown.domain}, and no portal user has this one`
  if (flag === 'several_partners' && unknown)
    return `${why}: ${unknown.several.map(({ id, name }) => `${name} (${id})`).join(', ')}`
  if (flag === 'several_opportunities' && opportunity.found === 'several')
    return `${why}: ${opportunity.opportunities.map(({ record }) => `${record.name} (${record.id})`).join(', ')}`
  if (flag === 'opportunity_of_another' && opportunity.found === 'of_another')
    return `${why}: ${opportunity.reference.text} is ${opportunity.opportunity.record.name} (${opportunity.opportunity.record.id})`
  return why
}

function remarksOn({ mail, repeats, opportunity }: SortedMail): string[] {
  const remarks: string[] = []
  if (mail.forwardedFrom !== null)
    remarks.push(`it forwards a mail that claims to be from ${mail.forwardedFrom}; nothing proves that`)
  if (repeats?.isDone) remarks.push(`it was handled before, as ${repeats.name}`)
  if ('unknown' in opportunity && opportunity.unknown.length > 0)
    remarks.push(`no imported opportunity has ${opportunity.unknown.map(({ text }) => text).join(', ')}`)
  if (opportunity.found !== 'one') return remarks
  if (opportunity.reference.where === 'older') remarks.push(`only the text it quotes names ${opportunity.reference.text}`)
  if (opportunity.otherDistributor !== null)
    remarks.push(`the opportunity names another distributor, ${opportunity.otherDistributor}`)
  return remarks
}

const REPEATS = {
  file: 'the same file as',
  content: 'the same text and files as',
  message_id: 'the same Message-ID, with another text, as',
} as const

/** What to do with a mail that was not interpreted. */
export function quarantineStep(code: QuarantineCode): string {
  if (code === 'empty' || code === 'no_headers' || code === 'unreadable')
    return 'download it again as .eml ("Download message"); if that fails too, open it in the mailbox'
  if (code === 'limit_bytes') return 'open it in the mailbox; if it is a whole archive, name it .mbox'
  return 'open nothing in it; show it to your security team'
}
