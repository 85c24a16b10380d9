import { type Register, withExamples } from '../../app/command.ts'
import { withDueDates } from '../../app/due-dates.ts'
import type { EvaluationFlags } from './check.ts'
import type { EvaluationListFlags } from './list.ts'

export const evaluation: Register = (program, act) => {
  const group = program
    .command('evaluation')
    .description('check and list evaluation licenses: how many a customer has had, and what the next one needs')
  withExamples(group, ['phd evaluation check "Acme Bank"', 'phd evaluation list'])
  const check = group
    .command('check')
    .description('check what the next evaluation license of a customer is: the first, a renewal, or a managed evaluation')
    .argument('<customer>', 'name of the customer; case, accents and punctuation do not matter')
    .option('--partner <partner>', 'only registrations of this partner count: id, name, alias or email domain')
    .action(
      act<EvaluationFlags>(async (context, flags, [customer = '']) =>
        (await import('./check.ts')).runEvaluationCheck(context, flags, customer),
      ),
    )
  withExamples(check, ['phd evaluation check "Acme Bank"', 'phd evaluation check "Acme Bank" --partner "Acme GmbH" --json'])
  const list = group
    .command('list')
    .description('list evaluation licenses by customer, with number, last day and the next step')
    .option('--running', 'only customers with an evaluation that is running')
    .action(act<EvaluationListFlags>(async (context, flags) => (await import('./list.ts')).runEvaluationList(context, flags)))
  withExamples(withDueDates(list), [
    'phd evaluation list',
    'phd evaluation list --ics ends.ics --force',
    'phd evaluation list --running --format csv',
  ])
}
