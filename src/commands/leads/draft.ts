import type { Context } from '../../app/context.ts'
import type { PreparedDraft } from '../../drafts/prepared.ts'
import { checkSet, prepareReply, readSet } from '../../drafts/replies.ts'
import { type WrittenDraft, writeDrafts } from '../../drafts/write.ts'
import { fileSlug } from '../../files/file-slug.ts'
import { contactsOf, directory } from '../../partners/contacts.ts'
import { readReply } from '../../reference/replies.ts'
import type { RecordReader } from '../../store/store.ts'
import { plural } from '../../terminal/plural.ts'
import type { ReadLead } from './read.ts'
import { leadLine } from './sentences.ts'

interface Recalling {
  leads: readonly ReadLead[]
  folder: string
  /** What --set says. */
  typed: readonly string[] | undefined
}

/** Drafts one mail to each channel manager, with the leads of all of their partners; leads that no mail can be written for are told. */
export async function draftRecalls(
  context: Context,
  store: RecordReader,
  { leads, folder, typed }: Recalling,
): Promise<{ drafts: readonly WrittenDraft[]; undrafted: readonly string[] }> {
  const reply = readReply('leads-recall', context.repliesFolder)
  const set = readSet(typed)
  await checkSet(set, [reply])
  const people = await directory(store)
  const byAddress = new Map<string, { name: string; address: string; leads: ReadLead[] }>()
  const undrafted: string[] = []
  for (const lead of leads) {
    const manager = lead.partner && contactsOf(people, lead.partner).channelManager
    const address = manager?.address ?? null
    if (manager === null || address === null) {
      undrafted.push(
        `${lead.record.lead}: ${manager ? (manager.why ?? 'no address') : 'its partner is unknown; phd partner unlinked'}`,
      )
      continue
    }
    const key = address.toLowerCase()
    const own = byAddress.get(key) ?? { name: manager.name ?? address, address, leads: [] }
    own.leads.push(lead)
    byAddress.set(key, own)
  }
  const prepared: PreparedDraft[] = []
  for (const { name, address, leads: own } of byAddress.values()) {
    const known = {
      manager_name: name,
      manager_email: address,
      lead_count: plural(own.length, 'shared lead'),
      leads: own.map(leadLine),
    }
    const draft = await prepareReply(context, store, reply, { partner: null, known, set })
    prepared.push({ ...draft, name: `${reply.name}-${fileSlug(name)}.eml` })
  }
  const drafts = await writeDrafts(context, folder, prepared, null)
  return { drafts, undrafted }
}
