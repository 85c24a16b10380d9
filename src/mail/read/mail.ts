/** Reads a mail: its sender, recipients, new text and attachments, and everything that needs review. */

import { createHash } from 'node:crypto'
import { domainOf, isAddress, isBelow } from '../address.ts'
import type { ClassifyRules } from '../kinds.ts'
import { addressParser, type Email, PostalMime } from '../packages/parser.ts'
import { withoutEnding } from '../trim.ts'
import { type AttachmentRules, keptAttachments, type MailAttachment } from './attachments.ts'
import { automaticMarks, type Report, reportIn } from './automatic.ts'
import { type Body, bodyOf } from './body.ts'
import { hasUnreadableWords } from './charset.ts'

import { type MailFlag, type MailLimits, Quarantined } from './flags.ts'
import { headerOf } from './headers.ts'
import { type OlderTextWords, splitText } from './older-text.ts'
import { saySame, withoutPictures } from './same-text.ts'
import { type NamedSender, senderOf } from './sender.ts'
import { readStructure, type Structure } from './structure.ts'

/** How mails are read: the desk's addresses, and word lists and limits, which are data. */
export interface ReadSettings {
  /** The group's own address: it may rewrite the sender of mail that passes through it. */
  mailbox: string
  docusign: { domains: readonly string[] }
  limits: MailLimits
  attachments: AttachmentRules
  olderText: OlderTextWords
  /** Claims a mail makes about itself, which decide nothing. */
  claims: readonly string[]
  endings: ClassifyRules['endings']
}

export interface ReadMail {
  messageId: string | null
  /** The hash of the file, hex. */
  sha256: string
  /** The hash of its content: the same for the same mail, whichever way it came. */
  contentSha256: string
  /** When it says it was sent, ISO 8601 UTC; null where that is not a date. */
  sentAt: string | null
  from: NamedSender
  to: readonly string[]
  cc: readonly string[]
  deliveredTo: readonly string[]
  subject: string
  /** The new text, and what it quotes or forwards. */
  fresh: string
  older: string
  /** The sender that the text gives for a forwarded mail; null where it forwards nothing, or names no one. */
  forwardedFrom: string | null
  /** The Message-IDs before it in its thread, oldest first. */
  references: readonly string[]
  attachments: readonly MailAttachment[]
  flags: ReadonlySet<MailFlag>
  /** What it reports about another mail; null where it reports nothing. */
  report: Report | null
  header(key: string): string
}

/** Reads a mail's bytes. Throws {@link Quarantined}. */
export async function readMail(bytes: Buffer, settings: ReadSettings): Promise<ReadMail> {
  const { limits } = settings
  const structure = readStructure(bytes, limits)
  const flags = new Set(structure.flags)
  const mail = await parsed(structure.plain, limits)
  const sender = senderOf(mail, settings, flags)
  const [to, cc] = [addressesIn(mail, 'to'), addressesIn(mail, 'cc')]
  if (to.length + cc.length > limits.recipients)
    throw new Quarantined('limit_recipients', `it has more than ${limits.recipients.toLocaleString('en-US')} recipients`)
  const report = reportIn(structure.leaves)
  const { text, twice, html } = await bodyOf(structure.leaves, flags)
  const attachments = keptAttachments(
    mail,
    { leaves: structure.leaves, html, isReport: report !== null },
    settings.attachments,
    flags,
  )
  if (attachments.length > limits.attachments)
    throw new Quarantined('limit_attachments', `it has more than ${limits.attachments} attachments`)
  const subject = (mail.subject ?? '').slice(0, LONGEST_SUBJECT)
  const { fresh, older, isForwarded, forwardedFrom } = splitText(text, settings.olderText, subject)
  if (hasHidingSheet(html.slice(0, LONGEST_HTML))) flags.add('hidden_text')
  // A DocuSign notice is recognized by its headers, and its text is not used.
  const isNotice = isBelow(domainOf(sender.address ?? ''), settings.docusign.domains)
  if (!isNotice && twice.some((each) => !isSameTwice(each, settings))) flags.add('texts_differ')
  const names = [subject, sender.name, ...attachments.map(({ name }) => name)]
  if (names.some((each) => REMAINS.test(each)) || hasUnreadableNames(mail, structure)) flags.add('decode_error')
  const isEmptyForward = isForwarded && fresh.length < LEAST_TEXT
  if (isEmptyForward) flags.add('forwarded')
  if (BIDI.test(subject) || BIDI.test(sender.name) || attachments.some(({ name }) => BIDI.test(name)) || OVERRIDE.test(fresh))
    flags.add('odd_characters')
  const lower = `${subject}\n${fresh}`.toLowerCase()
  if (settings.claims.some((claim) => lower.includes(claim.toLowerCase()))) flags.add('claims')
  const header = (key: string): string => mail.headers.flatMap((each) => (each.key === key ? [each.value.trim()] : [])).join('\n')
  const { isAutomatic, asksNoAnswer } = automaticMarks(header)
  if (isAutomatic && !isNotice) flags.add('automatic')
  else if (asksNoAnswer && !isNotice) flags.add('asks_no_answer')
  const at = sentAt(headerOf(mail, 'date'))
  if (at === null) flags.add('bad_date')
  return {
    messageId: ID.exec(mail.messageId ?? '')?.[0] ?? null,
    sha256: hash(bytes),
    contentSha256: hash(JSON.stringify([sender.address, subject, fresh, older, attachments.map(({ sha256 }) => sha256)])),
    sentAt: at,
    from: sender,
    to,
    cc,
    deliveredTo: addressesIn(mail, 'delivered-to'),
    subject,
    fresh: isEmptyForward ? older : fresh,
    older,
    forwardedFrom: isForwarded && forwardedFrom !== null && isAddress(forwardedFrom) ? forwardedFrom : null,
    references: referencesOf(mail),
    attachments,
    flags,
    report,
    header,
  }
}

