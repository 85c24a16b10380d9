import { resolve } from 'node:path'
import * as v from 'valibot'
import { type ClassifyRules, MAIL_KINDS, type MailKind } from '../mail/kinds.ts'
import type { AttachmentRules } from '../mail/read/attachments.ts'
import type { MailLimits } from '../mail/read/flags.ts'
import type { OlderTextWords } from '../mail/read/older-text.ts'
import { TOPICS, type TopicRule } from '../mail/topics.ts'
import { readReference } from './data-files.ts'

const words = v.array(v.pipe(v.string(), v.nonEmpty()))
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const count = v.pipe(v.number(), v.integer(), v.minValue(1))

const mailRules = v.object({
  threshold: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  handbook: v.record(v.picklist(MAIL_KINDS), v.object({ page: v.string(), section: v.string() })),
  limits: v.object({ bytes: count, depth: count, parts: count, headerBytes: count, attachments: count, recipients: count }),
  attachments: v.object({
    never: words,
    archives: words,
    noDocuments: v.optional(v.object({ endings: words, names: words, pictures: words }), {
      endings: [],
      names: [],
      pictures: [],
    }),
  }),
  docusign: v.object({ loa: words, completed: words, otherNotices: words }),
  autoReply: v.object({ subjects: words, bodies: words }),
  bounce: v.object({ senders: words, subjects: words }),
  claims: words,
  takenBack: v.optional(words, []),
  publicDomains: words,
  endings: v.object({ closings: words, disclaimers: words }),
  lessons: v.optional(v.object({ weight: v.pipe(v.number(), v.minValue(0)), sure: share, words: count, share }), {
    weight: 4,
    sure: 0.8,
    words: 3,
    share: 0.5,
  }),
  olderText: v.object({
    wrote: v.array(v.tuple([v.string(), v.string()])),
    lines: words,
    forwarded: words,
    from: words,
    others: words,
    forwardSubjects: words,
    answerSubjects: words,
  }),
  rules: v.array(
    v.object({
      kind: v.picklist(MAIL_KINDS),
      where: v.picklist(['subject', 'body', 'attachment', 'any']),
      weight: v.number(),
      all: v.array(v.pipe(words, v.minLength(1))),
    }),
  ),
})

const mailTopics = v.object({
  topics: v.array(
    v.object({
      id: v.picklist(TOPICS),
      kinds: v.array(v.picklist(MAIL_KINDS)),
      all: v.pipe(v.array(v.pipe(words, v.minLength(1))), v.minLength(1)),
      handbook: v.object({ page: v.string(), section: v.string() }),
    }),
  ),
})

/** What mails ask for within their kinds, where the handbook has an answer of its own. */
export function readMailTopics(): readonly TopicRule[] {
  return readReference('mail-topics.json', mailTopics).topics
}

/** How mail is read and sorted. */
export interface MailRules extends Omit<ClassifyRules, 'docusign'> {
  docusign: Omit<ClassifyRules['docusign'], 'domains'>
  /** What the handbook says of mail of a kind; of some it says nothing. */
  handbook: Readonly<Partial<Record<MailKind, { page: string; section: string }>>>
  limits: MailLimits
  attachments: AttachmentRules
  olderText: OlderTextWords
  /** Claims that a mail makes of itself, which decide nothing. */
  claims: readonly string[]
  /** Words that take an order back, or hold it up. */
  takenBack: readonly string[]
  /** Domains where anyone may have an address: they belong to no one company. */
  publicDomains: readonly string[]
}

/** The rules that mail is read and sorted by; `own`: the path of a file to read instead. Throws the refusal `bad_reference_data`. */
export function readMailRules(own: string | null = null): MailRules {
  return readReference(own === null ? 'mail-rules.json' : resolve(own), mailRules)
}
