import { type Register, withExamples } from '../../app/command.ts'
import type { DoctorFlags } from './run.ts'

export const doctor: Register = (program, act) => {
  const command = program
    .command('doctor')
    .description('check the database, its sources and files, and what needs attention; says what to do next')
    .option('--thorough', 'also compare every index with its table, which takes longer')
    .option('--fix', 'do what is safe: close files to other users, remove leftovers; asks first, or needs --yes')
    .action(
      act<DoctorFlags>(async (context, flags) => (await import('./run.ts')).runDoctor(context, flags), {
        despiteSettings: true,
        apart: true,
      }),
    )
  withExamples(command, [
    'phd doctor',
    'phd doctor --max-age 3',
    'phd doctor --quiet --no-input',
    'phd doctor --thorough --json',
    'phd doctor --fix --dry-run',
    'phd doctor --fix --yes',
  ])
}
