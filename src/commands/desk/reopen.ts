import { type Context, recordedBy } from '../../app/context.ts'
import { reopenDesk } from '../../app/database.ts'
import { atHome } from '../../app/user-files.ts'
import { ExitCode, failure } from '../../errors.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

/** Lets a desk take records again that was marked as moved, or says that it does. Throws `no_database`, and what opening throws. */
export async function runReopen(context: Context): Promise<ExitCode> {
  const { engine, dryRun, io, format } = context
  const place = atHome(engine.place)
  if (engine.state() === 'absent') throw failure('no_database', `no desk at ${place} yet`, 'name the desk with --db')
  const moved = await reopenDesk(engine, recordedBy(context), dryRun)
  const status = moved === null ? 'unchanged' : dryRun ? 'dry_run' : 'reopened'
  const sentence = {
    unchanged: `${place} takes records: it is not marked as moved`,
    dry_run: `dry run, nothing was changed: ${place} would take records again`,
    reopened: `${place} takes records again`,
  }[status]
  const json = () => ({ schema: 'phd.desk-reopen/1', place: engine.place, status, movedTo: moved?.to ?? null })
  const warning = moved === null ? [] : [`  what was recorded at ${moved.to} is not here: work with one of them alone`]
  print(io, format, {
    table: () => io.prose(`${[sentence, ...warning].map(safeText).join('\n')}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['place', 'status', 'moved_to'],
        [engine.place, status, moved?.to ?? ''],
      ]),
  })
  return ExitCode.yes
}
