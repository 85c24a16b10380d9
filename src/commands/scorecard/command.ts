import type { Command } from 'commander'
import { collect, type Register, withExamples } from '../../app/command.ts'
import { usageError } from '../../errors.ts'
import { addReportOptions } from '../../scorecards/options.ts'
import type { ScorecardFlags } from './asked.ts'

interface PartnerFlags extends ScorecardFlags {
  all?: boolean
}

export const scorecard: Register = (program, act) => {
  const group = program
    .command('scorecard')
    .description('certifications of a partner or a region by fiscal quarter and badge, and what ends soon')
  withExamples(group, ['phd scorecard partner "Acme GmbH"', 'phd scorecard region EMEA'])
  const partner = addOptions(
    group
      .command('partner')
      .description('certifications of a partner, and whether it meets the requirements; also --format md and html')
      .argument('[partner]', 'id, name, alias or email domain of the partner')
      .option('--all', 'every partner; with --out a folder of pages and an index'),
  ).action(
    act<PartnerFlags>(
      async (context, flags, [subject]) => {
        if (!flags.all) return (await import('./partner.ts')).runPartner(context, flags, subject)
        if (subject !== undefined) throw usageError('--all is for every partner', 'name one partner, or use --all')
        return (await import('./all.ts')).runAll(context, flags)
      },
      { pages: true, asksOf: 'partner' },
    ),
  )
  withExamples(partner, [
    'phd scorecard partner "Acme GmbH"',
    'phd scorecard partner "Acme GmbH" --quarter FY27-Q3 --out acme.html',
    'phd scorecard partner acme.example --badge "Sales Core" --badge PSE --json',
    'phd scorecard partner "Acme GmbH" --expiring-days 180 --draft drafts --to "Bo Chen" --force',
    'phd scorecard partner "Acme GmbH" --with-addresses --format md',
    'phd scorecard partner --all --out pages --force',
    'phd scorecard partner --all --format csv > partners.csv',
  ])
  const region = addOptions(
    group
      .command('region')
      .description('certifications of a region by country, badge, partner and person; also --format md and html')
      .argument('<region>', 'AMER, EMEA, APJ, PubSec or Global, or another name of one')
      .option('--country <country>', 'only this country, by name or two-letter code'),
  ).action(
    act<ScorecardFlags>(async (context, flags, [subject]) => (await import('./region.ts')).runRegion(context, flags, subject), {
      pages: true,
    }),
  )
  withExamples(region, [
    'phd scorecard region EMEA',
    'phd scorecard region EMEA --country Germany --badge PSE --format md',
    'phd scorecard region Global --quarter FY27-Q3 --out world.html --force',
    'phd scorecard region PubSec --expiring-days 30 --with-addresses --format csv > pubsec.csv',
    'phd scorecard region APJ --draft apj.eml --to ann.lee@gitlab.example',
  ])
}

function addOptions(command: Command): Command {
  return addReportOptions(
    command
      .option('--quarter <quarter>', 'the fiscal quarter, such as FY27-Q3 (default: the one of today)')
      .option('--badge <name>', 'only this badge, by any of its names; may be repeated', collect)
      .option('--expiring-days <days>', 'list what ends within so many days (default 90)')
      .option('--with-addresses', 'also show the email addresses of people'),
  )
}
