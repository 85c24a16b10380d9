import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { eachLead, isWhole, type ReadLead } from '../../app/lists/leads.ts'
import { givenValue } from '../../app/option-values.ts'
import { NO_DRAFTS } from '../../drafts/batch.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { PackedInOrder } from '../../packed/packed-in-order.ts'
import { compareText } from '../../records/compare.ts'
import { isAcceptedShare } from '../../rules/leads/recall.ts'
import type { LeadPolicy } from '../../rules/leads/types.ts'
import type { RecordReader } from '../../store/store.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { draftRecalls } from './draft.ts'
import { recallDues } from './dues.ts'
import { type RecallPage, recallListing } from './leads-view.ts'

export interface RecallFlags extends CommonFlags, DueDatesFlags {
  partner?: string
  phase?: string
  draft?: string
  set?: readonly string[]
}

/** What leads that may be recalled are ordered by. */
interface PhaseKey {
  phase: number
  days: number
  lead: string
}

/** What leads that become due later are ordered by. */
interface NextKey {
  from: string
  lead: string
}

/** Lists the leads that may be recalled today, and drafts a mail to each channel manager. */
export async function runRecall(context: Context, flags: RecallFlags): Promise<ExitCode> {
  const folder = givenValue('--draft', flags.draft)
  if (folder === undefined && flags.set) throw usageError('--set is for the mails', 'add --draft <folder>')
  const store = await context.openStore('read')
  try {
    const read = await readRecalls(context, store, flags)
    const { recall, cannotTell, next, about } = read
    await keepDueDates(context, flags, () => recallDues(next))
    const { drafts, undrafted } =
      folder === undefined ? NO_DRAFTS : await draftRecalls(context, store, { leads: recall, folder, typed: flags.set })
    const { today, now, asOf, io, format } = context
    await printRows(io, format, recallListing({ ...read, ...about, today, now, asOf, drafts, undrafted }, io, format))
    return cannotTell.length > 0 || undrafted.length > 0 || !isWhole(about) ? ExitCode.cannotTell : ExitCode.yes
  } finally {
    await store.close()
  }
}

/** The leads that are asked for, by what the rule says of them. */
async function readRecalls(context: Context, store: RecordReader, flags: RecallFlags) {
  // An unknown partner is refused before an unknown phase is: finding it comes first.
  let phase: number | null | undefined
  const phaseBy = (policy: LeadPolicy): number | null => {
    phase = phase === undefined ? readPhase(flags.phase, policy) : phase
    return phase
  }
  const recall = new PackedInOrder<ReadLead, PhaseKey>()
  const cannotTell = new PackedInOrder<ReadLead, string>()
  const next = new PackedInOrder<ReadLead, NextKey>()
  let tellsOwnership = true
  const about = await eachLead(context, store, flags.partner, (lead, policy) => {
    const { answer, days, record, evidence } = lead
    const asked = phaseBy(policy)
    if (asked !== null && !mayBeOfPhase(lead, asked, policy)) return
    const id = record.lead ?? ''
    if (answer.outcome === 'recall') {
      tellsOwnership &&= evidence.tellsOwnership
      recall.push(lead, { phase: answer.phases[0] ?? 0, days: answer.days, lead: id })
    } else if (answer.outcome === 'unknown') cannotTell.push(lead, id)
    else if (answer.outcome === 'not_yet') next.push(lead, { from: days.recallFrom ?? '', lead: id })
  })
  recall.sort(byPhase)
  cannotTell.sort(compareText)
  next.sort((a, b) => compareText(a.from, b.from) || compareText(a.lead, b.lead))
  return { phase: phaseBy(about.policy), recall, cannotTell, next, soonest: soonestOf(next), tellsOwnership, about }
}

/** The first day on which leads become due, and how many then. */
function soonestOf(next: PackedInOrder<ReadLead, NextKey>): RecallPage['soonest'] {
  if (next.length === 0) return null
  const day = next.keyAt(0).from
  let leads = 1
  while (leads < next.length && next.keyAt(leads).from === day) leads++
  return { day, leads }
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
function byPhase(a: PhaseKey, b: PhaseKey): number {
  return a.phase - b.phase || b.days - a.days || compareText(a.lead, b.lead)
}
