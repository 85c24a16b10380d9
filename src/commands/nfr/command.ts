import { type Register, withExamples } from '../../app/command.ts'
import { addClosing } from '../../decisions/closing.ts'
import { collect } from '../../drafts/replies.ts'
import type { CheckFlags } from '../../verdicts/run-check.ts'
import type { AskFlags } from './ask.ts'
import type { DecideNfrFlags } from './decide.ts'
import type { ExpiringFlags, ListFlags } from './requests.ts'

export const nfr: Register = (program, act) => {
  const group = program.command('nfr').description('not-for-resale licences: checked, decided, expiring')
  withExamples(group, ['phd nfr check "Acme GmbH"', 'phd nfr list'])
  const check = group
    .command('check')
    .description('may this partner have a not-for-resale licence, and for how many users? Shows each check and what is held')
    .argument('[partner]', 'id, name, alias or e-mail domain')
    .option('--type <type>', 'what is asked for: saas or self-managed')
    .option('--users <number>', 'for how many users')
    .option('--renewal', 'it is to follow the licence of that type that runs now')
    .option('--all', 'every partner, in order of name')
    .option('--file <names.txt>', 'the partners named in a file, one a line')
    .action(
      act<CheckFlags & AskFlags>(async (context, flags, [subject]) => {
        const { runCheck } = await import('../../verdicts/run-check.ts')
        const { askOf } = await import('./ask.ts')
        const { licenseRule } = await import('../../verdicts/license-rule.ts')
        const ask = await askOf(context, flags)
        return runCheck(context, flags, subject, (store) => licenseRule(context, store, ask), 'phd nfr check')
      }),
    )
  withExamples(check, [
    'phd nfr check "Acme GmbH"',
    'phd nfr check "Acme GmbH" --type saas --users 10',
    'phd nfr check "Acme GmbH" --type self-managed --users 25 --renewal --json',
    'phd nfr check --all --format csv > nfr.csv',
    'phd nfr check --file names.txt',
  ])
  for (const [verb, decision, description] of [
    ['approve', 'approved', 'records that a licence is approved: runs the check again, and refuses a no or a cannot-tell'],
    ['deny', 'denied', 'records that a licence is denied: runs the check again, and drafts the mail that says what is missing'],
    [
      'exception',
      'exception',
      'asks both approvers for more than the program gives; impossible where the track’s requirements are not met',
    ],
  ] as const) {
    const command = group
      .command(verb)
      .description(description)
      .argument('[partner]', 'id, name, alias or e-mail domain')
      .option('--type <type>', 'what is asked for: saas or self-managed; else by the row of the request form')
      .option('--users <number>', 'for how many users')
      .option('--renewal', 'it is to follow the licence of that type that runs now')
      .option('--request <number>', 'which request, where it is not clear: 7, form:4; "new": none that is on record')
      .option('--requester <name>', 'who asks, where no request is on record')
      .option('--email <address>', 'the address of who asks')
      .option('--received <time>', 'when it came, where no request is on record')
      .option('--draft <folder>', 'write the mail to a file there')
      .option('--set <name=value>', 'a value of the draft; for a list once for each item', collect)
    if (decision === 'exception') command.option('--justification <text>', 'why, in the channel manager’s words')
    else {
      command
        .option('--override', 'decide against the check; with --reason and --approved-by, and marked ever after')
        .option('--reason <text>', 'why')
        .option('--approved-by <name>', 'who approved it; of an exception, say it for each of the two', collect)
    }
    if (decision === 'approved') command.option('--exception', 'both approvers allowed more than the program gives')
    command.action(
      act<DecideNfrFlags>(async (context, flags, [subject]) => {
        const { runNfrDecision } = await import('./decide.ts')
        return runNfrDecision(context, flags, subject, decision)
      }),
    )
    const asked = '--type saas --users 10'
    const by = '--requester "Ann Lee" --email ann@acme.example'
    withExamples(command, [
      `phd nfr ${verb} "Acme GmbH" --request form:4 --draft drafts`,
      `phd nfr ${verb} "Acme GmbH" ${asked} ${by} --received 2026-11-20 --renewal`,
      ...(decision === 'exception'
        ? [
            `phd nfr exception "Acme GmbH" --type saas --users 40 --justification "a demo centre for two fairs" --set channel_director_email=director@company.example`,
          ]
        : [
            `phd nfr ${verb} "Acme GmbH" ${asked} --override --reason "the dashboard lags" --approved-by "Ed Cepulis" --set requester_name="Ann Lee"`,
          ]),
      ...(decision === 'approved'
        ? [
            'phd nfr approve "Acme GmbH" --type saas --users 40 --exception --approved-by "Ed Cepulis" --approved-by "Dana Director"',
          ]
        : []),
    ])
  }
  addClosing(group, act, 'nfr', {
    reference: 'its number, or form:4',
    withdraw: 'phd nfr withdraw form:4 --reason "asked again with another type"',
  })
  const list = group
    .command('list')
    .description('open requests with the day they are due, late ones first: rows of the request form, and exceptions that wait')
    .option('--closed', 'those that were decided too')
    .option('--region <name>', 'count the holidays of a region of the calendar too')
    .action(act<ListFlags>(async (context, flags) => (await import('./requests.ts')).runNfrList(context, flags)))
  withExamples(list, ['phd nfr list', 'phd nfr list --closed --json', 'phd nfr list --region GB'])
  const expiring = group
    .command('expiring')
    .description('licences that end soon, soonest first, each with what was added to it; with reminders to send')
    .option('--within <days>', 'how near', '30')
    .option('--draft <folder>', 'write a reminder for each to a file there')
    .option('--set <name=value>', 'a value of every reminder', collect)
    .action(act<ExpiringFlags>(async (context, flags) => (await import('./requests.ts')).runNfrExpiring(context, flags)))
  withExamples(expiring, [
    'phd nfr expiring',
    'phd nfr expiring --within 60 --format csv',
    'phd nfr expiring --draft reminders --set requester_name="partner team"',
  ])
}
