/** What an answer takes from the mail it answers: its subject, its text as a quotation, and the name to greet. */

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
 * Whether a text may hold a DocuSign link, which lets anyone who has it sign. It can be written in many ways, so a text with that
 * name is never copied.
 */
function mayHoldKey(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  return /docusign/i.test(plain.replace(/[\s\p{M}\p{Cf}\p{Cc}=>|]+/gu, ''))
}

const MOST_LINES = 300
const LONGEST = 1 << 14

/** The text of a mail as an answer quotes it; without text that could not be read, or that may hold a link to sign. */
export function quotation({ fresh, from, sentAt, flags }: Pick<ReadMail, 'fresh' | 'from' | 'sentAt' | 'flags'>): string {
  const isUnread = flags.has('decode_error')
  const isRemoved = isUnread || mayHoldKey(fresh)
  const lines = isRemoved
    ? [isUnread ? '[text removed: it could not be read]' : '[text removed: it names DocuSign]']
    : cleanText(fresh.slice(0, LONGEST)).split('\n')
  const kept = lines.slice(0, MOST_LINES)
  const cut = isRemoved ? [] : lines.length > kept.length || fresh.length > LONGEST ? ['[…]'] : []
  const when = sentAt === null ? '' : `On ${sentAt.slice(0, 10)} at ${sentAt.slice(11, 16)} UTC, `
  const head = `${when}${from.address ?? ''} wrote:`
  return `${[head, ...[...kept, ...cut].map((line) => `> ${line}`.trimEnd())].join('\n')}\n`
}

const NAME = /^\p{L}[\p{L}\p{M}\p{Zs}.'’-]{0,59}$/u

/** The name to greet: the one the mail shows, where it looks like a name. It does not prove who wrote. */
export function greetedName({ from }: Pick<ReadMail, 'from'>): string {
  const name = from.name.trim()
  return NAME.test(name) ? name : 'partner'
}
