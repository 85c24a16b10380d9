/** By which rules a desk decides: those of the phd that made it, or brought it up to date. */

import { failure } from '../../errors.ts'
import type { BothRules, DeskRules } from '../engine.ts'
import type { Connection } from './connection/connection.ts'
import { RULES } from './tables.ts'
import type { Said } from './transaction.ts'

/** The rules that a desk says it decides by; null: it was not told yet. */
export function rulesIn(said: Said): DeskRules | null {
  const [mark, phd] = (said.get(RULES) ?? '').split(' ')
  return mark && phd ? { mark, phd } : null
}

/** The rules of a desk beside those of this program. */
export function bothRules(said: Said, program: DeskRules): BothRules {
  const desk = rulesIn(said)
  const newer = desk === null || isNewer(program.phd, desk.phd) ? 'program' : isNewer(desk.phd, program.phd) ? 'desk' : null
  return { desk, program, newer }
}

/** How `meta` keeps them. */
function rulesText({ mark, phd }: DeskRules): string {
  return `${mark} ${phd}`
}

/** Notes by which rules a desk decides from now on, in the transaction that is open. */
export async function keepRules(link: Connection, rules: DeskRules): Promise<void> {
  await link.change('INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value', [
    RULES,
    rulesText(rules),
  ])
}

/** Who goes by other rules than the desk may ask, and records nothing. Throws `other_rules`. */
export function refuseOtherRules(said: Said, own: DeskRules, place: string): void {
  const { desk, newer } = bothRules(said, own)
  if (desk?.mark === own.mark) return
  const those = desk === null ? 'does not know yet by which rules it decides' : `decides by the rules of phd ${desk.phd}`
  throw failure('other_rules', `the desk at ${place} ${those}; this phd has ${desk === null ? 'some' : 'others'}`, {
    newer,
    phd: desk?.phd ?? null,
  })
}

/** Whether a version comes after another, by its numbers. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((each) => each.split(/[.-]/).slice(0, 3).map(Number))
  for (let i = 0; i < 3; i++) {
    const [one = 0, other = 0] = [a?.[i], b?.[i]]
    if (one !== other) return one > other
  }
  return false
}
