/** Routes sorted mails: by the policy of the day, with the reply filled in as a draft. Nothing is written and nothing is sent. */

import { PhdError } from '../errors.ts'
import { effortOfMail, textOfFile } from '../jobs/file-text.ts'
import { domainOf } from '../mail/address.ts'
import { answerSubject, greetedName, quotation } from '../mail/answer.ts'
import type { DistributorText } from '../mail/distributor-text.ts'
import { draftFile } from '../mail/draft.ts'
import { type Notice, type NoticeSettings, readNotice } from '../mail/notice.ts'
import { type FilledReply, fillReply, type Reply, type ReplyValues } from '../mail/reply.ts'
import type { Directory } from '../partners/contacts.ts'
import type { MailPlaces } from '../partners/mail-opportunity.ts'
import type { MailProof } from '../partners/mail-proof.ts'
import type { MailSenders } from '../partners/mail-sender.ts'
import { type StaffMember, staffMember } from '../partners/mail-staff.ts'
import type { Partner } from '../partners/partner.ts'
import type { Opportunity } from '../records/kinds/opportunities.ts'
import type { Reason } from '../rules/cam.ts'
import { type MailDoubt, type MailPolicy, type MailRouting, opportunityState, routeMail } from '../rules/mail-route.ts'
import type { OpportunityManager } from '../rules/opportunity-manager.ts'
import { doubtOfProof, type ProofDoubt, type ProofPolicy, type ProofRegistration } from '../rules/service-attach.ts'
import { isStale } from '../rules/verdict.ts'
import type { Stored } from '../store/store.ts'
import type { SortedMail } from './sort.ts'

export interface RouterSettings {
  policy: MailPolicy | null
  desk: NoticeSettings & { orderOperations: string; portal: string; neverWriteTo: readonly string[] }
  people: Directory
  senders: MailSenders
  /** What is a distributor's, and no reseller's. */
  distributorText: DistributorText
  /** The channel manager of an opportunity, by the mapping tables. */
  managerOf(opportunity: Stored<Opportunity>): Promise<OpportunityManager>
  /** The registration that a proof of execution is for. */
  proofOf(places: MailPlaces, partner: Partner): Promise<MailProof>
  /** The reply of a name. */
  replyOf(name: string): Reply
  /** The moment drafts are dated, ISO 8601, and how many days evidence may be old. */
  now: string
  maxAgeDays: number
}

export interface RoutedMail {
  routing: MailRouting
  draft: { reply: string; filled: FilledReply; content: string } | null
  /** The channel manager of the opportunity, where the reply is for that person too. */
  manager: OpportunityManager | null
  /** The files that the draft attaches again and nobody looked into, by their names. */
  unread: readonly string[]
  /** The registration that a proof is for, where it was looked up and is as it must be; and the status words it may get. */
  proof: { registration: string | null; next: ProofPolicy['next'] } | null
  /** The notice of DocuSign that it is, where it asks for a letter. */
  notice: Notice | null
  /** Why a person must say where it goes; null where it is routed. */
  stopped: Stopped | null
}

