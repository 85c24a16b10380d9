/** Runs a command with its log and, for cron, its lock. */

import type { Command } from 'commander'
import { ExitCode, failure, PhdError } from '../../errors.ts'
import { appendLine, rotateLog } from '../../files/log-file.ts'
import type { HeldLock } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { locks } from '../database.ts'
import { explain } from '../failures.ts'
import { stopsByItself } from '../long-run.ts'
import { isoSeconds } from '../moments.ts'
import { version } from '../version.ts'
import { jobOf, lockFile } from './job.ts'

/** Commands that are asked about runs, or by a shell while a person types. */
const NEVER_LOGGED: ReadonlySet<string> = new Set(['', 'runs', 'completion'])
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Between two tries to take a lock, in milliseconds. */
const AGAIN = 100

interface Surroundings {
  /** Ends the program at once, after a signal. */
  end: (code: ExitCode) => void
  /** The exit code that was set beside the command's own: a result could not be written. */
  codeSet: () => ExitCode | undefined
}

/**
 * Runs a command, and notes in the log that it began and how it ended. A log that cannot be written is warned of, and changes neither
 * what the command does nor its exit code. For cron, throws `busy` where the same job runs already.
 */
export async function logged(
  context: Context,
  command: Command,
  work: () => Promise<ExitCode | undefined>,
  { end, codeSet }: Surroundings,
): Promise<ExitCode | undefined> {
  const job = jobOf(command, context.engine)
  if (NEVER_LOGGED.has(job.command)) return await work()
  const record = new RunRecord(context, job)
  const unhear = hear(() => {
    record.ended(ExitCode.interrupted, 'interrupted')
    end(ExitCode.interrupted)
  })
  let lock: HeldLock | null = null
  try {
    if (context.runs.cron) lock = await jobLock(context, job)
    record.started()
    const code = await work()
    // A result that cannot be written is known only after its turn.
    await new Promise((resolve) => setImmediate(resolve))
    record.ended(codeSet() ?? code ?? ExitCode.yes, null)
    return code
  } catch (error) {
    const known = error instanceof PhdError ? explain(error) : { code: 'bug', exitCode: ExitCode.bug }
    record.ended(known.exitCode, known.code)
    throw error
  } finally {
    unhear()
    lock?.release()
    await record.closeLog()
  }
}

/** Hears what asks the program to end. A command that ends by itself when it is asked to, as an import, is left to it the first time. */
function hear(stop: () => void): () => void {
  const heard = SIGNALS.map((signal) => {
    const listener = (): void => {
      if (!stopsByItself()) stop()
    }
    process.on(signal, listener)
    return () => process.removeListener(signal, listener)
  })
  return () => {
    for (const unhear of heard) unhear()
  }
}

/** The lock of a job, or null if there cannot be one, which is warned of: then it runs all the same. */
async function jobLock({ runs, waitSeconds, io }: Context, { command, fingerprint }: ReturnType<typeof jobOf>) {
  const why = (reason: string): null => {
    io.problem(`${command} runs, but cannot keep another one from running at the same time: ${reason}`)
    return null
  }
  if (runs.locks === null) return why('no home folder; set HOME or XDG_STATE_HOME')
  const file = lockFile(runs.locks, fingerprint)
  const { tryLock } = await locks()
  const until = performance.now() + waitSeconds * 1000
  for (;;) {
    try {
      const lock = tryLock(file)
      if (lock) return lock
    } catch (error) {
      return why((error as Error).message)
    }
    if (performance.now() >= until) throw failure('busy', `${command} is running already`, 'see: phd runs')
    await new Promise((resolve) => setTimeout(resolve, AGAIN))
  }
}

/** The two lines of one run. */
class RunRecord {
  readonly #context: Context
  readonly #begin: Readonly<Record<string, unknown>>
  readonly #from = performance.now()
  /** How long the log is now. */
  #bytes = 0
  #isBegun = false
  #isWarned = false

  constructor(context: Context, { command, options, fingerprint }: ReturnType<typeof jobOf>) {
    this.#context = context
    this.#begin = {
      id: process.getBuiltinModule('node:crypto').randomBytes(6).toString('hex'),
      command,
      options,
      job: context.runs.cron ? fingerprint : null,
      cron: context.runs.cron,
      dryRun: context.dryRun,
      nowStated: context.nowStated,
      started: context.now,
      phd: version,
    }
  }

  /** Notes that it began, once. */
  started(): void {
    if (this.#isBegun) return
    this.#isBegun = true
    this.#append({ schema: 'phd.run/1', event: 'started', ...this.#begin })
  }

  ended(exitCode: ExitCode, error: string | null): void {
    this.started()
    const seconds = (performance.now() - this.#from) / 1000
    const { now, counts } = this.#context
    const ended = isoSeconds(new Date(Date.parse(now) + seconds * 1000))
    const how = { ended, seconds: Number(seconds.toFixed(3)), exitCode, error, counts }
    this.#append({ schema: 'phd.run/1', event: 'ended', ...this.#begin, ...how })
  }

  /** Begins a new log if this one is long, unless another process does so at this moment. */
  async closeLog(): Promise<void> {
    const { log, logBytes } = this.#context.runs
    if (!log || this.#bytes < logBytes) return
    try {
      const lock = (await locks()).tryLock(`${log}.lock`)
      if (!lock) return
      try {
        rotateLog(log, logBytes)
      } finally {
        lock.release()
      }
    } catch (error) {
      this.#warn(error)
    }
  }

  #append(line: object): void {
    const { log } = this.#context.runs
    try {
      if (!log) throw failure('cannot_write', 'no home folder; set HOME, XDG_STATE_HOME or --log')
      this.#bytes = appendLine(log, JSON.stringify(line))
    } catch (error) {
      this.#warn(error)
    }
  }

  /** Once: the end of a run meets what its beginning met. */
  #warn(error: unknown): void {
    if (this.#isWarned) return
    this.#isWarned = true
    const { message, hint } = error instanceof PhdError ? explain(error) : { message: (error as Error).message, hint: null }
    this.#context.io.problem(`this run is not in the log: ${message}${hint === null ? '' : `; next: ${hint}`}`)
  }
}
