/** Orders texts by their code units, so that the order is the same on every machine; null is an empty text. */
export function compareText(a: string | null, b: string | null): number {
  const [left, right] = [a ?? '', b ?? '']
  return left < right ? -1 : left > right ? 1 : 0
}
