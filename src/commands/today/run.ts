import { agendaDues } from '../../agenda/dues.ts'
import { readAgenda } from '../../agenda/read.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { ExitCode } from '../../errors.ts'
import { print } from '../../terminal/print.ts'
import { todayView } from './today-view.ts'

export interface TodayFlags extends CommonFlags, DueDatesFlags {
  all?: boolean
}

/** Shows what is due on one screen. */
export async function runToday(context: Context, flags: TodayFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const agenda = await readAgenda(context, store)
    const { io, format, now, asOf } = context
    await keepDueDates(context, flags, () => agendaDues(agenda.items))
    print(io, format, todayView({ agenda, now, asOf, isAll: flags.all ?? false }, io))
    return agenda.doubts.length > 0 ? ExitCode.cannotTell : ExitCode.yes
  } finally {
    await store.close()
  }
}
