/** What the commands that read mails share: sorting and routing set up, reports printed. */

import type { Context } from '../../app/context.ts'
import { readChannelManagers } from '../../app/owners/channel-managers.ts'
import { ExitCode, PhdError } from '../../errors.ts'
import type { MailRouter } from '../../mailbox/route.ts'
import { type Sorting, setUpRouting, setUpSorting } from '../../mailbox/set-up.ts'
import type { Ownerships } from '../../plans/ownership.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import type { RecordReader } from '../../store/store.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import type { MailReport } from './report.ts'
import { reportsView } from './reports-view.ts'

/** Sets up sorting, with a note where no accounts were imported. */
export async function openSorting(
  context: Context,
  store: RecordReader,
  options: Parameters<typeof setUpSorting>[2] = {},
): Promise<Sorting> {
  const sorting = await setUpSorting(store, context, options)
  if (!(await store.wasImported(accounts)))
    context.io.note('no accounts imported, so no sender is known: phd import <accounts.csv>')
  return sorting
}

/** Sets up the routing; the tables of channel managers are read once a mail needs them. */
export function openRouting(context: Context, store: RecordReader, sorting: Sorting): Promise<MailRouter> {
  const { now, maxAgeDays, today, repliesFolder: replies } = context
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

/** Prints the reports, with a note on skipped files; returns the exit code. */
export function printReports(context: Context, reports: readonly MailReport[], skipped: number): ExitCode {
  if (skipped > 0) context.io.note(`skipped ${plural(skipped, 'file')}: not .eml or .mbox`)
  print(context.io, context.format, reportsView(reports, context))
  return reports.every(({ outcome }) => outcome === 'route') ? ExitCode.yes : ExitCode.cannotTell
}
