import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { type DealList, isCurrent, listCode, readDealList } from '../../app/lists/deals.ts'
import { givenValue } from '../../app/option-values.ts'
import { type Drafted, NO_DRAFTS } from '../../drafts/batch.ts'
import { ExitCode } from '../../errors.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import type { RecordReader } from '../../store/store.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { answerDues } from './dues.ts'
import { ManagerNames, wantedBy } from './list.ts'
import { slaView } from './sla-view.ts'

export interface SlaFlags extends CommonFlags, DueDatesFlags {
  manager?: string
  region?: string
  draft?: string
  failOnDue?: boolean
}

/** Lists the registrations that are late or due today, and drafts a mail to each channel manager who is late. */
export async function runDealSla(context: Context, flags: SlaFlags): Promise<ExitCode> {
  const folder = givenValue('--draft', flags.draft)
  const store = await context.openStore('read')
  try {
    const isWanted = await wantedBy(context, store, { ...(flags.manager !== undefined && { manager: flags.manager }) })
    const managers = new ManagerNames(flags.manager)
    let [unknown, late] = [0, 0]
    const isKept = (deal: Deal): boolean => {
      const { finding } = deal
      managers.add(deal)
      if (!finding.isAwaited || !isWanted(deal)) return false
      if (finding.due === null) unknown++
      if (finding.late === true) late++
      return finding.late === true || finding.due === context.today
    }
    const list = await readDealList(context, store, flags.region, { isKept })
    managers.tellUnknown(context)
    const code = listCode(list)
    await keepDueDates(context, flags, () => answerDues(list.deals))
    const drafted = folder === undefined ? NO_DRAFTS : await draftsFor(context, store, list, folder)
    // What an old list says is late decides no mail.
    const draftable = folder === undefined && isCurrent(list) ? (await import('./reminders.ts')).lateManagers(list.deals) : 0
    await printRows(context.io, context.format, slaView({ ...list, ...drafted, unknown, late, draftable }, context.io))
    // A file of rows has no place for them.
    if (context.format === 'ndjson' || context.format === 'csv')
      for (const each of drafted.undrafted) context.io.note(`no draft for ${each}`)
    if (code !== ExitCode.yes) return code
    return flags.failOnDue && late > 0 ? ExitCode.no : ExitCode.yes
  } finally {
    await store.close()
  }
}

async function draftsFor(context: Context, store: RecordReader, list: DealList, folder: string): Promise<Drafted> {
  // A registration of an old list may be answered by now: no one is reminded of it.
  if (!isCurrent(list)) return { drafts: [], undrafted: ['anyone: the registrations are missing or too old'] }
  const { draftReminders } = await import('./reminders.ts')
  return draftReminders(context, store, list.deals, folder)
}
