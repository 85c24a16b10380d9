import { type Register, withExamples } from '../../app/command.ts'
import { addReportOptions } from '../../scorecards/options.ts'
import type { AwardsFlags } from './run.ts'

export const awards: Register = (program, act) => {
  const command = program
    .command('awards')
    .description('compile the reports for the partner awards of a year, by region and criterion; it does not judge')
    .argument('<year>', 'fiscal year of the awards, as FY25: they are judged on the year before')
    .option('--region <region>', 'only the awards of this region: AMER, Public Sector, APAC or EMEA')
    .option('--category <category>', 'only these awards: partner, emerging, services or distributor')
    .option('--revenue <field>', 'count revenue and pipeline by amount or net-arr (default amount)')
    .action(
      act<AwardsFlags>(async (context, flags, [year = '']) => (await import('./run.ts')).runAwards(context, flags, year), {
        pages: true,
      }),
    )
  withExamples(addReportOptions(command), [
    'phd awards FY27',
    'phd awards FY27 --region EMEA --out emea-awards.html',
    'phd awards 2027 --region "Public Sector" --category partner --format md',
    'phd awards FY27 --category distributor --out distributors.csv --force',
    'phd awards FY27 --revenue net-arr --draft awards.eml --to "Bo Chen"',
  ])
}
