/**
 * What text a store can keep, whatever its engine: PostgreSQL takes no NUL and no half of a character, and its indexes no long text.
 * SQLite would keep the first otherwise than it was, and the others.
 */

import { foldName } from './name.ts'

/** Bytes of UTF-8 that a key or a name has at most: an entry of an index holds 2,704, and some hold two texts. */
export const MOST_BYTES = 1000

/** Bytes of UTF-8 that one unit of a text takes at most. */
const BYTES_OF_UNIT = 3
/** Every character that takes more once it is folded, and some that do not: signs that stand for letters, as U+FDFA for eighteen. */
const GROWS = /[\u00bc-\u00be\u0587\u0675-\u0fb9\u2033-\u2a0c\u309b-\u309f\u30ff\u3200-\u33fe\ud800-\udfff\ufa6c-\ufefc]/

/** What of a text cannot be kept. */
export type Unkept = 'nul' | 'half_character'

/** What of a text cannot be kept; null where all of it can. A half is one of two surrogates, where a program cut a text within an emoji. */
export function unkeptIn(text: string): Unkept | null {
  if (text.includes('\0')) return 'nul'
  return text.isWellFormed() ? null : 'half_character'
}

/** A text with the character that stands for what cannot be read, in place of each that cannot be kept. */
export function keptText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}

/** The same of every text in a value, as JSON. */
export function keptJson(value: unknown): string {
  const json = JSON.stringify(value)
  return ESCAPED.test(json) ? JSON.stringify(keptValue(value)) : json
}

/** How JSON writes them; also what only looks like them, which keeps its text. */
const ESCAPED = /\\u(?:0000|d[89a-f])/

function keptValue(value: unknown): unknown {
  if (typeof value === 'string') return keptText(value)
  if (Array.isArray(value)) return value.map(keptValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [keptText(name), keptValue(each)]))
}

/** Whether a key is short enough to be found by. */
export function isKeptKey(key: string): boolean {
  return key.length * BYTES_OF_UNIT <= MOST_BYTES || Buffer.byteLength(key) <= MOST_BYTES
}

/** Whether a name is, as it is written and as it is compared. */
export function isKeptName(name: string): boolean {
  if (name.length * BYTES_OF_UNIT <= MOST_BYTES && !GROWS.test(name)) return true
  return isKeptKey(name) && isKeptKey(foldName(name).light)
}
