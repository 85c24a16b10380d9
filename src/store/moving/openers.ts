/** An import, as far as it says which versions it opened. */
export interface Opener {
  id: number
  kind: string
  firstVersion: number | null
}

/**
 * Which import opened a version, by the numbers alone, for a version may be pruned: those of a kind are given one after the other, and each
 * import says with which it begins. `openers`: oldest first.
 */
export function openedBy(openers: readonly Opener[]): (kind: string, version: number) => number | null {
  const byKind = Map.groupBy(
    openers.filter(({ firstVersion }) => firstVersion !== null),
    ({ kind }) => kind,
  )
  return (kind, version) => {
    const known = byKind.get(kind) ?? []
    let [low, high] = [0, known.length]
    // Of imports that begin with the same number, all but the last opened none.
    while (low < high) {
      const middle = (low + high) >> 1
      if ((known[middle]?.firstVersion ?? 0) <= version) low = middle + 1
      else high = middle
    }
    return known[low - 1]?.id ?? null
  }
}
