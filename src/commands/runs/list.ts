import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue, readCount, readDay } from '../../app/option-values.ts'
import { readRuns } from '../../app/runs/read.ts'
import { atHome } from '../../app/user-files.ts'
import { ExitCode } from '../../errors.ts'
import { wentWrong } from '../../reports/runs.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { runsView } from './runs-view.ts'

export interface RunsFlags extends CommonFlags {
  command?: string
  failed?: boolean
  since?: string
  limit?: string
}

/** How many runs a table shows. */
const USUAL = 50

/** Lists the runs of the log, the newest first. Where nothing was ever logged, it cannot tell. */
export async function runList(context: Context, flags: RunsFlags): Promise<ExitCode> {
  const { io, format, dayOf } = context
  const words = givenValue('--command', flags.command)?.trim().toLowerCase().replace(/^phd /, '')
  const since = readDay('--since', flags.since, '2026-11-20')
  const limit =
    flags.limit === undefined
      ? format === 'table'
        ? USUAL
        : Number.POSITIVE_INFINITY
      : readCount('--limit', flags.limit, { what: 'number of runs', least: 1, digits: 6, example: '--limit 10' })
  const log = await readRuns(context.runs)
  const matching = log.runs.filter(
    (run) =>
      (words === undefined || run.command === words || run.command.startsWith(`${words} `)) &&
      (since === undefined || dayOf(run.started) >= since) &&
      (!flags.failed || wentWrong(run)),
  )
  const shown = { ...log, file: log.file && atHome(log.file), runs: matching.slice(0, limit), matching: matching.length }
  print(io, format, runsView(shown, io))
  if (log.damaged > 0) io.note(`note: ${plural(log.damaged, 'line')} of the log damaged and skipped`)
  return log.exists ? ExitCode.yes : ExitCode.cannotTell
}
