import { type Register, withExamples } from '../../app/command.ts'
import type { PruneFlags } from './run.ts'

export const prune: Register = (program, act) => {
  const command = program
    .command('prune')
    .description('remove what records were before a day, for good; says first what that costs')
    .requiredOption('--older-than <age or day>', 'how old: 365d, 52w, 18m, 2y, or a day (2025-11-20)')
    .action(act<PruneFlags>(async (context, flags) => (await import('./run.ts')).runPrune(context, flags)))
  withExamples(command, [
    'phd prune --older-than 365d --dry-run',
    'phd prune --older-than 365d',
    'phd prune --older-than 2025-11-20 --yes',
  ])
}
