import type { CommonFlags, Context } from '../../app/context.ts'
import type { ExitCode } from '../../errors.ts'
import { findMails } from '../../mailbox/mail-files.ts'
import { type MailReport, reportOf } from './report.ts'
import { openSorting, printReports } from './shared.ts'

export interface ClassifyFlags extends CommonFlags {
  explain?: boolean
}

/** Reports the kind, the sender and the opportunity of each mail. */
export async function runClassify(context: Context, { explain = false }: ClassifyFlags, paths: string[]): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { sorter, rules } = await openSorting(context, store)
    const reports: MailReport[] = []
    let skipped = 0
    for await (const found of findMails(paths, rules.limits.bytes, () => skipped++)) {
      const sorted = await sorter.sort(found)
      const explanation = explain && !('quarantined' in sorted) ? { explanation: sorted.classified.explained } : {}
      reports.push({ ...reportOf({ sorted, routed: null }, rules.handbook), ...explanation })
    }
    return printReports(context, reports, skipped)
  } finally {
    await store.close()
  }
}
