/** How long a question in SQL may take, and how much memory; the same whatever engine answers it. */

import { failure, type PhdError } from '../../errors.ts'

/** Bytes by which the process may grow meanwhile. */
const MOST_GROWTH = 512 << 20
/** Milliseconds between two looks at the memory. */
const LOOK = 20
/** The longest value that is given, in characters or bytes. */
export const LONGEST_VALUE: number = 16 << 20

/** What is left of the time and the memory of one question. */
export class Limits {
  /** Milliseconds that were waited for the engine. */
  worked = 0
  readonly #seconds: number
  readonly #before = process.memoryUsage.rss()

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  /** What a piece of work gives. Throws `query_too_long` and `query_too_large` where it takes more than is left; it goes on then. */
  async within<T>(work: Promise<T>): Promise<T> {
    const since = performance.now()
    let timer: NodeJS.Timeout | undefined
    let look: NodeJS.Timeout | undefined
    const ended = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooLong(this.#seconds)), Math.max(0, this.#seconds * 1000 - this.worked))
      look = setInterval(() => {
        if (process.memoryUsage.rss() - this.#before > MOST_GROWTH) reject(tooLarge())
      }, LOOK)
    })
    // Whoever has given up is told nothing more.
    work.catch(() => {})
    try {
      return await Promise.race([work, ended])
    } finally {
      clearTimeout(timer)
      clearInterval(look)
      this.worked += performance.now() - since
    }
  }
}

/** The failure of a question that took longer than so many seconds. */
export function tooLong(seconds: number): PhdError {
  return failure(
    'query_too_long',
    `the query was stopped: it ran longer than ${seconds === 1 ? 'a second' : `${seconds} seconds`}`,
  )
}

/** The failure of a question that needed more memory than it may. */
export function tooLarge(): PhdError {
  return failure('query_too_large', `the query was stopped: it needed more than ${MOST_GROWTH >> 20} MiB of memory`)
}

/** What is said of a value that is longer than one may be. */
export function longValue(column: string): string {
  return `a value in the column "${column}" is longer than ${LONGEST_VALUE >> 20} MiB`
}

/** The failure of a question that has such a value; `message`: what is said of it. */
export function valueTooLarge(message: string): PhdError {
  return failure('query_too_large', message, 'ask for a part of it, as with substr()')
}
