/** One field of an opportunity, compared with what it must say. */

import { type IsOld, sameWord, unusable } from '../checks.ts'
import type { Fact } from '../verdict.ts'
import type { FieldAnswer, PartnerSourced, SourceField, SourcePolicy } from './types.ts'

/** What judges evidence: the policy in force, which registrations are partner-sourced, and how old evidence may be. */
export interface SourceFrame {
  policy: SourcePolicy
  partnerSourced: PartnerSourced
  isOld: IsOld
}

/** Compares a field with the value it must have, under any name that value has had; null: no value is expected. */
export function answer(
  field: SourceField,
  expected: { value: string; words: readonly string[] } | null,
  fact: Fact<string | null> | null,
  { handbook, isOld, why = null }: Pick<FieldAnswer, 'handbook'> & { isOld: IsOld; why?: FieldAnswer['why'] },
): FieldAnswer {
  const recorded = fact?.value?.trim() || null
  const unusableBy = fact === null ? 'no_column' : (unusable(fact, isOld)?.reason ?? null)
  const says = expected === null || unusableBy !== null ? null : expected.words.some((each) => sameWord(recorded, each))
  return {
    field,
    expected: expected?.value ?? null,
    recorded,
    agrees: says,
    why: expected && why,
    unusable: unusableBy,
    fact,
    handbook,
  }
}

/** Whether a cell is blank. */
export function isBlank({ value }: Fact<string | null>): boolean {
  return (value ?? '').trim() === ''
}
