import type { Context } from '../../app/context.ts'
import { domainOf } from '../../mail/address.ts'
import type { ClassifyRules } from '../../mail/classify.ts'
import { LessonBook } from '../../mail/lessons.ts'
import { readLessons } from '../../mailbox/lessons.ts'
import { MAIL_ACTION, rememberedMails } from '../../mailbox/memory.ts'
import { MailSorter } from '../../mailbox/sort.ts'
import { MailOpportunities } from '../../partners/mail-opportunity.ts'
import { type KnownDistributor, MailSenders } from '../../partners/mail-sender.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { distributors as distributorKind } from '../../records/kinds/distributors.ts'
import { type MailRules, readMailRules, readMailTopics } from '../../reference/mail-rules.ts'
import { type Desk, readDesk } from '../../reference/reference.ts'
import type { RecordReader } from '../../store/store.ts'

/** What mails are sorted with. */
export interface MailDesk {
  rules: MailRules
  desk: Desk
  sorter: MailSorter
  /** How kinds are told. */
  classifyRules: ClassifyRules
  senders: MailSenders
  /** The distributors by whom mail is told apart. */
  distributors: readonly KnownDistributor[]
}

/** What sorts mails by the records of a database; `forgets` what was routed before, or goes by `rules` of a user's own. */
export async function mailDesk(
  { now, maxAgeDays, io }: Pick<Context, 'now' | 'maxAgeDays' | 'io'>,
  store: RecordReader,
  { forgets = false, rules: own = null }: { forgets?: boolean; rules?: string | null } = {},
): Promise<MailDesk> {
  const [rules, desk] = [readMailRules(own), readDesk()]
  const { mailbox, orderOperations, docusign } = desk
  if (!(await store.wasImported(accounts)))
    io.note('no accounts have been imported, so nobody who writes is known: phd import <accounts.csv>')
  const distributors = await knownDistributors(store, rules)
  const senders = new MailSenders(store, {
    internal: domainOf(mailbox),
    docusign: docusign.domains,
    public: rules.publicDomains,
    distributors,
  })
  const { limits, attachments, olderText, claims, endings } = rules
  const lessons = await readLessons(store)
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
    takenBack: rules.takenBack,
    lessons: lessons.length > 0 ? new LessonBook(lessons) : null,
  }
  const remembered = forgets ? [] : rememberedMails(await store.entriesOf([MAIL_ACTION]))
  return {
    rules,
    desk,
    senders,
    distributors,
    classifyRules,
    sorter: new MailSorter(settings, senders, new MailOpportunities(store), remembered),
  }
}

/** The distributors that were imported, else those that came with phd. */
async function knownDistributors(store: RecordReader, { publicDomains }: MailRules): Promise<readonly KnownDistributor[]> {
  const { listOf, readDistributors } = await import('../../reference/distributors.ts')
  const shipped = readDistributors()
  if (!(await store.wasImported(distributorKind))) return shipped
  const rows = await store.records(distributorKind)
  return rows.map(({ record: { distributor, market, domain, email, aliases, quoteNumbers } }): KnownDistributor => {
    const named = (domain ?? '')
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter(Boolean)
    const domains = named.length > 0 ? named : [domainOf(email ?? '')]
    return {
      name: distributor ?? '',
      // A list without other names does not take away those that phd knows.
      aliases: [...listOf(aliases), ...shipped.flatMap((each) => (each.name === distributor ? each.aliases : []))],
      quotePrefixes: listOf(quoteNumbers),
      market,
      domains: domains.filter((each) => each !== '' && !publicDomains.includes(each)),
    }
  })
}
