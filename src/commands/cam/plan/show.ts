import type { CommonFlags, Context } from '../../../app/context.ts'
import { givenValue } from '../../../app/option-values.ts'
import { readChannelManagers } from '../../../app/owners/channel-managers.ts'
import { ExitCode } from '../../../errors.ts'
import { checkPlan } from '../../../plans/check-plan.ts'
import { print } from '../../../terminal/print.ts'
import { readPlan } from '../plan-file.ts'
import { planView, stepsAfterShow } from './plan-view.ts'

export interface ShowFlags extends CommonFlags {
  html?: string
  force?: boolean
}

/** Shows a saved plan, and which of its changes still hold. */
export async function runShow(context: Context, flags: ShowFlags, [path = '']: string[]): Promise<ExitCode> {
  const html = givenValue('--html', flags.html)
  const plan = await readPlan(path)
  const store = await context.openStore('read')
  try {
    const { ownerships } = await readChannelManagers(context, store)
    const since = await checkPlan(store, ownerships, plan.changes)
    if (html !== undefined && !context.dryRun) {
      const { writeWhole } = await import('../../../files/write-file.ts')
      writeWhole(html, (await import('./page-view.ts')).planPage(plan), { overwrite: flags.force ?? false })
    }
    const files = html === undefined ? [] : [html]
    const details = { files, isDryRun: context.dryRun, since, next: stepsAfterShow(plan, since, path) }
    print(context.io, context.format, planView(plan, details, context.io))
    return plan.held.length > 0 ? ExitCode.cannotTell : plan.changes.length > 0 ? ExitCode.no : ExitCode.yes
  } finally {
    await store.close()
  }
}
