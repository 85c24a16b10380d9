/** The work that comes again every quarter: price files, rebates. */

import type { Context } from '../../app/context.ts'
import { deskCalendar } from '../../app/desk-calendar.ts'
import { givenValue } from '../../app/option-values.ts'
import { usageError } from '../../errors.ts'
import type { QuarterPolicy } from '../../reference/quarter-work.ts'
import { STEP_ACTIONS, type StepOf, stepDone } from '../../requests/quarter-steps.ts'
import { type FiscalQuarter, parseQuarter, quarterAfter, quarterOf } from '../../rules/fiscal.ts'
import { isUnderWay, quarterSteps, type Step } from '../../rules/quarters/steps.ts'
import type { RecordReader } from '../../store/store.ts'

/** One kind of such work, by the policy in force. */
export interface QuarterWork {
  id: StepOf['work']
  /** What the work is called: "price files". */
  title: string
  /** The group of commands: "price-file". */
  command: string
  /** Of the JSON: "phd.price-file/1". */
  schema: string
  policy: QuarterPolicy
  /** The quarter whose work comes next or is under way, counted from the one that today is in: 1 is the one after it. */
  offset: 0 | 1
}

/** The work of one quarter. */
export interface QuarterState {
  quarter: FiscalQuarter
  steps: readonly Step[]
}

/** The quarter that --quarter names; undefined where it was not given. Throws a usage error. */
export function readQuarter(value: string | undefined): FiscalQuarter | undefined {
  const text = givenValue('--quarter', value)
  if (text === undefined) return undefined
  const quarter = parseQuarter(text)
  if (!quarter) throw usageError(`--quarter ${text} is not a fiscal quarter`, 'write it as --quarter FY27-Q4')
  return quarter
}

/** The quarter whose work is next, or under way. */
export function nextOf({ offset }: QuarterWork, { today }: Pick<Context, 'today'>): FiscalQuarter {
  return quarterAfter(quarterOf(today), offset)
}

/**
 * The quarters to show, as they stand today: the one that was asked for; else the next one, and before it the one before while it is under
 * way: while one of its days is still to come, or a step of it is late. An earlier quarter without any record has no late steps.
 */
export async function quarterStates(
  context: Context,
  store: RecordReader,
  work: QuarterWork,
  asked: FiscalQuarter | undefined,
): Promise<QuarterState[]> {
  const days = await deskCalendar(context, store, undefined)
  const entries = await store.entriesOf(STEP_ACTIONS)
  const stateOf = (quarter: FiscalQuarter, isPast = false): QuarterState => {
    const doneOf = (step: string) => stepDone(entries, { work: work.id, quarter: quarter.name, step })
    return { quarter, steps: quarterSteps(work.policy.steps, quarter, { today: context.today, days, doneOf, isPast }) }
  }
  const next = nextOf(work, context)
  if (asked) return [stateOf(asked, asked.first < next.first)]
  const before = stateOf(quarterAfter(next, -1), true)
  return [...(isUnderWay(before.steps) ? [before] : []), stateOf(next)]
}
