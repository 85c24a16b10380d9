/** Mails to the channel managers who are late with registrations, one a manager. */

import type { Context } from '../../app/context.ts'
import type { PreparedDraft } from '../../drafts/prepared.ts'
import { prepareReply } from '../../drafts/replies.ts'
import { type WrittenDraft, writeDrafts } from '../../drafts/write.ts'
import { PhdError } from '../../errors.ts'
import { fileSlug } from '../../files/file-slug.ts'
import { type Directory, directory } from '../../partners/contacts.ts'
import type { Deal } from '../../partners/deals/read-deals.ts'
import { compareText } from '../../records/compare.ts'
import { foldName } from '../../records/name.ts'
import { readReply } from '../../reference/replies.ts'
import { isStale } from '../../rules/verdict.ts'
import type { RecordReader } from '../../store/store.ts'

/** The drafts that were written, and for whom none was, with why. */
export interface ManagerDrafts {
  drafts: readonly WrittenDraft[]
  undrafted: readonly string[]
}

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
): Promise<ManagerDrafts> {
  const reply = readReply('deal-review-late', context.repliesFolder)
  const people = await directory(store)
  const prepared: PreparedDraft[] = []
  const undrafted: string[] = []
  const names = new Set<string>()
  for (const late of lateByManager(deals)) {
    const { address, name, why } = contactOf(context, people, late)
    if (address === null || name === null) {
      undrafted.push(`${late.manager ?? 'no manager'} (${namesOf(late.deals)}): ${why}`)
      continue
    }
    try {
      const known = { manager_name: name, manager_email: address, ...linesOf(late.deals, context.today) }
      const draft = await prepareReply(context, store, reply, { partner: null, known, set: new Map() })
      prepared.push({ ...draft, name: freeName(`${fileSlug(name)}-${reply.name}`, names) })
    } catch (error) {
      // A manager that no mail can be written to must not stop the others.
      if (!(error instanceof PhdError) || !NO_MAIL.has(error.kind)) throw error
      undrafted.push(`${late.manager} (${namesOf(late.deals)}): ${error.message}`)
    }
  }
  const drafts = await writeDrafts(context, folder, prepared, null)
  return { drafts, undrafted }
}

/** Why no mail can be written to someone. */
const NO_MAIL: ReadonlySet<string> = new Set(['missing_values', 'not_an_address', 'forbidden_address'])

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

function contactOf(
  { now, maxAgeDays }: Pick<Context, 'now' | 'maxAgeDays'>,
  people: Directory,
  { manager }: Late,
): { name: string | null; address: string | null; why: string | null } {
  if (manager === null) return { name: null, address: null, why: 'the registrations name no channel manager' }
  const { user, name, address, why } = people.find(null, manager)
  const place = user && people.evidenceOf(user)
  if (place?.source.gone) return { name, address: null, why: `${name} is not in the newest list of Salesforce users` }
  if (place && (place.doubt || isStale(place.source, now, maxAgeDays)))
    return { name, address: null, why: 'the Salesforce users are too old or in doubt; export them again' }
  return { name, address, why }
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

/** A name for the file; two people may have names that are written the same. */
function freeName(stem: string, taken: Set<string>): string {
  let name = stem
  for (let number = 2; taken.has(name); number++) name = `${stem}-${number}`
  taken.add(name)
  return `${name}.eml`
}
