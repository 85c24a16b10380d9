import { type Register, withExamples } from '../../app/command.ts'
import type { InboxFlags } from './run.ts'

export const inbox: Register = (program, act) => {
  const group = program.command('inbox').description('import from a drop folder')
  withExamples(group, ['phd inbox run ~/partner-desk/new'])
  const run = group
    .command('run')
    .description('import every complete file in a folder, then move it to done/ or failed/; made for cron')
    .argument('<dir>', 'the drop folder, used for nothing else')
    .option('--settle <seconds>', 'how long a file must stay unchanged (default 2)')
    .action(act<InboxFlags>(async (...args) => (await import('./run.ts')).runInboxOf(...args)))
  withExamples(run, [
    'phd inbox run ~/partner-desk/new',
    'phd inbox run --dry-run ~/partner-desk/new',
    'phd inbox run --quiet --no-input --settle 30 ~/partner-desk/new',
  ])
}
