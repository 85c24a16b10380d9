import type { Command } from 'commander'
import { type Act, collect, type Register, withExamples } from '../../app/command.ts'
import { withDueDates } from '../../app/due-dates.ts'
import { addTake, addWithdraw, withRequester, withTakeOver } from '../../app/request-options.ts'
import type { ListFlags } from '../../decisions/lists/print-requests.ts'
import type { CheckFlags } from '../../verdicts/run-check.ts'
import type { AskFlags, DecideNfrFlags } from './ask.ts'
import type { ExpiringFlags } from './expiring.ts'
import type { HelpFlags } from './help.ts'

const PARTNER = 'id, name, alias or email domain'

export const nfr: Register = (program, act) => {
  const group = program.command('nfr').description('check and decide not-for-resale licenses; list expiring ones')
  withExamples(group, ['phd nfr check "Acme GmbH"', 'phd nfr list'])
  addCheck(group, act)
  addDecision(group, act, 'approve')
  addDecision(group, act, 'deny')
  addDecision(group, act, 'exception')
  addTake(group, act, {
    question: 'nfr',
    reference: 'number of the request, or form:4',
    examples: ['phd nfr take 8', 'phd nfr take form:4 --release', 'phd nfr take 8 --take-over'],
    load: () => import('../../decisions/take.ts'),
  })
  addWithdraw(group, act, {
    question: 'nfr',
    reference: 'number of the request, or form:4',
    example: 'phd nfr withdraw form:4 --reason "asked again with another type"',
    load: () => import('../../decisions/withdraw.ts'),
  })
  addLists(group, act)
  addHelp(group, act)
}

function addCheck(group: Command, act: Act): void {
  const check = group
    .command('check')
    .description(
      'check whether a partner is eligible for a not-for-resale license, and for how many users; shows each check and what is held',
    )
    .argument('[partner]', PARTNER)
    .option('--type <type>', 'the license type: saas or self-managed')
    .option('--users <number>', 'how many users')
    .option('--renewal', 'renew the running license of that type')
    .option('--all', 'every partner, by name')
    .option('--file <names.txt>', 'the partners in a file, one per line')
    .action(
      act<CheckFlags & AskFlags>(
        async (context, flags, [subject]) => {
          const { runCheck } = await import('../../verdicts/run-check.ts')
          const { askOf } = await import('./ask.ts')
          const { licenseRule } = await import('../../verdicts/license-rule.ts')
          const ask = await askOf(context, flags)
          return runCheck(context, flags, subject, (store) => licenseRule(context, store, ask), 'phd nfr check')
        },
        { asksOf: 'partner' },
      ),
    )
  withExamples(check, [
    'phd nfr check "Acme GmbH"',
    'phd nfr check "Acme GmbH" --type saas --users 10',
    'phd nfr check "Acme GmbH" --type self-managed --users 25 --renewal --json',
    'phd nfr check --all --format csv > nfr.csv',
    'phd nfr check --file names.txt',
  ])
}

const DECISION = {
  approve: {
    decision: 'approved',
    description: 'record an approval; runs the check again and refuses NO and CANNOT TELL',
  },
  deny: {
    decision: 'denied',
    description: 'record a denial; runs the check again and drafts the mail that says what is missing',
  },
  exception: {
    decision: 'exception',
    description: 'ask both approvers for more than the program allows; not possible if the track’s requirements are not met',
  },
} as const

