import { collect, type Register, withExamples } from '../../app/command.ts'
import type { RenderFlags } from './render.ts'

export const reply: Register = (program, act) => {
  const group = program.command('reply').description('list standard replies, and fill them in for a partner')
  withExamples(group, ['phd reply list', 'phd reply show loa-denial'])
  const list = group
    .command('list')
    .description('list every reply, and when to use it')
    .action(act(async (context) => (await import('./show.ts')).runList(context), { apart: true }))
  withExamples(list, ['phd reply list'])
  const show = group
    .command('show')
    .description('show one reply, and the values it needs')
    .argument('<name>', 'name of the reply')
    .action(act(async (context, _flags, [name = '']) => (await import('./show.ts')).runShow(context, name), { apart: true }))
  withExamples(show, ['phd reply show seat-reduction'])
  const render = group
    .command('render')
    .description('fill in a reply; stops at missing values and names them')
    .argument('<name>', 'name of the reply')
    .option('--partner <partner>', 'the partner it is about: id, name, alias or email domain')
    .option('--request <number>', 'fill it with what was recorded about a decided request')
    .option('--set <name=value>', 'a value; for a list, once for each item', collect)
    .option('--draft <folder>', 'folder to write it to: a mail as an unsent .eml, a text as .txt')
    .action(act<RenderFlags>(async (...args) => (await import('./render.ts')).runRender(...args)))
  withExamples(render, [
    'phd reply render portal-login --partner "Acme GmbH" --set sender_name="Ann Lee" --set sender_email=ann@acme.example',
    'phd reply render loa-denial --request 7 --draft drafts',
    'phd reply render out-of-office-offsite --set dates="November 30 to December 2" --draft drafts',
  ])
}
