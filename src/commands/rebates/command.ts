import { type Register, withExamples } from '../../app/command.ts'
import { addReportOptions } from '../../scorecards/options.ts'
import type { RebatesFlags } from './run.ts'

export const rebates: Register = (program, act) => {
  const command = addReportOptions(
    program
      .command('rebates')
      .description('rebate exceptions: requested, decided, to pay, overdue; the days of a quarter: phd rebate status')
      .argument('[partner]', 'id, name, alias or email domain of the partner (default: all)')
      .option('--quarter <quarter>', 'only those requested in this fiscal quarter, such as FY27-Q3'),
  ).action(
    act<RebatesFlags>(async (context, flags, [partner]) => (await import('./run.ts')).runRebates(context, flags, partner), {
      pages: true,
    }),
  )
  withExamples(command, [
    'phd rebates',
    'phd rebates "Acme GmbH" --draft drafts --to "Ann Lee"',
    'phd rebates --quarter FY27-Q3 --out rebates.html --force',
    'phd rebates --format csv > rebates.csv',
  ])
}
