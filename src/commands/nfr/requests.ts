import { givenValue } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { deskCalendar } from '../../app/desk-calendar.ts'
import { writeDrafts } from '../../decisions/drafts.ts'
import { byUrgency, listed } from '../../decisions/listing.ts'
import { type ListedRequest, printExpiring, printRequests } from '../../decisions/requests-view.ts'
import { checkSet, prepareReply, readSet } from '../../drafts/replies.ts'
import { ExitCode, PhdError, usageError } from '../../errors.ts'
import { nfrLicenses } from '../../records/kinds/nfr-licenses.ts'
import { nfrRequests } from '../../records/kinds/nfr-requests.ts'
import { approvedLicenses } from '../../requests/approved.ts'
import { type FormRequest, openFormRequests } from '../../requests/form.ts'
import { type DeskRequest, isOpen, type Requester, requestsOf } from '../../requests/request.ts'
import { clockOf } from '../../rules/business-days.ts'
import type { NfrPolicy } from '../../rules/nfr-types.ts'
import type { RecordReader } from '../../store/store.ts'
import { licensePolicy } from '../../verdicts/license-rule.ts'
import { typeName } from '../../verdicts/license-words.ts'
import { expiringFrame, readWithin } from '../loa/requests.ts'

export interface ListFlags extends CommonFlags {
  closed?: boolean
  region?: string
}

export interface ExpiringFlags extends CommonFlags {
  within: string
  draft?: string
  set?: readonly string[]
}

