/** The table that a run prints: what was measured, the goal, and whether it was met. */

/** The most that a figure may be. */
export interface Goal {
  figure: number
  atMost: number
  /** The goal in words. */
  words: string
}

/** What sqlite3 took to import 200,000 portal users on the machine where the goals in seconds were set. */
const REFERENCE_SECONDS = 0.95

export class Report {
  readonly #rows: string[][] = []
  /** Null: sqlite3 did not run, so nothing is known of this machine. */
  #slower: number | null = null

  /** The goals in seconds are for the machine they were set on: `sqlite3Seconds` is what sqlite3 takes on this one. */
  scaleBy(sqlite3Seconds: number): void {
    const slower = sqlite3Seconds / REFERENCE_SECONDS
    this.#slower = slower
    this.add('this machine', `takes ${times(slower)} as long as the one that the goals in seconds are from`)
  }

  add(what: string, measured: string, goal: Goal | null = null): void {
    const met = goal === null ? '' : goal.figure <= goal.atMost ? 'yes' : 'no'
    this.#rows.push([what, measured, goal?.words ?? '', met])
    process.stderr.write(`${what}: ${measured}${goal ? ` (goal: ${goal.words}; met: ${met})` : ''}\n`)
  }

  /** A goal in seconds, as long as this machine takes for them; null where that is not known. */
  within(seconds: number, figure: number): Goal | null {
    if (this.#slower === null) return null
    const atMost = seconds * this.#slower
    return { figure, atMost, words: `${seconds} s, here ${atMost.toFixed(1)} s` }
  }

  text(): string {
    return [
      '| what | measured | goal | met |',
      '| --- | --- | --- | --- |',
      ...this.#rows.map((row) => `| ${row.join(' | ')} |`),
    ].join('\n')
  }
}

/** A goal that is a multiple of something. */
export function timesAtMost(atMost: number, figure: number): Goal {
  return { figure, atMost, words: `at most ${times(atMost)}` }
}

export const times = (value: number): string => `${value.toFixed(2)} ×`
export const ms = (seconds: number): string => `${Math.round(seconds * 1000)} ms`
export const megabytes = (value: number): string => `${Math.round(value)} MB`
