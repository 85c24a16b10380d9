import { type Register, withExamples } from '../../app/command.ts'
import type { MakeFlags } from './make.ts'

export const backup: Register = (program, act) => {
  const group = program
    .command('backup')
    .description('back up the database while others use it, and check the copy; list and verify backups')
    .option('--to <folder>', 'folder for the backup (default: backups, beside the database)')
    .option('--keep <ages>', 'then remove older backups, but keep the newest of each of the last days, weeks, months: 7d,4w,12m')
    .action(act<MakeFlags>(async (context, flags) => (await import('./make.ts')).runBackup(context, flags), { apart: true }))
  withExamples(group, [
    'phd backup',
    'phd backup --keep 14d,8w,12m',
    'phd backup --to /mnt/safe/phd --json',
    'phd backup --keep 14d --dry-run',
    'phd backup --quiet --no-input --keep 14d,8w',
  ])
  const list = group
    .command('list')
    .description('list the backups, and the copies that upgrades and restores kept, newest first')
    .action(act(async (context) => (await import('./list.ts')).runList(context), { apart: true }))
  withExamples(list, ['phd backup list', 'phd backup list --json'])
  const verify = group
    .command('verify')
    .description('check a backup whole: every page, every index, the audit; without a file, the newest')
    .argument('[file]', 'the backup: a path, or a name in the folder of backups')
    .action(act(async (context, _flags, [file]) => (await import('./verify.ts')).runVerify(context, file), { apart: true }))
  withExamples(verify, [
    'phd backup verify',
    'phd backup verify phd-2026-12-01T220000Z.db',
    'phd backup verify old/phd.db --json',
  ])
}
