import { collect, type Register, withExamples } from '../../app/command.ts'
import { withDueDates } from '../../app/due-dates.ts'
import type { LeadListFlags } from './list.ts'
import type { RecallFlags } from './recall.ts'

const PARTNER = 'only the leads of this partner: id, name, alias or email domain'

export const leads: Register = (program, act) => {
  const group = program.command('leads').description('list leads shared with partners, and those that may be recalled')
  withExamples(group, ['phd import --kind leads prospects.csv', 'phd leads recall'])
  const recall = group
    .command('recall')
    .description('list leads that may be recalled today and why, by phase; lists those that need review separately (exit 4)')
    .option('--partner <partner>', PARTNER)
    .option('--phase <number>', 'only leads of this phase: 1, 2 or 3')
    .option('--draft <folder>', 'folder to write a mail to each channel manager to')
    .option('--set <name=value>', 'a value of every mail', collect)
    .action(act<RecallFlags>(async (context, flags) => (await import('./recall.ts')).runRecall(context, flags)))
  withExamples(withDueDates(recall), [
    'phd leads recall',
    'phd leads recall --partner "Acme GmbH" --phase 3',
    'phd leads recall --draft drafts --set manager_name="Ann Lee"',
    'phd leads recall --ics recall.ics --force',
    'phd leads recall --format csv > recall.csv',
  ])
  const list = group
    .command('list')
    .description('list leads that wait for their partner, with the days to reply, accept and act by; late ones first')
    .option('--partner <partner>', PARTNER)
    .option('--closed', 'include leads that no longer wait: qualified, converted, rejected, recalled …')
    .action(act<LeadListFlags>(async (context, flags) => (await import('./list.ts')).runLeadList(context, flags)))
  withExamples(withDueDates(list), [
    'phd leads list',
    'phd leads list --partner "Acme GmbH" --json',
    'phd leads list --closed --format csv',
    'phd leads list --ics leads.ics --force',
  ])
}
