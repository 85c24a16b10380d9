import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, usageError } from '../../errors.ts'
import type { ImportEntry } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { importNumber, readImport } from './find-import.ts'
import { undoView } from './imports-view.ts'

/**
 * Restores the records as they were before an import; asks first, unless `--yes` was given. Throws `no_such_import`, and what
 * undoing throws.
 */
export async function runUndo(context: Context, { yes }: CommonFlags, [id = '']: string[]): Promise<ExitCode> {
  const number = importNumber(id)
  const store = await context.openStore('change')
  try {
    const entry = await readImport(store, number)
    if (!yes && !context.dryRun) await confirmUndo(context, entry)
    const outcome = await store.undoImport(number, context.dryRun)
    print(context.io, context.format, undoView(outcome, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** Asks a person; where phd cannot ask, throws the usage error that names --yes. */
async function confirmUndo(
  { interactive }: Context,
  { id, file, counts: { added, changed, removed } }: ImportEntry,
): Promise<void> {
  const parts = [`${added} new`, `${changed} changed`, ...(removed > 0 ? [`${removed} gone`] : [])]
  const what = `import ${id} (${file}: ${parts.join(', ')})`
  if (!interactive) {
    throw usageError(
      `undoing ${what} needs --yes when phd cannot prompt`,
      `check what it would do: phd imports undo ${id} --dry-run; then: phd imports undo ${id} --yes`,
    )
  }
  const { askToGoOn } = await import('../../terminal/prompts.ts')
  await askToGoOn(`Undo ${what}?`)
}
