import { type Register, withExamples } from '../../app/command.ts'
import type { ListFlags } from './list.ts'
import type { VerifyFlags } from './verify.ts'

export const audit: Register = (program, act) => {
  const group = program.command('audit').description('what was decided and changed: by whom, when, on what evidence')
  withExamples(group, ['phd audit list', 'phd audit verify'])
  const list = group
    .command('list')
    .description('every recorded decision and change, newest last')
    .option('--partner <partner>', 'of one partner: id, name, alias or email domain')
    .option('--action <action>', 'of one kind: loa_approved, loa_denied, nfr_approved, imported …; part of the word is enough')
    .option('--limit <number>', 'only this many, the newest')
    .action(act<ListFlags>(async (context, flags) => (await import('./list.ts')).runList(context, flags)))
  withExamples(list, [
    'phd audit list --limit 20',
    'phd audit list --partner "Acme GmbH" --action denied',
    'phd audit list --format csv > audit.csv',
  ])
  const show = group
    .command('show')
    .description('one audit entry with all it rests on')
    .argument('<id>', 'its number; see: phd audit list')
    .action(act(async (...args) => (await import('./list.ts')).runShow(...args)))
  withExamples(show, ['phd audit show 12', 'phd audit show 12 --json'])
  const verify = group
    .command('verify')
    .description('was any audit entry changed, removed or added by hand? Each is chained to the one before by its hash')
    .option('--expect <id:hash>', 'an audit entry as you noted it down earlier, which must still be the same')
    .action(act<VerifyFlags>(async (context, flags) => (await import('./verify.ts')).runVerify(context, flags)))
  withExamples(verify, ['phd audit verify', 'phd audit verify --expect 12:9f2c…'])
}