const LONGEST_SUBJECT = 2000
/** Fewer characters are a greeting, not a text. */
const LEAST_TEXT = 40
const ID = /^<[^<>\s@]{1,250}@[^<>\s]{1,250}>$/
const BIDI = /[\u202a-\u202e\u2066-\u2069]/
/** Characters that reverse letters; languages written from right to left do not need them. */
const OVERRIDE = /[\u202d\u202e]/

async function parsed(bytes: Buffer, limits: MailLimits): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, {
      maxNestingDepth: limits.depth + 1,
      maxHeadersSize: limits.headerBytes,
      maxRfc822NestingDepth: 0,
      forceRfc822Attachments: true,
    })
  } catch (error) {
    throw new Quarantined('unreadable', (error as Error).message)
  }
}

/** The addresses of a header; skips what is not an address. */
function addressesIn(mail: Email, key: string): string[] {
  return mail.headers
    .filter((header) => header.key === key)
    .flatMap(({ value }) => addressParser(value, { flatten: true }))
    .flatMap((each) => ('address' in each && each.address && isAddress(each.address) ? [each.address] : []))
}

const LONGEST_HTML = 1 << 18
/** Ways to hide text in a style sheet; hidden elements are found where HTML is read. */
const HIDING =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*[;"'!}]|(?:opacity|max-height)\s*:\s*0(?:\.0+)?(?:px)?\s*[;"'!}]/i

function hasHidingSheet(html: string): boolean {
  return [...html.matchAll(/<style\b[^<>]{0,500}>([\s\S]*?)(?:<\/style|$)/gi)].some(([, sheet = '']) => HIDING.test(sheet))
}

/** Remains of a name that could not be decoded. */
const REMAINS = /[\ufffd\u001b]/

/** Whether a name or the subject is in an unknown encoding. */
function hasUnreadableNames(mail: Email, { leaves }: Structure): boolean {
  const own = ['subject', 'from'].map((key) => headerOf(mail, key) ?? '')
  return [...own, ...leaves.flatMap(({ nameHeaders }) => nameHeaders)].some(hasUnreadableWords)
}

/** Whether plain text and HTML say the same, and both quote something or neither does; the quotes may differ. */
function isSameTwice({ plain, html, pictures }: Body['twice'][number], { olderText, endings }: ReadSettings): boolean {
  const [written, shown] = [withoutPictures(plain, pictures), html].map((text) => ({
    fresh: splitText(text, olderText).fresh,
    isQuoting: QUOTED.test(text) || splitText(text, olderText).older !== '',
  })) as [Own, Own]
  return written.isQuoting === shown.isQuoting && saySame(written.fresh, shown.fresh, (text) => withoutEnding(text, endings))
}

interface Own {
  fresh: string
  isQuoting: boolean
}
const QUOTED = /^>+ *[^>\s]/m

function referencesOf(mail: Email): string[] {
  const ids =
    `${headerOf(mail, 'references') ?? ''} ${headerOf(mail, 'in-reply-to') ?? ''}`
      .slice(0, 8192)
      .match(/<[^<>\s@]{1,250}@[^<>\s]{1,250}>/g) ?? []
  return [...new Set(ids)].slice(-50)
}

/** When a mail says it was sent; null where its date is missing or impossible. */
/** A moment in a header as ISO 8601 in UTC; null where it has no zone, or not a moment of these days. */
export function sentAt(said: string | null): string | null {
  const date = new Date(said !== null && ZONE.test(said.trim()) ? said.trim() : '')
  const year = date.getUTCFullYear()
  return Number.isNaN(date.getTime()) || year < 2000 || year > 2098 ? null : `${date.toISOString().slice(0, 19)}Z`
}

const ZONE = /(?:(?:\s|:\d{2})[+-]\d{2}:?\d{2}|\bGMT|\bUTC?|\dZ)(?:\s*\([^()]*\))?$/

function hash(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex')
}
