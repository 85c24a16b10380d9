import { type Register, withExamples } from '../../app/command.ts'
import type { ClassifyFlags } from './classify.ts'
import type { MailListFlags } from './list.ts'
import type { RouteFlags } from './route.ts'
import type { TeachFlags } from './teach.ts'

export const mail: Register = (program, act) => {
  const group = program.command('mail').description('the mailbox: what came in, whose is it, and what is it about')
  withExamples(group, ['phd mail classify mail.eml', 'phd mail classify inbox/'])
  const classify = group
    .command('classify')
    .description(
      'of each mail its kind, who wrote it, the opportunity it is about, and whether a person must look. Changes nothing',
    )
    .argument('<mails...>', '.eml files, folders of them, .mbox archives; "-" for standard input')
    .option('--explain', 'say what decided on the kind: headers, words, or what the desk taught')
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
      'of each mail where it goes, what is to be done, and the answer as a draft; nothing is sent, and what is doubtful is left to a person',
    )
    .argument('<mails...>', '.eml files, folders of them, .mbox archives; "-" for standard input')
    .option('--drafts <folder>', 'write the drafts there; else it only says where each mail would go')
    .option('--again', 'also what was routed before')
    .option('--rules <file>', 'with --dry-run: which mails would go elsewhere by other rules than data/mail-rules.json')
    .action(act<RouteFlags>(async (...args) => (await import('./route.ts')).runRoute(...args)))
  withExamples(route, [
    'phd mail route inbox/',
    'phd mail route inbox/ --drafts drafts',
    'phd mail route mail.eml --drafts drafts --again',
    'phd mail route inbox/ --dry-run --rules new-rules.json',
  ])
  const list = group
    .command('list')
    .description('the mails that were routed, newest first')
    .option('--partner <partner>', 'of this partner alone')
    .action(act<MailListFlags>(async (context, flags) => (await import('./list.ts')).runMailList(context, flags)))
  withExamples(list, ['phd mail list', 'phd mail list --partner "Acme GmbH"'])
  const teach = group
    .command('teach')
    .description(
      'say of what kind a mail is, so that others worded like it are told better. Hashes of its words are kept, not its text',
    )
    .argument('[mails...]', '.eml files of that kind')
    .option('--kind <kind>', 'the kind: po_submission, quote_request, order_status …')
    .option('--forget <entry>', 'take a lesson back, by its number in phd mail taught')
    .option('--reason <text>', 'with --forget: why')
    .action(act<TeachFlags>(async (...args) => (await import('./teach.ts')).runTeach(...args)))
  withExamples(teach, ['phd mail teach mail.eml --kind quote_request', 'phd mail teach --forget 12 --reason "it was an order"'])
  const taught = group
    .command('taught')
    .description('what the desk taught: which mail of which kind, when and by whom')
    .action(act(async (context) => (await import('./teach.ts')).runTaught(context)))
  withExamples(taught, ['phd mail taught', 'phd mail taught --json'])
}
