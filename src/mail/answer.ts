/** What an answer takes over from the mail it answers: its subject, its text as a quotation, and who is greeted. */

import { cleanLine, cleanText } from './read/clean.ts'
import type { ReadMail } from './read/mail.ts'

const ANSWERED = /^(?:(?:re|aw|sv|vs|antw|odp|ref|rif|res)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:\s{0,3}){1,9}/i
const LONGEST_SUBJECT = 200
const NO_SUBJECT = 'Re: your mail'

/** The subject of an answer. */
export function answerSubject({ subject, flags }: Pick<ReadMail, 'subject' | 'flags'>): string {
  if (flags.has('decode_error') || mayHoldKey(subject)) return NO_SUBJECT
  const bare = cleanLine(subject).replace(ANSWERED, '').slice(0, LONGEST_SUBJECT).trim()
  return bare === '' ? NO_SUBJECT : `Re: ${bare}`
}

/**
 * Whether a text may hold a link of DocuSign, which is a key to sign, whoever sends it on. It may be written in many ways, so where the
 * name stands nothing of the text is copied.
 */
function mayHoldKey(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  return /docusign/i.test(plain.replace(/[\s\p{M}\p{Cf}\p{Cc}=>|]+/gu, ''))
}

const MOST_LINES = 300
const LONGEST = 1 << 14

/** The text of a mail as an answer quotes it; left out where it could not be read, or may hold a key to sign. */
export function quotation({ fresh, from, sentAt, flags }: Pick<ReadMail, 'fresh' | 'from' | 'sentAt' | 'flags'>): string {
  const isUnread = flags.has('decode_error')
  const isLeftOut = isUnread || mayHoldKey(fresh)
  const lines = isLeftOut
    ? [isUnread ? '[left out, for it could not be read]' : '[left out, for it names DocuSign]']
    : cleanText(fresh.slice(0, LONGEST)).split('\n')
  const kept = lines.slice(0, MOST_LINES)
  const cut = isLeftOut ? [] : lines.length > kept.length || fresh.length > LONGEST ? ['[…]'] : []
  const when = sentAt === null ? '' : `On ${sentAt.slice(0, 10)} at ${sentAt.slice(11, 16)} UTC, `
  const head = `${when}${from.address ?? ''} wrote:`
  return `${[head, ...[...kept, ...cut].map((line) => `> ${line}`.trimEnd())].join('\n')}\n`
}

const NAME = /^\p{L}[\p{L}\p{M}\p{Zs}.'’-]{0,59}$/u

/** The name a mail shows, where it is one that can be greeted; it says nothing of who wrote. */
export function greetedName({ from }: Pick<ReadMail, 'from'>): string {
  const name = from.name.trim()
  return NAME.test(name) ? name : 'partner'
}
