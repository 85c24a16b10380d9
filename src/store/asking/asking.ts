/** A question in SQL, as the store answers it: what is asked, what comes back, and the views it can be about. */

/** A view with a stable name. */
export interface ListedView {
  name: string
  about: string
  columns: ReadonlyArray<{ name: string; about: string }>
}

/** A value of a row: a blob as its bytes, a whole number beyond 2^53 as a bigint. */
export type Cell = string | number | bigint | Uint8Array | null

export interface SqlQuestion {
  sql: string
  /** The values of its parameters, by name. */
  params: Readonly<Record<string, string | bigint>>
  /** Seconds that the engine may work on it; the time in which nothing more is asked for does not count. */
  seconds: number
  /** Most rows that are given. */
  most: number
}

/** An answer that comes in parts, so that it may be longer than memory. */
export interface SqlAnswer {
  /**
   * The names of the columns as the engine has them; two may be the same. To be asked first. Throws `not_a_select`, `bad_query`,
   * `query_parameter`, and what opening the database throws.
   */
  columns(): Promise<readonly string[]>
  /** The next rows; none at the end. Throws `query_too_long`, `query_too_large`, and what the engine says of a value. */
  next(): Promise<ReadonlyArray<readonly Cell[]>>
  /** Whether there are more rows than were asked for; known at the end. */
  readonly more: boolean
  /** Milliseconds that the engine worked. */
  readonly worked: number
  /** Ends the thread. False where it cannot be ended, because the engine does not come back. */
  close(): Promise<boolean>
}
