import { type Register, withExamples } from '../../app/command.ts'
import { addAliasCommands } from './alias.ts'
import { addContractCommands } from './contract.ts'
import type { FindFlags } from './find.ts'
import type { ShowFlags } from './show.ts'

export const partner: Register = (program, act) => {
  const group = program.command('partner').description('look up partners and their other names')
  withExamples(group, ['phd partner find acme', 'phd partner show "Acme GmbH"'])

  const find = group
    .command('find')
    .description('find partners by part of a name, an id or a domain, best match first')
    .argument('[text]', 'part of a name, an id or an email domain')
    .option('--limit <number>', 'maximum number of results', '20')
    .action(act<FindFlags>(async (...args) => (await import('./find.ts')).runFind(...args)))
  withExamples(find, ['phd partner find nordwind', 'phd partner find acme.example --json', 'phd partner find cloud --limit 50'])

  const show = group
    .command('show')
    .description('show what is known about a partner, and where it comes from')
    .argument('[partner]', 'id, name, alias or email domain')
    .option('--history', 'show what changed, import by import: account, dashboard rows, people')
    .action(act<ShowFlags>(async (...args) => (await import('./show.ts')).runShow(...args), { asksOf: 'partner' }))
  withExamples(show, [
    'phd partner show "Acme GmbH"',
    'phd partner show "Acme GmbH" --history',
    'phd partner show 0014M00001sGJ8x --as-of 2026-05-01 --json',
  ])

  const unlinked = group
    .command('unlinked')
    .description('list rows without a partner, by reason, with the command that links them')
    .action(act(async (context) => (await import('./unlinked.ts')).runUnlinked(context)))
  withExamples(unlinked, ['phd partner unlinked', 'phd partner unlinked --format csv'])

  const duplicates = group
    .command('duplicates')
    .description('list partners that share a name or a domain: one company twice, or two companies')
    .action(act(async (context) => (await import('./unlinked.ts')).runDuplicates(context)))
  withExamples(duplicates, ['phd partner duplicates', 'phd partner duplicates --json'])

  addContractCommands(group, act)

  addAliasCommands(group, act)
}
