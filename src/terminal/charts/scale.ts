/** From numbers to places in a drawing. */

import { nice, ticks } from './packages/shapes.ts'

/** Where numbers stand, and which of them are named. */
export interface Scale {
  ticks: readonly number[]
  /** From 0 for the least to 1 for the most. */
  at(value: number): number
}

/** Values as near to zero as this are drawn at zero: below it, a scale runs out of numbers to name. */
const LEAST_SPREAD = 1e-9

/** A scale with zero and all values in it, ending at round numbers; of whole values, all its numbers are whole. */
export function scaleOf(values: readonly number[]): Scale {
  const least = values.reduce((a, b) => Math.min(a, b), 0)
  const most = values.reduce((a, b) => Math.max(a, b), 0)
  const [from, to] = most - least < LEAST_SPREAD ? [0, 1] : nice(least, most, 5)
  const isWhole = values.every(Number.isInteger)
  return {
    ticks: ticks(from, to, 5).filter((tick) => !isWhole || Number.isInteger(tick)),
    at: (value) => (value - from) / (to - from),
  }
}
