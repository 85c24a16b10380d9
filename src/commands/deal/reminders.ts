/** Mails to the channel managers who are late with registrations, one mail for each. */

import type { Context } from '../../app/context.ts'
import { type Drafted, draftEach } from '../../drafts/batch.ts'
import { prepareReply } from '../../drafts/replies.ts'
import { fileSlug } from '../../files/file-slug.ts'
import { type Contact, type Directory, directory, reachable } from '../../partners/contacts.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import type { Deals } from '../../partners/deals/packed-deals.ts'
import { compareText } from '../../records/compare.ts'
import { foldName } from '../../records/name.ts'
import { readReply } from '../../reference/replies.ts'
import type { RecordReader } from '../../store/store.ts'

interface Late {
  manager: string | null
  /** Where its registrations are in the list. */
  places: readonly number[]
}

/** Drafts one mail to each channel manager with all that is late there: their own reviews, and those of the area sales managers. */
export async function draftReminders(context: Context, store: RecordReader, deals: Deals, folder: string): Promise<Drafted> {
  const reply = readReply('deal-review-late', context.repliesFolder)
  const people = await directory(store)
  return draftEach(context, folder, lateByManager(deals), {
    prepare: async (late) => {
      const { address, name, why } = contactOf(context, people, late)
      if (address === null || name === null) return undraftedWords(deals, late, why)
      const known = { manager_name: name, manager_email: address, ...linesOf(deals, late, context.today) }
      const draft = await prepareReply(context, store, reply, { partner: null, known, set: new Map() })
      return { ...draft, name: `${fileSlug(name)}-${reply.name}.eml` }
    },
    unfilled: (late, { message }) => undraftedWords(deals, late, message),
  })
}

function undraftedWords(deals: Deals, { manager, places }: Late, why: string | null): string {
  return `${manager ?? 'no manager'} (${places.map((place) => deals.at(place).record.name).join(', ')}): ${why}`
}

/** How many managers are late with some of the registrations. */
export function lateManagers(deals: Deals): number {
  return lateByManager(deals).filter(({ manager }) => manager !== null).length
}

/** What is late with channel and area sales managers; operations reads the list itself, and needs no mail. */
function lateByManager(deals: Deals): Late[] {
  const groups = new Map<string, { manager: string | null; places: number[] }>()
  let place = 0
  for (const { row, finding } of deals) {
    const at = place++
    if (!finding.late || (finding.phase !== 'channel_manager' && finding.phase !== 'area_manager')) continue
    const { folded } = foldName(row.record.manager ?? '')
    const known = groups.get(folded)
    if (known) known.places.push(at)
    else groups.set(folded, { manager: row.record.manager?.trim() || null, places: [at] })
  }
  return [...groups.values()].sort((a, b) => compareText(a.manager, b.manager))
}

function contactOf(context: Pick<Context, 'now' | 'maxAgeDays'>, people: Directory, { manager }: Late): Contact {
  if (manager === null) return { name: null, address: null, why: 'the registrations name no channel manager' }
  return reachable(people, { id: null, name: manager }, context)
}

/** The registrations as the mail lists them. */
function linesOf(deals: Deals, { places }: Late, today: string): Record<string, string | readonly string[]> {
  const [own, area]: [string[], string[]] = [[], []]
  for (const place of places) {
    const deal = deals.at(place)
    if (deal.finding.phase === 'channel_manager') own.push(lineOf(deal))
    else if (deal.finding.phase === 'area_manager') area.push(lineOf(deal))
  }
  return { day: today, ...(own.length > 0 && { registrations: own }), ...(area.length > 0 && { with_area_manager: area }) }
}

function lineOf({ row, record, partner, finding }: Deal): string {
  const { customer, dealId } = row.record
  const about = [partner?.name ?? row.record.partner ?? 'partner unknown', customer].filter(Boolean).join(', customer ')
  const submitted = record.submitted === null ? '' : `, submitted ${record.submitted}`
  return `${record.name}${dealId === null ? '' : ` (${dealId})`}: ${about}${submitted}, due ${finding.due}`
}
