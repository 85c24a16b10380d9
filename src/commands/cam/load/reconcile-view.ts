/** What a loader did, and what is left to load. */

import type { Held } from '../../../plans/check-plan.ts'
import { whyOf } from '../../../plans/ownership-sentences.ts'
import type { PlanEntry } from '../../../plans/plan.ts'
import { type ExportedChange, isLoaded, type PlanProgress } from '../../../plans/progress.ts'
import type { Reconciled } from '../../../plans/reconcile.ts'
import { csvPieces } from '../../../terminal/csv.ts'
import type { Io } from '../../../terminal/io.ts'
import { plural } from '../../../terminal/plural.ts'
import type { Rendering } from '../../../terminal/print.ts'
import { safeText } from '../../../terminal/safe-text.ts'
import { remedyOf, UNUSABLE } from '../sentences.ts'

interface ReconcileResult extends Reconciled {
  plan: PlanProgress
  status: 'reconciled' | 'unchanged' | 'dry_run'
  /** The file to load again; null where there is none. */
  retry: string | null
  /** Changes that are left but not in that file: they no longer hold, or the records already have them. */
  held: readonly Held[]
  right: readonly PlanEntry[]
}

/** What the results of a loader say (phd.cam-reconcile/1). */
export function reconcileView(result: ReconcileResult, io: Pick<Io, 'prose' | 'style'>): Rendering {
  const json = () => reconcileJson(result)
  return {
    table: () => io.prose(reconcileText(result, io.style)),
    json,
    ndjson: () => [json()],
    csv: () => csvPieces(csvRows(result)),
  }
}

/** The changes of a plan by what the loader did. */
function outcomesOf({ changes }: ReconcileResult) {
  const of = (...states: ExportedChange['state'][]): ExportedChange[] => changes.filter(({ state }) => states.includes(state))
  return { done: of('done', 'landed', 'overwritten', 'superseded'), failed: of('failed'), left: of('open') }
}

function isClosed({ plan, changes }: ReconcileResult): boolean {
  return isLoaded({ ...plan, changes })
}

function reconcileJson(result: ReconcileResult) {
  const { plan, status, unusable, held, right, retry } = result
  const { done, failed, left } = outcomesOf(result)
  return {
    schema: 'phd.cam-reconcile/1',
    plan: plan.id,
    status,
    state: isClosed(result) ? 'closed' : 'open',
    // Made as they are printed.
    done: done.values().map(changeJson),
    failed: failed.values().map((change) => ({ ...changeJson(change), remedy: remedyOf(change.detail ?? '') })),
    notAttempted: left.values().map(changeJson),
    unusable: unusable.map(({ row, why }) => ({ file: row.file, line: row.line, id: row.id, code: why, message: UNUSABLE[why] })),
    heldBack: held.map(({ entry, why }) => ({
      id: entry.subject.id,
      name: entry.subject.name,
      code: why.code,
      message: whyOf(why),
    })),
    alreadyRight: right.map(({ subject }) => subject),
    retry,
  }
}

function changeJson({ id, name, from, to, state, detail }: ExportedChange) {
  return { id, name, from, to, state, detail }
}

function reconcileText(result: ReconcileResult, style: Io['style']): string {
  const { plan, status } = result
  const { done, failed, left } = outcomesOf(result)
  const lines = [
    style('bold', `plan ${plan.id}: ${done.length} done, ${failed.length} failed, ${left.length} not attempted`),
    ...(status === 'unchanged' ? ['nothing new in these files'] : []),
    ...(isClosed(result) ? [style('green', 'the plan is closed: every change was loaded')] : []),
  ]
  for (const { title, entries } of sectionsOf(result))
    if (entries.length > 0) lines.push('', style('bold', title), ...entries.map((entry) => `- ${safeText(entry)}`))
  lines.push('', style('bold', 'Next'), ...stepsOf(result).map((step, i) => `  ${i + 1}. ${step}`))
  return `${lines.join('\n')}\n`
}

function sectionsOf(result: ReconcileResult): { title: string; entries: string[] }[] {
  const { unusable, held, right } = result
  const { failed, left } = outcomesOf(result)
  const failure = ({ id, name, detail }: ExportedChange): string => {
    const remedy = remedyOf(detail ?? '')
    return `${name} (${id}): ${detail}${remedy === null ? '' : `; ${remedy}`}`
  }
  return [
    { title: 'Failed', entries: failed.map(failure) },
    { title: 'Not attempted', entries: left.map(({ id, name }) => `${name} (${id}): no result file has it`) },
    {
      title: 'Rejected rows',
      entries: unusable.map(({ row, why }) => `${row.file}, line ${row.line}, ${row.id || 'no id'}: ${UNUSABLE[why]}`),
    },
    {
      title: 'Kept out of the retry file',
      entries: [
        ...held.map(({ entry, why }) => `${entry.subject.name} (${entry.subject.id}): ${whyOf(why)}`),
        ...right.map(({ subject }) => `${subject.name} (${subject.id}): the record already has the planned owner`),
      ],
    },
  ]
}

function stepsOf(result: ReconcileResult): string[] {
  const { retry, held, right } = result
  const { failed, left } = outcomesOf(result)
  const accounts = plural(failed.length + left.length - held.length - right.length, 'account')
  const load = `load the retry file ${safeText(retry ?? '')} (${accounts}), then reconcile its results`
  return [
    ...(retry === null ? [] : [load]),
    'export the accounts again, import them, and check that the changes landed: phd cam verify',
  ]
}

function* csvRows({ changes, unusable }: ReconcileResult): Generator<string[]> {
  yield ['id', 'name', 'state', 'from', 'to', 'why']
  for (const { id, name, from, to, state, detail } of changes)
    yield [id, name, state === 'open' ? 'not attempted' : state, from.name ?? '', to.name, detail ?? '']
  for (const { row, why } of unusable)
    yield [row.id, '', 'unusable', '', row.ownerId, `${row.file}, line ${row.line}: ${UNUSABLE[why]}`]
}
