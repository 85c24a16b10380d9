/** Words for the values of a report: kinds, senders, channel managers, why a mail is of its kind. */

import type { KindExplained, MailKind } from '../../mail/kinds.ts'
import type { MailReport } from './report.ts'

export const KIND_WORDS: Readonly<Record<MailKind, string>> = {
  po_submission: 'purchase order',
  quote_request: 'quote request',
  order_status: 'order status',
  loa_request: 'LoA request',
  loa_completed: 'LoA completed',
  nfr_question: 'NFR question',
  service_attach_poe: 'service attach PoE',
  portal_access: 'portal access',
  certification_question: 'certification question',
  auto_reply: 'automatic reply',
  bounce: 'bounce',
  other: 'other',
}

/** Who sent a mail. */
export function senderWords({ sender, from }: MailReport): string {
  if (sender === null) return 'unknown: no single address'
  if (sender.role === 'unknown') return `unknown: ${from?.address ?? ''}`
  return sender.name === null ? sender.role : `${sender.name} (${sender.role})`
}

const DECIDED_BY: Readonly<Record<KindExplained['decidedBy'], string>> = {
  headers: 'its headers and sender, or words that only automatic mail has; these come before everything else',
  words: 'the words of the rules',
  lessons: 'what the desk taught, together with the words of the rules',
}

/** Why a mail is of its kind, with --explain. */
export function explanationOf({ explanation }: MailReport): string[] {
  if (!explanation) return []
  const { decidedBy, words, lessons } = explanation
  const lines = [`decided by ${DECIDED_BY[decidedBy]}`]
  if (decidedBy === 'headers') return lines
  const said = words.map(({ kind, score }) => `${KIND_WORDS[kind]} ${score}`).join(', ')
  lines.push(`words: ${said || 'none'}`)
  if (!lessons) return [...lines, 'lessons: none similar']
  const numbers = lessons.lessons.map((entry) => `audit entry ${entry}`).join(', ')
  return [
    ...lines,
    `lessons: ${KIND_WORDS[lessons.kind]}, ${lessons.probability.toFixed(2)}, by ${lessons.words.map((word) => `"${word}"`).join(', ')} (${numbers})`,
  ]
}

/** The channel manager in copy, and where the name comes from. */
export function managerWords({ name, from, rule, notes }: NonNullable<MailReport['channelManager']>): string {
  const by = from === 'tables' ? `from the tables (${rule})` : 'from the opportunity’s own column'
  return [`${name ?? 'no one'}, ${by}`, ...notes].join('; ')
}
