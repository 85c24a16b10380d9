import { type Register, withExamples } from '../../app/command.ts'

export const forget: Register = (program, act) => {
  const command = program
    .command('forget <email>')
    .description('remove a person’s data everywhere phd keeps it; counts, verdicts and the audit stay; asks, or needs --yes')
    .action(act(async (...args) => (await import('./run.ts')).runForget(...args)))
  withExamples(command, ['phd forget ann.lee@acme.example --dry-run', 'phd forget ann.lee@acme.example --yes'])
}
