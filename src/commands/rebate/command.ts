import { type Register, withExamples } from '../../app/command.ts'
import { addRecording, addStatus } from '../../app/quarters/options.ts'
import type { StatusFlags } from '../../decisions/quarters/status.ts'

export const rebate: Register = (program, act) => {
  const group = program
    .command('rebate')
    .description(
      'show when rebate exceptions are due and when rebates are paid, and record what is done; the exceptions themselves: phd rebates',
    )
  withExamples(group, ['phd rebate status', 'phd rebate done review'])
  const status = addStatus(
    group,
    'list the days of a quarter’s rebates: exceptions, their review and its outcomes, payment',
  ).action(act<StatusFlags>(async (context, flags) => (await import('./status.ts')).runRebateStatus(context, flags)))
  withExamples(status, [
    'phd rebate status',
    'phd rebate status --quarter FY27-Q4 --json',
    'phd rebate status --ics rebates.ics --force',
  ])
  addRecording(group, act, {
    steps: 'review or pay',
    step: 'review',
    load: async () => (await import('./record.ts')).record,
  })
}
