import { type Register, withExamples } from '../../app/command.ts'
import type { CheckFlags } from '../../verdicts/run-check.ts'

export const authorized: Register = (program, act) => {
  const command = program
    .command('authorized')
    .description('check whether a partner is authorized, and what it may do')
    .argument('[partner]', 'id, name, alias or email domain')
    .option('--all', 'every partner, by name')
    .option('--file <names.txt>', 'the partners in a file, one per line')
    .action(
      act<CheckFlags>(
        async (context, flags, [subject]) => {
          const { runCheck } = await import('../../verdicts/run-check.ts')
          const { standingRule } = await import('../../verdicts/standing-rule.ts')
          return runCheck(context, flags, subject, (store) => standingRule(context, store), 'phd authorized')
        },
        { asksOf: 'partner' },
      ),
    )
  withExamples(command, [
    'phd authorized "Acme GmbH"',
    'phd authorized acme.example --json',
    'phd authorized --all --format csv > authorized.csv',
    'phd authorized --file names.txt',
  ])
}
