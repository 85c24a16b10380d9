import { type Register, withExamples } from '../../app/command.ts'
import type { PoeFlags } from './check.ts'

export const poe: Register = (program, act) => {
  const group = program.command('poe').description('check proofs of execution of service attach deals')
  withExamples(group, ['phd poe check proof.eml'])
  const check = group
    .command('check')
    .description(
      'check what a proof of execution names, and its registration; shows the status to set and the text for the chatter, and drafts the reply',
    )
    .argument('[mail.eml]', 'the mail with the document')
    .option('--partner <partner>', 'the partner: id, name, alias or email domain; default: who sent the mail')
    .option('--customer <name>', 'the customer named in the document')
    .option('--deal <id>', 'the service attach deal ID, or the name of the registration')
    .option('--file <document>', 'the document, if there is no mail: PDF, Word (.docx) or text')
    .option('--received <day>', 'the day it came; default: the date of the mail, else today')
    .option('--draft <folder>', 'folder to write the reply and the text for the chatter to')
    .action(act<PoeFlags>(async (...args) => (await import('./check.ts')).runPoeCheck(...args)))
  withExamples(check, [
    'phd poe check proof.eml',
    'phd poe check proof.eml --draft drafts',
    'phd poe check --partner "Acme GmbH" --customer "Customer 41" --deal DR-700777',
    'phd poe check --partner acme.example --customer "Customer 41" --deal DR-700777 --file SOW.pdf --received 2026-11-19 --json',
  ])
}
