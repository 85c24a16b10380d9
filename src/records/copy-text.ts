/**
 * A copy of a text that was cut from a file. The engine keeps the whole piece of a file in memory as long as a cut of it is held,
 * so what outlives the reading of its row must be copied.
 */
export function copyText(text: string): string {
  return Buffer.from(text).toString()
}
