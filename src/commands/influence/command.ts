import { type Register, withExamples } from '../../app/command.ts'
import { addReportOptions } from '../../scorecards/options.ts'
import type { InfluenceFlags } from './run.ts'

export const influence: Register = (program, act) => {
  const command = program
    .command('influence')
    .description('count influence records by quarter, type and detail, and list opportunities that have none')
    .argument('[partner]', 'only this partner: id, name, alias or email domain (default: all)')
    .option('--quarter <quarter>', 'only records made in this fiscal quarter, as FY27-Q3 (default: all)')
    .action(
      act<InfluenceFlags>(async (context, flags, [partner]) => (await import('./run.ts')).runInfluence(context, flags, partner), {
        pages: true,
      }),
    )
  withExamples(addReportOptions(command), [
    'phd influence',
    'phd influence "Acme GmbH" --quarter FY27-Q3',
    'phd influence --format csv > influence.csv',
    'phd influence "Acme GmbH" --out influence.html --force',
    'phd influence --draft drafts --to "Ann Lee"',
  ])
}
