/** The state of a step in words. */

import type { Step } from '../../rules/quarters/steps.ts'
import { plural } from '../../terminal/plural.ts'

/** How a step stands, as a table shows it. */
export function stateWords({ state, daysLeft, due, approximate, done }: Step, today: string): string {
  switch (state) {
    case 'done':
      return `done ${done?.at.slice(0, 10)} by ${done?.by}${done?.note ? `: ${done.note}` : ''}`
    case 'not_needed':
      return 'not needed: no updates'
    case 'optional':
      return ''
    case 'closed':
      return 'over'
    case 'unrecorded':
      return 'over, not recorded'
    case 'late':
      return 'LATE: not recorded as done'
    case 'due':
      return due !== null && due < today && approximate ? 'due' : due !== null && due > today ? `due by ${due}` : 'due today'
    case 'ahead':
      return `in ${plural(daysLeft ?? 0, 'day')}`
  }
}

/** The day of a step, as a table shows it: the working day, where the page's day is a day off. */
export function dayWords({ due, workBy, closedFor, approximate }: Step): string {
  if (due === null || workBy === null) return ''
  const day = approximate ? `around ${workBy}` : workBy
  return due === workBy ? day : `${day} (${due}: ${closedFor})`
}
