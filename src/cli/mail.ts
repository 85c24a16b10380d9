import type { CommonFlags } from '../context.ts'
import { type Register, withExamples } from './command.ts'

export const mail: Register = (program, act) => {
  const group = program.command('mail').description('the mailbox: what came in, whose is it, and what is it about')
  withExamples(group, ['phd mail classify mail.eml', 'phd mail classify inbox/'])
  const classify = group
    .command('classify')
    .description(
      'of each mail its kind, who wrote it, the opportunity it is about, and whether a person must look. Changes nothing',
    )
    .argument('<mails...>', '.eml files, folders of them, .mbox archives; "-" for standard input')
    .action(act<CommonFlags>(async (...args) => (await import('./mail-classify.ts')).runClassify(...args)))
  withExamples(classify, [
    'phd mail classify mail.eml',
    'phd mail classify inbox/ --format csv > inbox.csv',
    'phd mail classify archive.mbox --json',
    'phd mail classify - < mail.eml',
  ])
}
