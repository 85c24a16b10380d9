/** What the audit says of the steps of a quarter's work: recorded as done, or opened again. */

import type { StepDone } from '../rules/quarters/steps.ts'
import type { EntryOf, NewAuditEntry } from '../store/store.ts'

export const STEP_ACTIONS = ['quarter_step_done', 'quarter_step_reopened'] as const
type StepEntry = EntryOf<(typeof STEP_ACTIONS)[number]>

/** A step of the work of a quarter: "price_files", "FY28-Q1", "upload". */
export interface StepOf {
  work: 'price_files' | 'rebates'
  quarter: string
  step: string
}

/** The entry that a step is done. */
export function stepDoneEntry(of: StepOf, note: string | null): NewAuditEntry {
  const body = { ...of, note }
  return { action: 'quarter_step_done', partnerId: null, request: null, body, evidence: null }
}

/** The entry that it is not done after all; `doneIn` is the entry that no longer counts. */
export function stepReopenedEntry(of: StepOf, doneIn: number, reason: string): NewAuditEntry {
  const body = { ...of, doneIn, reason }
  return { action: 'quarter_step_reopened', partnerId: null, request: null, body, evidence: null }
}

/** What is recorded of a step and still counts; null where nothing is. */
export function stepDone(entries: readonly StepEntry[], { work, quarter, step }: StepOf): StepDone | null {
  let found: StepDone | null = null
  for (const entry of entries) {
    const { id, at, actor, body } = entry
    if (body.work !== work || body.quarter !== quarter || body.step !== step) continue
    found = entry.action === 'quarter_step_done' ? { at, by: actor, note: entry.body.note, entry: id } : null
  }
  return found
}
