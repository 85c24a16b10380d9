/** Policies are dated data; the version in force on the evaluated day applies. */

import { failure } from '../errors.ts'

export interface Dated {
  version: string
  /** First day in force, YYYY-MM-DD; null: from the beginning. */
  from: string | null
  /** Last day in force; null: until further notice. */
  to: string | null
}

/** Whether a day (YYYY-MM-DD) is one of those from the first to the last. */
export function isOn({ from, to }: Pick<Dated, 'from' | 'to'>, day: string): boolean {
  return (from === null || from <= day) && (to === null || day <= to)
}

/** The version in force on a day (YYYY-MM-DD), or null if there is none. */
export function inForce<P extends Dated>(versions: readonly P[], day: string): P | null {
  return versions.find((version) => isOn(version, day)) ?? null
}

/** The version in force on a day, of the rule for `what`. Throws `no_policy`, with the hint where it is not one of the listed policies. */
export function policyFor<P extends Dated>(versions: readonly P[], day: string, what: string, hint?: string): P {
  const policy = inForce(versions, day)
  if (policy) return policy
  throw failure('no_policy', `no rule for ${what} on ${day}`, hint)
}
