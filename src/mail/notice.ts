/** Reads the notice that DocuSign sends when a partner asks for a letter (Partner Help Desk, Approving Letters of Authorization). */

import { createHash } from 'node:crypto'
import { failure } from '../errors.ts'
import { domainOf, isBelow } from './address.ts'
import { type Email, PostalMime } from './packages/parser.ts'
import { cleanLine } from './read/clean.ts'
import { type Authentication, headerOf, oneAddress, resultOf } from './read/headers.ts'

/** What phd keeps of a notice. Its link lets anyone who has it sign: only the envelope's id is read from it. */
export interface Notice {
  requester: { name: string; address: string | null }
  envelopeId: string | null
  /** The date of the mail, ISO 8601, UTC. */
  received: string
  messageId: string | null
  /** The hash of the file, hex. */
  sha256: string
  warnings: readonly NoticeWarning[]
}

export type NoticeWarning = 'not_authenticated' | 'no_envelope' | 'several_envelopes' | 'no_address'

export interface NoticeSettings {
  /** The group's own address: it may rewrite the sender of mail that passes through it. */
  mailbox: string
  docusign: { domains: readonly string[]; subject: string; otherNotices: readonly string[] }
}

/** No notice is longer; a longer mail needs review. */
export const LARGEST_NOTICE = 5 << 20
const LONGEST_HEADERS = 1 << 18
const MOST_PARTS = 200
const MOST_LINES = 100_000
const LINE_END = 0x0a
/** How much of a body is searched for the envelope's id. */
const LOOKED_AT = 1 << 16

/**
 * Reads a mail as a notice. `file` names it in errors; `now` is ISO 8601. A `received` that a person states comes before the mail's
 * date. Throws refusals: `mail_unreadable`, `not_a_notice`, `not_a_request`, `suspicious_notice`, `date_unknown`.
 */
export async function readNotice(
  bytes: Buffer,
  { file, now, received }: { file: string; now: string; received: string | null },
  settings: NoticeSettings,
): Promise<Notice> {
  const mail = await parse(bytes, file)
  const { address, isRewritten } = senderOf(mail, settings, file)
  if (!isBelow(domainOf(address), settings.docusign.domains)) {
    throw failure('not_a_notice', `${file} is not from DocuSign: it comes from ${address === '' ? 'no single address' : address}`)
  }
  const authenticated = authenticationOf(mail, isRewritten, settings)
  if (authenticated === 'failed') {
    throw failure(
      'suspicious_notice',
      `${file} claims to be from DocuSign, but the mail server says it is not (dmarc, or spf and dkim, failed)`,
      'do not click any link in it; report it, and check in DocuSign itself whether a request is waiting',
    )
  }
  const name = personOf(mail, file, settings)
  const envelopes = envelopesIn(mail, settings.docusign.domains)
  const replyTo = replyAddress(mail, settings)
  const warnings: NoticeWarning[] = []
  if (authenticated === 'unknown') warnings.push('not_authenticated')
  if (envelopes.size === 0) warnings.push('no_envelope')
  if (envelopes.size > 1) warnings.push('several_envelopes')
  if (replyTo === null) warnings.push('no_address')
  return {
    requester: { name, address: replyTo },
    envelopeId: envelopes.size === 1 ? ([...envelopes][0] ?? null) : null,
    received: received ?? dateOf(mail, file, now),
    messageId: /^<[^<>\s@]{1,200}@[^<>\s]{1,200}>$/.exec(mail.messageId ?? '')?.[0] ?? null,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    warnings,
  }
}

async function parse(bytes: Buffer, file: string): Promise<Email> {
  const unreadable = (why: string): Error =>
    failure(
      'mail_unreadable',
      `${file} cannot be read as a mail: ${why}`,
      'save the mail again as .eml ("Download message"), then try again',
    )
  if (bytes.length > LARGEST_NOTICE)
    throw unreadable(`its ${bytes.length.toLocaleString('en-US')} bytes are more than any notice has`)
  // Counted before parsing: a mail of thousands of parts is made to keep a program busy.
  let parts = 0
  for (let at = bytes.indexOf('\n--'); at !== -1; at = bytes.indexOf('\n--', at + 3)) parts++
  if (parts > MOST_PARTS) throw unreadable('it has more parts than any notice has')
  let lines = 0
  for (let at = bytes.indexOf(LINE_END); at !== -1 && lines <= MOST_LINES; at = bytes.indexOf(LINE_END, at + 1)) lines++
  if (lines > MOST_LINES) throw unreadable('it has more lines than any notice has')
  let mail: Email
  try {
    mail = await PostalMime.parse(bytes, { maxNestingDepth: 10, maxHeadersSize: LONGEST_HEADERS, maxRfc822NestingDepth: 0 })
  } catch (error) {
    throw unreadable((error as Error).message)
  }
  for (const once of ONCE) {
    const times = mail.headers.filter(({ key }) => key === once).length
    if (times > 1) throw failure('suspicious_notice', `${file} has ${times} headers "${once}"`, 'check it yourself')
  }
  return mail
}

const ONCE = ['from', 'subject', 'date', 'message-id', 'reply-to', 'x-original-from', 'x-original-sender']

