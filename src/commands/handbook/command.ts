import { type Register, withExamples } from '../../app/command.ts'
import type { LinksFlags, ListFlags } from './list.ts'
import type { SearchFlags } from './search.ts'

export const handbook: Register = (program, act) => {
  const group = program
    .command('handbook')
    .description('find answers in the handbook: who does it, how, since when, and the link')
  withExamples(group, ['phd handbook search how long is a letter valid', 'phd handbook links deal registration'])
  const search = group
    .command('search')
    .description('find the best answers to a question, in any words; also in German, Spanish and Japanese')
    .argument('<words...>', 'the question, or words from it')
    .option('--limit <number>', 'maximum number of answers', '5')
    .option('--page <page>', 'only answers of this handbook page, by part of its title')
    .action(act<SearchFlags>(async (...args) => (await import('./search.ts')).runSearch(...args), { apart: true }))
  withExamples(search, [
    'phd handbook search can an expired registration be extended',
    'phd handbook search who approves --page "Ecosystem Operations"',
    'phd handbook search "wie lange gilt ein LoA" --limit 3',
    'phd handbook search rebate exception deadline --json',
  ])
  const show = group
    .command('show')
    .description('show one answer in full')
    .argument('<name>', 'name of the answer, as search shows it')
    .action(act(async (context, _flags, [name = '']) => (await import('./show.ts')).runShow(context, name), { apart: true }))
  withExamples(show, ['phd handbook show partner-invoices'])
  const list = group
    .command('list')
    .description('list every answer, page by page')
    .option('--page <page>', 'only answers of this handbook page, by part of its title')
    .action(act<ListFlags>(async (context, flags) => (await import('./list.ts')).runList(context, flags), { apart: true }))
  withExamples(list, ['phd handbook list', 'phd handbook list --page "Sales FAQ" --format csv > answers.csv'])
  const links = group
    .command('links')
    .description('list the links in the answers; with words, those of the best answers')
    .argument('[words...]', 'the question, or words from it')
    .option('--page <page>', 'only answers of this handbook page, by part of its title')
    .action(act<LinksFlags>(async (...args) => (await import('./list.ts')).runLinks(...args), { apart: true }))
  withExamples(links, ['phd handbook links', 'phd handbook links billing account --page "Partner Support"'])
}
