/** Influence records, leads, evaluations, letters, licenses and rates, as insights count them. */

import type { Context } from '../../app/context.ts'
import { readEvaluations } from '../../app/lists/evaluations.ts'
import { eachLead, type ReadLead } from '../../app/lists/leads.ts'
import { PackedById } from '../../packed/packed-by-id.ts'
import { type NewestList, newestOf } from '../../partners/list-state.ts'
import { compareText } from '../../records/compare.ts'
import type { Kind } from '../../records/kind.ts'
import { lettersIssued } from '../../records/kinds/licenses/letters-issued.ts'
import { nfrLicenses } from '../../records/kinds/licenses/nfr-licenses.ts'
import type { InsightEvaluation, InsightLead, InsightTerm } from '../../reports/insights/types.ts'
import { type Ending, expiringLetters, expiringLicenses } from '../../requests/expiring.ts'
import { shareOf } from '../../rules/leads/recall.ts'
import type { LeadPolicy } from '../../rules/leads/types.ts'
import type { RecordReader } from '../../store/store.ts'
import { licensePolicy } from '../../verdicts/license-rule.ts'

/** Reads the leads that were shared with partners, with the list; null: none was ever imported. */
export async function leadsById(context: Context, store: RecordReader) {
  const byId = new PackedById<InsightLead>()
  let gone = 0
  // None is kept as it was read: of all partners they are many.
  const { list, rejected } = await eachLead(context, store, undefined, (lead, policy) => {
    if (lead.evidence.isGone) gone++
    else if (lead.partner !== null) byId.add(lead.partner.id, leadOf(lead, policy))
  })
  const of = (id: string): InsightLead[] => byId.of(id).sort((a, b) => compareText(a.lead, b.lead))
  return { list, rejected, gone, of }
}

function leadOf({ record, evidence, answer, source }: ReadLead, policy: LeadPolicy): InsightLead {
  const share = shareOf(evidence, policy)
  const states = {
    pending: 'pending',
    accepted: 'accepted',
    rejected: 'rejected',
    recalled: 'recalled',
    notShared: 'unknown',
  } as const
  return {
    lead: record.lead ?? '',
    company: record.company,
    state: share === null ? 'unknown' : states[share],
    isConverted: answer.outcome === 'out' && answer.why === 'converted',
    created: record.created,
    place: { file: source.file, line: source.line ?? 0 },
  }
}

/** Reads the evaluation licenses of partners' customers. */
export async function evaluationsById(context: Context, store: RecordReader) {
  const { all, list, rejected } = await readEvaluations(context, store)
  const byId = byPartner(
    all,
    ({ record, term, source }): InsightEvaluation => ({
      evaluation: record.evaluation ?? '',
      customer: record.customer,
      start: record.startDate,
      end: term.end,
      place: { file: source.file, line: source.line ?? 0 },
    }),
  )
  return { list, rejected, of: (id: string) => byId.of(id) }
}

/** So many days ahead is everything that is in force. */
const FOREVER = 36_500

/** Reads letters and not-for-resale licenses in force, from the lists and from what the desk approved; a list is null where none was imported. */
export async function termsById(
  context: Context,
  store: RecordReader,
): Promise<{ of(id: string): InsightTerm[]; lists: Readonly<Record<InsightTerm['kind'], NewestList | null>> }> {
  const policy = await licensePolicy(context)
  const [letters, licenses] = await store.together(
    () => expiringLetters(store, { today: context.today, within: FOREVER }),
    () => expiringLicenses(store, policy, { today: context.now.slice(0, 10), within: FOREVER }),
  )
  const begun = [...letters, ...licenses].filter((each) => each.start === null || each.start <= context.today)
  const lists = {
    letter: await newestOf(context, store, lettersIssued as unknown as Kind),
    license: await newestOf(context, store, nfrLicenses as unknown as Kind),
  }
  const byId = byPartner(begun, termOf)
  return { of: (id) => byId.of(id), lists }
}

function termOf({ what, about, users, start, end, source }: Ending): InsightTerm {
  const isLetter = what === 'letter'
  return {
    kind: isLetter ? 'letter' : 'license',
    // The list names the person who asked for a letter; an insight does not need them.
    about: isLetter ? 'letter of authorization' : about,
    users: isLetter ? null : users,
    start,
    last: end,
    place: source && { file: source.file, line: source.line ?? 0 },
  }
}

function byPartner<Item extends { partner: { id: string } | null }, T>(
  items: readonly Item[],
  make: (item: Item) => T,
): PackedById<T> {
  const byId = new PackedById<T>()
  for (const item of items) if (item.partner !== null) byId.add(item.partner.id, make(item))
  return byId
}
