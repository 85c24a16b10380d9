import { type Register, withExamples } from '../../app/command.ts'
import type { DistributorFlags } from './distributor.ts'

export const distributor: Register = (program, act) => {
  const command = program
    .command('distributor')
    .description('show who distributes in a country, and whether a partner must buy through them')
    .argument('<country>', 'name or code')
    .option('--partner <partner>', 'the partner who buys: id, name, alias or email domain')
    .option('--pubsec', 'for public sector in the United States')
    .action(act<DistributorFlags>(async (...args) => (await import('./distributor.ts')).runDistributor(...args)))
  withExamples(command, [
    'phd distributor Japan',
    'phd distributor DE --partner "Acme GmbH"',
    'phd distributor US --pubsec --json',
  ])
}
