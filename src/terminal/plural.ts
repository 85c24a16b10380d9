/** A number with its noun: "1 row", "2,000 rows". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** A number as people write it: 20,000. */
export function grouped(count: number): string {
  if (!Number.isInteger(count)) return count.toLocaleString('en-US')
  // The engine takes 20 ms to do it the first time.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
