import { type Register, withExamples } from '../../app/command.ts'
import type { RoleListFlags } from './list.ts'
import type { RoleWhoFlags } from './who.ts'

export const role: Register = (program, act) => {
  const group = program.command('role').description('show who does and approves what, since when, and who covers')
  withExamples(group, ['phd role who solutions architect Japan', 'phd role list'])
  const list = group
    .command('list')
    .description('list roles, who holds them, and since when')
    .option('--role <role>', 'only roles with these words')
    .option('--for <what>', 'only of this region, segment, department or distributor')
    .option('--person <name>', 'only roles that this person holds or covers')
    .option('--on <day>', 'only roles in force on this day')
    .action(act<RoleListFlags>(async (context, flags) => (await import('./list.ts')).runRoleList(context, flags)))
  withExamples(list, [
    'phd role list --role "price file" --on 2026-11-20',
    'phd role list --for EMEA --format csv > roles.csv',
    'phd role list --person "Ed Cepulis"',
  ])
  const who = group
    .command('who')
    .description('show who holds a role on a day, and who covers while they are out')
    .argument('<words...>', 'words of the role, and what it is for, such as a region')
    .option('--on <day>', 'the day (default: today)')
    .action(act<RoleWhoFlags>(async (...args) => (await import('./who.ts')).runRoleWho(...args)))
  withExamples(who, [
    'phd role who DSOR',
    'phd role who solutions architect Japan --json',
    'phd role who NFR exception --on 2026-12-28',
  ])
}
