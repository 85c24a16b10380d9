/** What became of the plans that were exported: the audit's entries put together. Nothing is kept beside the audit. */

import type { AuditEntry, AuditEntryInFull } from '../store/store.ts'
import { CAM_ACTION, damagedEntry } from './entries.ts'

/** What is known of a change since it was exported. */
type ChangeState = 'open' | 'done' | 'failed' | 'landed' | 'overwritten'

export interface ExportedChange {
  id: string
  name: string
  from: { name: string | null; userId: string }
  to: { name: string; userId: string }
  /** Territories that the contract should name, and the value written for them; null where none was. */
  territories: readonly string[]
  territoryValue: string | null
  state: ChangeState
  /** Why it failed, or who has the account instead. */
  detail: string | null
}

export interface PlanProgress {
  id: string
  /** When it was last exported, by whom, and the newest import at that time. */
  exportedAt: string
  exportedBy: string
  afterImport: number
  changes: readonly ExportedChange[]
}

/** Nothing of the plan waits for the loader any more. */
export function isLoaded({ changes }: PlanProgress): boolean {
  return changes.every(({ state }) => state !== 'open' && state !== 'failed')
}

/** The records were looked at since, and nothing of the plan is in doubt any more. */
export function isSettled({ changes }: PlanProgress): boolean {
  return changes.every(({ state }) => state === 'landed' || state === 'overwritten')
}

const PROGRESS_ACTIONS: readonly string[] = [CAM_ACTION.exported, CAM_ACTION.reconciled, CAM_ACTION.verified]

/** The plans that were exported, oldest first. Throws the refusal `audit_damaged`. */
export async function readProgress(store: {
  entriesOf(actions: readonly string[]): Promise<AuditEntry[]>
  auditEntry(id: number): Promise<AuditEntryInFull | null>
}): Promise<PlanProgress[]> {
  const plans = new Map<string, PlanProgress>()
  for (const { id } of await store.entriesOf(PROGRESS_ACTIONS)) {
    const entry = await store.auditEntry(id)
    if (entry) follow(plans, entry)
  }
  return [...plans.values()]
}

function follow(plans: Map<string, PlanProgress>, { id, at, actor, action, body, evidence }: AuditEntryInFull): void {
  const plan = String(body.plan)
  const known = plans.get(plan)
  if (action === CAM_ACTION.exported) {
    const changes = evidence?.changes
    if (!Array.isArray(changes) || typeof body.afterImport !== 'number') throw damagedEntry(id)
    const exported = changes.map((change: ExportedChange): ExportedChange => ({ ...change, state: 'open', detail: null }))
    const again = new Set(exported.map((change) => change.id))
    const before = known?.changes.filter((change) => !again.has(change.id)) ?? []
    plans.delete(plan)
    plans.set(plan, {
      id: plan,
      exportedAt: at,
      exportedBy: actor,
      afterImport: body.afterImport,
      changes: [...before, ...exported],
    })
    return
  }
  const results = evidence?.results
  if (!known || !Array.isArray(results)) throw damagedEntry(id)
  const byId = new Map((results as { id: string; state: ChangeState; detail: string | null }[]).map((each) => [each.id, each]))
  plans.set(plan, {
    ...known,
    changes: known.changes.map((change) => {
      const result = byId.get(change.id)
      return result ? { ...change, state: result.state, detail: result.detail } : change
    }),
  })
}
