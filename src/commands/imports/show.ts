import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, failure } from '../../errors.ts'
import { kinds } from '../../records/kinds.ts'
import type { RecordChange } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { importNumber, readImport } from './find-import.ts'
import { importDetailView } from './imports-view.ts'

export interface ShowFlags extends CommonFlags {
  diff?: boolean
}

/** Shows an import; `--diff`: with every record that it changed. Throws `no_such_import` and `unknown_kind`. */
export async function runShow(context: Context, { diff }: ShowFlags, [id = '']: string[]): Promise<ExitCode> {
  const number = importNumber(id)
  const store = await context.openStore('read')
  try {
    const entry = await readImport(store, number)
    const changes: RecordChange[] = []
    if (diff) for await (const change of store.changesOf(number)) changes.push(change)
    const shown = { changes: diff ? changes : null, pruned: await store.prunedHistory() }
    print(context.io, context.format, importDetailView(entry, kindOf(entry.kind), shown, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

function kindOf(name: string) {
  const kind = kinds.find((each) => each.kind === name)
  if (!kind) throw failure('unknown_kind', `unknown kind ${name}: it was imported by a newer phd`, 'update phd')
  return kind
}