/** Lists open requests, late ones first. */
export async function runNfrList(context: Context, flags: ListFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const days = await deskCalendar(context, store, givenValue('--region', flags.region))
    const policy = await licensePolicy(context)
    const all = requestsOf(await store.requestEntries()).filter(({ question }) => question === 'nfr')
    const asked = ({ ask }: DeskRequest): string | null =>
      ask && `${ask.users} ${typeName(ask.type, policy)}${ask.renewal ? ', renewal' : ''}`
    const recorded = all.filter((request) => flags.closed || isOpen(request))
    const waiting = await waitingForms(context, store, policy, all)
    const newest = (await store.newestImports()).find(({ kind }) => kind === nfrRequests.kind)
    printRequests(context, {
      question: 'nfr',
      requests: [
        ...recorded.map((request) => listed(context, request, days, policy.slaBusinessDays, asked(request))),
        ...waiting.map((form): ListedRequest => {
          const { reference, partner, partnerText, requester, received, typeText, users, renewal, status } = form
          return {
            reference,
            question: 'nfr',
            partner: partner && { id: partner.id, name: partner.name },
            partnerText,
            requester,
            received,
            clock: received === null ? null : clockOf(received, policy.slaBusinessDays, context.today, days),
            state: 'open',
            asked: form.type !== null && users !== null ? { type: form.type, users, renewal } : null,
            askedText: `${users ?? '?'} ${typeText}${renewal ? ', renewal' : ''}`,
            envelopeId: null,
            ruling: null,
            remark:
              [
                status === null ? '' : `the sheet says "${status}"`,
                form.changedSince === null ? '' : `may be request ${form.changedSince}, changed in the sheet since`,
                received === null ? `"${form.receivedText}": month or day first?` : '',
              ]
                .filter(Boolean)
                .join('; ') || null,
          }
        }),
      ].sort(byUrgency),
      today: context.today,
      slaBusinessDays: policy.slaBusinessDays,
      form: newest ? { file: newest.file, lastSeenAt: newest.lastSeenAt } : null,
      now: context.now,
      asOf: context.asOf,
    })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

/** Lists licences that end soon, and writes reminders. */
export async function runNfrExpiring(context: Context, flags: ExpiringFlags): Promise<ExitCode> {
  const within = readWithin(flags.within)
  const folder = givenValue('--draft', flags.draft)
  if (folder === undefined && flags.set) throw usageError('--set is for the reminders', 'say --draft <folder> too')
  const store = await context.openStore('read')
  try {
    const policy = await licensePolicy(context)
    const approved = approvedLicenses(requestsOf(await store.requestEntries()), policy)
    const { expiringLicenses } = await import('../../requests/expiring.ts')
    // A licence ends at midnight UTC, wherever the desk is.
    const items = await expiringLicenses(store, policy, approved, { today: context.now.slice(0, 10), within })
    const reminders =
      folder === undefined ? { drafts: [], undrafted: [] } : await remind(context, store, folder, flags, items, policy)
    printExpiring(context, {
      ...(await expiringFrame(context, store, nfrLicenses)),
      question: 'nfr',
      within,
      items,
      ...reminders,
    })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

type Endings = Awaited<ReturnType<typeof import('../../requests/expiring.ts')['expiringLicenses']>>

const NO_MAIL: ReadonlySet<string> = new Set(['missing_values', 'not_an_address', 'forbidden_address'])

/** Writes a reminder for each licence that nothing follows; what is added to one needs none of its own. */
async function remind(
  context: Context,
  store: RecordReader,
  folder: string,
  flags: ExpiringFlags,
  items: Endings,
  policy: NfrPolicy,
) {
  const { readReply } = await import('../../reference/replies.ts')
  const { fileSlug } = await import('../../drafts/draft-files.ts')
  const reply = readReply('nfr-renewal', context.replies)
  const set = readSet(flags.set)
  await checkSet(set, [reply])
  const asked = await requestersOf(store, policy)
  const prepared = []
  const undrafted: string[] = []
  for (const { partner: named, partnerText, about, typeText, users, type, end, addOn, isFollowed, address } of items) {
    if (addOn || isFollowed) continue
    const account = named && (await store.account(named.id))
    const user = address === null ? null : await store.portalUserByEmail(address)
    const before = asked.get(`${named?.id} ${type}`)
    const known = {
      requester_email: address ?? before?.address ?? undefined,
      requester_name: (address === null ? before?.name : user?.record.fullName) ?? undefined,
      license_type: typeText,
      seats: String(users),
      ends_on: end,
    }
    try {
      const partner = account && { id: named.id, name: named.name, account }
      const draft = await prepareReply(context, store, reply, { partner, known, set })
      prepared.push({ ...draft, name: draft.name.replace(/\.eml$/, `-${fileSlug(typeText)}-${end}.eml`) })
    } catch (error) {
      // One licence that no mail can be written for stops no other one's.
      if (!(error instanceof PhdError) || !NO_MAIL.has(error.kind)) throw error
      const values = ((error.detail.missing as readonly string[] | undefined) ?? ['requester_email'])
        .map((name) => `--set ${name}="…"`)
        .join(' ')
      const why = error.kind === 'missing_values' ? 'who asked for it is not known' : error.message
      undrafted.push(
        `${named?.name ?? partnerText} (${about}): ${why}; phd reply render nfr-renewal --partner ${named?.id ?? '<partner>'} ${values} …`,
      )
    }
  }
  const drafts = context.dryRun || prepared.length === 0 ? [] : await writeDrafts(context, folder, prepared, null)
  return { drafts, undrafted }
}

/** Who asked for the licences of a partner last, by partner and type: in phd, or by the request form. */
async function requestersOf(store: RecordReader, policy: NfrPolicy): Promise<Map<string, Requester>> {
  const asked = new Map<string, Requester>()
  const forms = await openFormRequests(store, await store.records(nfrRequests), [], {
    policy,
    doneWords: [],
    dateOrder: undefined,
  })
  for (const { partner, type, requester } of forms) if (partner) asked.set(`${partner.id} ${type}`, requester)
  for (const { partner, ask, requester } of requestsOf(await store.requestEntries())) {
    if (partner && ask && requester.address !== null) asked.set(`${partner.id} ${ask.type}`, requester)
  }
  return asked
}

/** The rows of the request form that wait. */
export async function waitingForms(
  context: Context,
  store: RecordReader,
  policy: NfrPolicy,
  requests: readonly DeskRequest[],
): Promise<FormRequest[]> {
  const { readDesk } = await import('../../reference/reference.ts')
  return openFormRequests(store, await store.records(nfrRequests), requests, {
    policy,
    doneWords: readDesk().requestDoneWords,
    dateOrder: context.dateOrder(nfrRequests.kind),
  })
}
