import { type Register, withExamples } from '../../app/command.ts'
import type { ListFlags } from './list.ts'
import type { VerifyFlags } from './verify.ts'

export const audit: Register = (program, act) => {
  const group = program.command('audit').description('show what was decided and changed, by whom, when, and on what evidence')
  withExamples(group, ['phd audit list', 'phd audit verify'])
  const list = group
    .command('list')
    .description('list every recorded decision and change, newest last')
    .option('--partner <partner>', 'only this partner: id, name, alias or email domain')
    .option('--action <action>', 'only this kind: loa_approved, loa_denied, nfr_approved, imported …; part of the word is enough')
    .option('--limit <number>', 'maximum number of entries (the newest)')
    .action(act<ListFlags>(async (context, flags) => (await import('./list.ts')).runList(context, flags)))
  withExamples(list, [
    'phd audit list --limit 20',
    'phd audit list --partner "Acme GmbH" --action denied',
    'phd audit list --format csv > audit.csv',
  ])
  const show = group
    .command('show')
    .description('show one audit entry with all its evidence')
    .argument('<id>', 'number of the entry; see: phd audit list')
    .action(act(async (...args) => (await import('./list.ts')).runShow(...args)))
  withExamples(show, ['phd audit show 12', 'phd audit show 12 --json'])
  const verify = group
    .command('verify')
    .description('check whether any audit entry was changed, removed or added by hand; each is chained by hash to the one before')
    .option('--expect <id:hash>', 'an audit entry you noted down earlier, which must be unchanged')
    .option('--records', 'also whether any record was changed by hand: compare all with what each import recorded')
    .action(act<VerifyFlags>(async (context, flags) => (await import('./verify.ts')).runVerify(context, flags)))
  withExamples(verify, ['phd audit verify', 'phd audit verify --expect 12:9f2c…', 'phd audit verify --records'])
}
