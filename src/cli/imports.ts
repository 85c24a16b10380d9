import type { Context } from '../context.ts'
import { ExitCode } from '../errors.ts'
import { printImportList } from '../output/imports.ts'
import { type Register, withExamples } from './command.ts'

export const imports: Register = (program, act) => {
  const group = program.command('imports').description('what was imported, and when')
  withExamples(group, ['phd imports list'])
  const list = group.command('list').description('every import, oldest first').action(act(runList))
  withExamples(list, ['phd imports list', 'phd imports list --json'])
}

async function runList(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    printImportList(context, await store.listImports())
    return ExitCode.yes
  } finally {
    store.close()
  }
}
