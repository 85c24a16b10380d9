import type { Command } from 'commander'
import { type Act, collect, type Register, withExamples } from '../../app/command.ts'
import { withDueDates } from '../../app/due-dates.ts'
import { addTake, addWithdraw, withRequester, withTakeOver } from '../../app/request-options.ts'
import type { ListFlags } from '../../decisions/lists/print-requests.ts'
import type { DecideFlags } from '../../decisions/options.ts'
import type { CheckFlags } from '../../verdicts/run-check.ts'
import type { ExpiringFlags } from './expiring.ts'
import type { LetterFlags } from './letter.ts'
import type { RequestFlags } from './request.ts'

const PARTNER = 'id, name, alias or email domain'

export const loa: Register = (program, act) => {
  const group = program.command('loa').description('check, request and decide letters of authorization; list expiring ones')
  withExamples(group, ['phd loa check "Acme GmbH"', 'phd loa list'])
  addCheck(group, act)
  addRequest(group, act)
  addDecision(group, act, 'approve')
  addDecision(group, act, 'deny')
  addLetter(group, act)
  addTake(group, act, {
    question: 'loa',
    reference: 'number of the request',
    examples: ['phd loa take 7', 'phd loa take 7 --release', 'phd loa take 7 --take-over'],
    load: () => import('../../decisions/take.ts'),
  })
  addWithdraw(group, act, {
    question: 'loa',
    reference: 'its number',
    example: 'phd loa withdraw 7 --reason "it came twice"',
    load: () => import('../../decisions/withdraw.ts'),
  })
  addLists(group, act)
}

function addCheck(group: Command, act: Act): void {
  const check = group
    .command('check')
    .description(
      'check whether a partner is eligible for a letter of authorization; shows each check, its evidence and its handbook section',
    )
    .argument('[partner]', PARTNER)
    .option('--all', 'every partner, by name')
    .option('--file <names.txt>', 'the partners in a file, one per line')
    .action(
      act<CheckFlags>(
        async (context, flags, [subject]) => {
          const { runCheck } = await import('../../verdicts/run-check.ts')
          const { letterRule } = await import('../../verdicts/letter-rule.ts')
          return runCheck(context, flags, subject, (store) => letterRule(context, store), 'phd loa check')
        },
        { asksOf: 'partner' },
      ),
    )
  withExamples(check, [
    'phd loa check "Acme GmbH"',
    'phd loa check 0014M00001sGJ8xQAG --json',
    'phd loa check --all --format csv > loa.csv',
    'phd loa check --file names.txt --max-age 30',
    'phd loa check acme.example --now 2022-11-15',
  ])
}

function addRequest(group: Command, act: Act): void {
  const request = group
    .command('request')
    .description('open a request from a DocuSign notice, or by hand; the link in the notice is never kept')
    .argument('[notice.eml]', 'the notice, saved as a mail')
    .option('--partner <partner>', `the company on the document: ${PARTNER}`)
    .option('--request <number>', 'the recorded request to add the partner to')
    .option('--requester <name>', 'name of the requester, if there is no notice')
    .option('--email <address>', 'email address of the requester')
    .option('--received <time>', 'when it arrived, if the notice does not say')
    .action(act<RequestFlags>(async (...args) => (await import('./request.ts')).runLoaRequest(...args)))
  withExamples(request, [
    'phd loa request notice.eml --partner "Acme GmbH"',
    'phd loa request --request 7 --partner "Acme GmbH"',
    'phd loa request --partner "Acme GmbH" --requester "Ann Lee" --email ann@acme.example --received 2026-11-20',
  ])
}

const DECISION = {
  approve: 'record an approval; runs the check again and refuses NO and CANNOT TELL',
  deny: 'record a denial; runs the check again and drafts the text for DocuSign and the mail',
} as const

function addDecision(group: Command, act: Act, verb: keyof typeof DECISION): void {
  const command = withRequester(
    group
      .command(verb)
      .description(DECISION[verb])
      .argument('[partner]', PARTNER)
      .option('--request <number>', 'which request, if several are open; "new" for one not on record'),
  )
    .option('--override', 'decide against the check; needs --reason and --approved-by, and stays marked')
    .option('--reason <text>', 'the reason')
    .option('--approved-by <name>', 'who approved the override', collect)
  if (verb === 'deny') {
    command
      .option('--draft <folder>', 'folder to write the mail and the text for DocuSign to')
      .option('--set <name=value>', 'a value of the drafts; repeat it for each item of a list', collect)
  }
  withTakeOver(command).action(
    act<DecideFlags>(async (context, flags, [subject]) => {
      const { runLoaDecision } = await import('./decide.ts')
      return runLoaDecision(context, flags, subject, verb === 'deny' ? 'denied' : 'approved')
    }),
  )
  withExamples(command, [
    `phd loa ${verb} "Acme GmbH"${verb === 'deny' ? ' --draft drafts --set trainings="1 more person: Sales Core Training"' : ''}`,
    `phd loa ${verb} "Acme GmbH" --request 7 --take-over --yes`,
    `phd loa ${verb} "Acme GmbH" --requester "Ann Lee" --email ann@acme.example --received 2026-11-20`,
    `phd loa ${verb} "Acme GmbH" --override --reason "the dashboard lags" --approved-by "Ed Cepulis"`,
  ])
}

function addLetter(group: Command, act: Act): void {
  const letter = group
    .command('letter')
    .description('record an issued letter and the date on it, to know when it ends')
    .argument('[partner]', PARTNER)
    .option('--date <day>', 'the date on the letter')
    .option('--request <number>', 'the request it was issued for')
    .action(act<LetterFlags>(async (...args) => (await import('./letter.ts')).runLetter(...args)))
  withExamples(letter, ['phd loa letter "Acme GmbH" --date 2026-11-24 --request 7'])
}

function addLists(group: Command, act: Act): void {
  const list = group
    .command('list')
    .description('list open requests with their due dates, late ones first')
    .option('--closed', 'include decided requests')
    .option('--region <name>', 'count the holidays of a region too')
    .action(act<ListFlags>(async (context, flags) => (await import('./list.ts')).runLoaList(context, flags)))
  withExamples(withDueDates(list), [
    'phd loa list',
    'phd loa list --closed --format csv > requests.csv',
    'phd loa list --region GB',
    'phd loa list --ics due.ics --force',
  ])
  const expiring = group
    .command('expiring')
    .description('list letters that end soon, soonest first')
    .option('--within <days>', 'how many days ahead', '30')
    .action(act<ExpiringFlags>(async (context, flags) => (await import('./expiring.ts')).runLoaExpiring(context, flags)))
  withExamples(withDueDates(expiring), [
    'phd loa expiring',
    'phd loa expiring --within 60 --json',
    'phd loa expiring --ics letters.ics --force',
  ])
}
