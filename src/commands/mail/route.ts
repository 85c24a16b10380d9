import type { CommonFlags, Context } from '../../app/context.ts'
import { keepMemoryFlat } from '../../app/long-run.ts'
import { givenValue } from '../../app/option-values.ts'
import { type ExitCode, usageError } from '../../errors.ts'
import { askedOnce } from '../../mailbox/asked-once.ts'
import { takenByOthers } from '../../mailbox/claims.ts'
import { processMails } from '../../mailbox/process-mails.ts'
import { MailRecorder } from '../../mailbox/record.ts'
import { type MailReport, reportOf } from './report.ts'
import { openRouting, openSorting, printReports } from './shared.ts'

export interface RouteFlags extends CommonFlags {
  drafts?: string
  again?: boolean
  rules?: string
}

/** Reports where each mail goes and what to do, and writes the drafts. */
export async function runRoute(context: Context, flags: RouteFlags, paths: string[]): Promise<ExitCode> {
  keepMemoryFlat()
  const folder = givenValue('--drafts', flags.drafts)
  const rules = givenValue('--rules', flags.rules)
  if (rules !== undefined) {
    if (!context.dryRun)
      throw usageError(
        '--rules only tries rules: it needs --dry-run',
        'add --dry-run; to use the rules, put them into data/mail-rules.json',
      )
    return (await import('./try.ts')).runTry(context, rules, paths)
  }
  const writer = folder !== undefined && !context.dryRun ? await context.openStore('record') : null
  const store = writer ?? (await context.openStore('read'))
  try {
    const after = writer ? (await writer.lastNumbers()).audit : 0
    const asked = askedOnce(store)
    const sorting = await openSorting(context, asked, { forgets: flags.again ?? false })
    const router = await openRouting(context, asked, sorting)
    const recorder =
      writer && folder !== undefined
        ? new MailRecorder({
            store: writer,
            folder,
            after,
          })
        : null
    const reports: MailReport[] = []
    let skipped = 0
    const mails = processMails({
      sorter: sorting.sorter,
      router,
      takenBy: await takenByOthers(store, context.actor),
      paths,
      mostBytes: sorting.rules.limits.bytes,
      recorder,
      onSkipped: () => skipped++,
    })
    for await (const mail of mails) reports.push(reportOf(mail, sorting.rules.handbook))
    return printReports(context, reports, skipped)
  } finally {
    await store.close()
  }
}
