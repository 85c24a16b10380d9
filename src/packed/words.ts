/** Numbers for words that many rows share, such as days and badges; 0 stands for none. */
export class Words {
  readonly #numbers = new Map<string, number>()
  readonly #words: (string | null)[] = [null]

  /** How many numbers there are, with that for none. */
  get count(): number {
    return this.#words.length
  }

  /** The number of a word, which is given when it is first asked for. */
  numberOf(word: string | null): number {
    if (word === null) return 0
    const known = this.#numbers.get(word)
    if (known !== undefined) return known
    const number = this.#words.push(word) - 1
    this.#numbers.set(word, number)
    return number
  }

  /** The number of a word that was given one. */
  find(word: string): number | undefined {
    return this.#numbers.get(word)
  }

  at(number: number): string | null {
    return this.#words[number] ?? null
  }
}
