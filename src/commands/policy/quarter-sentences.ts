/** The work of a quarter in words: price files, rebates. */

import type { PriceFilePolicy, RebatePolicy } from '../../reference/quarter-work.ts'
import type { StepRule } from '../../rules/quarters/steps.ts'
import { plural } from '../../terminal/plural.ts'
import type { Clause } from './clause.ts'

export type QuarterVersion = PriceFilePolicy | RebatePolicy

const MONTH = { 1: 'first', 2: 'second', 3: 'last' } as const

/** The steps with their days, and who has a part in them. */
export function quarterClauses(version: QuarterVersion): Clause[] {
  const first = version.steps[0]?.handbook[0] ?? null
  const plain = (text: string): Clause => ({ text, handbook: first })
  return [
    ...version.steps.flatMap((step) => step.handbook.map((handbook) => ({ text: stepWords(step), handbook }))),
    {
      text: 'a step that falls on a day off is done on the last working day before it; one that begins with a month, on the first working day after',
      handbook: null,
    },
    ...('departments' in version ? priceFileWords(version) : rebateWords(version)).map(plain),
    ...version.notes,
  ]
}

function stepWords({ title, due, basis, approximate }: StepRule): string {
  return [`${title}${due === null ? '' : `: ${approximate ? 'around ' : ''}${dueWords(due)}`}`, basis].filter(Boolean).join('; ')
}

function dueWords(due: NonNullable<StepRule['due']>): string {
  if ('daysBefore' in due) return `${plural(due.daysBefore, 'day')} before the quarter`
  if ('daysAfterEnd' in due) return `${plural(due.daysAfterEnd, 'day')} after the last day of the quarter`
  return `day ${due.day} of the ${MONTH[due.month]} month of the quarter${due.of === 'quarter' ? '' : ' before'}`
}

function priceFileWords({ departments, distributors }: PriceFilePolicy): string[] {
  const named = (role: 'input' | 'information'): string =>
    departments.flatMap((each) => (each.role === role ? [each.name] : [])).join(', ')
  return [
    `tagged for part numbers: ${named('input')}`,
    `tagged for information: ${named('information')}`,
    `mailed: ${distributors.map(({ name }) => name).join(', ')}`,
  ]
}

function rebateWords({ collectedBy, reviewedBy, outcomes }: RebatePolicy): string[] {
  return [
    `exceptions are collected by ${collectedBy.join(' and ')}`,
    `exceptions are reviewed by ${reviewedBy.join(', ')}`,
    `possible outcomes: ${outcomes.join('; ')}`,
  ]
}
