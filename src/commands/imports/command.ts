import { type Register, withExamples } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { kinds } from '../../records/kinds.ts'
import type { ImportEntry, RecordChange, RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { importDetailView, importListView, undoView } from './imports-view.ts'

interface ShowFlags extends CommonFlags {
  diff?: boolean
}

export const imports: Register = (program, act) => {
  const group = program.command('imports').description('list imports, show what they changed, undo them')
  withExamples(group, ['phd imports list', 'phd imports show 12 --diff', 'phd imports undo 12 --dry-run'])
  const list = group.command('list').description('list all imports, oldest first').action(act(runList))
  withExamples(list, ['phd imports list', 'phd imports list --json'])
  const show = group
    .command('show')
    .description('show one import: its file, counts and changes')
    .argument('<id>', 'its number (see: phd imports list)')
    .option('--diff', 'show each change, field by field: before and after')
    .action(act<ShowFlags>(runShow))
  withExamples(show, [
    'phd imports show 12',
    'phd imports show 12 --diff',
    'phd imports show 12 --diff --format csv > changes.csv',
  ])
  const undo = group
    .command('undo')
    .description('restore the records as they were before an import; asks first, or needs --yes; an undo can be undone')
    .argument('<id>', 'its number; the newest of its kind')
    .action(act(runUndo))
  withExamples(undo, ['phd imports undo 12', 'phd imports undo 12 --dry-run', 'phd imports undo 12 --yes'])
}

async function runList(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    print(context.io, context.format, importListView(await store.listImports(), context.io))
    return ExitCode.yes
  } finally {
    store.close()
  }
}

async function runShow(context: Context, { diff }: ShowFlags, [id = '']: string[]): Promise<ExitCode> {
  const number = importNumber(id)
  const store = await context.openStore('read')
  try {
    const entry = await entryOf(store, number)
    const changes: RecordChange[] = []
    if (diff) for await (const change of store.changesOf(number)) changes.push(change)
    print(context.io, context.format, importDetailView(entry, kindOf(entry.kind), diff ? changes : null, context.io))
    return ExitCode.yes
  } finally {
    store.close()
  }
}

async function runUndo(context: Context, { yes }: CommonFlags, [id = '']: string[]): Promise<ExitCode> {
  const number = importNumber(id)
  const store = await context.openStore('change')
  try {
    const entry = await entryOf(store, number)
    if (!yes && !context.dryRun) await confirmUndo(context, entry)
    const outcome = await store.undoImport(number, context.actor, context.now, context.dryRun)
    print(context.io, context.format, undoView(outcome, context.io))
    return ExitCode.yes
  } finally {
    store.close()
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
      `undoing ${what} needs --yes where phd cannot ask`,
      `check what it would do: phd imports undo ${id} --dry-run; then: phd imports undo ${id} --yes`,
    )
  }
  const { askToGoOn } = await import('../../terminal/prompts.ts')
  await askToGoOn(`Undo ${what}?`)
}

function importNumber(id: string): number {
  if (!/^[1-9]\d{0,9}$/.test(id)) throw usageError(`"${id}" is not the number of an import`, 'see: phd imports list')
  return Number(id)
}

async function entryOf(store: RecordReader, id: number) {
  const entry = await store.importDetail(id)
  if (entry) return entry
  throw failure('no_such_import', `there is no import ${id}`, 'see: phd imports list')
}

function kindOf(name: string) {
  const kind = kinds.find((each) => each.kind === name)
  if (!kind) throw failure('unknown_kind', `unknown kind ${name}: it was imported by a newer phd`, 'update phd')
  return kind
}
