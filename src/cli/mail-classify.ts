import type { CommonFlags, Context } from '../context.ts'
import { ExitCode } from '../errors.ts'
import { findMails } from '../imports/mail-files.ts'
import { MailSorter } from '../jobs/mailbox.ts'
import { domainOf } from '../mail/address.ts'
import { type MailReport, printMails, reportOf } from '../output/mail.ts'
import { MailOpportunities } from '../partners/mail-opportunity.ts'
import { type KnownDistributor, MailSenders } from '../partners/mail-sender.ts'
import { distributors } from '../records/distributors.ts'
import { type MailRules, readMailRules } from '../reference/mail-rules.ts'
import { type Desk, readDesk } from '../reference/reference.ts'
import type { RecordReader } from '../store/store.ts'

/** Says of each mail what kind it is, whose it is and what it is about. */
export async function runClassify(context: Context, _flags: CommonFlags, paths: string[]): Promise<ExitCode> {
  const rules = readMailRules()
  const store = await context.openStore('read')
  try {
    const sorter = await mailSorter(context, store, rules, readDesk())
    const reports: MailReport[] = []
    let skipped = 0
    for await (const found of findMails(paths, rules.limits.bytes, () => skipped++)) {
      reports.push(reportOf(await sorter.sort(found), rules.handbook))
    }
    if (skipped > 0) context.io.note(`left out: what is neither .eml nor .mbox (${skipped})`)
    printMails(context, reports)
    return reports.every(({ outcome }) => outcome === 'route') ? ExitCode.yes : ExitCode.cannotTell
  } finally {
    store.close()
  }
}

/** What sorts mails by the records of a database. */
async function mailSorter(
  { now, maxAgeDays }: Pick<Context, 'now' | 'maxAgeDays'>,
  store: RecordReader,
  rules: MailRules,
  { mailbox, orderOperations, docusign }: Desk,
): Promise<MailSorter> {
  const known = await knownDistributors(store, rules)
  const senders = new MailSenders(store, {
    internal: domainOf(mailbox),
    docusign: docusign.domains,
    public: rules.publicDomains,
    distributors: known,
  })
  const { limits, attachments, olderText, claims } = rules
  return new MailSorter(
    {
      mailbox,
      docusign,
      limits,
      attachments,
      olderText,
      claims,
      orderOperations,
      now,
      maxAgeDays,
      classify: { ...rules, docusign: { ...rules.docusign, domains: docusign.domains } },
    },
    senders,
    new MailOpportunities(store),
  )
}

/** The distributors that were imported, else those that came with phd. */
async function knownDistributors(store: RecordReader, { publicDomains }: MailRules): Promise<readonly KnownDistributor[]> {
  if (!(await store.wasImported(distributors))) return (await import('../reference/distributors.ts')).readDistributors()
  const rows = await store.records(distributors)
  return rows.map(({ record: { distributor, market, domain, email } }): KnownDistributor => {
    const named = (domain ?? '')
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter(Boolean)
    const domains = named.length > 0 ? named : [domainOf(email ?? '')]
    return { name: distributor ?? '', market, domains: domains.filter((each) => each !== '' && !publicDomains.includes(each)) }
  })
}
