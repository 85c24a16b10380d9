import type { Context } from '../../app/context.ts'
import { type Drafted, draftEach } from '../../drafts/batch.ts'
import type { PreparedDraft } from '../../drafts/prepared.ts'
import { checkSet, prepareReply, readSet, type SetValues } from '../../drafts/replies.ts'
import type { PhdError } from '../../errors.ts'
import { fileSlug } from '../../files/file-slug.ts'
import { nfrRequests } from '../../records/kinds/licenses/nfr-requests.ts'
import { type KnownReply, readReply } from '../../reference/replies.ts'
import type { Ending } from '../../requests/expiring.ts'
import { openFormRequests } from '../../requests/form.ts'
import { eachRequest, type Requester } from '../../requests/request.ts'
import type { NfrPolicy } from '../../rules/nfr-types.ts'
import type { RecordReader } from '../../store/store.ts'

interface Reminding {
  items: readonly Ending[]
  policy: NfrPolicy
  folder: string
  /** What --set says. */
  typed: readonly string[] | undefined
}

/** Drafts a reminder for each license that nothing follows; an add-on needs none of its own. */
export async function draftReminders(
  context: Context,
  store: RecordReader,
  { items, policy, folder, typed }: Reminding,
): Promise<Drafted> {
  const reply = readReply('nfr-renewal', context.repliesFolder)
  const set = readSet(typed)
  await checkSet(set, [reply])
  const requesters = await requestersOf(store, policy)
  const due = items.filter(({ addOn, isFollowed }) => !addOn && !isFollowed)
  return draftEach(context, folder, due, {
    prepare: (item) => {
      const before = requesters.get(`${item.partner?.id} ${item.type}`) ?? null
      return prepareReminder(context, store, item, { reply, set, before })
    },
    unfilled: undraftedSentence,
  })
}

/** Fills the reminder of one license; `before`: who asked for it last. */
async function prepareReminder(
  context: Context,
  store: RecordReader,
  { partner: named, typeText, users, end, address }: Ending,
  { reply, set, before }: { reply: KnownReply; set: SetValues; before: Requester | null },
): Promise<PreparedDraft> {
  const [account, user] = await Promise.all([
    named && store.account(named.id),
    address === null ? null : store.portalUserByEmail(address),
  ])
  const known = {
    requester_email: address ?? before?.address ?? undefined,
    requester_name: (address === null ? before?.name : user?.record.fullName) ?? undefined,
    license_type: typeText,
    seats: String(users),
    ends_on: end,
  }
  const partner = named && account && { id: named.id, name: named.name, account }
  const draft = await prepareReply(context, store, reply, { partner, known, set })
  return { ...draft, name: draft.name.replace(/\.eml$/, `-${fileSlug(typeText)}-${end}.eml`) }
}

function undraftedSentence({ partner, partnerText, about }: Ending, { kind, message, detail }: PhdError): string {
  const missing = (detail.missing as readonly string[] | undefined) ?? ['requester_email']
  const why = kind === 'missing_values' ? 'the requester is unknown' : message
  const values = missing.map((name) => `--set ${name}="…"`).join(' ')
  return `${partner?.name ?? partnerText} (${about}): ${why}; phd reply render nfr-renewal --partner ${partner?.id ?? '<partner>'} ${values} …`
}

/** Who asked for the licenses of a partner last, by partner and type: in phd, or by the request form. */
async function requestersOf(store: RecordReader, policy: NfrPolicy): Promise<Map<string, Requester>> {
  const asked = new Map<string, Requester>()
  const forms = await openFormRequests(store, await store.records(nfrRequests), [], {
    policy,
    doneWords: [],
    dateOrder: null,
  })
  for (const { partner, type, requester } of forms) if (partner) asked.set(`${partner.id} ${type}`, requester)
  for await (const some of eachRequest(store))
    for (const { partner, ask, requester } of some)
      if (partner && ask && requester.address !== null) asked.set(`${partner.id} ${ask.type}`, requester)
  return asked
}
