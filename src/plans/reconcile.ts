/** Joins the results of a loader to the plan that was loaded, by id; the order of their rows does not matter. */

import { failure } from '../errors.ts'
import type { LoaderResult } from '../records/kinds/loader-result.ts'
import { readSalesforceId } from '../records/salesforce-id.ts'
import type { NewAuditEntry } from '../store/store.ts'
import { CAM_ACTION, planEntry } from './entries.ts'
import { partsOf } from './parts.ts'
import { type ExportedChange, isLoaded, type PlanProgress } from './progress.ts'

export interface Unusable {
  row: LoaderResult
  why: 'not_in_plan' | 'no_id' | 'other_owner' | 'created' | 'unknown_status' | 'ids_disagree' | 'contradictory' | 'done_before'
}

export interface Reconciled {
  /** What the rows say about changes of the plan. */
  results: { id: string; state: 'done' | 'failed'; detail: string | null }[]
  unusable: Unusable[]
  /** Every change of the plan after that. */
  changes: ExportedChange[]
}

/** Matches rows to the changes of a plan. Rows that match no change, or contradict each other, decide nothing. */
export function joinResults({ changes }: Pick<PlanProgress, 'changes'>, rows: readonly LoaderResult[]): Reconciled {
  const byId = new Map(changes.map((change) => [change.id, change]))
  const unusable: Unusable[] = []
  const usable = new Map<string, LoaderResult[]>()
  for (const row of rows) {
    const id = accountIn(row)
    const change = id === null ? undefined : byId.get(id)
    const why = id === null ? 'no_id' : change ? problemOf(row, change) : 'not_in_plan'
    if (why) unusable.push({ row, why })
    else if (change) usable.set(change.id, [...(usable.get(change.id) ?? []), row])
  }
  const results: Reconciled['results'] = []
  for (const [id, own] of usable) {
    const reported = own.filter(({ outcome }) => outcome !== 'unprocessed')
    const [first] = reported
    if (!first) continue
    const wasDone = ['done', 'landed', 'overwritten'].includes(byId.get(id)?.state ?? '')
    if (reported.some(({ outcome }) => outcome !== first.outcome))
      unusable.push(...reported.map((row) => ({ row, why: 'contradictory' }) as const))
    // An older file that is read again does not undo what is done; a failure in it is still reported.
    else if (wasDone)
      unusable.push(...reported.flatMap((row) => (row.outcome === 'error' ? [{ row, why: 'done_before' } as const] : [])))
    else if (first.outcome === 'updated') results.push({ id, state: 'done', detail: null })
    else results.push({ id, state: 'failed', detail: first.message || 'the loader gave no reason' })
  }
  const resultOf = new Map(results.map((result) => [result.id, result]))
  return {
    results,
    unusable,
    changes: changes.map((change) => {
      const result = resultOf.get(change.id)
      return result ? { ...change, ...result } : change
    }),
  }
}

/**
 * The plan that result rows belong to: the one with their accounts; of several, the one that is not loaded yet. Throws
 * `no_such_plan` and `plan_ambiguous`.
 */
export function planOfResults(plans: readonly PlanProgress[], rows: readonly LoaderResult[]): PlanProgress {
  const fitting = plans.filter((plan) => hasRowsOf(plan, rows))
  const waiting = fitting.filter((plan) => !isLoaded(plan))
  const candidates = waiting.length > 0 ? waiting : fitting
  const [only] = candidates
  if (only && candidates.length === 1) return only
  if (!only) {
    throw failure('no_such_plan', 'these results belong to no exported plan', { isGuess: true })
  }
  throw failure('plan_ambiguous', `these results match ${candidates.length} plans: ${candidates.map(({ id }) => id).join(', ')}`)
}

function hasRowsOf({ changes }: PlanProgress, rows: readonly LoaderResult[]): boolean {
  const ids = new Set(changes.map(({ id }) => id))
  return rows.some((row) => ids.has(accountIn(row) ?? ''))
}

/** Whether the results say anything new about a plan. */
export function hasNewResults({ changes }: PlanProgress, { results }: Reconciled): boolean {
  return results.some(({ id, state, detail }) => {
    const change = changes.find((each) => each.id === id)
    return change?.state !== state || change.detail !== detail
  })
}

/** The changes that are not loaded. */
export function changesLeft({ changes }: Reconciled): ExportedChange[] {
  return changes.filter(({ state }) => state === 'open' || state === 'failed')
}

/**
 * The audit entries of results that were read: of many several, of which the first tells what could not be used. `afterImport`: the
 * newest import then.
 */
export function reconciledEntries(plan: Pick<PlanProgress, 'id'>, reconciled: Reconciled, afterImport: number): NewAuditEntry[] {
  const left = changesLeft(reconciled).length
  return partsOf(reconciled.results).map((results, n) => {
    const unusable = n === 0 ? reconciled.unusable : []
    const done = results.filter(({ state }) => state === 'done').length
    const body = { plan: plan.id, done, failed: results.length - done, unusable: unusable.length, left, afterImport }
    const evidence = { results, unusable: unusable.map(({ row, why }) => ({ ...row, why })) }
    return planEntry({ action: CAM_ACTION.reconciled, body }, evidence)
  })
}

function accountIn({ id }: LoaderResult): string | null {
  const reading = readSalesforceId(id.trim(), '001')
  return reading.ok ? reading.id : null
}

function problemOf({ ownerId, outcome }: LoaderResult, { to }: ExportedChange): Unusable['why'] | null {
  // An update never creates a record, so this row is about another one.
  if (outcome === 'created') return 'created'
  if (outcome === 'unknown') return 'unknown_status'
  if (outcome === 'ids_disagree') return 'ids_disagree'
  if (ownerId.trim() === '') return null
  const reading = readSalesforceId(ownerId.trim(), '005')
  return reading.ok && reading.id === to.userId ? null : 'other_owner'
}
