import { readChannelManagers } from '../../app/channel-managers.ts'
import { givenValue } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { keepMemoryFlat } from '../../app/flat-memory.ts'
import { recordingOf } from '../../decisions/options.ts'
import { fileSlug } from '../../drafts/draft-files.ts'
import { type ExitCode, PhdError, usageError } from '../../errors.ts'
import { StagedFiles } from '../../files/staged-files.ts'
import { findMails } from '../../imports/mail-files.ts'
import { DistributorText } from '../../mail/distributor-text.ts'
import { routedEntry } from '../../mailbox/memory.ts'
import { MailRouter, type RoutedMail } from '../../mailbox/route.ts'
import type { SortedMail } from '../../mailbox/sort.ts'
import { directory } from '../../partners/contacts.ts'
import { proofOf } from '../../partners/mail-proof.ts'
import { distributorNames, type KnownDistributor } from '../../partners/mail-sender.ts'
import type { Ownerships } from '../../plans/ownership.ts'
import { readMailPolicyFile } from '../../reference/reference.ts'
import { type KnownReply, readReply } from '../../reference/replies.ts'
import { isWithoutTables, managerOfOpportunity } from '../../rules/opportunity-manager.ts'
import { inForce } from '../../rules/policy.ts'
import type { Basis, PromisedFile, RecordReader, Store } from '../../store/store.ts'
import { requestOfNotice } from '../loa/requests.ts'
import { tell } from './classify.ts'
import { type MailDesk, mailDesk } from './desk.ts'
import { actionsOf, type MailReport, reportOf } from './report.ts'

export interface RouteFlags extends CommonFlags {
  drafts?: string
  again?: boolean
  rules?: string
}

/** So many mails are recorded at once: before their drafts stand under their names, after all of them are written. */
const AT_ONCE = 50

/** Says of each mail where it goes and what is to be done, and writes the drafts. */
export async function runRoute(context: Context, flags: RouteFlags, paths: string[]): Promise<ExitCode> {
  keepMemoryFlat()
  const folder = givenValue('--drafts', flags.drafts)
  const rules = givenValue('--rules', flags.rules)
  if (rules !== undefined) {
    if (!context.dryRun)
      throw usageError('other rules are only tried', 'say --dry-run too; to go by them, put them into data/mail-rules.json')
    return (await import('./try.ts')).runTry(context, rules, paths)
  }
  const writer = folder !== undefined && !context.dryRun ? await context.openStore('record') : null
  const store = writer ?? (await context.openStore('read'))
  try {
    const basis = await store.basis()
    const { sorter, rules: known, ...desk } = await mailDesk(context, store, { forgets: flags.again ?? false })
    const router = await mailRouter(context, store, desk)
    const drafts = writer && folder !== undefined ? new RoutedDrafts(context, writer, folder, basis) : null
    const reports: MailReport[] = []
    let skipped = 0
    try {
      for await (const found of findMails(paths, known.limits.bytes, () => skipped++)) {
        const sorted = await sorter.sort(found)
        const isLeft = 'quarantined' in sorted || sorted.needsPerson || sorted.repeats?.isDone
        const routed = isLeft || !Buffer.isBuffer(found.content) ? null : await router.route(sorted, found.content)
        const report = reportOf(sorted, known.handbook, routed)
        reports.push(report)
        if (drafts && routed && !routed.stopped && !('quarantined' in sorted)) await drafts.add(sorted, routed, report)
      }
      await drafts?.keep()
    } finally {
      drafts?.discard()
    }
    return tell(context, reports, skipped)
  } finally {
    store.close()
  }
}

/** What routes mails by the records of a database and the policy of the day. */
export async function mailRouter(
  context: Context,
  store: RecordReader,
  { senders, desk, distributors }: Pick<MailDesk, 'senders' | 'desk' | 'distributors'>,
): Promise<MailRouter> {
  const replies = new Map<string, KnownReply>()
  let owners: ReturnType<typeof ownersOn> | null = null
  return new MailRouter({
    managerOf: async (opportunity) => {
      owners ??= ownersOn(context, store)
      const known = await owners
      if (known === null)
        return managerOfOpportunity(null, opportunity.record.channelManager, { knowsPartners: false, isWithoutTables: true })
      return managerOfOpportunity(await known.opportunity(opportunity), opportunity.record.channelManager, {
        knowsPartners: known.tables.knowsPartners,
        isWithoutTables: isWithoutTables(known.tables),
      })
    },
    proofOf: (places, partner) => proofOf(store, places, partner),
    policy: inForce(readMailPolicyFile().versions, context.today),
    desk,
    people: await directory(store),
    senders,
    distributorText: await distributorText(distributors),
    now: context.now,
    maxAgeDays: context.maxAgeDays,
    replyOf: (name) => {
      const reply = replies.get(name) ?? readReply(name, context.replies)
      replies.set(name, reply)
      return reply
    },
  })
}

