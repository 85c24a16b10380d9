import { type Register, withExamples } from '../../app/command.ts'
import { addReportOptions } from '../../scorecards/options.ts'
import type { PspFlags } from './run.ts'

export const psp: Register = (program, act) => {
  const group = program
    .command('psp')
    .description('check whether a partner is a designated Professional Services Partner (PSP), and compliant')
  withExamples(group, ['phd psp check "Acme GmbH"', 'phd psp check --all'])
  const check = addReportOptions(
    group
      .command('check')
      .description('what the list of PSP eligibility says, beside what the records show; also --format md and html')
      .argument('[partner]', 'id, name, alias or email domain of the partner')
      .option('--all', 'check every partner on the list')
      .option('--with-addresses', 'also show the email addresses of people'),
  ).action(
    act<PspFlags>(async (context, flags, [partner]) => (await import('./run.ts')).runPspCheck(context, flags, partner), {
      pages: true,
      asksOf: 'partner',
    }),
  )
  withExamples(check, [
    'phd psp check "Acme GmbH"',
    'phd psp check "Acme GmbH" --with-addresses --out acme-psp.html --force',
    'phd psp check "Acme GmbH" --draft drafts --to "Ann Lee"',
    'phd psp check --all --format csv > psp.csv',
  ])
}
