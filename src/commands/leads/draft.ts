import type { Context } from '../../app/context.ts'
import type { ReadLead } from '../../app/lists/leads.ts'
import { type Drafted, draftEach } from '../../drafts/batch.ts'
import { checkSet, prepareReply, readSet } from '../../drafts/replies.ts'
import { fileSlug } from '../../files/file-slug.ts'
import { directory, reachable } from '../../partners/contacts.ts'
import { withAccounts } from '../../partners/with-accounts.ts'
import { readReply } from '../../reference/replies.ts'
import type { RecordReader } from '../../store/store.ts'
import { plural } from '../../terminal/plural.ts'
import { leadLine } from './sentences.ts'

interface Recalling {
  leads: Iterable<ReadLead>
  folder: string
  /** What --set says. */
  typed: readonly string[] | undefined
}

/** Drafts one mail to each channel manager, with the leads of all of their partners; also gives the leads without a mail, and why. */
export async function draftRecalls(context: Context, store: RecordReader, { leads, folder, typed }: Recalling): Promise<Drafted> {
  const reply = readReply('leads-recall', context.repliesFolder)
  const set = readSet(typed)
  await checkSet(set, [reply])
  const people = await directory(store)
  const byAddress = new Map<string, { name: string; address: string; leads: { id: string | null; line: string }[] }>()
  const undrafted: string[] = []
  for await (const [lead, account] of withAccounts(store, leads, ({ partner }) => partner?.id ?? null)) {
    // Who owns the account of a partner is its channel manager.
    const owner = { id: account?.record.ownerId ?? null, name: account?.record.owner ?? null }
    const manager = lead.partner && reachable(people, owner, context)
    const address = manager?.address ?? null
    if (manager === null || address === null) {
      undrafted.push(
        `${lead.record.lead}: ${manager ? (manager.why ?? 'no address') : 'its partner is unknown; phd partner unlinked'}`,
      )
      continue
    }
    const key = address.toLowerCase()
    const own = byAddress.get(key) ?? { name: manager.name ?? address, address, leads: [] }
    own.leads.push({ id: lead.record.lead, line: leadLine(lead) })
    byAddress.set(key, own)
  }
  const drafted = await draftEach(context, folder, byAddress.values(), {
    prepare: async ({ name, address, leads: own }) => {
      const known = {
        manager_name: name,
        manager_email: address,
        lead_count: plural(own.length, 'shared lead'),
        leads: own.map(({ line }) => line),
      }
      const draft = await prepareReply(context, store, reply, { partner: null, known, set })
      return { ...draft, name: `${reply.name}-${fileSlug(name)}.eml` }
    },
    unfilled: ({ name, leads: own }, { message }) => `${own.map(({ id }) => id).join(', ')}: ${name}: ${message}`,
  })
  return { ...drafted, undrafted: [...undrafted, ...drafted.undrafted] }
}
