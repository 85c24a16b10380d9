/** Takes or gives back what one person at a time works on. */

import { type Claim, type Named, takenBy, type Wanted } from '../../records/claims/claim.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import type { ClaimAct } from './options.ts'
import type { ClaimResult } from './view.ts'

/** Does what is asked; a dry run only looks. Throws `taken` (6) where a colleague has it. */
export async function runClaim(
  { dryRun, actor }: Pick<Context, 'dryRun' | 'actor'>,
  store: Store,
  { wanted, named }: { wanted: Wanted; named: Named },
  act: ClaimAct,
): Promise<ClaimResult> {
  const { what } = named
  if (dryRun) {
    const [claim = null] = await store.claims([wanted.subject])
    if (act !== 'take_over') refuseOthers(claim, actor, named)
    return { status: 'dry_run', what, act, claim }
  }
  if (act === 'release') {
    const { status, claim } = await store.release(wanted.subject)
    if (status === 'held') throw takenBy(claim, named)
    return { status, what, act, claim: null }
  }
  const { status, claim } = await store.take(wanted, { takeOver: act === 'take_over' })
  if (status === 'held') throw takenBy(claim, named)
  return { status, what, act, claim }
}

function refuseOthers(claim: Claim | null, actor: string, named: Named): void {
  if (claim && claim.holder !== actor) throw takenBy(claim, named)
}
