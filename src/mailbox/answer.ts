/** Writes the answer to a mail: the reply filled in as a draft, or why a person must write it. */

import { effortOfMail, readDocument } from '../documents/document.ts'
import { PhdError } from '../errors.ts'
import { domainOf } from '../mail/address.ts'
import { answerSubject, greetedName, quotation } from '../mail/answer.ts'
import type { DistributorText } from '../mail/distributor-text.ts'
import { draftFile } from '../mail/draft.ts'
import { type FilledReply, fillReply, type ReplyValues } from '../mail/fill-reply.ts'
import type { Reply } from '../mail/reply.ts'
import type { Directory } from '../partners/contacts.ts'
import type { MailSenders } from '../partners/mail/sender.ts'
import type { Opportunity } from '../records/kinds/opportunities.ts'
import type { OpportunityManager } from '../rules/cam/opportunity.ts'
import type { MailRouting } from '../rules/mail-route.ts'
import { isStale } from '../rules/verdict.ts'
import type { Stored } from '../store/store.ts'
import type { RoutedMail, Stopped } from './routed.ts'
import type { SortedMail } from './sort.ts'
import { missingReasons, STAFF, type Staff, staffOf } from './staff.ts'

export interface AnswerSettings {
  desk: { mailbox: string; orderOperations: string; portal: string; neverWriteTo: readonly string[] }
  people: Directory
  senders: MailSenders
  /** Finds what belongs to a distributor and must not reach a reseller. */
  distributorText: DistributorText
  /** The channel manager of an opportunity, by the mapping tables. */
  managerOf(opportunity: Stored<Opportunity>): Promise<OpportunityManager>
  /** The date of drafts, ISO 8601, and how many days evidence may be old. */
  now: string
  maxAgeDays: number
}

type Answered = Pick<RoutedMail, 'draft' | 'manager' | 'unread' | 'stopped'>

/** Answers mails one after the other. */
export class AnswerWriter {
  readonly #settings: AnswerSettings
  /** The domains of colleagues, by the Salesforce users; read when first needed. */
  #domains: Set<string> | null = null

  constructor(settings: AnswerSettings) {
    this.#settings = settings
  }

  async answer(routing: MailRouting, reply: Reply, sorted: SortedMail): Promise<Answered> {
    const { named, unread } = routing.isAnswer ? await this.#searchDistributors(sorted, routing) : { named: null, unread: [] }
    const opportunity = sorted.opportunity.found === 'one' ? sorted.opportunity.opportunity : null
    const isForManager = reply.used.includes('opportunity_manager_email') && opportunity !== null
    const manager = isForManager ? await this.#settings.managerOf(opportunity) : null
    const stop = (stopped: Stopped): Answered => ({ draft: null, manager, unread, stopped })
    if (named !== null) return stop({ code: 'distributor_named', message: named })
    if (manager !== null && manager.doubt !== null)
      return stop({ code: manager.doubt, message: managersIn(manager), reasons: manager.reasons })
    const staff = staffOf(this.#settings.people, opportunity?.record ?? null, manager)
    const unreached = unreachedIn(reply, staff)
    if (unreached !== null) return stop(unreached)
    let filled: FilledReply
    try {
      filled = fillReply(reply, this.#valuesFor(sorted, staff), {
        why: missingReasons(staff),
        neverWriteTo: this.#settings.desk.neverWriteTo,
      })
    } catch (error) {
      if (!(error instanceof PhdError)) throw error
      return stop({ code: 'draft_not_filled', message: error.message })
    }
    if (this.#isStaleStaff(filled, staff)) return stop({ code: 'stale_staff', message: null })
    const stranger = await this.#strangerIn(filled, routing, sorted)
    if (stranger !== null) return stop({ code: 'address_of_another', message: stranger })
    const content = await this.#draft(filled, routing, sorted)
    return { draft: { reply: reply.name, filled, content }, manager, unread, stopped: null }
  }

  /** Looks in the text and the files for what belongs to a distributor: it must not reach a reseller. Gives the files it could not read too. */
  async #searchDistributors(
    { mail }: SortedMail,
    { attaches }: MailRouting,
  ): Promise<{ named: string | null; unread: string[] }> {
    const { distributorText } = this.#settings
    const inText = distributorText.find([mail.subject, mail.fresh, mail.older].join('\n'))
    if (inText !== null) return { named: `"${inText}" in its text`, unread: [] }
    const unread: string[] = []
    const effort = effortOfMail()
    for (const { name, safeName, content, reattach } of mail.attachments) {
      const { all, unread: why } = await readDocument(content, effort)
      const inFile = distributorText.find(name) ?? distributorText.find(all)
      if (inFile !== null) return { named: `"${inFile}" in the file ${safeName}`, unread: [] }
      // What does not show was looked through too.
      if (reattach && attaches && why !== null && why.why !== 'hidden') unread.push(safeName)
    }
    return { named: null, unread }
  }

