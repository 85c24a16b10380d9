import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { readyForAll } from '../../app/long-run.ts'
import { readCount } from '../../app/option-values.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { eachPartner, partnerFinder } from '../../partners/every/finder.ts'
import { hasPartners, noAccounts } from '../../partners/resolve.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { foundListing } from './partner-view.ts'

export interface FindFlags extends CommonFlags {
  limit: string
}

/** Lists the partners that a text may mean; exit code 3 where there is none. Throws usage errors and `no_accounts`. */
export async function runFind(context: Context, { limit }: FindFlags, [text]: string[]): Promise<ExitCode> {
  const most = readCount('--limit', limit, { what: 'number from 1 to 99999', least: 1, digits: 5, example: '--limit 20' })
  if (text?.trim() === '') throw usageError('nothing to search for', 'give a part of the name, an id or a domain')
  const store = await context.openStore('read')
  try {
    if (text === undefined) {
      // Without a text, a person types what to search for.
      const { partner } = await choosePartner(context, store, undefined)
      await printRows(context.io, context.format, foundListing('', [partner]))
      return ExitCode.yes
    }
    readyForAll(context)
    const found = await (await partnerFinder(store))(store, text, most)
    if (found.length === 0 && !(await hasPartners(store))) throw await noAccounts(store)
    await printRows(context.io, context.format, foundListing(text, eachPartner(store, found)))
    return found.length > 0 ? ExitCode.yes : ExitCode.notFound
  } finally {
    await store.close()
  }
}
