import { type Register, withExamples } from '../../app/command.ts'

export const config: Register = (program, act) => {
  const group = program.command('config').description('show and change your settings (config.json)')
  withExamples(group, ['phd config list', 'phd config set maxAge 14'])

  const list = group
    .command('list')
    .description('every setting, its value, and what decided it')
    .action(act(async (context, flags) => (await import('./list.ts')).runList(context, flags), { apart: true }))
  withExamples(list, ['phd config list', 'phd config list --json'])

  const get = group
    .command('get')
    .description('the value of a setting, alone')
    .argument('<key>', 'the setting; a part of it after a dot')
    .action(act(async (context, flags, args) => (await import('./list.ts')).runGet(context, flags, args), { apart: true }))
  withExamples(get, ['phd config get db', 'phd config get dateOrder.accounts'])

  const set = group
    .command('set')
    .description('set a value in config.json, after checking it')
    .argument('<key>', 'the setting; a part of it after a dot')
    .argument('<value>', 'its value; an object as JSON')
    .action(
      act(async (context, flags, args) => (await import('./set.ts')).runSet(context, flags, args), {
        despiteSettings: true,
        apart: true,
      }),
    )
  withExamples(set, [
    'phd config set maxAge 14',
    'phd config set zone Europe/Berlin',
    'phd config set dateOrder.accounts dmy',
    'phd config set expectedRuns."inbox run" 1bd',
    `phd config set encodings '{"accounts":"windows-1252"}'`,
  ])

  const unset = group
    .command('unset')
    .description('remove a value from config.json')
    .argument('<key>', 'the setting; a part of it after a dot')
    .action(
      act(async (context, flags, args) => (await import('./set.ts')).runUnset(context, flags, args), {
        despiteSettings: true,
        apart: true,
      }),
    )
  withExamples(unset, ['phd config unset maxAge', 'phd config unset dateOrder.accounts'])

  const path = group
    .command('path')
    .description('where config.json is, or would be')
    .action(act(async (context) => (await import('./list.ts')).runPath(context), { despiteSettings: true, apart: true }))
  withExamples(path, ['phd config path'])
}
