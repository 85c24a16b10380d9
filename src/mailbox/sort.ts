/** Sorts mails: the kind, the sender and the opportunity of each. Writes nothing. */

import { classify } from '../mail/classify.ts'
import type { Classified, ClassifyRules, MailKind } from '../mail/kinds.ts'
import type { LessonBook } from '../mail/lessons.ts'
import { mayBeDocument } from '../mail/read/attachments.ts'
import { type MailFlag, type QuarantineCode, Quarantined } from '../mail/read/flags.ts'
import { type ReadMail, type ReadSettings, readMail } from '../mail/read/mail.ts'
import { hasTerm, LOOKED_AT } from '../mail/terms.ts'
import { type TopicRule, topicOf } from '../mail/topics.ts'
import { withoutEnding } from '../mail/trim.ts'
import type { MailOpportunities, MailOpportunity } from '../partners/mail/opportunity.ts'
import type { MailSender, MailSenders } from '../partners/mail/sender.ts'
import { ON_ORDERS } from '../rules/mail-route.ts'
import { isStale } from '../rules/verdict.ts'
import type { RowSource } from '../store/store.ts'
import type { FoundMail } from './mail-files.ts'
import { type RememberedMail, rememberedName } from './memory.ts'
import { isSentTo, type OrderOperationsShown } from './order-operations.ts'

export interface SortSettings extends ReadSettings {
  /** Where mail on orders must go. */
  orderOperations: string
  classify: ClassifyRules
  topics: readonly TopicRule[]
  /** Words that cancel an order, or delay it. */
  takenBack: readonly string[]
  /** What the desk taught; null: nothing. */
  lessons: LessonBook<MailKind> | null
  /** The moment that is "now", ISO 8601, and how many days evidence may be old. */
  now: string
  maxAgeDays: number
}

/** The mail that another one repeats; `isDone`: the same file was routed before. */
interface Repeated {
  name: string
  by: 'file' | 'content' | 'message_id'
  isDone: boolean
}

/** A mail that was sorted. */
export interface SortedMail {
  name: string
  /** The path of its own file, as it was given; null where it has none. */
  path: string | null
  mail: ReadMail
  /** Whether it has a file that may be an order or a proof, and not only what mail programs add. */
  hasDocuments: boolean
  classified: Classified
  /** What it asks for within its kind, where the handbook has a special answer. */
  topic: TopicRule | null
  /** Null where the mail does not name exactly one sender. */
  sender: MailSender | null
  opportunity: MailOpportunity
  orderOperations: OrderOperationsShown
  /** The mail that it repeats, from this run or an earlier one; null where there is none. */
  repeats: Repeated | null
  /** The audit entries of the mails before it in its thread. */
  thread: readonly number[]
  /** Why it needs review, and what else is odd. */
  flags: readonly MailFlag[]
  /** Whether it needs review before anything is done with it. */
  needsPerson: boolean
}

/** A mail that was not interpreted. */
export interface QuarantinedMail {
  name: string
  quarantined: { code: QuarantineCode; message: string }
}

/** Flags that do not call for review. */
const NO_DOUBT: ReadonlySet<MailFlag> = new Set(['bad_date', 'asks_no_answer'])

function isDoubtful(flags: readonly MailFlag[]): boolean {
  return flags.some((flag) => !NO_DOUBT.has(flag))
}

/** A mail as it would have been sorted, had the one that it repeats been routed before. */
export function asRepeated(sorted: SortedMail, before: RememberedMail, by: Repeated['by']): SortedMail {
  const isDone = by === 'file'
  const flags: MailFlag[] = isDone ? [...sorted.flags] : [...sorted.flags, 'came_before']
  return { ...sorted, repeats: { name: rememberedName(before), by, isDone }, flags, needsPerson: isDoubtful(flags) }
}

/** Sorts mails one after the other. */
export class MailSorter {
  readonly #settings: SortSettings
  readonly #senders: MailSenders
  readonly #opportunities: MailOpportunities
  readonly #routed = new Map<string, number>()
  readonly #done = new Set<string>()
  readonly #seen = { file: new Map<string, string>(), content: new Map<string, string>(), message_id: new Map<string, string>() }

  /** `remembered`: the mails that were routed before. */
  constructor(
    settings: SortSettings,
    senders: MailSenders,
    opportunities: MailOpportunities,
    remembered: readonly RememberedMail[],
  ) {
    this.#settings = settings
    this.#senders = senders
    this.#opportunities = opportunities
    for (const before of remembered) {
      const { entry, sha256, contentSha256, messageId } = before
      const name = rememberedName(before)
      this.#seen.file.set(sha256, name)
      this.#done.add(sha256)
      this.#seen.content.set(contentSha256, name)
      if (messageId === null) continue
      this.#seen.message_id.set(messageId, name)
      this.#routed.set(messageId, entry)
    }
  }

