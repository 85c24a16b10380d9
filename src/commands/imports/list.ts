import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { print } from '../../terminal/print.ts'
import { importListView } from './imports-view.ts'

/** Lists every import, undone ones too. */
export async function runList(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    print(context.io, context.format, importListView(await store.listImports(), await store.prunedHistory(), context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
