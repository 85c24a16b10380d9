/** Mails to the channel managers who are late with registrations, one mail for each. */

import type { Context } from '../../app/context.ts'
import { type Drafted, draftEach } from '../../drafts/batch.ts'
import { prepareReply } from '../../drafts/replies.ts'
import { fileSlug } from '../../files/file-slug.ts'
import { type Contact, type Directory, directory, reachable } from '../../partners/contacts.ts'
import type { Deal } from '../../partners/deals/read-deals.ts'
import { compareText } from '../../records/compare.ts'
import { foldName } from '../../records/name.ts'
import { readReply } from '../../reference/replies.ts'
import type { RecordReader } from '../../store/store.ts'

interface Late {
  manager: string | null
  deals: readonly Deal[]
}

/** Drafts one mail to each channel manager with all that is late there: their own reviews, and those of the area sales managers. */
export async function draftReminders(
  context: Context,
  store: RecordReader,
  deals: readonly Deal[],
  folder: string,
): Promise<Drafted> {
  const reply = readReply('deal-review-late', context.repliesFolder)
  const people = await directory(store)
  return draftEach(context, folder, lateByManager(deals), {
    prepare: async (late) => {
      const { address, name, why } = contactOf(context, people, late)
      if (address === null || name === null) return undraftedWords(late, why)
      const known = { manager_name: name, manager_email: address, ...linesOf(late.deals, context.today) }
      const draft = await prepareReply(context, store, reply, { partner: null, known, set: new Map() })
      return { ...draft, name: `${fileSlug(name)}-${reply.name}.eml` }
    },
    unfilled: (late, { message }) => undraftedWords(late, message),
  })
}

function undraftedWords({ manager, deals }: Late, why: string | null): string {
  return `${manager ?? 'no manager'} (${namesOf(deals)}): ${why}`
}

/** How many managers are late with some of the registrations. */
export function lateManagers(deals: readonly Deal[]): number {
  return lateByManager(deals).filter(({ manager }) => manager !== null).length
}

/** What is late with channel and area sales managers; operations reads the list itself, and needs no mail. */
function lateByManager(deals: readonly Deal[]): Late[] {
  const late = deals.filter(
    ({ finding: { late: isLate, phase } }) => isLate && (phase === 'channel_manager' || phase === 'area_manager'),
  )
  const groups = Map.groupBy(late, ({ row }) => foldName(row.record.manager ?? '').folded)
  return [...groups.values()]
    .map((own) => ({ manager: own[0]?.row.record.manager?.trim() || null, deals: own }))
    .sort((a, b) => compareText(a.manager, b.manager))
}

function contactOf(context: Pick<Context, 'now' | 'maxAgeDays'>, people: Directory, { manager }: Late): Contact {
  if (manager === null) return { name: null, address: null, why: 'the registrations name no channel manager' }
  return reachable(people, { id: null, name: manager }, context)
}

function namesOf(deals: readonly Deal[]): string {
  return deals.map(({ record }) => record.name).join(', ')
}

/** The registrations as the mail lists them. */
function linesOf(deals: readonly Deal[], today: string): Record<string, string | readonly string[]> {
  const of = (wanted: string): string[] => deals.filter(({ finding }) => finding.phase === wanted).map((deal) => lineOf(deal))
  const [own, area] = [of('channel_manager'), of('area_manager')]
  return { day: today, ...(own.length > 0 && { registrations: own }), ...(area.length > 0 && { with_area_manager: area }) }
}

function lineOf({ row, record, partner, finding }: Deal): string {
  const { customer, dealId } = row.record
  const about = [partner?.name ?? row.record.partner ?? 'partner unknown', customer].filter(Boolean).join(', customer ')
  const submitted = record.submitted === null ? '' : `, submitted ${record.submitted}`
  return `${record.name}${dealId === null ? '' : ` (${dealId})`}: ${about}${submitted}, due ${finding.due}`
}
