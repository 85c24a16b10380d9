import type { Command } from 'commander'
import { Option } from 'commander'
import { type Act, type Register, withExamples } from '../../app/command.ts'
import { withDueDates } from '../../app/due-dates.ts'
import { oneOf } from '../../app/usage.ts'
import { DEAL_PHASES, DEAL_PROBLEMS } from '../../rules/deals/types.ts'
import type { ExpiringFlags } from './expiring.ts'
import type { FilterFlags } from './list.ts'
import { sourceVerb, tagVerb } from './opportunity/verbs.ts'
import type { ShowFlags } from './show.ts'
import type { SlaFlags } from './sla.ts'

export const deal: Register = (program, act) => {
  const group = program
    .command('deal')
    .description('check deal registrations, tags and sources: who acts next, what is due, and what is wrong')
  withExamples(group, ['phd deal list', 'phd deal list --problem any --format csv > deals.csv'])
  addList(group, act)
  addShow(group, act)
  addSla(group, act)
  addExpiring(group, act)
  addConflicts(group, act)
  sourceVerb(group, act)
  tagVerb(group, act)
}

function addList(group: Command, act: Act): void {
  const list = group
    .command('list')
    .description('list registrations, late ones first')
    .option('--partner <partner>', 'only those of a partner: id, name, alias or email domain')
    .option('--status <status>', 'only those with a status, as Salesforce has it')
    .addOption(choice('--phase <phase>', 'only those waiting for someone', DEAL_PHASES))
    .option('--manager <name>', 'only those of a channel manager')
    .option('--type <type>', 'only those of a type, such as Resale')
    .addOption(choice('--problem <code>', 'only those with a problem', ['any', ...DEAL_PROBLEMS]))
    .option('--late', 'only late ones')
    .option('--region <name>', 'count the holidays of a region too')
    .action(act<FilterFlags>(async (context, flags) => (await import('./list.ts')).runDealList(context, flags)))
  withExamples(withDueDates(list), [
    'phd deal list',
    'phd deal list --phase channel_manager --late',
    'phd deal list --partner "Acme GmbH" --json',
    'phd deal list --status Returned --manager "Ann Lee" --type Resale',
    'phd deal list --problem any --region GB --format csv > deals.csv',
    'phd deal list --ics due.ics --force',
  ])
}

function addShow(group: Command, act: Act): void {
  const show = group
    .command('show')
    .description('show one registration: each fact with its line, problems, next steps and the history of its status')
    .argument('<registration>', 'its name (REG10000), deal id or Salesforce id')
    .option('--region <name>', 'count the holidays of a region too')
    .action(act<ShowFlags>(async (...args) => (await import('./show.ts')).runDealShow(...args)))
  withExamples(show, ['phd deal show REG10000', 'phd deal show DR-500000 --json', 'phd deal show REG10000 --region GB'])
}

function addSla(group: Command, act: Act): void {
  const sla = group
    .command('sla')
    .description('list registrations that are late or due today; drafts one mail to each channel manager who is late')
    .option('--manager <name>', 'only those of a channel manager')
    .option('--draft <folder>', 'folder to write a mail for each late channel manager to')
    .option('--fail-on-due', 'end with exit code 1 if something is late')
    .option('--region <name>', 'count the holidays of a region too')
    .action(act<SlaFlags>(async (context, flags) => (await import('./sla.ts')).runDealSla(context, flags)))
  withExamples(withDueDates(sla), [
    'phd deal sla',
    'phd deal sla --draft reminders',
    'phd deal sla --manager "Ann Lee" --region GB',
    'phd deal sla --fail-on-due --quiet',
    'phd deal sla --ics due.ics --force',
  ])
}

function addExpiring(group: Command, act: Act): void {
  const expiring = group
    .command('expiring')
    .description('list approved registrations that end soon, soonest first, and what an extension needs')
    .option('--within <days>', 'how many days ahead', '30')
    .option('--partner <partner>', 'only those of a partner: id, name, alias or email domain')
    .option('--manager <name>', 'only those of a channel manager')
    .action(act<ExpiringFlags>(async (context, flags) => (await import('./expiring.ts')).runDealExpiring(context, flags)))
  withExamples(withDueDates(expiring), [
    'phd deal expiring',
    'phd deal expiring --within 60 --json',
    'phd deal expiring --partner "Acme GmbH" --manager "Ann Lee"',
    'phd deal expiring --ics last-days.ics --force',
  ])
}

function addConflicts(group: Command, act: Act): void {
  const conflicts = group
    .command('conflicts')
    .description('list opportunities with more than one approved registration')
    .action(act(async (context, flags) => (await import('./conflicts.ts')).runDealConflicts(context, flags)))
  withExamples(conflicts, ['phd deal conflicts', 'phd deal conflicts --format csv > conflicts.csv'])
}

function choice<T extends string>(flags: string, about: string, known: readonly T[]): Option {
  return new Option(flags, about).choices(known).argParser(oneOf(flags.split(' ')[0] ?? '', known))
}
