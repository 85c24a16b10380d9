import type { Citation } from '../../rules/verdict.ts'

/** A sentence of a rule, and its place in the handbook. */
export interface Clause {
  text: string
  handbook: Citation | null
}