/** What is a distributor's: one of the list that was imported, or of those that phd knows. */
async function distributorText(known: readonly KnownDistributor[]): Promise<DistributorText> {
  const { readDistributors, readDistributorWords } = await import('../../reference/distributors.ts')
  const marks = [...known, ...readDistributors()].map((each) => ({ ...each, names: distributorNames(each) }))
  return new DistributorText(marks, readDistributorWords())
}

/** The tables of channel managers; null where no rule is known for the day. */
async function ownersOn(context: Context, store: RecordReader): Promise<Ownerships | null> {
  try {
    return (await readChannelManagers(context, store)).ownerships
  } catch (error) {
    if (error instanceof PhdError && error.code === 'no_policy') return null
    throw error
  }
}

interface Staged {
  sorted: SortedMail
  routed: RoutedMail
  report: MailReport
  file: PromisedFile | null
}

/** The drafts of a run: written first, recorded next, and only then put in their place. */
class RoutedDrafts {
  readonly #context: Context
  readonly #store: Store
  readonly #files: StagedFiles
  #basis: Basis
  #staged: Staged[] = []

  constructor(context: Context, store: Store, folder: string, basis: Basis) {
    this.#context = context
    this.#store = store
    this.#basis = basis
    this.#files = new StagedFiles(folder)
  }

  async add(sorted: SortedMail, routed: RoutedMail, report: MailReport): Promise<void> {
    const { draft } = routed
    const { sha256 } = sorted.mail
    const name = `${fileSlug(sorted.name.replace(/\.eml$/i, ''))}-${draft?.reply ?? ''}.eml`
    this.#staged.push({
      // A mail is held in memory only until its draft is written.
      sorted: { ...sorted, mail: { ...sorted.mail, attachments: [], fresh: '', older: '' } },
      routed: { ...routed, draft: draft ? { ...draft, content: '' } : null },
      report,
      file: draft && this.#files.add(name, draft.content, `mail ${sha256}`),
    })
    // Another notice may be of the very request that this one opens.
    if (routed.notice || this.#staged.length >= AT_ONCE) await this.keep()
  }

  /** Records what is written, and puts it in its place. Throws `changed_meanwhile` where the records are others by now. */
  async keep(): Promise<void> {
    if (this.#staged.length === 0) return
    const requests = this.#staged.some(({ routed }) => routed.notice) ? await this.#store.requestEntries() : []
    const entries = this.#staged.map(({ sorted, routed, file }) => ({
      ...routedEntry(sorted, routed, file, recordingOf(this.#context)),
      files: file ? [file] : [],
    }))
    const asked = this.#staged.map(({ sorted, routed: { notice } }) =>
      notice ? requestOfNotice(this.#context, { notice, name: sorted.name }, requests) : null,
    )
    const opening = asked.flatMap((each) => (each && 'opens' in each ? [each.opens] : []))
    const { recorded, paths } = await this.#files.record(this.#store, [...entries, ...opening], this.#basis)
    // What else is recorded or imported by now shows at the next time.
    this.#basis = { ...this.#basis, audit: recorded.at(-1)?.id ?? this.#basis.audit }
    for (const [i, { report, file, routed, sorted }] of this.#staged.entries()) {
      report.entry = recorded[i]?.id ?? null
      const request = asked[i]
      if (request) {
        const number =
          'known' in request ? request.known : (recorded[entries.length + opening.indexOf(request.opens)]?.id ?? null)
        report.actions = actionsOf(sorted, routed, null, number)
      }
      if (!file) continue
      report.draft = paths.get(file.staged) ?? null
      report.actions = actionsOf(sorted, routed, report.draft)
    }
    this.#staged = []
  }

  discard(): void {
    this.#files.discard()
    this.#staged = []
  }
}
