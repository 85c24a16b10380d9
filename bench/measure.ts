/** Measures whole processes, as a person at the prompt sees them: from the start of a command to its end. */

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')
export const bin = join(root, 'bin', 'phd.cjs')

const NOW = '2026-11-20T09:00:00Z'
/** No, and cannot tell, are answers too. */
const ANSWERS = [0, 1, 4]

export interface Measure {
  seconds: number
  /** The most memory that the process held. */
  megabytes: number
}

/** A folder for the files of a run, and how commands are run in it. */
export interface Bench {
  folder: string
  /** Runs node with these arguments on a database in the folder, or at an address; gives its seconds. Throws where it fails. */
  seconds(args: readonly string[], database: string): number
  /** The same with its memory, of which node keeps the account itself. */
  measure(args: readonly string[], database: string): Measure
}

export function benchIn(folder: string): Bench {
  const report = join(folder, 'memory')
  const hook = join(folder, 'hook.cjs')
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)))`,
  )
  const seconds = (args: readonly string[], database: string): number => {
    const env = {
      ...process.env,
      PHD_DB: database.includes('://') ? database : join(folder, database),
      PHD_NOW: NOW,
      NO_COLOR: '1',
    }
    const start = performance.now()
    const run = spawnSync(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
    const took = (performance.now() - start) / 1000
    if (run.status === null || !ANSWERS.includes(run.status)) throw new Error(`${args.join(' ')}: ${run.stderr}`)
    return took
  }
  return {
    folder,
    seconds,
    measure: (args, database) => ({
      seconds: seconds(['--require', hook, ...args], database),
      megabytes: Number(readFileSync(report, 'utf8')) / 1024,
    }),
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Runs several works in turn, so that the machine's drift is the same for all; gives what each gave, round by round. */
export function inTurn<T>(rounds: number, works: readonly (() => T)[]): T[][] {
  const results = works.map((): T[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, work] of works.entries()) results[i]?.push(work())
  }
  return results
}

/** The median seconds of several commands that are run in turn, after a round that does not count. */
export function secondsInTurn(
  bench: Bench,
  rounds: number,
  commands: readonly (readonly string[])[],
  database: string,
): number[] {
  return inTurn(
    rounds + 1,
    commands.map((args) => () => bench.seconds(args, database)),
  ).map(([, ...counted]) => median(counted))
}

/** The median of the ratios of two rows of measures, pair by pair. */
export function ratio(of: readonly number[], to: readonly number[]): number {
  return median(of.map((value, i) => value / (to[i] ?? value)))
}

/** The seconds and memory of a command that is run several times: the median, and the most. */
export function typical(measures: readonly Measure[]): Measure {
  return {
    seconds: median(measures.map(({ seconds }) => seconds)),
    megabytes: Math.max(...measures.map(({ megabytes }) => megabytes)),
  }
}