interface Stopped {
  code:
    | MailDoubt
    | 'draft_not_filled'
    | 'address_of_another'
    | 'stale_staff'
    | 'staff_inactive'
    | 'staff_unreachable'
    | 'distributor_named'
    | ProofDoubt
    | 'registration_unknown'
    | 'several_registrations'
    | 'managers_differ'
    | 'manager_unclear'
    | 'notice_refused'
  /** What is to be told with it. */
  message: string | null
  reasons?: readonly Reason[]
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
    const routing = this.#routingOf(sorted)
    const plain = { routing, draft: null, manager: null, unread: [], proof: null, notice: null }
    if (routing.doubt !== null) return { ...plain, stopped: { code: routing.doubt, message: messageOf(routing.doubt, sorted) } }
    if (routing.actions.includes('open_request')) return { ...plain, ...(await this.#noticeIn(sorted.name, bytes)) }
    if (routing.actions.includes('read_proof')) return { ...plain, ...(await this.#proofIn(sorted)) }
    if (routing.reply === null) return { ...plain, stopped: null }
    return { ...plain, ...(await this.#answer(routing, this.#settings.replyOf(routing.reply), sorted)) }
  }

  #routingOf({ hasDocuments, classified, topic, sender, orderOperations, opportunity }: SortedMail): MailRouting {
    const { policy } = this.#settings
    return routeMail(
      {
        kind: classified.kind,
        topic,
        role: sender?.role ?? 'unknown',
        market: sender?.role === 'distributor' ? sender.distributor.market : null,
        orderOperations: orderOperations.is,
        hasDocuments,
        opportunity:
          opportunity.found === 'one' && policy
            ? {
                state: opportunityState(opportunity.opportunity.record, policy),
                isOtherDistributors: opportunity.otherDistributor !== null,
              }
            : null,
      },
      policy,
    )
  }

  /** The draft of a reply; or why a person must write. */
  async #answer(
    routing: MailRouting,
    reply: Reply,
    sorted: SortedMail,
  ): Promise<Pick<RoutedMail, 'draft' | 'manager' | 'unread' | 'stopped'>> {
    const { named, unread } = routing.isAnswer ? this.#lookedThrough(sorted, routing) : { named: null, unread: [] }
    const opportunity = sorted.opportunity.found === 'one' ? sorted.opportunity.opportunity : null
    const isForManager = reply.used.includes('opportunity_manager_email') && opportunity !== null
    const manager = isForManager ? await this.#settings.managerOf(opportunity) : null
    const stop = (stopped: Stopped) => ({ draft: null, manager, unread, stopped })
    if (named !== null) return stop({ code: 'distributor_named', message: named })
    if (manager !== null && manager.doubt !== null)
      return stop({ code: manager.doubt, message: differing(manager), reasons: manager.reasons })
    const staff = this.#staffOf(opportunity?.record ?? null, manager)
    const concerned = STAFF.filter(([who]) => reply.used.includes(`${who}_email`))
    for (const [who, called] of concerned) {
      const { name, problem, isNamed, address, why } = staff[who]
      if (problem !== null) return stop({ code: 'staff_inactive', message: `${called} ${name ?? address}` })
      // Whoever the record names is not left out without a word.
      if (who === 'isr' && isNamed && address === null) return stop({ code: 'staff_unreachable', message: `${called}: ${why}` })
    }
    let filled: FilledReply
    try {
      filled = fillReply(reply, this.#valuesFor(sorted, staff), {
        why: whyNot(staff),
        neverWriteTo: this.#settings.desk.neverWriteTo,
      })
    } catch (error) {
      if (!(error instanceof PhdError)) throw error
      return stop({ code: 'draft_not_filled', message: error.message })
    }
    if (this.#isOldStaff(filled, staff)) return stop({ code: 'stale_staff', message: null })
    const stranger = await this.#stranger(filled, routing, sorted)
    if (stranger !== null) return stop({ code: 'address_of_another', message: stranger })
    const content = await this.#draft(filled, routing, sorted)
    return { draft: { reply: reply.name, filled, content }, manager, unread, stopped: null }
  }

  /** What a mail that is answered holds of a distributor's, and which of its files could not be looked into. Nothing of it goes to a reseller. */
  #lookedThrough({ mail }: SortedMail, { attaches }: MailRouting): { named: string | null; unread: string[] } {
    const { distributorText } = this.#settings
    const inText = distributorText.find([mail.subject, mail.fresh, mail.older].join('\n'))
    if (inText !== null) return { named: `"${inText}" in its text`, unread: [] }
    const unread: string[] = []
    const effort = effortOfMail()
    for (const { name, safeName, content, reattach } of mail.attachments) {
      const { text, isRead } = textOfFile(content, effort)
      const inFile = distributorText.find(name) ?? distributorText.find(text)
      if (inFile !== null) return { named: `"${inFile}" in the file ${safeName}`, unread: [] }
      if (reattach && attaches && !isRead) unread.push(safeName)
    }
    return { named: null, unread }
  }

  /** Whether the registration that a proof names is one it may be for, by the rule of the day. */
  async #proofIn({ mail, sender }: SortedMail): Promise<Pick<RoutedMail, 'proof' | 'stopped'>> {
    const { policy, proofOf, now, maxAgeDays } = this.#settings
    const stop = (code: Stopped['code'], message: string | null) => ({ proof: null, stopped: { code, message } })
    if (policy === null) return stop('no_rule_then', null)
    const { proofs } = policy
    const effort = effortOfMail()
    const files = mail.attachments.flatMap(({ name, content }) => [name, textOfFile(content, effort).text])
    const found =
      sender?.role === 'partner'
        ? await proofOf({ subject: mail.subject, body: mail.fresh, older: mail.older, attachments: files }, sender.partner)
        : ({ found: 'none' } as const)
    if (found.found === 'several') return stop('several_registrations', found.named.join(', '))
    if (found.found === 'unknown') return stop('registration_unknown', found.named)
    if (found.found !== 'one') return { proof: { registration: null, next: proofs.next }, stopped: null }
    const { registration, isOfSender, others } = found
    const facts = {
      registration: recordOf(registration),
      isOfSender,
      isStale: isStale(registration.source, now, maxAgeDays),
      isInDoubt: registration.doubt !== null,
      others: others.map(recordOf),
    }
    const doubt = doubtOfProof(facts, proofs)
    if (doubt !== null) return stop(doubt.code, doubt.found)
    return { proof: { registration: registration.record.name, next: proofs.next }, stopped: null }
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

  /** Whether an address that comes from the Salesforce users rests on a record that is too old, or in doubt. */
  #isOldStaff({ to, cc }: FilledReply, staff: Staff): boolean {
    const { people, now, maxAgeDays } = this.#settings
    return Object.values(staff).some(({ user, address, isByUsers }) => {
      const isReached = isByUsers && address !== null && [...to, ...cc].includes(address)
      const evidence = user && isReached ? people.evidenceOf(user) : null
      return evidence !== null && (evidence.doubt !== null || isStale(evidence.source, now, maxAgeDays))
    })
  }

  /** Who works on the opportunity: by the address its record has, else by the Salesforce users. */
  #staffOf(record: Opportunity | null, manager: OpportunityManager | null): Staff {
    const { people } = this.#settings
    return {
      seller: staffMember(people, {
        id: record?.ownerId ?? null,
        name: record?.owner ?? null,
        address: record?.ownerEmail ?? null,
      }),
      isr: staffMember(people, { id: record?.isrId ?? null, name: record?.isr ?? null, address: record?.isrEmail ?? null }),
      opportunity_manager: staffMember(people, { id: null, name: manager?.name ?? null, address: null }),
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

/** Colleagues by the name that the values of replies begin with, and what they are called. */
const STAFF = [
  ['seller', 'the sales person'],
  ['isr', 'the ISR'],
  ['opportunity_manager', 'the channel manager'],
] as const
type Staff = Readonly<Record<(typeof STAFF)[number][0], StaffMember>>

function recordOf({ record }: Extract<MailProof, { found: 'one' }>['registration']): ProofRegistration {
  return { name: record.name ?? '', type: record.type, status: record.status, serviceAttachStatus: record.serviceAttachStatus }
}

function whyNot({ seller, opportunity_manager: manager }: Staff): Readonly<Record<string, string>> {
  return {
    seller_name: 'the opportunity has no owner',
    seller_email: seller.why ?? '',
    opportunity_manager_email: `channel manager of the opportunity: ${manager.why ?? ''}`,
  }
}

/** What the tables and the record say, where they differ. */
function differing({ doubt, name, rule, recorded }: OpportunityManager): string | null {
  return doubt === 'managers_differ' ? `by the tables it is ${name} (${rule}), by the record ${recorded}` : recorded
}

/** What is to be told with a doubt of the rule. */
function messageOf(doubt: MailDoubt, { opportunity, orderOperations }: SortedMail): string | null {
  if (doubt === 'order_operations_unclear') return orderOperations.by
  if (opportunity.found !== 'one') return null
  const { stage, mergedInto, duplicateOf } = opportunity.opportunity.record
  if (doubt === 'other_distributor') return opportunity.otherDistributor
  if (doubt === 'opportunity_merged') return mergedInto ?? stage
  if (doubt === 'opportunity_duplicate') return duplicateOf ?? stage
  return doubt.startsWith('opportunity_') ? stage : null
}
