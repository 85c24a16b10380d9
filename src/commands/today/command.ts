import { type Register, withExamples } from '../../app/command.ts'
import { withDueDates } from '../../app/due-dates.ts'
import type { TodayFlags } from './run.ts'

export const today: Register = (program, act) => {
  const command = program
    .command('today')
    .description('list what is late, due today and due soon, what came in, what waits for someone else, and what is unknown')
    .option('--all', 'every row, on as many lines as it takes')
    .action(act<TodayFlags>(async (context, flags) => (await import('./run.ts')).runToday(context, flags)))
  withExamples(withDueDates(command), ['phd today', 'phd today --all', 'phd today --json', 'phd today --ics due.ics --force'])
}
