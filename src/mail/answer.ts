/** What an answer takes over from the mail it answers: its subject, its text as a quotation, and who is greeted. */

import { cleanLine, cleanText } from './clean.ts'
import type { ReadMail } from './read.ts'

const ANSWERED = /^(?:(?:re|aw|sv|vs|antw|odp|ref|rif|res)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:\s{0,3}){1,9}/i
const LONGEST_SUBJECT = 200

/** The subject of an answer. */
export function answerSubject({ subject }: Pick<ReadMail, 'subject'>): string {
  const bare = cleanLine(subject).replace(ANSWERED, '').slice(0, LONGEST_SUBJECT).trim()
  return bare === '' ? 'Re: your mail' : `Re: ${bare}`
}

/** A link to DocuSign is a key to sign, whoever sent it on. */
const KEYS = /https?:\/\/[^\s<>"']{0,300}docusign\.(?:net|com)[^\s<>"']{0,4000}/gi
const MOST_LINES = 300
const LONGEST = 1 << 14

/** The text of a mail as an answer quotes it. The links that DocuSign sends are left out. */
export function quotation({ fresh, from, sentAt }: Pick<ReadMail, 'fresh' | 'from' | 'sentAt'>): string {
  const lines = cleanText(fresh.slice(0, LONGEST)).replace(KEYS, '[link left out]').split('\n')
  const kept = lines.slice(0, MOST_LINES)
  const cut = lines.length > kept.length || fresh.length > LONGEST ? ['[…]'] : []
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
