import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { type DealList, isCurrent, listCode, readDealList } from '../../app/lists/deals.ts'
import { givenValue } from '../../app/option-values.ts'
import { type Drafted, NO_DRAFTS } from '../../drafts/batch.ts'
import { ExitCode } from '../../errors.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { answerDues } from './dues.ts'
import { tellUnknownManager, wantedBy } from './list.ts'
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
    const all = await readDealList(context, store, flags.region)
    tellUnknownManager(context, all.deals, flags.manager)
    const awaited = all.deals.filter((deal) => deal.finding.isAwaited && isWanted(deal))
    const deals = awaited.filter(({ finding: { due, late } }) => late === true || due === all.today)
    const list: DealList = { ...all, deals }
    const code = listCode(all)
    await keepDueDates(context, flags, () => answerDues(deals))
    const drafted = folder === undefined ? NO_DRAFTS : await draftsFor(context, store, list, folder)
    const unknown = awaited.filter(({ finding }) => finding.due === null).length
    // What an old list says is late decides no mail.
    const draftable = folder === undefined && isCurrent(all) ? (await import('./reminders.ts')).lateManagers(deals) : 0
    print(context.io, context.format, slaView({ ...list, ...drafted, unknown, draftable }, context.io))
    // A file of rows has no place for them.
    if (context.format === 'ndjson' || context.format === 'csv')
      for (const each of drafted.undrafted) context.io.note(`no draft for ${each}`)
    if (code !== ExitCode.yes) return code
    return flags.failOnDue && deals.some(({ finding }) => finding.late === true) ? ExitCode.no : ExitCode.yes
  } finally {
    store.close()
  }
}

async function draftsFor(context: Context, store: RecordReader, list: DealList, folder: string): Promise<Drafted> {
  // A registration of an old list may be answered by now: no one is reminded of it.
  if (!isCurrent(list)) return { drafts: [], undrafted: ['anyone: the registrations are missing or too old'] }
  const { draftReminders } = await import('./reminders.ts')
  return draftReminders(context, store, list.deals, folder)
}
