import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { type FoundMail, findMails } from '../../mailbox/mail-files.ts'
import { decideMail } from '../../mailbox/process-mails.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { reportOf } from './report.ts'
import { openRouting, openSorting } from './shared.ts'
import { type MovedMail, movedView, type Way } from './try-view.ts'

/** Reports which mails other rules would send elsewhere. Writes nothing. */
export async function runTry(context: Context, rules: string, paths: string[]): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const before = await wayBy(context, store, null)
    const after = await wayBy(context, store, rules)
    const moved: MovedMail[] = []
    let all = 0
    for await (const found of findMails(paths, Math.max(before.mostBytes, after.mostBytes), () => {})) {
      all++
      const [now, then] = [await before.wayOf(found), await after.wayOf(found)]
      if (!isSameWay(now, then)) moved.push({ file: found.name, now, then })
    }
    print(context.io, context.format, movedView(moved, all, context.io))
    return moved.length > 0 ? ExitCode.no : ExitCode.yes
  } finally {
    await store.close()
  }
}

/** Finds where mails go by rules; null: phd's own. */
async function wayBy(context: Context, store: RecordReader, rules: string | null) {
  const sorting = await openSorting(context, store, { forgets: true, rules })
  const router = await openRouting(context, store, sorting)
  return {
    mostBytes: sorting.rules.limits.bytes,
    wayOf: async (found: FoundMail): Promise<Way> => {
      const decided = await decideMail({ sorter: sorting.sorter, router }, found)
      const { kind, confidence, outcome, flags, route, actions } = reportOf(decided, sorting.rules.handbook)
      return { kind, confidence, outcome, flags, route, actions: actions.map(({ id }) => id) }
    },
  }
}

/** How certain the kind is does not matter. */
function isSameWay(some: Way, other: Way): boolean {
  const all = [some, other].map(({ kind, outcome, flags, route, actions }) =>
    JSON.stringify([kind, outcome, flags, route, actions]),
  )
  return all[0] === all[1]
}