  #valuesFor({ mail, sender, opportunity }: SortedMail, { seller, isr, opportunity_manager: manager }: Staff): ReplyValues {
    const { desk } = this.#settings
    return {
      desk_mailbox: desk.mailbox,
      order_operations_mailbox: desk.orderOperations,
      portal: desk.portal,
      sender_name: greetedName(mail),
      sender_email: mail.from.address ?? undefined,
      distributor_name: sender?.role === 'distributor' ? sender.distributor.name : undefined,
      distributor_email: mail.from.address ?? undefined,
      other_distributor: (opportunity.found === 'one' && opportunity.otherDistributor) || undefined,
      reference: opportunity.found === 'one' ? opportunity.reference.text : mail.subject.slice(0, LONGEST_REFERENCE),
      seller_name: seller.name ?? undefined,
      seller_email: seller.address ?? undefined,
      isr_email: isr.address ?? undefined,
      opportunity_manager_email: manager.address ?? undefined,
    }
  }

  /** Whether the draft goes to an address from a Salesforce user whose record is stale or in doubt. */
  #isStaleStaff({ to, cc }: FilledReply, staff: Staff): boolean {
    const { people, now, maxAgeDays } = this.#settings
    return Object.values(staff).some(({ user, address, isByUsers }) => {
      const isReached = isByUsers && address !== null && [...to, ...cc].includes(address)
      const evidence = user && isReached ? people.evidenceOf(user) : null
      return evidence !== null && (evidence.doubt !== null || isStale(evidence.source, now, maxAgeDays))
    })
  }

  /**
   * An address of the draft that is not the sender’s, the desk’s or a colleague’s; null where there is none. A record may have a
   * partner's or customer's address in a colleague's field, and one company must not read what another pays.
   */
  async #strangerIn({ to, cc }: FilledReply, { isAnswer }: MailRouting, { mail }: SortedMail): Promise<string | null> {
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

  /** Whether Salesforce users have addresses at a domain. */
  #isOfColleagues(domain: string): boolean {
    this.#domains ??= new Set(this.#settings.people.addresses().map((address) => domainOf(address)))
    return domain !== '' && this.#domains.has(domain)
  }

  #draft({ subject, to, cc, body }: FilledReply, { isAnswer, attaches }: MailRouting, { mail }: SortedMail): Promise<string> {
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
        .filter(({ reattach }) => attaches && reattach)
        .map(({ safeName, type, content }) => ({ name: safeName, type, content })),
    })
  }
}

const LONGEST_REFERENCE = 120

/** A colleague whom the reply must reach and cannot; null where all can be reached. */
function unreachedIn(reply: Reply, staff: Staff): Stopped | null {
  for (const [who, words] of STAFF.filter(([each]) => reply.used.includes(`${each}_email`))) {
    const { name, problem, isNamed, address, why } = staff[who]
    if (problem !== null) return { code: 'staff_inactive', message: `${words} ${name ?? address}` }
    // An ISR may be missing, but one whom the record names must not be dropped silently.
    if (who === 'isr' && isNamed && address === null) return { code: 'staff_unreachable', message: `${words}: ${why}` }
  }
  return null
}

/** Whom the tables and the record name. */
function managersIn({ doubt, name, rule, recorded }: OpportunityManager): string | null {
  return doubt === 'managers_differ' ? `the tables name ${name} (${rule}), the record ${recorded}` : recorded
}
