import { type Register, withExamples } from '../../app/command.ts'
import type { CommonFlags } from '../../app/context.ts'
import type { ShowFlags } from './show.ts'

export const imports: Register = (program, act) => {
  const group = program.command('imports').description('list imports, show what they changed, undo them')
  withExamples(group, ['phd imports list', 'phd imports show 12 --diff', 'phd imports undo 12 --dry-run'])
  const list = group
    .command('list')
    .description('list all imports, oldest first')
    .action(act(async (context) => (await import('./list.ts')).runList(context)))
  withExamples(list, ['phd imports list', 'phd imports list --json'])
  const show = group
    .command('show')
    .description('show one import: its file, counts and changes')
    .argument('<id>', 'number of the import (see: phd imports list)')
    .option('--diff', 'show each change, field by field: before and after')
    .action(act<ShowFlags>(async (...args) => (await import('./show.ts')).runShow(...args)))
  withExamples(show, [
    'phd imports show 12',
    'phd imports show 12 --diff',
    'phd imports show 12 --diff --format csv > changes.csv',
  ])
  const undo = group
    .command('undo')
    .description('restore the records as they were before an import; asks first, or needs --yes; an undo can be undone')
    .argument('<id>', 'number of the import; must be the newest of its kind')
    .action(act<CommonFlags>(async (...args) => (await import('./undo.ts')).runUndo(...args)))
  withExamples(undo, ['phd imports undo 12', 'phd imports undo 12 --dry-run', 'phd imports undo 12 --yes'])
}
