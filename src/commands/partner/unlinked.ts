import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { hasPartners, noAccounts } from '../../partners/resolve.ts'
import { duplicatePartners, unlinkedNames } from '../../partners/unlinked.ts'
import type { RecordReader } from '../../store/store.ts'
import type { Io } from '../../terminal/io.ts'
import { print, type Rendering } from '../../terminal/print.ts'
import { duplicatesView, unlinkedView } from './unlinked-view.ts'

/** Lists the names in imported rows that no partner has. Throws `no_accounts`. */
export async function runUnlinked(context: Context): Promise<ExitCode> {
  return listed(context, unlinkedNames, unlinkedView)
}

/** Lists the partners that may be one and the same. Throws `no_accounts`. */
export async function runDuplicates(context: Context): Promise<ExitCode> {
  return listed(context, duplicatePartners, duplicatesView)
}

/** Prints what is found among all partners. Throws `no_accounts` where there are none. */
async function listed<T>(
  context: Context,
  find: (store: RecordReader) => Promise<T>,
  view: (found: T, io: Io) => Rendering,
): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    if (!(await hasPartners(store))) throw await noAccounts(store)
    const found = await context.io.waiting('Comparing all partners', () => find(store))
    print(context.io, context.format, view(found, context.io))
    return ExitCode.yes
  } finally {
    store.close()
  }
}
