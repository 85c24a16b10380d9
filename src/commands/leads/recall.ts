import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { isWhole, type ReadLead, readLeads } from '../../app/lists/leads.ts'
import { givenValue } from '../../app/option-values.ts'
import { NO_DRAFTS } from '../../drafts/batch.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { compareText } from '../../records/compare.ts'
import { isAcceptedShare } from '../../rules/leads/recall.ts'
import type { LeadPolicy } from '../../rules/leads/types.ts'
import { print } from '../../terminal/print.ts'
import { draftRecalls } from './draft.ts'
import { recallDues } from './dues.ts'
import { recallView } from './leads-view.ts'

export interface RecallFlags extends CommonFlags, DueDatesFlags {
  partner?: string
  phase?: string
  draft?: string
  set?: readonly string[]
}

/** Lists the leads that may be recalled today, and drafts a mail to each channel manager. */
export async function runRecall(context: Context, flags: RecallFlags): Promise<ExitCode> {
  const folder = givenValue('--draft', flags.draft)
  if (folder === undefined && flags.set) throw usageError('--set is for the mails', 'add --draft <folder>')
  const store = await context.openStore('read')
  try {
    const { leads, ...about } = await readLeads(context, store, flags.partner)
    const phase = readPhase(flags.phase, about.policy)
    const isAsked = (lead: ReadLead): boolean => phase === null || mayBeOfPhase(lead, phase, about.policy)
    const recall = leads.filter((lead) => lead.answer.outcome === 'recall' && isAsked(lead)).sort(byPhase)
    const cannotTell = leads.filter((lead) => lead.answer.outcome === 'unknown' && isAsked(lead))
    const next = leads
      .filter((lead) => lead.answer.outcome === 'not_yet' && isAsked(lead))
      .sort((a, b) => compareText(a.days.recallFrom, b.days.recallFrom))
    await keepDueDates(context, flags, () => recallDues(next))
    const { drafts, undrafted } =
      folder === undefined ? NO_DRAFTS : await draftRecalls(context, store, { leads: recall, folder, typed: flags.set })
    const { today, now, asOf, io, format } = context
    const page = { ...about, today, now, asOf, phase, recall, cannotTell, next, drafts, undrafted }
    print(io, format, recallView(page, io))
    return cannotTell.length > 0 || undrafted.length > 0 || !isWhole(about) ? ExitCode.cannotTell : ExitCode.yes
  } finally {
    store.close()
  }
}

/** The phase that was asked for; null: all. Throws a usage error. */
function readPhase(given: string | undefined, { phases }: LeadPolicy): number | null {
  const text = givenValue('--phase', given)?.trim()
  if (text === undefined) return null
  const known = phases.map(({ phase }) => String(phase))
  if (!known.includes(text)) throw usageError(`unknown --phase ${text}`, `use one of: ${known.join(', ')}`)
  return Number(text)
}

/** Whether a lead is one of a phase, or may be: one that waits to be accepted is of those that count from the day it was created. */
function mayBeOfPhase({ answer, evidence }: ReadLead, phase: number, policy: LeadPolicy): boolean {
  if (answer.outcome === 'recall') return answer.phases.includes(phase)
  const since = policy.phases.find((each) => each.phase === phase)?.since
  if (answer.outcome === 'not_yet') return answer.since === since
  if (answer.outcome !== 'unknown') return false
  // What a newer row or list would say of it is open, so it may be of any phase.
  if (answer.why === 'share_status' || answer.why === 'stale' || answer.why === 'set_aside') return true
  return (evidence.accepted !== null || isAcceptedShare(evidence, policy)) === (since === 'accepted')
}

/** By phase, and in it the longest waiting first. */
function byPhase(a: ReadLead, b: ReadLead): number {
  if (a.answer.outcome !== 'recall' || b.answer.outcome !== 'recall') return 0
  const phase = (a.answer.phases[0] ?? 0) - (b.answer.phases[0] ?? 0)
  return phase || b.answer.days - a.answer.days || compareText(a.record.lead, b.record.lead)
}
