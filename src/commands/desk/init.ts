import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { print } from '../../terminal/print.ts'
import { initView } from './init-view.ts'
import { sharedDesk } from './shared.ts'

/** Makes a desk and its roles, or says that they are there. Throws what making throws. */
export async function runInit(context: Context): Promise<ExitCode> {
  const { engine, dryRun, io, format } = context
  const made = await sharedDesk(context).make(dryRun)
  print(io, format, initView({ place: engine.place, dryRun, ...made }, io))
  return ExitCode.yes
}
