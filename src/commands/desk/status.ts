import type { Context } from '../../app/context.ts'
import { ExitCode, failure } from '../../errors.ts'
import { print } from '../../terminal/print.ts'
import { sharedDesk } from './shared.ts'
import { statusView } from './status-view.ts'

/** Says what a shared desk is. Throws `no_database`, and what asking throws. */
export async function runStatus(context: Context): Promise<ExitCode> {
  const { engine, io, format } = context
  const status = await sharedDesk(context).status()
  if (!status) throw failure('no_database', `no desk at ${engine.place} yet`, 'its administrator makes one: phd desk init')
  print(io, format, statusView({ place: engine.place, ...status }, io))
  return ExitCode.yes
}
