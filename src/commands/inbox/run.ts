import type { CommonFlags, Context } from '../../app/context.ts'
import { exitCodeOf } from '../../app/failures.ts'
import { keepMemoryFlat, stopOnSignal } from '../../app/long-run.ts'
import { readCount } from '../../app/option-values.ts'
import { importTarget } from '../../app/owners/shipped-tables.ts'
import { readOptions } from '../../app/read-options.ts'
import { ExitCode, highestCode, usageError } from '../../errors.ts'
import { RejectsFile } from '../../files/rejects-file.ts'
import { writeBeside } from '../../files/write-file.ts'
import { checkedFolder, type InboxFile, type InboxRun, runInbox } from '../../jobs/inbox.ts'
import { kinds } from '../../records/kinds.ts'
import { print } from '../../terminal/print.ts'
import { inboxView, reasonText } from './inbox-view.ts'

export interface InboxFlags extends CommonFlags {
  settle?: string
}

/** Imports every complete file of a folder and moves it. */
export async function runInboxOf(context: Context, flags: InboxFlags, [dir = '']: string[]): Promise<ExitCode> {
  const settleSeconds = readCount('--settle', flags.settle ?? '2', {
    what: 'number of seconds',
    least: 0,
    digits: 4,
    example: '--settle 2',
  })
  if (dir.trim() === '') throw usageError('no folder given', 'see: phd inbox run --help')
  const folder = checkedFolder(dir, context.engine.file?.path ?? null)
  const reading = await readOptions(context, {})
  keepMemoryFlat()
  const store = await context.openStore('fill')
  const bar = await context.io.progressBar()
  const stop = stopOnSignal()
  try {
    const run = await runInbox(folder, store, {
      into: importTarget(store, context),
      kinds,
      reading,
      decimal: { setting: context.decimal },
      dateOrder: ({ kind }) => ({ option: undefined, setting: context.dateOrder(kind) }),
      now: context.now,
      dryRun: context.dryRun,
      settleSeconds,
      signal: stop.signal,
      progressOf: (file) => bar?.progressOf(file),
      openRejects: (path, headings) => new RejectsFile(path, headings),
      writeReason: (path, file) => writeBeside(path, reasonText(file, context.now)),
    })
    bar?.clear()
    Object.assign(context.counts, countsOf(run))
    print(context.io, context.format, inboxView(run, flags.quiet ? (file) => codeOf(file) !== ExitCode.yes : null, context.io))
    return highestCode([...run.files.map(codeOf), stop.signal.aborted ? ExitCode.interrupted : ExitCode.yes])
  } finally {
    bar?.clear()
    stop.dispose()
    await store.close()
  }
}

/** The exit code of one file, as `phd import` would end with. A file that still grows, or that phd never takes, is not a fault. */
function codeOf({ result, fault }: InboxFile): ExitCode {
  const own = 'error' in result ? exitCodeOf(result.error) : result.counts.rejected > 0 ? ExitCode.no : ExitCode.yes
  return highestCode([own, fault ? exitCodeOf(fault) : ExitCode.yes])
}

/** The run in numbers, for the log of runs. */
function countsOf({ files, left }: InboxRun): Record<string, number> {
  const rows = files.map(({ result }) => ('error' in result ? null : result.counts)).filter((counts) => counts !== null)
  const sum = (name: 'read' | 'rejected'): number => rows.reduce((total, counts) => total + counts[name], 0)
  const refused = files.filter(({ result }) => result.status === 'refused').length
  const skipped = left.length
  return { files: files.length, refused, skipped, rows: sum('read'), rejected: sum('rejected') }
}
