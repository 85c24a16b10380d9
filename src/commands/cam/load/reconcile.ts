import { dirname, join } from 'node:path'
import type { CommonFlags, Context } from '../../../app/context.ts'
import { givenValue } from '../../../app/option-values.ts'
import { openForCam, readChannelManagers } from '../../../app/owners/channel-managers.ts'
import { readOptions } from '../../../app/read-options.ts'
import { ExitCode, highestCode } from '../../../errors.ts'
import { checkPlan } from '../../../plans/check-plan.ts'
import { type ExportedChange, exportedPlan, readProgress } from '../../../plans/progress.ts'
import { changesLeft, hasNewResults, joinResults, planOfResults, reconciledEntries } from '../../../plans/reconcile.ts'
import { print } from '../../../terminal/print.ts'
import { planNumber } from '../plan-file.ts'
import { loaderFile, RETRY_FILE } from './files.ts'
import { reconcileView } from './reconcile-view.ts'

export interface ReconcileFlags extends CommonFlags {
  plan?: string
  out?: string
  encoding?: string
}

/** Reads what a loader did: what is done, what failed and what is left. Writes the retry file. */
export async function runReconcile(context: Context, flags: ReconcileFlags, files: string[]): Promise<ExitCode> {
  const { readResultFile } = await import('../../../imports/read/result-file.ts')
  const { encoding } = await readOptions(context, flags)
  const rows = files.flatMap((file) => readResultFile(file, encoding))
  const folder = givenValue('--out', flags.out) ?? dirname(files[0] ?? '.')
  const store = await openForCam(context)
  try {
    const { imports: afterImport } = await store.lastNumbers()
    const plans = await readProgress(store)
    const named = givenValue('--plan', flags.plan)
    const plan = named === undefined ? planOfResults(plans, rows) : exportedPlan(plans, await planNumber(named))
    const reconciled = joinResults(plan, rows)
    const left = changesLeft(reconciled)
    // As for the export, only changes that still hold are loaded again.
    const { ownerships } = await readChannelManagers(context, store)
    const planned = left.map(({ entry }) => entry)
    const { ready, held, right } = await checkPlan(store, ownerships, planned)
    const loadable = new Set(ready.map(({ entry }) => entry.subject.id))
    const retried = left.filter(({ id }) => loadable.has(id))
    const retry = retried.length === 0 ? null : await writeRetry(context, folder, retried)
    const isNew = hasNewResults(plan, reconciled)
    const { unusable } = reconciled
    if ((isNew || unusable.length > 0) && !context.dryRun) await store.record(reconciledEntries(plan, reconciled, afterImport))
    const status = isNew ? (context.dryRun ? 'dry_run' : 'reconciled') : 'unchanged'
    print(context.io, context.format, reconcileView({ ...reconciled, plan, status, retry, held, right }, context.io))
    return highestCode([
      left.length > 0 || unusable.some(({ why }) => why !== 'done_before') ? ExitCode.no : ExitCode.yes,
      held.length > 0 ? ExitCode.cannotTell : ExitCode.yes,
    ])
  } finally {
    await store.close()
  }
}

/** Writes the retry file, never over a file with other content; gives its path. */
async function writeRetry(context: Context, folder: string, changes: readonly ExportedChange[]): Promise<string> {
  const path = join(folder, RETRY_FILE)
  if (context.dryRun) return path
  const { makeFolder, writeBeside } = await import('../../../files/write-file.ts')
  makeFolder(folder)
  const hasTerritories = changes.some(({ territoryValue }) => territoryValue !== null)
  const field = hasTerritories ? (context.contractedTerritories?.field ?? null) : null
  return writeBeside(path, loaderFile(changes, field))
}
