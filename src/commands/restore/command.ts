import { type Register, withExamples } from '../../app/command.ts'
import type { RestoreFlags } from './run.ts'

export const restore: Register = (program, act) => {
  const command = program
    .command('restore')
    .description('put a backup in place of the database, which is kept; asks first, or needs --yes; without a backup, list them')
    .argument('[backup]', 'the backup: a path, or a name in the folder of backups')
    .option('--to <file>', 'write it to another file instead, to look at it: phd --db <file> ...')
    .action(act<RestoreFlags>(async (...args) => (await import('./run.ts')).runRestore(...args), { apart: true }))
  withExamples(command, [
    'phd restore',
    'phd restore phd-2026-12-01T220000Z.db --dry-run',
    'phd restore phd-2026-12-01T220000Z.db --yes',
    'phd restore phd-2026-12-01T220000Z.db --to looked-at.db',
  ])
}
