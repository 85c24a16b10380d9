/** The kinds of mail, and the rules that recognize them: words and weights, which are data. */

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

/** Whether this version of phd has a kind. */
export function isMailKind(kind: string): kind is MailKind {
  return MAIL_KINDS.some((each) => each === kind)
}

/** Words that together suggest a kind: one of each group must be there. */
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

/** What of a mail decides on its kind. */
export interface MailText {
  subject: string
  /** The new text. */
  fresh: string
  /** What it quotes or forwards. */
  older?: string
  attachments: readonly string[]
  /** Headers by lower-case name. */
  header(key: string): string
  from: string
  /** What it reports of another mail; null where it reports nothing. */
  report: Report | null
}

export interface ClassifyRules {
  rules: readonly MailRule[]
  /** A mail below this confidence needs review. */
  threshold: number
  docusign: { domains: readonly string[]; loa: readonly string[]; completed: readonly string[]; otherNotices: readonly string[] }
  autoReply: { subjects: readonly string[]; bodies: readonly string[] }
  bounce: { senders: readonly string[]; subjects: readonly string[] }
  /** How a text ends: what follows says nothing about the mail. */
  endings: { closings: readonly string[]; disclaimers: readonly string[] }
  /** A lesson adds this weight, where it is this sure, has so many telling words, and knows this share of all words. */
  lessons: { weight: number; sure: number; words: number; share: number }
}

/** Why a mail is of its kind. */
export interface KindExplained {
  decidedBy: 'headers' | 'words' | 'lessons'
  /** The kinds that the words of the rules suggest, best first. */
  words: ReadonlyArray<{ kind: MailKind; score: number }>
  /** What the lessons say; null where none is similar. */
  lessons: Taught<MailKind> | null
}

export interface Classified {
  kind: MailKind
  /** From 0 to 1. */
  confidence: number
  signals: readonly Signal[]
  runnerUp: { kind: MailKind; score: number } | null
  /** Its kind without lessons: if that kind needs review, the mail does too. */
  untaught: MailKind
  explained: KindExplained
}

/** What was found about the kind, before lessons. */
export type KindFound = Omit<Classified, 'untaught' | 'explained'>
