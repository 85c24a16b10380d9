import type { SeenCheck } from '../../store/engine.ts'
import { showMoment } from '../../terminal/moment.ts'

/** What became of the last entry of the audit that this machine saw. */
export function seenSentence(check: SeenCheck | null): string {
  if (check === null) return 'nothing: this machine has not asked this desk before'
  const { seen, state, last } = check
  if (state === 'there') return `${entryOf(seen)}, the last that this machine saw, is there`
  const now = last === null ? 'it is empty now' : `it ends with ${entryOf(last)} now`
  return `${entryOf(seen)}, the last that this machine saw, ${state === 'gone' ? 'is gone' : 'is another now'}; ${now}`
}

/** An entry of the audit by its number, its time and the beginning of its hash. */
export function entryOf({ entry, at, hash }: { entry: number; at: string; hash: string }): string {
  return `entry ${entry} of ${showMoment(at)} (hash ${hash.slice(0, 12)}…)`
}
