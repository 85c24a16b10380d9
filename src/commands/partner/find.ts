import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { readCount } from '../../app/option-values.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { findPartners, hasPartners, noAccounts } from '../../partners/resolve.ts'
import { print } from '../../terminal/print.ts'
import { foundView } from './partner-view.ts'

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
      print(context.io, context.format, foundView('', [(await choosePartner(context, store, undefined)).partner], context.io))
      return ExitCode.yes
    }
    const found = await findPartners(store, text, most)
    if (found.length === 0 && !(await hasPartners(store))) throw await noAccounts(store)
    print(context.io, context.format, foundView(text, found, context.io))
    return found.length > 0 ? ExitCode.yes : ExitCode.notFound
  } finally {
    store.close()
  }
}
