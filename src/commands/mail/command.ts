import type { Command } from 'commander'
import { type ClaimFlags, withClaimOptions } from '../../app/claims/options.ts'
import { type Act, type Register, withExamples } from '../../app/command.ts'
import type { ClassifyFlags } from './classify.ts'
import type { MailListFlags } from './list.ts'
import type { RouteFlags } from './route.ts'
import type { TeachFlags } from './teach.ts'

export const mail: Register = (program, act) => {
  const group = program.command('mail').description('sort mail by kind, sender and opportunity, and route it')
  withExamples(group, ['phd mail classify mail.eml', 'phd mail classify inbox/'])
  const classify = group
    .command('classify')
    .description('show each mail’s kind, sender and opportunity, and whether it needs review; changes nothing')
    .argument('<mails...>', '.eml files, folders of them, .mbox archives; "-" for standard input')
    .option('--explain', 'show what decided the kind: headers, words, or what the desk taught')
    .action(act<ClassifyFlags>(async (...args) => (await import('./classify.ts')).runClassify(...args)))
  withExamples(classify, [
    'phd mail classify mail.eml',
    'phd mail classify inbox/ --format csv > inbox.csv',
    'phd mail classify archive.mbox --json',
    'phd mail classify mail.eml --explain',
    'phd mail classify - < mail.eml',
  ])
  const route = group
    .command('route')
    .description(
      'show where each mail goes and what to do, and draft the answer; sends nothing, and leaves doubtful mail to a person',
    )
    .argument('<mails...>', '.eml files, folders of them, .mbox archives; "-" for standard input')
    .option('--drafts <folder>', 'folder to write the drafts to; without it, only show where each mail would go')
    .option('--again', 'include mail that was routed before')
    .option(
      '--rules <file>',
      'with --dry-run: show which mails these rules would send elsewhere, compared with data/mail-rules.json',
    )
    .action(act<RouteFlags>(async (...args) => (await import('./route.ts')).runRoute(...args)))
  withExamples(route, [
    'phd mail route inbox/',
    'phd mail route inbox/ --drafts drafts',
    'phd mail route mail.eml --drafts drafts --again',
    'phd mail route inbox/ --dry-run --rules new-rules.json',
  ])
  addClaim(group, act)
  const list = group
    .command('list')
    .description('list routed mail, newest first')
    .option('--partner <partner>', 'only from this partner')
    .action(act<MailListFlags>(async (context, flags) => (await import('./list.ts')).runMailList(context, flags)))
  withExamples(list, ['phd mail list', 'phd mail list --partner "Acme GmbH"'])
  const teach = group
    .command('teach')
    .description('teach phd the kind of a mail, so that it sorts similar mail better; keeps hashes of its words, not its text')
    .argument('[mails...]', '.eml files of that kind')
    .option('--kind <kind>', 'the kind: po_submission, quote_request, order_status …')
    .option('--forget <entry>', 'forget a lesson, by its number in phd mail taught')
    .option('--reason <text>', 'with --forget: the reason')
    .action(act<TeachFlags>(async (...args) => (await import('./teach.ts')).runTeach(...args)))
  withExamples(teach, ['phd mail teach mail.eml --kind quote_request', 'phd mail teach --forget 12 --reason "it was an order"'])
  const taught = group
    .command('taught')
    .description('list what the desk taught: which mail is of which kind, when and by whom')
    .action(act(async (context) => (await import('./teach.ts')).runTaught(context)))
  withExamples(taught, ['phd mail taught', 'phd mail taught --json'])
}

function addClaim(group: Command, act: Act): void {
  const claim = withClaimOptions(
    group
      .command('claim')
      .description('take a mail for two hours, so that no colleague answers it too; nobody else can route it meanwhile')
      .argument('<mail.eml>', 'the mail, saved as a file'),
  ).action(act<ClaimFlags>(async (...args) => (await import('./claim.ts')).runMailClaim(...args)))
  withExamples(claim, ['phd mail claim mail.eml', 'phd mail claim mail.eml --release', 'phd mail claim mail.eml --take-over'])
}