function addDecision(group: Command, act: Act, verb: keyof typeof DECISION): void {
  const { decision, description } = DECISION[verb]
  const command = withRequester(
    group
      .command(verb)
      .description(description)
      .argument('[partner]', PARTNER)
      .option('--type <type>', 'the license type: saas or self-managed; default: as in the request')
      .option('--users <number>', 'how many users')
      .option('--renewal', 'renew the running license of that type')
      .option('--request <number>', 'which request, if several are open: 7, form:4; "new" for one not on record'),
  )
    .option('--draft <folder>', 'folder to write the mail to')
    .option('--set <name=value>', 'a value of the draft; repeat it for each item of a list', collect)
  if (verb === 'exception') command.option('--justification <text>', 'the reason, in the channel manager’s words')
  else {
    command
      .option('--override', 'decide against the check; needs --reason and --approved-by, and stays marked')
      .option('--reason <text>', 'the reason')
      .option('--approved-by <name>', 'who approved it; for an exception, repeat it for both', collect)
  }
  if (verb === 'approve') command.option('--exception', 'both approvers agreed to more than the program allows')
  withTakeOver(command).action(
    act<DecideNfrFlags>(async (context, flags, [subject]) => {
      const { runNfrDecision } = await import('./decide.ts')
      return runNfrDecision(context, flags, subject, decision)
    }),
  )
  withExamples(command, decisionExamples(verb))
}

function decisionExamples(verb: keyof typeof DECISION): string[] {
  const asked = '--type saas --users 10'
  const first = [
    `phd nfr ${verb} "Acme GmbH" --request form:4 --take-over --draft drafts`,
    `phd nfr ${verb} "Acme GmbH" ${asked} --requester "Ann Lee" --email ann@acme.example --received 2026-11-20 --renewal`,
  ]
  if (verb === 'exception') {
    return [
      ...first,
      `phd nfr exception "Acme GmbH" --type saas --users 40 --justification "a demo center for two fairs" --set channel_director_email=director@company.example`,
    ]
  }
  const override = `phd nfr ${verb} "Acme GmbH" ${asked} --override --reason "the dashboard lags" --approved-by "Ed Cepulis" --set requester_name="Ann Lee"`
  if (verb === 'deny') return [...first, override]
  return [
    ...first,
    override,
    'phd nfr approve "Acme GmbH" --type saas --users 40 --exception --approved-by "Ed Cepulis" --approved-by "Dana Director"',
  ]
}

function addLists(group: Command, act: Act): void {
  const list = group
    .command('list')
    .description('list open requests with their due dates, late ones first: rows of the request form, and waiting exceptions')
    .option('--closed', 'include decided requests')
    .option('--region <name>', 'count the holidays of a region too')
    .action(act<ListFlags>(async (context, flags) => (await import('./list.ts')).runNfrList(context, flags)))
  withExamples(withDueDates(list), [
    'phd nfr list',
    'phd nfr list --closed --json',
    'phd nfr list --region GB',
    'phd nfr list --ics due.ics --force',
  ])
  const expiring = group
    .command('expiring')
    .description('list licenses that end soon, soonest first, each with its add-ons; drafts reminders')
    .option('--within <days>', 'how many days ahead', '30')
    .option('--draft <folder>', 'folder to write a reminder for each to')
    .option('--set <name=value>', 'a value of every reminder', collect)
    .action(act<ExpiringFlags>(async (context, flags) => (await import('./expiring.ts')).runNfrExpiring(context, flags)))
  withExamples(withDueDates(expiring), [
    'phd nfr expiring',
    'phd nfr expiring --within 60 --format csv',
    'phd nfr expiring --ics licenses.ics --force',
    'phd nfr expiring --draft reminders --set requester_name="partner team"',
  ])
}

function addHelp(group: Command, act: Act): void {
  const help = group
    .command('help')
    .description('show what to tell about seats, version or minutes of a license, with links; drafts the reply')
    .argument('[topic]', 'seats, version or minutes; without one, the list of topics')
    .argument('[partner]', PARTNER)
    .option('--draft <folder>', 'folder to write the mail to')
    .option('--reply <name>', 'which of the replies to write, if a topic has several')
    .option('--set <name=value>', 'a value of the mail', collect)
    .action(
      act<HelpFlags>(async (context, flags, [topic, partner]) =>
        (await import('./help.ts')).runNfrHelp(context, flags, topic, partner),
      ),
    )
  withExamples(help, [
    'phd nfr help',
    'phd nfr help version "Acme GmbH"',
    'phd nfr help seats "Acme GmbH" --draft drafts --set seats_in_use=14',
    'phd nfr help minutes "Acme GmbH" --draft drafts --reply nfr-minutes-partner',
  ])
}
