/** Runs by their log: lines in, runs out; and whether what should have run did. */

/** How a run began, as its line of the log says. */
interface RunBegin {
  id: string
  command: string
  options: readonly string[]
  /** What names the same job from night to night; null where cron did not start it. */
  job: string | null
  cron: boolean
  dryRun: boolean
  nowStated: boolean
  started: string
  phd: string
}

/** How a run ended. */
interface RunEnd extends RunBegin {
  ended: string
  seconds: number
  exitCode: number
  /** The code of what stopped it; null where it came to a result. */
  error: string | null
  counts: Readonly<Record<string, number>>
}

export type RunLine = ({ event: 'started' } & RunBegin) | ({ event: 'ended' } & RunEnd)

/** `no_end`: it is still running, or was killed: unknown, because it was not started with a lock. */
type RunOutcome = 'done' | 'findings' | 'failed' | 'stopped' | 'running' | 'did_not_end' | 'no_end'

export interface Run extends RunBegin {
  ended: string | null
  seconds: number | null
  exitCode: number | null
  error: string | null
  counts: Readonly<Record<string, number>>
  outcome: RunOutcome
}

const INTERRUPTED = 130
/** The first exit code that is not an answer: refused. */
const REFUSED = 5

/**
 * The runs, the newest first. `isRunning`: whether a process of a job runs now; that is the newest of its runs without an end.
 * A line that appears twice counts once.
 */
export function runsOf(lines: readonly RunLine[], isRunning: (job: string) => boolean): Run[] {
  const runs = new Map<string, Run>()
  for (const line of lines) {
    const { event, ...rest } = line
    if (event === 'ended') runs.set(line.id, { ...asEnded(rest as RunEnd), outcome: outcomeOf(line) })
    else if (!runs.has(line.id))
      runs.set(line.id, { ...rest, ended: null, seconds: null, exitCode: null, error: null, counts: {}, outcome: 'no_end' })
  }
  const newest = [...runs.values()].reverse().sort((a, b) => (a.started < b.started ? 1 : a.started > b.started ? -1 : 0))
  const seen = new Set<string>()
  return newest.map((run) => {
    if (run.outcome !== 'no_end' || run.job === null) return run
    const isNewest = !seen.has(run.job)
    seen.add(run.job)
    return { ...run, outcome: isNewest && isRunning(run.job) ? 'running' : 'did_not_end' }
  })
}

function asEnded({ id, command, options, job, cron, dryRun, nowStated, started, phd, ...end }: RunEnd) {
  const { ended, seconds, exitCode, error, counts } = end
  return { id, command, options, job, cron, dryRun, nowStated, started, phd, ended, seconds, exitCode, error, counts }
}

function outcomeOf({ exitCode, error }: Pick<RunEnd, 'exitCode' | 'error'>): RunOutcome {
  if (exitCode === 0) return 'done'
  if (exitCode === INTERRUPTED) return 'stopped'
  return error !== null || exitCode >= REFUSED ? 'failed' : 'findings'
}

const WENT_WRONG: ReadonlySet<RunOutcome> = new Set<RunOutcome>(['failed', 'stopped', 'did_not_end', 'no_end'])

/** Whether a run failed, was stopped, or has no end on record. */
export function wentWrong({ outcome }: Pick<Run, 'outcome'>): boolean {
  return WENT_WRONG.has(outcome)
}

export type RunFinding =
  | { code: 'run_missing'; level: 'warning'; command: string; every: string; last: string | null }
  | { code: 'run_failed'; level: 'warning'; command: string; started: string; exitCode: number; error: string | null }
  | { code: 'run_did_not_end'; level: 'warning'; command: string; started: string }
  | { code: 'log_unreadable'; level: 'warning'; file: string; why: string }
  | { code: 'log_damaged'; level: 'note'; file: string; lines: number }

/** The day on which runs are looked at. */
export interface RunDay {
  now: string
  nowStated: boolean
  dayOf: (moment: string) => string
  isBusinessDay: (day: string) => boolean
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How long ago a run of cron may have gone wrong that nobody expects. */
const RECENT = 7 * DAY

/**
 * What did not run as it should: a command that was expected, by its span, and did not begin within it; and the last run of each job
 * of cron, or of each expected command, if it went wrong. A dry run does not count, nor does one at another "now".
 */
export function findingsOnRuns(
  runs: readonly Run[],
  expected: Readonly<Record<string, string>>,
  { now, nowStated, ...days }: RunDay,
): RunFinding[] {
  const counted = runs.filter((run) => !run.dryRun && (nowStated || !run.nowStated) && run.started <= now)
  const missing = Object.entries(expected).flatMap(([command, every]): RunFinding[] => {
    const last = counted.find((run) => run.command === command && run.error !== 'busy')?.started ?? null
    // A log that began a moment ago cannot have it yet.
    const since = last ?? counted.at(-1)?.started ?? null
    return since !== null && elapsed(since, now, every, days) <= spanOf(every)
      ? []
      : [{ code: 'run_missing', level: 'warning', command, every, last }]
  })
  const latest = Map.groupBy(
    counted.filter(
      (run) => (run.cron || run.command in expected) && run.error !== 'busy' && run.outcome !== 'running' && isRecent(run, now),
    ),
    ({ job, command }) => job ?? command,
  )
  const standing = [...latest.values()].filter(([run, ...before]) => run && (before.length > 0 || !isReplaced(run, counted)))
  return [...missing, ...standing.flatMap(([run]) => (run ? wrong(run) : []))]
}

/** So long after a run of a night comes the next, or it is not a job of each night. */
const NIGHT = 20 * HOUR

/** A job that ran once is likely a line that was mistyped and corrected, if the same command came to a result on another day since. */
function isReplaced({ command, started }: Run, runs: readonly Run[]): boolean {
  return runs.some(
    (run) =>
      run.command === command &&
      (run.outcome === 'done' || run.outcome === 'findings') &&
      Date.parse(run.started) - Date.parse(started) >= NIGHT,
  )
}

function isRecent({ started }: Run, now: string): boolean {
  return Date.parse(now) - Date.parse(started) <= RECENT
}

function wrong({ command, started, exitCode, error, outcome }: Run): RunFinding[] {
  if (outcome === 'did_not_end') return [{ code: 'run_did_not_end', level: 'warning', command, started }]
  // What a doctor finds is not a failure of its own.
  const isFailure = outcome === 'stopped' || (outcome === 'failed' && (error !== null || command !== 'doctor'))
  return isFailure ? [{ code: 'run_failed', level: 'warning', command, started, exitCode: exitCode ?? 0, error }] : []
}

/** In milliseconds; a business day has 24 hours. */
function spanOf(every: string): number {
  const count = Number.parseInt(every, 10)
  return count * (every.endsWith('h') ? HOUR : every.endsWith('w') ? 7 * DAY : DAY)
}

/** How long ago a run began; of business days, without the days since on which the desk is closed. */
function elapsed(started: string, now: string, every: string, { dayOf, isBusinessDay }: Pick<RunDay, 'dayOf' | 'isBusinessDay'>) {
  const passed = Date.parse(now) - Date.parse(started)
  if (!every.endsWith('bd')) return passed
  const today = dayOf(now)
  let closed = 0
  // After so many days it is missing, whatever the calendar says.
  const first = Date.parse(dayOf(started)) + DAY
  for (let at = first, left = 400; at <= Date.parse(today) && left > 0; at += DAY, left--)
    if (!isBusinessDay(new Date(at).toISOString().slice(0, 10))) closed++
  return passed - closed * DAY
}
