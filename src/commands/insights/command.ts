import { Option } from 'commander'
import { type Register, withExamples } from '../../app/command.ts'
import { oneOf } from '../../app/usage.ts'
import { usageError } from '../../errors.ts'
import { addReportOptions } from '../../scorecards/options.ts'
import type { InsightFlags } from './run.ts'

const ROLE_NAMES = ['resale', 'registration', 'distributor', 'influence', 'service'] as const
const READERS = ['inside', 'partner'] as const

interface AllFlags extends InsightFlags {
  all?: boolean
}

export const insights: Register = (program, act) => {
  const command = program
    .command('insights')
    .description('make the page for a business review with a partner: revenue, pipeline, registrations, certifications …')
    .argument('[partner]', 'id, name, alias or email domain')
    .option('--all', 'every partner; with --out a folder of pages and an index')
    .option('--quarter <quarter>', 'the four quarters that end with this one, as FY27-Q3 (default: the current one)')
    .option('--from <day>', 'first day, instead of a quarter')
    .option('--until <day>', 'last day (default: today)')
    .addOption(
      new Option('--role <role>', 'what the partner is in the deals that count (default: the first it has)')
        .choices(ROLE_NAMES)
        .argParser(oneOf('--role', ROLE_NAMES)),
    )
    .addOption(
      new Option('--for <reader>', 'inside, or partner: without what is for the company alone (default inside)')
        .choices(READERS)
        .argParser(oneOf('--for', READERS)),
    )
    .action(
      act<AllFlags>(
        async (context, flags, [partner]) => {
          if (!flags.all) return (await import('./run.ts')).runInsights(context, flags, partner)
          if (partner !== undefined) throw usageError('--all is for every partner', 'name one partner, or use --all')
          return (await import('./all.ts')).runAllInsights(context, flags)
        },
        { pages: true, asksOf: 'partner' },
      ),
    )
  withExamples(addReportOptions(command), [
    'phd insights "Acme GmbH"',
    'phd insights "Acme GmbH" --quarter FY27-Q3 --out acme.html',
    'phd insights "Acme GmbH" --for partner --out acme-review.html --force',
    'phd insights "Acme GmbH" --from 2026-02-01 --until 2026-07-31 --json',
    'phd insights "Acme GmbH" --role distributor --format md',
    'phd insights "Acme GmbH" --draft drafts --to "Ann Lee"',
    'phd insights --all --out reviews --force',
  ])
}
