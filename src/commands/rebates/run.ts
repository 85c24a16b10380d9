import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { quarterStates } from '../../decisions/quarters/work.ts'
import { rebateWork } from '../../decisions/quarters/works.ts'
import { ExitCode } from '../../errors.ts'
import type { Partner } from '../../partners/partner.ts'
import type { ExceptionRow } from '../../reports/rebates/rebates.ts'
import { quarterOf } from '../../rules/fiscal.ts'
import { isUnclear } from '../../rules/programs/rebate-exception.ts'
import { askedQuarter } from '../../scorecards/asked.ts'
import { readDesk } from '../../scorecards/desk.ts'
import { judgeExceptions, readExceptions } from '../../scorecards/exceptions.ts'
import { leftOutLists } from '../../scorecards/list-rows.ts'
import { checkPublish, type PublishFlags, publish } from '../../scorecards/publish.ts'
import { leftOutOf, sourcesOf } from '../../scorecards/sources.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { rebateReport } from './report.ts'
import { findingOf } from './sentences.ts'

export interface RebatesFlags extends CommonFlags, PublishFlags {
  quarter?: string
}

/** Lists rebate exceptions of a partner, or of all. Ends with 4 where the list cannot say how they stand. */
export async function runRebates(context: Context, flags: RebatesFlags, named: string | undefined): Promise<ExitCode> {
  const { today, now } = context
  const quarter = flags.quarter === undefined ? null : askedQuarter(flags.quarter, today)
  checkPublish(flags)
  const work = rebateWork(context)
  const store = await context.openStore('read')
  try {
    const partner: Partner | null = named === undefined ? null : (await choosePartner(context, store, named)).partner
    const desk = await readDesk(context, store, partner)
    const { list, rows } = await readExceptions(desk, store, context.currency)
    const lists = [leftOutLists(desk, list)]
    const isAsked = ({ requested }: ExceptionRow): boolean =>
      quarter === null || (requested !== null && quarterOf(requested).name === quarter.name)
    const { list: newest, unlinked, rejected } = list.linked
    const figures = newest === null ? null : judgeExceptions(rows.filter(isAsked), work.policy.steps, today)
    const finding = findingOf({
      ...{ figures, partner, quarter },
      isOld: newest?.isOld ?? false,
      mayBeMore: rejected !== null || (partner !== null && unlinked.rows > 0),
      unclear: figures?.rows.filter((row) => isUnclear(row.finding)).length ?? 0,
    })
    const report = rebateReport({
      ...{ partner, quarter, figures, finding, now, today },
      counted: partner === null ? rows.filter((row) => row.partner === null).length : 0,
      usualCurrency: context.currency,
      undated: quarter === null ? 0 : rows.filter(({ requested }) => requested === null).length,
      states: await quarterStates(context, store, work, quarter ?? undefined),
      policy: `${work.id} ${work.policy.version}`,
      sources: sourcesOf(lists),
      leftOut: leftOutOf(lists),
      command: commandOf(named, flags, now),
    })
    const code = await publish(context, flags, report)
    return finding.isKnown ? code : ExitCode.cannotTell
  } finally {
    await store.close()
  }
}

function commandOf(named: string | undefined, { quarter }: RebatesFlags, now: string): string {
  return [
    'phd rebates',
    ...(named === undefined ? [] : [shellWord(named)]),
    ...(quarter === undefined ? [] : [`--quarter ${shellWord(quarter)}`]),
    `--as-of ${now}`,
  ].join(' ')
}
