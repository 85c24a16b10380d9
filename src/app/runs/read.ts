/** Reads the log of runs, whatever is in it. */

import { lstatSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { failure } from '../../errors.ts'
import { logFiles } from '../../files/log-file.ts'
import { type Run, type RunLine, runsOf } from '../../reports/runs.ts'
import { lockFile } from './job.ts'
import type { RunSettings } from './settings.ts'

export interface RunLog {
  /** Null: there is no place for one. */
  file: string | null
  /** Whether anything was ever logged there. */
  exists: boolean
  /** The newest first. */
  runs: readonly Run[]
  /** Lines that no phd wrote, or that were cut. */
  damaged: number
}

/** No log grows to this: a new one begins long before. */
const MOST_BYTES = 200_000_000

const moment = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/), v.isoTimestamp())
const word = v.pipe(v.string(), v.regex(/^[A-Za-z][\w-]{0,60}$/))
const amount = v.pipe(v.number(), v.finite(), v.minValue(0))
const begin = {
  schema: v.literal('phd.run/1'),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/)),
  command: v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,30}(?: [a-z][a-z-]{0,30}){0,3}$/)),
  options: v.pipe(v.array(v.pipe(v.string(), v.regex(/^--[a-z][a-z-]{0,40}$/))), v.maxLength(100)),
  job: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))),
  cron: v.boolean(),
  dryRun: v.boolean(),
  nowStated: v.boolean(),
  started: moment,
  phd: v.pipe(v.string(), v.regex(/^[\w.+-]{1,40}$/)),
}
const line = v.variant('event', [
  v.object({ event: v.literal('started'), ...begin }),
  v.object({
    event: v.literal('ended'),
    ...begin,
    ended: moment,
    seconds: amount,
    exitCode: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
    error: v.nullable(word),
    counts: v.record(word, amount),
  }),
])

/** The runs of the log and of those before it. Throws the refusal `file_unreadable`. */
export async function readRuns({ readFrom: file, locks }: RunSettings): Promise<RunLog> {
  if (file === null) return { file, exists: false, runs: [], damaged: 0 }
  // The newest is read first: if a new log begins meanwhile, the older lines are read twice, and none is missed.
  const texts = logFiles(file)
    .map(textOf)
    .filter((text) => text !== null)
  const known = texts.reverse().flatMap((text) => text.split('\n').filter((each) => each !== ''))
  const read = known.map(lineOf)
  const lines = read.filter((each) => each !== null)
  const { isLocked } = await (await import('../database.ts')).locks()
  const isRunning = (job: string): boolean => locks !== null && orNot(() => isLocked(lockFile(locks, job)))
  return { file, exists: texts.length > 0, runs: runsOf(lines, isRunning), damaged: read.length - lines.length }
}

function textOf(path: string): string | null {
  try {
    const there = lstatSync(path, { throwIfNoEntry: false })
    if (!there) return null
    if (!there.isFile() || there.size > MOST_BYTES) throw failure('not_a_file', `${path} is not a log of phd`, 'move it away')
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw failure('file_unreadable', `${path} cannot be read (${code})`, 'check that you can read it')
  }
}

function lineOf(text: string): RunLine | null {
  try {
    const checked = v.safeParse(line, JSON.parse(text))
    if (!checked.success) return null
    const { schema, ...known } = checked.output
    return known
  } catch {
    return null
  }
}

/** A lock that cannot be looked at is held by no one who could run. */
function orNot(look: () => boolean): boolean {
  try {
    return look()
  } catch {
    return false
  }
}
