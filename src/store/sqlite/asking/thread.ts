/** What the thread that asks the engine is given, and what it answers. */

import type { Cell, SqlQuestion } from '../../asking/asking.ts'

export interface Asked extends Omit<SqlQuestion, 'seconds'> {
  file: string
  /** Milliseconds to wait for another process. */
  wait: number
  /** Statements that make what only the question needs. */
  making: readonly string[]
}

/** Asks for the next rows. */
export type ToThread = 'more'

export type FromThread =
  | { is: 'ready'; columns: string[] }
  | { is: 'rows'; rows: Cell[][] }
  | { is: 'end'; more: boolean }
  | { is: 'failed'; why: 'not_a_select' | 'unclear' | 'parameter' | 'too_large' | 'engine'; message: string; code: string }
