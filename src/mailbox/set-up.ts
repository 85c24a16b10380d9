/** Sets up the sorting and the routing of mails: rules and reference data from files, people and accounts from the database. */

import { domainOf } from '../mail/address.ts'
import type { ClassifyRules } from '../mail/kinds.ts'
import { LessonBook } from '../mail/lessons.ts'
import { directory } from '../partners/contacts.ts'
import { MailOpportunities } from '../partners/mail/opportunity.ts'
import { type KnownDistributor, MailSenders } from '../partners/mail/sender.ts'
import type { Ownerships } from '../plans/ownership.ts'
import type { Opportunity } from '../records/kinds/opportunities.ts'
import { type MailRules, readMailRules, readMailTopics } from '../reference/mail-rules.ts'
import { readProofPolicyFile, readProofWords } from '../reference/proofs.ts'
import { type Desk, readDesk, readMailPolicyFile } from '../reference/reference.ts'
import { type KnownReply, readReply } from '../reference/replies.ts'
import { isWithoutTables, managerOfOpportunity, type OpportunityManager } from '../rules/cam/opportunity.ts'
import { inForce } from '../rules/policy.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import { distributorText, readKnownDistributors } from './distributors.ts'
import { readLessons, usableLessons } from './lessons.ts'
import { MAIL_ACTION, rememberedMails } from './memory.ts'
import type { ProofSettings } from './proof.ts'
import { MailRouter } from './route.ts'
import { MailSorter } from './sort.ts'

/** The moment that is "now", ISO 8601, and how many days evidence may be old. */
interface Moment {
  now: string
  maxAgeDays: number
}

/** A sorter, and what it sorts by. */
export interface Sorting {
  sorter: MailSorter
  rules: MailRules
  classifyRules: ClassifyRules
  desk: Desk
  senders: MailSenders
  distributors: readonly KnownDistributor[]
}

/** Sets up the sorting; `forgets`: as if nothing had been routed before; `rules`: the path of rules to use instead of phd's. */
export async function setUpSorting(
  store: RecordReader,
  { now, maxAgeDays }: Moment,
  { forgets = false, rules: own = null }: { forgets?: boolean; rules?: string | null } = {},
): Promise<Sorting> {
  const [rules, desk] = [readMailRules(own), readDesk()]
  const { mailbox, orderOperations, docusign } = desk
  const [distributors, taught, routed] = await Promise.all([
    readKnownDistributors(store, rules.publicDomains),
    readLessons(store),
    forgets ? [] : store.entriesOf([MAIL_ACTION]),
  ])
  const senders = new MailSenders(store, {
    internal: domainOf(mailbox),
    docusign: docusign.domains,
    public: rules.publicDomains,
    distributors,
  })
  const { limits, attachments, olderText, claims, endings, takenBack } = rules
  const lessons = usableLessons(taught)
  const classifyRules = { ...rules, docusign: { ...rules.docusign, domains: docusign.domains } }
  const settings = {
    mailbox,
    docusign,
    limits,
    attachments,
    olderText,
    claims,
    endings,
    orderOperations,
    now,
    maxAgeDays,
    classify: classifyRules,
    topics: readMailTopics(),
    takenBack,
    lessons: lessons.length > 0 ? new LessonBook(lessons) : null,
  }
  const remembered = rememberedMails(routed)
  const sorter = new MailSorter(settings, senders, new MailOpportunities(store), remembered)
  return { sorter, rules, classifyRules, desk, senders, distributors }
}

export interface RoutingSettings extends Moment {
  /** The day whose policy holds, YYYY-MM-DD. */
  today: string
  /** The folder of the user's own replies; null where there is none. */
  replies: string | null
  /** Reads the tables of channel managers; null where no rule is known for the day. */
  ownerships(): Promise<Ownerships | null>
}

/** Sets up the routing of mails that were sorted. */
export async function setUpRouting(
  store: RecordReader,
  { desk, senders, distributors, rules }: Sorting,
  { now, maxAgeDays, today, replies: folder, ownerships }: RoutingSettings,
): Promise<MailRouter> {
  const replies = new Map<string, KnownReply>()
  let read: Promise<Ownerships | null> | null = null
  return new MailRouter({
    managerOf: async (opportunity) => {
      read ??= ownerships()
      return managerOf(opportunity, await read)
    },
    proofs: setUpProofs(store, rules, { now, maxAgeDays, today }),
    policy: inForce(readMailPolicyFile().versions, today),
    desk,
    people: await directory(store),
    senders,
    distributorText: await distributorText(distributors),
    now,
    maxAgeDays,
    replyOf: (name) => {
      const reply = replies.get(name) ?? readReply(name, folder)
      replies.set(name, reply)
      return reply
    },
  })
}

/** What proofs of execution are checked by on a day, YYYY-MM-DD; null: no rule is known for it. */
export function setUpProofs(
  store: RecordReader,
  { attachments: { noDocuments } }: Pick<MailRules, 'attachments'>,
  { now, maxAgeDays, today }: Moment & { today: string },
): ProofSettings | null {
  const policy = inForce(readProofPolicyFile().versions, today)
  const mail = inForce(readMailPolicyFile().versions, today)
  if (policy === null || mail === null) return null
  return { store, policy, stages: mail.stages, beside: readProofWords(), noDocuments, now, maxAgeDays }
}

async function managerOf(opportunity: Stored<Opportunity>, ownerships: Ownerships | null): Promise<OpportunityManager> {
  const recorded = opportunity.record.channelManager
  if (ownerships === null) return managerOfOpportunity(null, recorded, { knowsPartners: false, isWithoutTables: true })
  const { tables } = ownerships
  return managerOfOpportunity(await ownerships.opportunity(opportunity), recorded, {
    knowsPartners: tables.knowsPartners,
    isWithoutTables: isWithoutTables(tables),
  })
}
