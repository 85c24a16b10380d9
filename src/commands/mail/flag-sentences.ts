/** Sentences for what is odd about a mail: why it needs review, and what to do. */

import type { MailFlag, QuarantineCode } from '../../mail/read/flags.ts'
import type { SortedMail } from '../../mailbox/sort.ts'

/** What a person reads about an odd mail. */
export interface Sentence {
  /** Why it is odd, without a full stop. */
  why: string
  /** What to do about it. */
  next: string
}

const ASK = 'ask the sender in a mail of your own, to an address you know, not to one of this mail'
export const LOOK = 'look at it in the mailbox, and decide yourself'
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

/** What must be said of a mail: why a person must look, then what else was seen. */
export function reasonsOf({ flags, sender, opportunity, repeats, mail }: SortedMail): string[] {
  const reasons = flags.map((flag) => {
    const { why } = flagSentence(flag)
    if (flag === 'came_before' && repeats) return `${why}: ${REPEATS[repeats.by]} ${repeats.name}`
    if (flag === 'lookalike_domain' && sender?.role === 'unknown' && sender.why.like)
      return `the sender’s domain, ${sender.why.domain}, is made to look like ${sender.why.like}`
    if (flag === 'unknown_sender' && sender?.role === 'unknown' && sender.why.isUser)
      return 'a portal user has the sender’s address, and which partner that is cannot be told from the row'
    if (flag === 'unknown_sender' && sender?.role === 'unknown' && sender.why.isPublic)
      return `anybody may have an address of ${sender.why.domain}, and no portal user has this one`
    if (flag === 'several_partners' && sender?.role === 'unknown')
      return `${why}: ${sender.why.several.map(({ id, name }) => `${name} (${id})`).join(', ')}`
    if (flag === 'several_opportunities' && opportunity.found === 'several')
      return `${why}: ${opportunity.opportunities.map(({ record }) => `${record.name} (${record.id})`).join(', ')}`
    if (flag === 'opportunity_of_another' && opportunity.found === 'of_another')
      return `${why}: ${opportunity.reference.text} is ${opportunity.opportunity.record.name} (${opportunity.opportunity.record.id})`
    return why
  })
  if (mail.forwardedFrom !== null) reasons.push(`what it forwards says it is from ${mail.forwardedFrom}; nothing proves that`)
  if (repeats?.isDone) reasons.push(`it was dealt with before, as ${repeats.name}`)
  if ('unknown' in opportunity && opportunity.unknown.length > 0) {
    const named = opportunity.unknown.map(({ text }) => text).join(', ')
    reasons.push(`no opportunity that was imported has ${named}`)
  }
  if (opportunity.found === 'one' && opportunity.reference.where === 'older')
    reasons.push(`only the text that it quotes names ${opportunity.reference.text}`)
  if (opportunity.found === 'one' && opportunity.otherDistributor !== null)
    reasons.push(`the opportunity names another distributor, ${opportunity.otherDistributor}`)
  return reasons
}

const REPEATS = {
  file: 'the same file as',
  content: 'the same text and files as',
  message_id: 'the same Message-ID, with another text, as',
} as const

/** What to do with a mail that was not interpreted. */
export function quarantineStep(code: QuarantineCode): string {
  if (code === 'empty' || code === 'no_headers' || code === 'unreadable')
    return 'download it again as .eml ("Download message"); if it is the same, look at it in the mailbox'
  if (code === 'limit_bytes') return 'look at it in the mailbox; if it is a whole archive, name it .mbox'
  return 'open nothing in it; show it to whoever cares for your mail’s security'
}
