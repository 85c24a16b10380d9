import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { findMails } from '../../imports/mail-files.ts'
import type { RecordReader } from '../../store/store.ts'
import { mailDesk } from './desk.ts'
import { reportOf } from './report.ts'
import { mailRouter } from './route.ts'
import { type MailMoved, printMoved } from './try-view.ts'

/** Says which mails would go elsewhere by other rules. Nothing is written. */
export async function runTry(context: Context, rules: string, paths: string[]): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const before = await reporter(context, store, null)
    const after = await reporter(context, store, rules)
    const moved: MailMoved[] = []
    let all = 0
    for await (const found of findMails(paths, Math.max(before.most, after.most), () => {})) {
      all++
      const [now, then] = [await before.of(found), await after.of(found)]
      if (goesTo(now) !== goesTo(then)) moved.push({ file: found.name, now, then })
    }
    printMoved(context, moved, all)
    return moved.length > 0 ? ExitCode.no : ExitCode.yes
  } finally {
    store.close()
  }
}

type Found = Parameters<Awaited<ReturnType<typeof mailDesk>>['sorter']['sort']>[0]

/** What reports on mails by rules: those of phd, or a user's own. */
async function reporter(context: Context, store: RecordReader, own: string | null) {
  const desk = await mailDesk(context, store, { forgets: true, rules: own })
  const router = await mailRouter(context, store, desk)
  return {
    most: desk.rules.limits.bytes,
    of: async (found: Found): Promise<MailMoved['now']> => {
      const sorted = await desk.sorter.sort(found)
      const isLeft = 'quarantined' in sorted || sorted.needsPerson
      const routed = isLeft || !Buffer.isBuffer(found.content) ? null : await router.route(sorted, found.content)
      const { kind, confidence, outcome, flags, route, actions } = reportOf(sorted, desk.rules.handbook, routed)
      return { kind, confidence, outcome, flags, route, actions: actions.map(({ id }) => id) }
    },
  }
}

/** What makes two ways of a mail one. */
function goesTo({ kind, outcome, flags, route, actions }: MailMoved['now']): string {
  return JSON.stringify([kind, outcome, flags, route, actions])
}
