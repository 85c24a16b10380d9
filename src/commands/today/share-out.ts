/**
 * Shares the lines of a screen out among sections that have so many rows each: one to each at first, then one after the other from the
 * first section on, so that the first sections get the most.
 */
export function shareOut(rows: readonly number[], lines: number): number[] {
  const shares = rows.map(() => 0)
  let left = Math.max(0, lines)
  for (let most = 1; left > 0 && shares.some((share, i) => share < (rows[i] ?? 0)); most++) {
    for (const [i, wanted] of rows.entries()) {
      // What comes first is the most pressing: twice the lines of the others.
      const turn = i === 0 ? 2 * most : most
      for (; (shares[i] ?? 0) < Math.min(wanted, turn) && left > 0; left--) shares[i] = (shares[i] ?? 0) + 1
    }
  }
  return shares
}
