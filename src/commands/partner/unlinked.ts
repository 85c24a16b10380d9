import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { duplicatePartners, wholeDuplicates } from '../../partners/every/duplicates.ts'
import { hasPartners, noAccounts } from '../../partners/resolve.ts'
import { unlinkedNames } from '../../partners/unlinked.ts'
import type { RecordReader } from '../../store/store.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { duplicatesListing, unlinkedListing } from './unlinked-view.ts'

/** Lists the names in imported rows that no partner has. Throws `no_accounts`. */
export async function runUnlinked(context: Context): Promise<ExitCode> {
  const { io, format } = context
  return listed(context, async (store) => {
    const unlinked = await io.waiting(WAITING, () => unlinkedNames(store))
    await printRows(io, format, unlinkedListing(unlinked, io, format))
  })
}

/** Lists the partners that may be one and the same. Throws `no_accounts`. */
export async function runDuplicates(context: Context): Promise<ExitCode> {
  const { io, format } = context
  return listed(context, async (store) => {
    const found = await io.waiting(WAITING, () => duplicatePartners(store))
    await printRows(io, format, duplicatesListing(wholeDuplicates(store, found), found.length, io, format))
  })
}

const WAITING = 'Comparing all partners'

/** Lists what is found among all partners. Throws `no_accounts` where there are none. */
async function listed(context: Context, list: (store: RecordReader) => Promise<void>): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    if (!(await hasPartners(store))) throw await noAccounts(store)
    await list(store)
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
