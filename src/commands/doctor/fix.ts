/** Does what is safe about what was found, after asking. */

import type { Context } from '../../app/context.ts'
import { PhdError, usageError } from '../../errors.ts'
import { carryOut, type Fixed } from '../../jobs/doctor/fixes.ts'
import { type Fix, fixesOf } from '../../reports/health/fixes.ts'
import { findingsOf } from '../../reports/health.ts'
import { plural } from '../../terminal/plural.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Examined } from './examine.ts'
import { fixWords } from './fix-sentences.ts'

/** What was done, or in a dry run would be. */
export interface FixResult extends Omit<Fixed, 'failure'> {
  state: 'done' | 'would_be_done' | 'failed'
  failure: string | null
}

/** Does what is safe; asks first, unless `yes`. Throws usage errors. */
export async function fixWhatIsSafe(context: Context, { around, health, error }: Examined, yes: boolean): Promise<FixResult[]> {
  // One that others may write is refused as well, and may be sound.
  const isDamaged = health.database.state === 'damaged' || (error !== null && error.code !== 'database_exposed')
  const fixes = fixesOf(findingsOf(around, health), around.places, isDamaged)
  if (context.dryRun) return fixes.map((fix) => ({ fix, state: 'would_be_done', failure: null, copy: null }))
  if (fixes.length === 0) return []
  if (!yes) await confirm(context, fixes)
  const results: FixResult[] = []
  for (const fix of fixes) {
    const { failure, copy } = await carryOut(fix, () => context.openStore('change')).catch(asFailed)
    results.push({ fix, copy, failure, state: failure === null ? 'done' : 'failed' })
  }
  return results
}

/** What stops one fix does not stop the others; anything that is not a refusal is a bug. */
function asFailed(error: unknown): Pick<Fixed, 'failure' | 'copy'> {
  if (error instanceof PhdError) return { failure: error.message, copy: null }
  throw error
}

async function confirm({ io, interactive }: Context, fixes: readonly Fix[]): Promise<void> {
  if (!interactive) {
    throw usageError(
      'fixing needs --yes when phd cannot prompt',
      'see what it would do: phd doctor --fix --dry-run; then: phd doctor --fix --yes',
    )
  }
  for (const fix of fixes) for (const line of fixWords(fix, 'will')) io.note(safeText(line))
  const { askToGoOn } = await import('../../terminal/prompts.ts')
  await askToGoOn(`${plural(fixes.length, 'thing')} to fix: go on?`)
}
