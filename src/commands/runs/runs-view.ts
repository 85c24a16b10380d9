import type { Run } from '../../reports/runs.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { grouped } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

interface Shown {
  file: string | null
  exists: boolean
  damaged: number
  /** How many runs match, of which the first are shown. */
  matching: number
  runs: readonly Run[]
}

/** What ran, when, how long, and how it ended (phd.runs/1). */
export function runsView({ file, exists, damaged, matching, runs }: Shown, io: Pick<Io, 'columns'>): Rendering {
  return {
    table: () => {
      if (!exists) {
        const where = file === null ? 'there is no home folder for a log' : `no log ${safeText(file)} yet`
        return `CANNOT TELL: ${where}\n  a run is logged with --cron, or with --log <file>\n`
      }
      if (runs.length === 0) return `no such run in ${safeText(file ?? '')}\n`
      const more = matching > runs.length ? `\n${grouped(matching - runs.length)} more; for all: --limit ${matching}\n` : ''
      return `${table(['BEGAN', 'COMMAND', 'TOOK', 'ENDED', 'COUNTS'], runs.map(rowOf), io.columns)}${more}`
    },
    list: { count: matching, one: 'run' },
    json: () => ({ schema: 'phd.runs/1', file, exists, damaged, matching, runs }),
    ndjson: () => runs.map((run) => ({ schema: 'phd.runs/1', ...run })),
    csv: () =>
      csvForPeople([
        ['id', 'command', 'options', 'started', 'ended', 'seconds', 'outcome', 'exit_code', 'error', 'dry_run', 'counts'],
        ...runs.map((run) => [
          run.id,
          run.command,
          run.options.join(' '),
          run.started,
          run.ended ?? '',
          run.seconds === null ? '' : String(run.seconds),
          run.outcome,
          run.exitCode === null ? '' : String(run.exitCode),
          run.error ?? '',
          run.dryRun ? 'yes' : '',
          countsText(run),
        ]),
      ]),
  }
}

function rowOf(run: Run): string[] {
  const { command, started, dryRun } = run
  return [showMoment(started), dryRun ? `${command} (dry run)` : command, tookText(run), endText(run), countsText(run)]
}

function tookText({ seconds }: Run): string {
  if (seconds === null) return ''
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function endText({ outcome, exitCode, error }: Run): string {
  switch (outcome) {
    case 'done':
      return 'done'
    case 'stopped':
      return 'stopped'
    case 'running':
      return 'running now'
    case 'did_not_end':
      return 'did not end: killed'
    case 'no_end':
      return 'no end noted'
    default:
      return error === null ? `exit ${exitCode}` : `exit ${exitCode}: ${error}`
  }
}

function countsText({ counts }: Run): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${what} ${grouped(count)}`)
    .join(', ')
}
