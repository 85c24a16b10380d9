import { type Register, withExamples } from '../../app/command.ts'
import type { RunsFlags } from './list.ts'

export const runs: Register = (program, act) => {
  const command = program
    .command('runs')
    .description('list what ran, how long it took and how it ended, newest first')
    .option('--command <words>', 'only runs of this command, as "inbox run"; or of a group, as inbox')
    .option('--failed', 'only runs that failed, were stopped or did not end')
    .option('--since <day>', 'only runs that began on this day or later')
    .option('--limit <number>', 'maximum number of runs (default 50; with --json and the like: all)')
    .action(act<RunsFlags>(async (context, flags) => (await import('./list.ts')).runList(context, flags), { apart: true }))
  withExamples(command, [
    'phd runs',
    'phd runs --failed --since 2026-11-01',
    'phd runs --command "inbox run" --limit 10',
    'phd runs --json',
  ])
}
