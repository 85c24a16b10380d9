import { usageError } from '../../errors.ts'
import { USUAL } from '../settings/usual.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../user-files.ts'

/** Where runs are logged, and what is expected of them. */
export interface RunSettings {
  /** Whether cron started the command: it is quiet, asks nothing, and the same job is not run twice at once. */
  cron: boolean
  /** The log that this run is added to; null: it is not logged. `undefined`: it would be, but the user has no home folder. */
  log: string | null | undefined
  /** The log that runs are read from; null where there is no place for one. */
  readFrom: string | null
  /** The size at which the log gets a number and a new one begins. */
  logBytes: number
  /** The folder of what keeps a job from running twice; null where the user has no home folder. */
  locks: string | null
  /** How often each command should run: its words, and a span like 1d. */
  expected: Readonly<Record<string, string>>
}

interface Flags {
  cron?: boolean
  log?: string
}

/** Decides them: option, environment, `config.json`, default. Throws usage errors. */
export function runSettings(flags: Flags, env: NodeJS.ProcessEnv, config: Settings): RunSettings {
  if (flags.log?.trim() === '') throw usageError('--log needs a file', 'name the file, or run it without --log')
  const cron = flags.cron ?? false
  const named = flags.log || env.PHD_LOG || config.log || null
  const usual = stateFolder(env, 'runs.jsonl')
  return {
    cron,
    log: named ?? (cron ? (usual ?? undefined) : null),
    readFrom: named ?? usual,
    logBytes: config.logBytes ?? USUAL.logBytes,
    locks: stateFolder(env, 'locks'),
    expected: config.expectedRuns ?? {},
  }
}
