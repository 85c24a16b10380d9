import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { findMails } from '../../imports/mail-files.ts'
import { printMails } from './classify-view.ts'
import { mailDesk } from './desk.ts'
import { type MailReport, reportOf } from './report.ts'

export interface ClassifyFlags extends CommonFlags {
  explain?: boolean
}

/** Says of each mail what kind it is, whose it is and what it is about. */
export async function runClassify(context: Context, { explain = false }: ClassifyFlags, paths: string[]): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { sorter, rules } = await mailDesk(context, store)
    const reports: MailReport[] = []
    let skipped = 0
    for await (const found of findMails(paths, rules.limits.bytes, () => skipped++)) {
      const sorted = await sorter.sort(found)
      const explanation = explain && !('quarantined' in sorted) ? { explanation: sorted.classified.explained } : {}
      reports.push({ ...reportOf(sorted, rules.handbook), ...explanation })
    }
    return tell(context, reports, skipped)
  } finally {
    store.close()
  }
}

/** Prints reports, and what was left out; gives what they end with. */
export function tell(context: Context, reports: readonly MailReport[], skipped: number): ExitCode {
  if (skipped > 0) context.io.note(`left out: what is neither .eml nor .mbox (${skipped})`)
  printMails(context, reports)
  return reports.every(({ outcome }) => outcome === 'route') ? ExitCode.yes : ExitCode.cannotTell
}
