/** What happened to exported plans, from the entries of the audit alone. */

import { damagedEntry, failure } from '../errors.ts'
import type { EntryOf, InFull, RecordReader } from '../store/store.ts'
import type { Ready } from './check-plan.ts'
import { CAM_ACTION } from './entries.ts'
import type { PlanEntry } from './plan.ts'
import { sharedParts } from './shared-parts.ts'

/** The state of an exported change. `superseded`: a later plan has the account. */
const CHANGE_STATES = ['open', 'done', 'failed', 'landed', 'overwritten', 'superseded'] as const
type ChangeState = (typeof CHANGE_STATES)[number]

/** A change as it is recorded when it is exported. */
export interface RecordedChange extends Ready {
  /** The value written for the contracted territories; null where none was. */
  territoryValue: string | null
}

/** What became of a change. */
interface ChangeProgress {
  id: string
  state: ChangeState
  /** Why it failed, or who owns the account instead. */
  detail: string | null
  /** The newest import when it was exported, or known to be loaded. Only later imports can show the change. */
  afterImport: number
}

export interface ExportedChange extends RecordedChange, ChangeProgress {
  name: string
}

export interface PlanProgress<Change extends ChangeProgress = ExportedChange> {
  id: string
  /** When it was last exported, and by whom. */
  exportedAt: string
  exportedBy: string
  changes: readonly Change[]
  /** Why someone closed it; null where no one did. */
  closed: { at: string; actor: string; reason: string } | null
}

/** The exported plan with this number. Throws `no_such_plan`. */
export function exportedPlan(plans: readonly PlanProgress[], id: string): PlanProgress {
  const plan = plans.find((each) => each.id === id)
  if (plan) return plan
  throw failure('no_such_plan', `plan ${id} was never exported from this database`, { isGuess: false })
}

/** Whether nothing of the plan is left to load. */
export function isLoaded({ changes, closed }: Pick<PlanProgress<ChangeProgress>, 'changes' | 'closed'>): boolean {
  return closed !== null || changes.every(({ state }) => state !== 'open' && state !== 'failed')
}

/** Whether nothing of the plan is left to verify. */
export function isSettled({ changes, closed }: Pick<PlanProgress<ChangeProgress>, 'changes' | 'closed'>): boolean {
  return closed !== null || changes.every(({ state }) => state === 'landed' || state === 'superseded')
}

const PROGRESS_ACTIONS = [CAM_ACTION.exported, CAM_ACTION.reconciled, CAM_ACTION.verified, CAM_ACTION.closed] as const

type ProgressEntry = InFull<EntryOf<(typeof PROGRESS_ACTIONS)[number]>>

/** The plans that were exported, oldest first. Throws the refusal `audit_damaged`. */
export function readProgress(store: Pick<RecordReader, 'entriesInFull'>): Promise<PlanProgress[]> {
  const { one, entry } = sharedParts()
  return read(store, (change) => ({
    ...{ ...change, entry: entry(change.entry), from: one(change.from), to: one(change.to) },
    name: change.entry.subject.name,
  }))
}

/** The same without what each change is: for who only counts them, it takes a small part of the memory. */
export function readPlanStates(store: Pick<RecordReader, 'entriesInFull'>): Promise<PlanProgress<ChangeProgress>[]> {
  return read(store, () => ({}))
}

/** What is kept of a change beside what became of it. */
type Kept<Change extends ChangeProgress> = (change: RecordedChange) => Omit<Change, keyof ChangeProgress>

async function read<Change extends ChangeProgress>(
  store: Pick<RecordReader, 'entriesInFull'>,
  kept: Kept<Change>,
): Promise<PlanProgress<Change>[]> {
  const plans = new Map<string, PlanProgress<Change>>()
  for await (const entry of store.entriesInFull(PROGRESS_ACTIONS)) follow(plans, entry, kept)
  return supersede([...plans.values()])
}

function follow<Change extends ChangeProgress>(
  plans: Map<string, PlanProgress<Change>>,
  entry: ProgressEntry,
  kept: Kept<Change>,
): void {
  const { id, at, actor } = entry
  const { plan } = entry.body
  const known = plans.get(plan)
  if (entry.action === 'cam_exported') {
    const changes = entry.evidence?.changes
    if (!Array.isArray(changes) || !changes.every(isRecordedChange)) throw damagedEntry(id)
    plans.delete(plan)
    plans.set(plan, {
      id: plan,
      exportedAt: at,
      exportedBy: actor,
      changes: exportedAgain(changes, { afterImport: entry.body.afterImport, known, kept }),
      closed: null,
    })
    return
  }
  if (!known) throw damagedEntry(id)
  if (entry.action === 'cam_closed') {
    plans.set(plan, { ...known, closed: { at, actor, reason: entry.body.reason } })
    return
  }
  const results = entry.evidence?.results
  if (!Array.isArray(results) || !results.every(isResult)) throw damagedEntry(id)
  const byId = new Map(results.map((each) => [each.id, each]))
  const afterImport = entry.action === 'cam_reconciled' ? (entry.body.afterImport ?? 0) : 0
  plans.set(plan, {
    ...known,
    changes: known.changes.map((change) => {
      const result = byId.get(change.id)
      if (!result) return change
      const { state, detail } = result
      // An import before the load was known to be done may be older than the load.
      return {
        ...change,
        state,
        detail,
        afterImport: state === 'done' ? Math.max(afterImport, change.afterImport) : change.afterImport,
      }
    }),
  })
}

/** The changes of a plan that is exported again. Their states stay, unless something was imported since. */
function exportedAgain<Change extends ChangeProgress>(
  changes: readonly RecordedChange[],
  { afterImport, known, kept }: { afterImport: number; known: PlanProgress<Change> | undefined; kept: Kept<Change> },
): Change[] {
  const before = new Map(known?.changes.map((change) => [change.id, change]))
  const exported = changes.map((change): Change => {
    const { id } = change.entry.subject
    const earlier = before.get(id)
    before.delete(id)
    if (earlier && earlier.state !== 'open' && earlier.afterImport >= afterImport) return earlier
    const progress: ChangeProgress = { id, state: 'open', detail: null, afterImport }
    return { ...kept(change), ...progress } as Change
  })
  return [...before.values(), ...exported]
}

/** Marks changes of earlier plans as superseded where a later plan has the account. */
function supersede<Change extends ChangeProgress>(plans: readonly PlanProgress<Change>[]): PlanProgress<Change>[] {
  const later = new Set<string>()
  return plans
    .toReversed()
    .map((plan) => {
      const changes = plan.changes.map((change): Change => {
        return change.state !== 'landed' && later.has(change.id) ? { ...change, state: 'superseded' } : change
      })
      for (const { id } of plan.changes) later.add(id)
      return { ...plan, changes }
    })
    .toReversed()
}

/** What an entry says became of a change. */
interface ChangeResult {
  id: string
  state: ChangeState
  detail: string | null
}

function isResult(value: unknown): value is ChangeResult {
  const { id, state, detail } = (value ?? {}) as { [Field in keyof ChangeResult]?: unknown }
  const isKnown = CHANGE_STATES.some((each) => each === state)
  return typeof id === 'string' && isKnown && (detail === null || typeof detail === 'string')
}

function isRecordedChange(value: unknown): value is RecordedChange {
  const { entry, from, to } = (value ?? {}) as { entry?: PlanEntry; from?: { userId?: unknown }; to?: { userId?: unknown } }
  return typeof entry?.subject?.id === 'string' && typeof from?.userId === 'string' && typeof to?.userId === 'string'
}
