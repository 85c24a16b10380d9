import { TextPool } from './text-pool.ts'

/** Stands between the parts of a text that rows are ordered by: less than any character. */
const BETWEEN = '\u0000'

/** The places of so many rows in the order of a text of each, part by part; those with the same stay as they are. */
export function inOrder(count: number, partsOf: (i: number) => readonly string[]): Int32Array {
  const texts = new TextPool()
  for (let i = 0; i < count; i++) texts.add(partsOf(i).join(BETWEEN))
  return Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => texts.compare(a, b) || a - b)
}

/** A number as a text that is in order: for whole numbers from 0. */
export function ordered(number: number): string {
  return String(number).padStart(16, '0')
}
