/** The exported plans and their states. */

import { type ExportedChange, isLoaded, isSettled, type PlanProgress } from '../../../plans/progress.ts'
import { csvForPeople } from '../../../terminal/csv.ts'
import type { Io } from '../../../terminal/io.ts'
import { showMoment } from '../../../terminal/moment.ts'
import type { Rendering } from '../../../terminal/print.ts'
import { table } from '../../../terminal/table.ts'

const COUNTS = ['changes', 'open', 'failed', 'done', 'landed', 'overwritten', 'superseded'] as const

/** Exported plans (phd.cam-plans/1). */
export function plansView(plans: readonly PlanProgress[], io: Pick<Io, 'columns'>): Rendering {
  const rows = plans.map(rowOf)
  return {
    table: () => plansTable(rows, io.columns),
    json: () => ({ schema: 'phd.cam-plans/1', plans: rows }),
    ndjson: () => rows.map((row) => ({ schema: 'phd.cam-plan-state/1', ...row })),
    csv: () =>
      csvForPeople([
        ['plan', 'exported_at', 'exported_by', 'state', ...COUNTS, 'closed'],
        ...rows.map((row) => [
          row.plan,
          row.exportedAt,
          row.exportedBy,
          row.state,
          ...COUNTS.map((name) => String(row[name])),
          row.closed?.reason ?? '',
        ]),
      ]),
  }
}

function rowOf(plan: PlanProgress) {
  const count = (state: ExportedChange['state']): number => plan.changes.filter((change) => change.state === state).length
  return {
    plan: plan.id,
    exportedAt: plan.exportedAt,
    exportedBy: plan.exportedBy,
    state: plan.closed ? 'closed' : isSettled(plan) ? 'settled' : isLoaded(plan) ? 'loaded' : 'open',
    changes: plan.changes.length,
    open: count('open'),
    done: count('done'),
    failed: count('failed'),
    landed: count('landed'),
    overwritten: count('overwritten'),
    superseded: count('superseded'),
    closed: plan.closed,
  }
}

function plansTable(rows: ReadonlyArray<ReturnType<typeof rowOf>>, columns: number): string {
  if (rows.length === 0) return 'no exported plans; make one: phd cam plan --out plan.json\n'
  const cells = rows.map((row) => [
    row.plan,
    showMoment(row.exportedAt),
    row.exportedBy,
    row.state,
    ...COUNTS.map((name) => row[name]),
    row.closed ? `by ${row.closed.actor}: ${row.closed.reason}` : '',
  ])
  return table(['PLAN', 'EXPORTED', 'BY', 'STATE', ...COUNTS.map((name) => name.toUpperCase()), ''], cells, columns)
}
