import type { Context } from '../../app/context.ts'
import { copyDesk, engineAt, openDatabase } from '../../app/database.ts'
import { keepMemoryFlat, stopOnSignal } from '../../app/long-run.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import type { Engine } from '../../store/engine.ts'
import { print } from '../../terminal/print.ts'
import { copyView } from './copy-view.ts'

/** Copies a whole desk into an empty one, and marks the old one as moved unless `keepOpen`. Throws a usage error where both are one, `no_database`, and what copying throws. */
export async function runCopy(
  context: Context,
  [fromPlace = '', toPlace = '']: readonly string[],
  keepOpen: boolean,
): Promise<ExitCode> {
  const { env, io, format, dryRun, actor } = context
  const from = await engineAt(fromPlace, '<from>', env)
  const to = await engineAt(toPlace, '<to>', env)
  if (from.place === to.place) throw usageError('both are the same desk', 'name another place for the copy')
  await refuseMissing(context, from)
  keepMemoryFlat()
  const stop = stopOnSignal()
  try {
    const copied = await io.waiting('Copying the desk', () =>
      copyDesk(from, to, { dryRun, by: actor, keepOpen, signal: stop.signal }),
    )
    print(io, format, copyView({ from: from.place, to: to.place, dryRun, keepOpen, ...copied }, io))
    return ExitCode.yes
  } finally {
    stop.dispose()
  }
}

/** Opens the desk to copy, which brings one in a file up to date. */
async function refuseMissing({ io, waitSeconds, today, actor }: Context, engine: Engine): Promise<void> {
  if (engine.state() === 'absent') throw failure('no_database', `no desk at ${engine.place} yet`, 'name the desk to copy')
  const by = { actor, statedNow: null }
  const opening = { purpose: 'read', asOf: null, dryRun: false, waitSeconds, today, io, by } as const
  const { store } = await openDatabase(engine, opening)
  await store.close()
}
