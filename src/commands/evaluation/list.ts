import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { type ReadEvaluation, readEvaluations } from '../../app/lists/evaluations.ts'
import { ExitCode } from '../../errors.ts'
import type { Due } from '../../files/calendar-file.ts'
import { compareText } from '../../records/compare.ts'
import { foldName } from '../../records/name.ts'
import { placeOf } from '../../records/place.ts'
import { evaluationAnswer } from '../../rules/leads/evaluation.ts'
import { print } from '../../terminal/print.ts'
import { type CustomerRow, evaluationListView } from './evaluation-view.ts'
import { nameMatch } from './same-name.ts'

export interface EvaluationListFlags extends CommonFlags, DueDatesFlags {
  running?: boolean
}

/** Lists evaluation licenses by customer, in the order of names. */
export async function runEvaluationList(context: Context, flags: EvaluationListFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { all, policy, list, rejected, today } = await readEvaluations(context, store)
    const isUnsure = unsureOf(all)
    const customers = [...Map.groupBy(all, ({ folded }) => folded)].map(([folded, evaluations]): CustomerRow => {
      const facts = { issued: evaluations.length, doubt: null, registrations: [], registrationsDoubt: null }
      const { number, step } = evaluationAnswer(facts, policy)
      const isCertain = step === 'managed' || !isUnsure(folded)
      return { customer: evaluations[0]?.record.customer ?? '', evaluations, number, step, isCertain }
    })
    const listed = customers
      .filter(({ evaluations }) => !flags.running || evaluations.some(({ term }) => term.state === 'running'))
      .sort((a, b) => compareText(a.customer, b.customer))
    const { now, asOf, io, format } = context
    await keepDueDates(context, flags, () => endDues(listed))
    print(io, format, evaluationListView({ customers: listed, policy, list, rejected, today, now, asOf }, io))
    return list === null || list.isOld || rejected !== null ? ExitCode.cannotTell : ExitCode.yes
  } finally {
    await store.close()
  }
}

/** Whether a customer's folded name differs from another's in the legal form alone, where one of the two has none: they may be one. */
function unsureOf(all: readonly ReadEvaluation[]): (folded: string) => boolean {
  const names = [...new Map(all.map(({ record, folded }) => [folded, foldName(record.customer ?? '')])).values()]
  const sameCore = Map.groupBy(names, ({ core }) => core)
  const coreOf = new Map(names.map(({ folded, core }) => [folded, core]))
  return (folded) => {
    const core = coreOf.get(folded) ?? folded
    const others = (sameCore.get(core) ?? []).filter((each) => each.folded !== folded)
    return others.some((each) => nameMatch({ folded, core }, each) === 'maybe')
  }
}

/** The day that each running evaluation ends on. */
function endDues(customers: readonly CustomerRow[]): Due[] {
  return customers.flatMap(({ evaluations }) =>
    evaluations.flatMap(({ record, term, source }) =>
      term.state !== 'running' || term.end === null
        ? []
        : [
            {
              uid: `evaluation-${record.evaluation?.trim().toLowerCase()}`,
              day: term.end,
              title: `Ends at 00:00 UTC: evaluation license, ${record.customer}`,
              about: `${record.evaluation}, from ${placeOf(source)}\nphd evaluation check`,
            },
          ],
    ),
  )
}
