/** What the commands that read mails share: sorting and routing set up, reports printed. */

import { readChannelManagers } from '../../app/channel-managers.ts'
import type { Context } from '../../app/context.ts'
import { ExitCode, PhdError } from '../../errors.ts'
import type { MailRouter } from '../../mailbox/route.ts'
import { type Sorting, setUpRouting, setUpSorting } from '../../mailbox/set-up.ts'
import type { Ownerships } from '../../plans/ownership.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import type { MailReport } from './report.ts'
import { reportsView } from './reports-view.ts'

/** Sets up the sorting, and notes where the records know no senders. */
export async function openSorting(
  context: Context,
  store: RecordReader,
  options: Parameters<typeof setUpSorting>[2] = {},
): Promise<Sorting> {
  const sorting = await setUpSorting(store, context, options)
  if (!(await store.wasImported(accounts)))
    context.io.note('no accounts have been imported, so nobody who writes is known: phd import <accounts.csv>')
  return sorting
}

export function openRouting(context: Context, store: RecordReader, sorting: Sorting): Promise<MailRouter> {
  const { now, maxAgeDays, today, replies } = context
  return setUpRouting(store, sorting, { now, maxAgeDays, today, replies, ownerships: () => ownershipsOf(context, store) })
}

/** The tables of channel managers; null where no rule is known for the day. */
async function ownershipsOf(context: Context, store: RecordReader): Promise<Ownerships | null> {
  try {
    return (await readChannelManagers(context, store)).ownerships
  } catch (error) {
    if (error instanceof PhdError && error.kind === 'no_policy') return null
    throw error
  }
}

/** Prints reports, and how many files hold no mail; gives the exit code. */
export function printReports(context: Context, reports: readonly MailReport[], skipped: number): ExitCode {
  if (skipped > 0) context.io.note(`left out: what is neither .eml nor .mbox (${skipped})`)
  print(context.io, context.format, reportsView(reports, context))
  return reports.every(({ outcome }) => outcome === 'route') ? ExitCode.yes : ExitCode.cannotTell
}
