/**
 * What was typed and chosen, by question. What led to an answer is old then: it comes back when the person goes back to its question, but
 * does not stand in the way of the next partner.
 */
export class Memory {
  readonly #values = new Map<string, string>()
  readonly #old = new Set<string>()

  keep(key: string, value: string): void {
    this.#values.set(key, value)
    this.#old.delete(key)
  }

  /** What was typed at a question before; `isAgain`: the person came back to it. */
  of(key: string, isAgain: boolean): string | undefined {
    if (isAgain) this.#old.delete(key)
    return this.#old.has(key) ? undefined : this.#values.get(key)
  }

  age(): void {
    for (const key of this.#values.keys()) this.#old.add(key)
  }

  clear(): void {
    this.#values.clear()
    this.#old.clear()
  }
}
