import { type Register, withExamples } from '../../app/command.ts'
import { addClosing } from '../../decisions/closing.ts'
import type { DecideFlags } from '../../decisions/options.ts'
import { collect } from '../../drafts/replies.ts'
import type { CheckFlags } from '../../verdicts/run-check.ts'
import type { ExpiringFlags, LetterFlags, ListFlags, RequestFlags } from './requests.ts'

export const loa: Register = (program, act) => {
  const group = program.command('loa').description('letters of authorization: checked, asked for, decided, expiring')
  withExamples(group, ['phd loa check "Acme GmbH"', 'phd loa list'])
  const check = group
    .command('check')
    .description('may this partner have a letter of authorization? Shows each check, its evidence and the handbook’s section')
    .argument('[partner]', 'id, name, alias or e-mail domain')
    .option('--all', 'every partner, in order of name')
    .option('--file <names.txt>', 'the partners named in a file, one a line')
    .action(
      act<CheckFlags>(async (context, flags, [subject]) => {
        const { runCheck } = await import('../../verdicts/run-check.ts')
        const { letterRule } = await import('../../verdicts/letter-rule.ts')
        return runCheck(context, flags, subject, (store) => letterRule(context, store), 'phd loa check')
      }),
    )
  withExamples(check, [
    'phd loa check "Acme GmbH"',
    'phd loa check 0014M00001sGJ8xQAG --json',
    'phd loa check --all --format csv > loa.csv',
    'phd loa check --file names.txt --max-age 30',
    'phd loa check acme.example --now 2022-11-15',
  ])
  const request = group
    .command('request')
    .description('opens a request, from the notice that DocuSign sends or by hand; never keeps the link in it')
    .argument('[notice.eml]', 'the notice, saved as a mail')
    .option('--partner <partner>', 'the company on the document: id, name, alias or e-mail domain')
    .option('--request <number>', 'name the partner of a request that is on record')
    .option('--requester <name>', 'who asks, where there is no notice')
    .option('--email <address>', 'the address of who asks')
    .option('--received <time>', 'when it came, where the notice does not say')
    .action(act<RequestFlags>(async (...args) => (await import('./requests.ts')).runLoaRequest(...args)))
  withExamples(request, [
    'phd loa request notice.eml --partner "Acme GmbH"',
    'phd loa request --request 7 --partner "Acme GmbH"',
    'phd loa request --partner "Acme GmbH" --requester "Ann Lee" --email ann@acme.example --received 2026-11-20',
  ])
  for (const [verb, description] of [
    ['approve', 'records that a letter is approved: runs the check again, and refuses a no or a cannot-tell'],
    ['deny', 'records that a letter is denied: runs the check again, and drafts the text for DocuSign and the mail'],
  ] as const) {
    const command = group
      .command(verb)
      .description(description)
      .argument('[partner]', 'id, name, alias or e-mail domain')
      .option('--request <number>', 'which request, where it is not clear; "new": none that is on record')
      .option('--requester <name>', 'who asks, where no request is on record')
      .option('--email <address>', 'the address of who asks')
      .option('--received <time>', 'when it came, where no request is on record')
      .option('--override', 'decide against the check; with --reason and --approved-by, and marked ever after')
      .option('--reason <text>', 'why')
      .option('--approved-by <name>', 'who approved the override', collect)
    if (verb === 'deny') {
      command
        .option('--draft <folder>', 'write the text for DocuSign and the mail to files there')
        .option('--set <name=value>', 'a value of the drafts; for a list once for each item', collect)
    }
    command.action(
      act<DecideFlags>(async (context, flags, [subject]) => {
        const { runLoaDecision } = await import('./decide.ts')
        return runLoaDecision(context, flags, subject, verb === 'deny' ? 'denied' : 'approved')
      }),
    )
    withExamples(command, [
      `phd loa ${verb} "Acme GmbH"${verb === 'deny' ? ' --draft drafts --set trainings="1 more person: Sales Core Training"' : ''}`,
      `phd loa ${verb} "Acme GmbH" --request 7 --yes`,
      `phd loa ${verb} "Acme GmbH" --requester "Ann Lee" --email ann@acme.example --received 2026-11-20`,
      `phd loa ${verb} "Acme GmbH" --override --reason "the dashboard lags" --approved-by "Ed Cepulis"`,
    ])
  }
  const letter = group
    .command('letter')
    .description('records that a letter was issued, with the date on it, so that its end is remembered')
    .argument('[partner]', 'id, name, alias or e-mail domain')
    .option('--date <day>', 'the date on the letter')
    .option('--request <number>', 'the request it was issued for')
    .action(act<LetterFlags>(async (...args) => (await import('./requests.ts')).runLetter(...args)))
  withExamples(letter, ['phd loa letter "Acme GmbH" --date 2026-11-24 --request 7'])
  addClosing(group, act, 'loa', { reference: 'its number', withdraw: 'phd loa withdraw 7 --reason "it came twice"' })
  const list = group
    .command('list')
    .description('open requests with the day they are due, late ones first')
    .option('--closed', 'those that were decided too')
    .option('--region <name>', 'count the holidays of a region of the calendar too')
    .action(act<ListFlags>(async (context, flags) => (await import('./requests.ts')).runLoaList(context, flags)))
  withExamples(list, ['phd loa list', 'phd loa list --closed --format csv > requests.csv', 'phd loa list --region GB'])
  const expiring = group
    .command('expiring')
    .description('letters whose last day is near, soonest first')
    .option('--within <days>', 'how near', '30')
    .action(act<ExpiringFlags>(async (context, flags) => (await import('./requests.ts')).runLoaExpiring(context, flags)))
  withExamples(expiring, ['phd loa expiring', 'phd loa expiring --within 60 --json'])
}