/** Who sent it: where the group rewrote the sender, the original one (X-Original-From, then X-Original-Sender). */
function senderOf(mail: Email, { mailbox }: NoticeSettings, file: string): { address: string; isRewritten: boolean } {
  const from = oneAddress(headerOf(mail, 'from'))
  if (from === '') throw failure('not_a_notice', `${file} does not name exactly one sender`, 'check it yourself')
  if (from.toLowerCase() !== mailbox.toLowerCase()) return { address: from, isRewritten: false }
  const originals = ['x-original-from', 'x-original-sender'].map((key) => oneAddress(headerOf(mail, key)))
  // The group is never its own sender.
  const original = originals.find((each) => each !== '' && each.toLowerCase() !== mailbox.toLowerCase())
  return { address: original ?? '', isRewritten: true }
}

/**
 * What the receiving server says about the sender. Only the topmost header counts: those below it came with the mail. Where the
 * group rewrote the sender, the mail must be from the group, and what the group was told counts.
 */
function authenticationOf(mail: Email, isRewritten: boolean, { mailbox, docusign }: NoticeSettings): Authentication {
  const last = resultOf(headerOf(mail, 'authentication-results'), isRewritten ? [domainOf(mailbox)] : docusign.domains)
  if (!isRewritten || last === 'failed') return last
  const before = resultOf(headerOf(mail, 'x-original-authentication-results'), docusign.domains)
  return before === 'failed' || last === 'passed' ? before : 'unknown'
}

const ANSWERED = /^(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs|odp|pd)\s{0,3}:\s{0,3}){1,5}/i
const LONGEST_NAME = 100
/** A link or a website: no name has one, and the link of a notice lets anyone sign. */
const LEADS = /:\/\/|\bwww\.|docusign\.(?:net|com)/i

/** The person in the subject "GitLab LOA: <person>". */
function personOf(mail: Email, file: string, { docusign }: NoticeSettings): string {
  const subject = cleanLine((mail.subject ?? '').slice(0, 1000)).replace(ANSWERED, '')
  const begins = subject.toLowerCase().startsWith(docusign.subject.toLowerCase())
  const name = begins ? subject.slice(docusign.subject.length).trim() : ''
  if (name !== '' && (name.length > LONGEST_NAME || LEADS.test(name))) {
    throw failure(
      'suspicious_notice',
      `${file} has more than a name after "${docusign.subject}" in its subject`,
      'check it yourself',
    )
  }
  if (name !== '') return name
  const other = docusign.otherNotices.find((word) => beginsWithWord(subject, word))
  throw failure(
    'not_a_request',
    other
      ? `${file} is a DocuSign notice that says "${other}", not a request for a letter`
      : `the subject of ${file} is not "${docusign.subject} <person>", as in a request for a letter`,
    { isCompleted: other?.toLowerCase() === 'completed' },
  )
}

/** Words of the lists are not patterns. */
function beginsWithWord(text: string, word: string): boolean {
  const isAtStart = text.toLowerCase().startsWith(word.toLowerCase())
  return isAtStart && !/^\w/.test(text.slice(word.length))
}

const LINK = /https:\/\/([a-z0-9.-]{1,253})(?::\d{1,5})?(\/[^\s"'<>\\]{0,4000})/gi
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The ids of the envelopes that the links lead to. */
function envelopesIn(mail: Email, domains: readonly string[]): Set<string> {
  const found = new Set<string>()
  for (const body of [mail.text, mail.html]) {
    for (const [link, host = ''] of (body ?? '').slice(0, LOOKED_AT).matchAll(LINK)) {
      if (!isBelow(host.toLowerCase(), domains) || !URL.canParse(link)) continue
      const { searchParams, pathname } = new URL(link.replaceAll('&amp;', '&'))
      const inPath = /\/(?:envelopes?|details)\/([^/]+)/i.exec(pathname)?.[1]
      for (const id of [searchParams.get('a'), searchParams.get('envelopeId'), inPath]) {
        if (id && GUID.test(id)) found.add(id.toLowerCase())
      }
    }
  }
  return found
}

/** The requester's address, from Reply-To; DocuSign's and the desk's do not count. */
function replyAddress(mail: Email, { mailbox, docusign }: NoticeSettings): string | null {
  const address = oneAddress(headerOf(mail, 'reply-to'))
  if (address === '' || address.toLowerCase() === mailbox.toLowerCase()) return null
  return isBelow(domainOf(address), docusign.domains) ? null : address
}

/** The date of the mail. A date in the future does not say when the request came. */
function dateOf(mail: Email, file: string, now: string): string {
  const said = headerOf(mail, 'date')?.trim() ?? ''
  // Without a time zone it would be read in that of the machine.
  const date = new Date(ZONE.test(said) ? said : '')
  const isKnown = !Number.isNaN(date.getTime()) && date.getTime() <= Date.parse(now) + DAY && date.getUTCFullYear() > 2000
  if (isKnown) return `${date.toISOString().slice(0, 19)}Z`
  throw failure('date_unknown', `${file} has no valid date for when the request came`, undefined, { file })
}

const DAY = 86_400_000
const ZONE = /(?:(?:\s|:\d{2})[+-]\d{2}:?\d{2}|\bGMT|\bUTC?|\dZ)(?:\s*\([^()]*\))?$/
