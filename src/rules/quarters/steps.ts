/** The work of a quarter: which step is due on which day, and how it stands. */

import type { BusinessDays } from '../business-days.ts'
import { addDays, daysBetween } from '../day.ts'
import { type FiscalQuarter, monthOf, quarterAfter } from '../fiscal.ts'

/** A day of the calendar, as a rule gives it: a day of a month of the quarter (or of the one before), or counted from the quarter's own days. */
type DueRule = {
  /** On a day off: the last working day before it, or the first one after. */
  ifClosed: 'before' | 'after'
} & ({ of: 'quarter' | 'quarter_before'; month: 1 | 2 | 3; day: number } | { daysBefore: number } | { daysAfterEnd: number })

/** A step of the work, by the policy in force. */
export interface StepRule {
  id: string
  title: string
  /** Null: it has no day of its own. */
  due: DueRule | null
  /** How the day follows from the page, where the page does not name it; null where it does. */
  basis: string | null
  /** Whether a person records that it is done; else it is a deadline that passes. */
  recorded: boolean
  /** "Around" a day: late only when the quarter is over. */
  approximate: boolean
  /** The steps that are not needed once this one is done. */
  instead: readonly string[]
  handbook: ReadonlyArray<{ page: string; section: string }>
}

/** That a step is done, as it was recorded. */
export interface StepDone {
  /** ISO 8601, UTC. */
  at: string
  by: string
  note: string | null
  /** The number of its audit entry. */
  entry: number
}

/** A step of one quarter. */
export interface Step extends Pick<StepRule, 'id' | 'title' | 'basis' | 'approximate' | 'handbook'> {
  /** The day of the calendar, YYYY-MM-DD; null where it has none. */
  due: string | null
  /** What closes the desk on that day: "Saturday"; null on a working day. */
  closedFor: string | null
  /** The working day to do it on. */
  workBy: string | null
  /** Calendar days from today to that working day; negative once it is over. */
  daysLeft: number | null
  /**
   * `optional`: only where the other steps are not needed. `closed`: a deadline that has passed. `ahead`: not due yet. `unrecorded`: its day
   * has passed in a quarter of which nothing was recorded, so that it may well be done.
   */
  state: 'done' | 'not_needed' | 'optional' | 'late' | 'unrecorded' | 'due' | 'ahead' | 'closed'
  done: StepDone | null
}

/** The day of a rule, in the quarter. Ecosystem Operations, "Price File Update Process", "Partner Rebate Exception Review Process". */
function dueDay(rule: DueRule, quarter: FiscalQuarter): string {
  if ('daysBefore' in rule) return addDays(quarter.first, -rule.daysBefore)
  if ('daysAfterEnd' in rule) return addDays(quarter.last, rule.daysAfterEnd)
  const of = rule.of === 'quarter' ? quarter : quarterAfter(quarter, -1)
  return addDays(monthOf(of, rule.month), rule.day - 1)
}

/** A calendar with more closed days in a row is wrong. */
const LONGEST = 400

/** The working day nearest to a day, on it, before it or after it. */
function workingDay(day: string, ifClosed: DueRule['ifClosed'], days: Pick<BusinessDays, 'closedFor'>): string {
  let at = day
  for (let left = LONGEST; left > 0 && days.closedFor(at) !== null; left--) at = addDays(at, ifClosed === 'before' ? -1 : 1)
  return at
}

/**
 * The steps of a quarter as they stand today, in the order of the policy; `doneOf` gives what was recorded of a step. With `isPast` nothing is
 * late in a quarter of which nothing was recorded.
 */
export function quarterSteps(
  rules: readonly StepRule[],
  quarter: FiscalQuarter,
  {
    today,
    days,
    doneOf,
    isPast = false,
  }: { today: string; days: Pick<BusinessDays, 'closedFor'>; doneOf: (step: string) => StepDone | null; isPast?: boolean },
): Step[] {
  const isUnknown = isPast && rules.every(({ id }) => doneOf(id) === null)
  const skipped = new Set(rules.flatMap(({ id, instead }) => (doneOf(id) ? instead : [])))
  return rules.map((rule) => {
    const { id, title, basis, approximate, handbook } = rule
    const done = doneOf(id)
    const due = rule.due === null ? null : dueDay(rule.due, quarter)
    const workBy = rule.due === null || due === null ? null : workingDay(due, rule.due.ifClosed, days)
    const state = done ? 'done' : skipped.has(id) ? 'not_needed' : stateOf(rule, quarter, { due, workBy, today, isUnknown })
    const daysLeft = workBy === null ? null : daysBetween(today, workBy)
    return {
      id,
      title,
      basis,
      approximate,
      handbook,
      due,
      closedFor: due === null ? null : days.closedFor(due),
      workBy,
      daysLeft,
      state,
      done,
    }
  })
}

function stateOf(
  { recorded, approximate }: StepRule,
  { last }: FiscalQuarter,
  { due, workBy, today, isUnknown }: { due: string | null; workBy: string | null; today: string; isUnknown: boolean },
): Step['state'] {
  if (due === null || workBy === null) return 'optional'
  // The working day before is when it is done best; it is late only after the day that the page gives.
  const lastDay = due > workBy ? due : workBy
  if (!recorded) return today > due ? 'closed' : today >= workBy ? 'due' : 'ahead'
  if (today > (approximate && last > lastDay ? last : lastDay)) return isUnknown ? 'unrecorded' : 'late'
  return today >= workBy ? 'due' : 'ahead'
}

/** Whether something of the quarter is still to come or to do: a day that is not over, or a step that is late. */
export function isUnderWay(steps: readonly Step[]): boolean {
  return steps.some(({ state }) => state === 'due' || state === 'ahead' || state === 'late')
}
