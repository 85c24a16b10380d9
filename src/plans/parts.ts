/** So many changes an entry of the audit tells of at most: what it rests on is one text, which is read and hashed as a whole. */
const MOST = 5000

/** Cuts what happened to the changes of a plan into parts, each for an entry of its own; at least one. */
export function partsOf<T>(changes: readonly T[]): T[][] {
  const parts = Array.from({ length: Math.ceil(changes.length / MOST) }, (_, n) => changes.slice(n * MOST, (n + 1) * MOST))
  return parts.length > 0 ? parts : [[]]
}
