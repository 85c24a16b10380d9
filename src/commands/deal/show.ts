import type { CommonFlags, Context } from '../../app/context.ts'
import { listCode, readDealList } from '../../app/lists/deals.ts'
import { ExitCode } from '../../errors.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import { DealSearch } from '../../partners/deals/find-deal.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { daySeen } from '../../records/seen-by.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { type StatusEvent, showView } from './show-view.ts'

export interface ShowFlags extends CommonFlags {
  region?: string
}

/** Shows one registration: every fact with its line, what is wrong, what comes next, and the history of its status. */
export async function runDealShow(context: Context, { region }: ShowFlags, [subject = '']: string[]): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const search = new DealSearch(subject)
    const list = await readDealList(context, store, region, { isKept: (each) => search.isFound(each) })
    const deal = search.only(list.deals)
    const history = await statusHistory(context, store, deal)
    const account = deal.partner && (await store.account(deal.partner.id))
    print(context.io, context.format, showView(list, deal, { history, account }, context.io))
    return codeOf(deal) ?? listCode(list)
  } finally {
    await store.close()
  }
}

/** It cannot tell where the registration is too old or in doubt, or its status means nothing. */
function codeOf({ finding }: Deal): ExitCode | null {
  const isUnsure = finding.notes.some(({ code }) => code === 'registration_stale' || code === 'registration_in_doubt')
  return isUnsure || finding.phase === null ? ExitCode.cannotTell : null
}

/** The statuses it had, each since its first import, oldest first. */
async function statusHistory({ dayOf }: Context, store: RecordReader, { row, since }: Deal): Promise<StatusEvent[]> {
  const key = dealRegistrations.key(row.record) ?? ''
  const events: StatusEvent[] = []
  for (const { values, line, from } of await store.versions(dealRegistrations, { key })) {
    // An undo only repeats what was before, and what was undone never was.
    if (from.undoes !== null || from.undoneBy !== null) continue
    const [status, serviceAttachStatus] = [values.status, values.serviceAttachStatus].map((word) =>
      typeof word === 'string' ? word : null,
    )
    const last = events.at(-1)
    if (last && last.status === (status ?? null) && last.serviceAttachStatus === (serviceAttachStatus ?? null)) continue
    events.push({
      // Of the status it has, the day that its due day is counted from.
      day: since?.importId === from.id ? since.day : daySeen(from.lastSeenAt, dayOf),
      status: status ?? null,
      serviceAttachStatus: serviceAttachStatus ?? null,
      file: from.file,
      line,
      importId: from.id,
    })
  }
  return events
}
