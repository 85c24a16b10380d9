/** Routes sorted mails: by the policy of the day, with the reply filled in as a draft. Nothing is written and nothing is sent. */

import { PhdError } from '../errors.ts'
import { domainOf } from '../mail/address.ts'
import { answerSubject, greetedName, quotation } from '../mail/answer.ts'
import { draftFile } from '../mail/draft.ts'
import { type Notice, type NoticeSettings, readNotice } from '../mail/notice.ts'
import { type FilledReply, fillReply, type Reply, type ReplyValues } from '../mail/reply.ts'
import type { Directory } from '../partners/contacts.ts'
import type { MailSenders } from '../partners/mail-sender.ts'
import { type MailDoubt, type MailPolicy, type MailRouting, routeMail } from '../rules/mail-route.ts'
import { isStale } from '../rules/verdict.ts'
import type { SortedMail } from './mailbox.ts'

export interface RouterSettings {
  policy: MailPolicy | null
  desk: NoticeSettings & { orderOperations: string; neverWriteTo: readonly string[] }
  people: Directory
  senders: MailSenders
  /** The reply of a name. */
  replyOf(name: string): Reply
  /** The moment drafts are dated, ISO 8601, and how many days evidence may be old. */
  now: string
  maxAgeDays: number
}

export interface RoutedMail {
  routing: MailRouting
  draft: { reply: string; filled: FilledReply; content: string } | null
  /** The notice of DocuSign that it is, where it asks for a letter. */
  notice: Notice | null
  /** Why a person must say where it goes; null where it is routed. */
  stopped: {
    code: MailDoubt | 'draft_not_filled' | 'address_of_another' | 'stale_staff' | 'notice_refused'
    message: string | null
  } | null
}

/** Routes mails one after the other. */
export class MailRouter {
  readonly #settings: RouterSettings
  #domains: Set<string> | null = null

  constructor(settings: RouterSettings) {
    this.#settings = settings
  }

  /** Where a mail goes that no person must look at; `bytes`: the mail itself. */
  async route(sorted: SortedMail, bytes: Buffer): Promise<RoutedMail> {
    const { mail, classified, sender, includesPartnerOrderOps, opportunity } = sorted
    const routing = routeMail(
      {
        kind: classified.kind,
        role: sender?.role ?? 'unknown',
        market: sender?.role === 'distributor' ? sender.distributor.market : null,
        includesOrderOperations: includesPartnerOrderOps,
        hasDocuments: mail.attachments.length > 0,
        hasOpportunity: opportunity.found === 'one',
      },
      this.#settings.policy,
    )
    const plain = { routing, draft: null, notice: null }
    if (routing.doubt !== null) return { ...plain, stopped: { code: routing.doubt, message: null } }
    if (routing.actions.includes('open_request')) return { ...plain, ...(await this.#noticeIn(sorted.name, bytes)) }
    if (routing.reply === null) return { ...plain, stopped: null }
    const reply = this.#settings.replyOf(routing.reply)
    let filled: FilledReply
    try {
      filled = fillReply(reply, this.#valuesFor(sorted), {
        why: this.#whyNot(sorted),
        neverWriteTo: this.#settings.desk.neverWriteTo,
      })
    } catch (error) {
      if (!(error instanceof PhdError)) throw error
      return { ...plain, stopped: { code: 'draft_not_filled', message: error.message } }
    }
    if (this.#isOldStaff(filled, sorted)) return { ...plain, stopped: { code: 'stale_staff', message: null } }
    const stranger = await this.#stranger(filled, routing, sorted)
    if (stranger !== null) return { ...plain, stopped: { code: 'address_of_another', message: stranger } }
    return { ...plain, draft: { reply: reply.name, filled, content: await this.#draft(filled, routing, sorted) }, stopped: null }
  }

  /** The notice that a mail is; it is read more strictly than other mail. */
  async #noticeIn(file: string, bytes: Buffer): Promise<Pick<RoutedMail, 'notice' | 'stopped'>> {
    const { desk, now } = this.#settings
    try {
      return { notice: await readNotice(bytes, { file, now, received: null }, desk), stopped: null }
    } catch (error) {
      if (!(error instanceof PhdError)) throw error
      return { notice: null, stopped: { code: 'notice_refused', message: error.message } }
    }
  }

  #valuesFor(sorted: SortedMail): ReplyValues {
    const { mail, sender, opportunity } = sorted
    const { desk } = this.#settings
    const record = opportunity.found === 'one' ? opportunity.opportunity.record : null
    const { seller, isr, manager } = this.#staffOf(sorted)
    return {
      desk_mailbox: desk.mailbox,
      order_operations_mailbox: desk.orderOperations,
      sender_name: greetedName(mail),
      sender_email: mail.from.address ?? undefined,
      distributor_name: sender?.role === 'distributor' ? sender.distributor.name : undefined,
      distributor_email: mail.from.address ?? undefined,
      reference: opportunity.found === 'one' ? opportunity.reference.text : mail.subject.slice(0, LONGEST_REFERENCE),
      seller_name: record?.owner ?? seller.name ?? undefined,
      seller_email: seller.address ?? undefined,
      isr_email: isr.address ?? undefined,
      opportunity_manager_email: manager.address ?? undefined,
    }
  }

  /** Whether an address that comes from the Salesforce users rests on a record that is too old, or in doubt. */
  #isOldStaff({ to, cc }: FilledReply, sorted: SortedMail): boolean {
    const { people, now, maxAgeDays } = this.#settings
    return Object.values(this.#staffOf(sorted)).some(({ user, address }) => {
      const evidence = user && address !== null && [...to, ...cc].includes(address) ? people.evidenceOf(user) : null
      return evidence !== null && (evidence.doubt !== null || isStale(evidence.source, now, maxAgeDays))
    })
  }

