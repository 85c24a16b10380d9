import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { listCode, readDealList } from '../../app/lists/deals.ts'
import { givenValue } from '../../app/option-values.ts'
import type { ExitCode } from '../../errors.ts'
import type { Deal } from '../../partners/deals/read-deals.ts'
import { foldName } from '../../records/name.ts'
import { didYouMean } from '../../records/near.ts'
import { isOneOf } from '../../rules/deals/status.ts'
import type { DealPhase, DealProblemCode } from '../../rules/deals/types.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { dealsView } from './deals-view.ts'
import { answerDues } from './dues.ts'

/** The options that choose among registrations. */
export interface FilterFlags extends CommonFlags, DueDatesFlags {
  partner?: string
  status?: string
  phase?: DealPhase
  manager?: string
  type?: string
  problem?: DealProblemCode | 'any'
  late?: boolean
  region?: string
}

/** Lists registrations, late ones first. */
export async function runDealList(context: Context, flags: FilterFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const isWanted = await wantedBy(context, store, flags)
    const list = await readDealList(context, store, flags.region)
    const deals = list.deals.filter(isWanted)
    tellUnknownManager(context, list.deals, flags.manager)
    await keepDueDates(context, flags, () => answerDues(deals))
    print(context.io, context.format, dealsView({ ...list, deals }, context.io))
    return listCode(list)
  } finally {
    store.close()
  }
}

/** Whether a registration is one of those that the options ask for. Throws usage errors, and what choosing a partner throws. */
export async function wantedBy(context: Context, store: RecordReader, flags: FilterFlags): Promise<(deal: Deal) => boolean> {
  const { phase, problem, late } = flags
  const [partner, status, manager, type] = (['partner', 'status', 'manager', 'type'] as const).map((name) =>
    givenValue(`--${name}`, flags[name]),
  )
  const partnerId = partner === undefined ? null : (await choosePartner(context, store, partner)).partner.id
  const isManager = manager === undefined ? null : foldName(manager).folded
  return ({ row, record, partner: own, finding }) =>
    (partnerId === null || own?.id === partnerId) &&
    (status === undefined || isOneOf(record.status, [status]) || isOneOf(record.serviceAttachStatus, [status])) &&
    (phase === undefined || finding.phase === phase) &&
    (isManager === null || foldName(row.record.manager ?? '').folded === isManager) &&
    (type === undefined || isOneOf(record.type, [type])) &&
    (problem === undefined ||
      (problem === 'any' ? finding.problems.length > 0 : finding.problems.some(({ code }) => code === problem))) &&
    (!late || finding.late === true)
}

/** Says that no registration has the manager who was asked for, and who is near: an empty list must not look as if nothing were late. */
export function tellUnknownManager({ io }: Pick<Context, 'io'>, deals: readonly Deal[], asked: string | undefined): void {
  if (asked === undefined || deals.length === 0) return
  const managers = [...new Set(deals.flatMap(({ row }) => row.record.manager?.trim() || []))]
  const { folded } = foldName(asked)
  if (managers.some((each) => foldName(each).folded === folded)) return
  const parts = managers.filter((each) => foldName(each).folded.includes(folded)).map((each) => `"${each}"`)
  const near = parts.length > 0 ? `; did you mean ${parts.join(' or ')}?` : didYouMean(asked, managers)
  io.note(safeText(`no registration has the channel manager "${asked}"${near}`))
}
