import type { StepOf } from '../../requests/quarter-steps.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

export interface RecordedStep extends StepOf {
  status: 'done' | 'reopened' | 'dry_run'
  /** The note, or the reason. */
  note: string | null
  /** ISO 8601, UTC. */
  at: string
  by: string
  /** The number of the audit entry; null in a dry run. */
  entry: number | null
}

/** Prints what was recorded of a step (phd.quarter-step/1). */
export function recordView(result: RecordedStep, io: Io): Rendering {
  const { status, work, quarter, step, note, at, by, entry } = result
  const json = () => ({ schema: 'phd.quarter-step/1', status, work, quarter, step, note, at, by, entry })
  const sentence = {
    done: `recorded: "${step}" of ${quarter} is done, audit entry ${entry}`,
    reopened: `recorded: "${step}" of ${quarter} is open again, audit entry ${entry}`,
    dry_run: `dry run, nothing was recorded for "${step}" of ${quarter}`,
  }[status]
  return {
    table: () => io.prose(`${safeText(sentence)}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['work', 'quarter', 'step', 'status', 'note', 'at', 'by', 'entry'],
        [work, quarter, step, status, note ?? '', at, by, String(entry ?? '')],
      ]),
  }
}