  #whyNot(sorted: SortedMail): Readonly<Record<string, string>> {
    const { seller, manager } = this.#staffOf(sorted)
    return {
      seller_name: 'the opportunity has no owner',
      seller_email: seller.why ?? '',
      opportunity_manager_email: `channel manager of the opportunity: ${manager.why ?? ''}`,
    }
  }

  /** Who works on the opportunity: by the address its record has, else by the Salesforce users. */
  #staffOf({ opportunity }: SortedMail) {
    const { people } = this.#settings
    const record = opportunity.found === 'one' ? opportunity.opportunity.record : null
    const person = (id: string | null, name: string | null, address: string | null) =>
      address === null ? people.find(id, name) : { name, address, why: null, user: null }
    return {
      seller: person(record?.ownerId ?? null, record?.owner ?? null, record?.ownerEmail ?? null),
      isr: person(record?.isrId ?? null, record?.isr ?? null, record?.isrEmail ?? null),
      manager: people.find(null, record?.channelManager ?? null),
    }
  }

  /**
   * The address of a draft that is none of who wrote, the desk and its colleagues. A record may have a partner's or customer's address
   * where a colleague's should stand, and what one company pays is not for another to read.
   */
  async #stranger({ to, cc }: FilledReply, { isAnswer }: MailRouting, { mail }: SortedMail): Promise<string | null> {
    const { desk, senders } = this.#settings
    for (const address of [...to, ...cc]) {
      const lower = address.toLowerCase()
      if (lower === desk.mailbox.toLowerCase() || lower === desk.orderOperations.toLowerCase()) continue
      if (isAnswer && lower === mail.from.address?.toLowerCase()) continue
      const sender = await senders.of(address)
      const isColleague =
        sender.role === 'internal' ||
        (sender.role === 'unknown' &&
          sender.why.several.length === 0 &&
          !sender.why.isPublic &&
          this.#isOfColleagues(sender.why.domain))
      if (!isColleague) return address
    }
    return null
  }

  /** Whether people of the vendor have addresses of a domain, by the Salesforce users. */
  #isOfColleagues(domain: string): boolean {
    this.#domains ??= new Set(this.#settings.people.addresses().map((address) => domainOf(address)))
    return domain !== '' && this.#domains.has(domain)
  }

  #draft({ subject, to, cc, body }: FilledReply, { isAnswer }: MailRouting, { mail }: SortedMail): Promise<string> {
    const { desk, now } = this.#settings
    const { messageId, references, attachments } = mail
    return draftFile({
      from: desk.mailbox,
      to,
      cc,
      subject: isAnswer ? answerSubject(mail) : (subject ?? ''),
      body: `${body}\n${quotation(mail)}`,
      at: now,
      ...(messageId === null ? {} : { answers: { messageId, references: references.filter((each) => each !== messageId) } }),
      attachments: attachments
        .filter(({ reattach }) => reattach)
        .map(({ safeName, type, content }) => ({ name: safeName, type, content })),
    })
  }
}

const LONGEST_REFERENCE = 120
