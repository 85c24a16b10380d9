/** The kinds of mail, and the rules that tell them: words and weights, which are data. */

import type { Taught } from './lessons.ts'
import type { Report } from './read/automatic.ts'

export const MAIL_KINDS = [
  'po_submission',
  'quote_request',
  'order_status',
  'loa_request',
  'loa_completed',
  'nfr_question',
  'service_attach_poe',
  'portal_access',
  'certification_question',
  'auto_reply',
  'bounce',
  'other',
] as const
export type MailKind = (typeof MAIL_KINDS)[number]

/** Words that speak for a kind where they stand together: of each group one must be there. */
interface MailRule {
  kind: MailKind
  /** `any`: the subject and the body together. */
  where: 'subject' | 'body' | 'attachment' | 'any'
  weight: number
  all: ReadonlyArray<readonly string[]>
}

export interface Signal {
  where: 'header' | 'from' | MailRule['where']
  text: string
  for: MailKind
}

/** What is looked at of a mail. */
export interface MailText {
  subject: string
  /** What was written now. */
  fresh: string
  /** What is quoted or forwarded below; left out: nothing. */
  older?: string
  attachments: readonly string[]
  /** Headers by lower-case name; the first of each. */
  header(key: string): string
  from: string
  /** What it reports of another mail; null where it reports nothing. */
  report: Report | null
}

export interface ClassifyRules {
  rules: readonly MailRule[]
  /** Below this a person must look. */
  threshold: number
  docusign: { domains: readonly string[]; loa: readonly string[]; completed: readonly string[]; otherNotices: readonly string[] }
  autoReply: { subjects: readonly string[]; bodies: readonly string[] }
  bounce: { senders: readonly string[]; subjects: readonly string[] }
  /** How a text ends: what stands behind says nothing of the mail. */
  endings: { closings: readonly string[]; disclaimers: readonly string[] }
  /** What was taught weighs so much, where it is so sure, so many telling words fit and this share of all words is known. */
  lessons: { weight: number; sure: number; words: number; share: number }
}

/** Why a mail is of its kind, for whoever asks. */
export interface KindExplained {
  decidedBy: 'headers' | 'words' | 'lessons'
  /** The kinds that the words of the rules speak for, best first. */
  words: ReadonlyArray<{ kind: MailKind; score: number }>
  /** What the desk taught says; null where nothing that was taught is like it. */
  lessons: Taught<MailKind> | null
}

export interface Classified {
  kind: MailKind
  /** From 0 to 1. */
  confidence: number
  signals: readonly Signal[]
  runnerUp: { kind: MailKind; score: number } | null
  /** What it is where nothing was taught: what a person must look at by that stays so. */
  untaught: MailKind
  explained: KindExplained
}

/** What was found about the kind, before lessons. */
export type KindFound = Omit<Classified, 'untaught' | 'explained'>
