import type { Extension } from '../../rules/deals/term.ts'
import type { DealPolicy } from '../../rules/deals/types.ts'

/** What an extension needs. */
export function extensionWords({ kind, until, why }: Extension, { term }: DealPolicy): string {
  if (kind === 'longer')
    return `${why === 'used' ? 'the one standard extension is used' : `the standard extension would have ended on ${until}`}; longer: ${term.longer}`
  return `the one standard extension of ${term.extensionDays} days${until === null ? '' : `, to ${until}`}: ${term.extension}; longer: ${term.longer}`
}
