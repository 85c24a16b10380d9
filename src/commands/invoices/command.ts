import { collect, type Register, withExamples } from '../../app/command.ts'
import type { BillingFlags } from './billing.ts'
import type { FindFlags } from './find.ts'

const PARTNER = 'id, name, alias or email domain'

export const invoices: Register = (program, act) => {
  const group = program
    .command('invoices')
    .description('find the invoices of a partner, and who receives them; check whether it needs a billing account')
  withExamples(group, ['phd invoices find "Acme GmbH"', 'phd invoices billing "Acme GmbH"'])
  const find = group
    .command('find')
    .description(
      'find invoices of a partner: who receives the invoice and proof of delivery, when, and where to look in Salesforce',
    )
    .argument('[partner]', PARTNER)
    .option('--month <month>', 'only invoices of this month, as 2026-10')
    .option('--opportunity <opportunity>', 'only those of an opportunity: its id or its name')
    .action(
      act<FindFlags>(async (context, flags, [partner]) => (await import('./find.ts')).runInvoicesFind(context, flags, partner)),
    )
  withExamples(find, [
    'phd invoices find "Acme GmbH"',
    'phd invoices find "Acme GmbH" --month 2026-10',
    'phd invoices find "Acme GmbH" --opportunity 0064M000AAAAAAIQY5 --json',
  ])
  const billing = group
    .command('billing')
    .description('check whether a partner needs a billing account, and show how to set it up; drafts the reply for a new entity')
    .argument('[partner]', PARTNER)
    .option('--draft <folder>', 'folder to write the reply to')
    .option('--set <name=value>', 'a value of the reply', collect)
    .action(
      act<BillingFlags>(async (context, flags, [partner]) =>
        (await import('./billing.ts')).runInvoicesBilling(context, flags, partner),
      ),
    )
  withExamples(billing, [
    'phd invoices billing "Acme GmbH"',
    'phd invoices billing "Acme GmbH" --draft drafts --set requester_name="Ann Lee" --set requester_email=ann@gitlab.example',
  ])
}