  async sort({ name, path, content }: FoundMail): Promise<SortedMail | QuarantinedMail> {
    if (!Buffer.isBuffer(content)) {
      return { name, quarantined: { code: 'limit_bytes', message: `it has ${content.tooLong.toLocaleString('en-US')} bytes` } }
    }
    let mail: ReadMail
    try {
      mail = await readMail(content, this.#settings)
    } catch (error) {
      if (error instanceof Quarantined) return { name, quarantined: { code: error.code, message: error.message } }
      throw error
    }
    const classified = this.#kindOf(mail)
    const topic = topicOf(classified.kind, mail, this.#settings.topics)
    const { address } = mail.from
    const sender = address === null ? null : await this.#senders.of(address)
    const opportunity = await this.#opportunityOf(mail, sender)
    const repeats = this.#repeats(name, mail)
    const orderOperations = isSentTo(mail, this.#settings.orderOperations)
    const thread = mail.references.flatMap((id) => this.#routed.get(id) ?? [])
    const hasDocuments = mail.attachments.some((each) => mayBeDocument(each, this.#settings.attachments.noDocuments))
    const flags = this.#flagsOf({ mail, classified, topic, sender, opportunity, repeats, hasDocuments })
    const needsPerson = isDoubtful(flags)
    return {
      name,
      path,
      mail,
      hasDocuments,
      classified,
      topic,
      sender,
      opportunity,
      orderOperations,
      repeats,
      thread,
      flags,
      needsPerson,
    }
  }

  #kindOf(mail: ReadMail): Classified {
    const { subject, fresh, older, attachments, header, from, report } = mail
    return classify(
      { subject, fresh, older, attachments: attachments.map(({ name }) => name), header, from: from.address ?? '', report },
      this.#settings.classify,
      this.#settings.lessons,
    )
  }

  #opportunityOf({ subject, fresh, older, attachments }: ReadMail, sender: MailSender | null): Promise<MailOpportunity> {
    const places = { subject, body: fresh, older, attachments: attachments.map(({ name }) => name) }
    return this.#opportunities.of(places, sender)
  }

  #repeats(name: string, { sha256, contentSha256, messageId }: ReadMail): SortedMail['repeats'] {
    const keys = { file: sha256, content: contentSha256, message_id: messageId } as const
    let repeats: SortedMail['repeats'] = null
    for (const by of ['file', 'content', 'message_id'] as const) {
      const key = keys[by]
      if (key === null) continue
      const before = this.#seen[by].get(key)
      if (before === undefined) this.#seen[by].set(key, name)
      else repeats ??= { name: before, by, isDone: by === 'file' && this.#done.has(key) }
    }
    return repeats
  }

  #flagsOf({
    mail,
    classified: { kind, confidence, signals, untaught },
    topic,
    sender,
    opportunity,
    repeats,
    hasDocuments,
  }: Pick<SortedMail, 'mail' | 'hasDocuments' | 'classified' | 'topic' | 'sender' | 'opportunity' | 'repeats'>): MailFlag[] {
    const flags = new Set(mail.flags)
    const isAutomatic = kind === 'auto_reply' || kind === 'bounce'
    // A machine's mail holds nothing more, and the mail it reports on was not sent to the desk.
    if (isAutomatic || (kind === 'other' && confidence >= SURE)) for (const mark of MARKS) flags.delete(mark)
    if (isAutomatic && mail.report !== null) flags.delete('mail_inside')
    if (confidence < this.#settings.classify.threshold && kind !== 'other') flags.add('uncertain_kind')
    // A mail of no known kind needs review too, unless a machine's headers said so.
    // An answer by topic alone must not hide an order: a mail with a document or an opportunity is reviewed.
    const isOfTopic = topic !== null && !hasDocuments && opportunity.found === 'none' && opportunity.unknown.length === 0
    if (kind === 'other' && confidence < SURE && !isOfTopic) flags.add('uncertain_kind')
    // An automatic reply names no opportunity in its own text, whatever a header says.
    const isByHeader =
      mail.report === null && (isAutomatic || kind === 'other') && signals.some(({ where }) => where === 'header')
    if (isByHeader && 'reference' in opportunity && opportunity.reference.where === 'body') flags.add('uncertain_kind')
    // What the desk taught removes no flag.
    const kinds = [kind, untaught]
    if (kinds.includes('service_attach_poe') && !hasDocuments) flags.add('no_document')
    if (kinds.some((each) => ON_ORDERS.has(each)) && this.#isTakenBack(mail)) flags.add('taken_back')
    if (repeats && !repeats.isDone) flags.add('came_before')
    if (sender?.role === 'unknown' && !isAutomatic) {
      const { several, like } = sender.why
      if (like !== null) flags.add('lookalike_domain')
      flags.add(several.length > 0 ? 'several_partners' : 'unknown_sender')
    }
    if (sender?.role === 'partner') this.#weigh(sender.source, sender.isInDoubt, flags)
    if (sender?.role === 'customer') this.#weigh(sender.account.source, sender.account.doubt !== null, flags)
    if (opportunity.found === 'one') this.#weigh(opportunity.opportunity.source, opportunity.opportunity.doubt !== null, flags)
    if (opportunity.found === 'one' && opportunity.unknown.length > 0) flags.add('opportunity_unknown')
    if (opportunity.found === 'several') flags.add('several_opportunities')
    if (opportunity.found === 'of_another') flags.add('opportunity_of_another')
    return [...flags]
  }

  #isTakenBack({ subject, fresh }: ReadMail): boolean {
    const { takenBack, classify } = this.#settings
    return hasTerm(`${subject}\n${withoutEnding(fresh, classify.endings)}`.slice(0, LOOKED_AT), takenBack)
  }

  #weigh(source: RowSource, isInDoubt: boolean, flags: Set<MailFlag>): void {
    if (isStale(source, this.#settings.now, this.#settings.maxAgeDays)) flags.add('stale_evidence')
    if (isInDoubt) flags.add('evidence_in_doubt')
  }
}

const SURE = 0.9
const MARKS = ['automatic', 'asks_no_answer'] as const
