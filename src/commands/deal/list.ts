import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { listCode, readDealList } from '../../app/lists/deals.ts'
import { givenValue } from '../../app/option-values.ts'
import type { ExitCode } from '../../errors.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import { byUrgency, type DealUrgency, urgencyOf } from '../../partners/deals/order.ts'
import { foldName } from '../../records/name.ts'
import { didYouMean } from '../../records/near.ts'
import { isOneOf } from '../../rules/deals/status.ts'
import type { DealPhase, DealProblemCode } from '../../rules/deals/types.ts'
import type { RecordReader } from '../../store/store.ts'
import { printRows } from '../../terminal/print-rows.ts'
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
    const managers = new ManagerNames(flags.manager)
    const isKept = (deal: Deal): boolean => {
      managers.add(deal)
      return isWanted(deal)
    }
    const list = await readDealList(context, store, flags.region, { isKept })
    managers.tellUnknown(context)
    await keepDueDates(context, flags, () => answerDues(list.deals))
    await printRows(context.io, context.format, dealsView(list, context.io))
    return listCode(list)
  } finally {
    await store.close()
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

/** The channel managers of all registrations, where one was asked for. */
export class ManagerNames {
  readonly #asked: string | undefined
  /** Each with the most urgent of its registrations. */
  readonly #urgencies = new Map<string, DealUrgency>()
  #isEmpty = true

  constructor(asked: string | undefined) {
    this.#asked = asked
  }

  add(deal: Deal): void {
    if (this.#asked === undefined) return
    this.#isEmpty = false
    const name = deal.row.record.manager?.trim()
    if (!name) return
    const [urgency, known] = [urgencyOf(deal), this.#urgencies.get(name)]
    if (!known || byUrgency(urgency, known) < 0) this.#urgencies.set(name, urgency)
  }

  /** Says that no registration has the manager who was asked for, and who is near: an empty list must not look as if nothing were late. */
  tellUnknown({ io }: Pick<Context, 'io'>): void {
    const asked = this.#asked
    if (asked === undefined || this.#isEmpty) return
    const managers = [...this.#urgencies].sort(([, a], [, b]) => byUrgency(a, b)).map(([name]) => name)
    const { folded } = foldName(asked)
    if (managers.some((each) => foldName(each).folded === folded)) return
    const parts = managers.filter((each) => foldName(each).folded.includes(folded)).map((each) => `"${each}"`)
    const near = parts.length > 0 ? `; did you mean ${parts.join(' or ')}?` : didYouMean(asked, managers)
    io.note(safeText(`no registration has the channel manager "${asked}"${near}`))
  }
}
