/** What was taken or given back, in every format. */

import type { Claim } from '../../records/claims/claim.ts'
import type { Taking } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { ClaimAct } from './options.ts'

/** What became of taking something or giving it back. */
export interface ClaimResult {
  status: Exclude<Taking['status'], 'held'> | 'released' | 'free' | 'dry_run'
  /** "request 7", "form:4", "quote.eml". */
  what: string
  act: ClaimAct
  /** Who has it then; null: nobody. */
  claim: Claim | null
}

/** What was taken or given back (phd.claim/1). */
export function claimView(result: ClaimResult, io: Io): Rendering {
  const { status, what, claim } = result
  const taken = claim && { by: claim.holder, since: claim.since, until: claim.until }
  const json = () => ({ schema: 'phd.claim/1', status, what, taken })
  return {
    table: () => io.prose(`${safeText(sentenceOf(result))}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['what', 'status', 'taken_by', 'taken_since', 'taken_until'],
        [what, status, taken?.by ?? '', taken?.since ?? '', taken?.until ?? ''],
      ]),
  }
}

function sentenceOf({ status, what, act, claim }: ClaimResult): string {
  const until = claim === null ? '' : showMoment(claim.until)
  switch (status) {
    case 'taken':
      return `${what} is yours until ${until}`
    case 'extended':
      return `${what} stays yours until ${until}`
    case 'taken_over':
      return `${what} is yours until ${until}; the audit shows that you took it over`
    case 'released':
      return `${what} is free for others`
    case 'free':
      return `nobody has taken ${what}`
    case 'dry_run':
      return `dry run, nothing recorded: ${what} would be ${act === 'release' ? 'free for others' : 'yours'}`
  }
}
