import { randomFrom } from '../faults/sizes.ts'

/** Choices that all follow from one seed. */
export class Dice {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = randomFrom(seed)
  }

  chance(share: number): boolean {
    return this.#next() < share
  }

  int(from: number, to: number): number {
    return from + Math.floor(this.#next() * (to - from + 1))
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.#next() * choices.length)]
    if (choice === undefined) throw new Error('nothing to choose from')
    return choice
  }

  /** The same items in another order. */
  shuffle<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, at: this.#next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item)
  }
}
