import { type Register, withExamples } from '../../app/command.ts'
import type { DoctorFlags } from './run.ts'

export const doctor: Register = (program, act) => {
  const command = program
    .command('doctor')
    .description('check the database, the age of each source, and what needs attention')
    .action(act<DoctorFlags>(async (context, flags) => (await import('./run.ts')).runDoctor(context, flags)))
  withExamples(command, ['phd doctor', 'phd doctor --max-age 3', 'phd doctor --json', 'phd doctor --quiet --no-input'])
}
