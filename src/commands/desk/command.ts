import type { Command } from 'commander'
import { type Act, type Register, withExamples } from '../../app/command.ts'
import type { CommonFlags } from '../../app/context.ts'
import type { VerifyFlags } from './verify.ts'

export const desk: Register = (program, act) => {
  const group = program
    .command('desk')
    .description(
      'a desk that a team shares on a PostgreSQL server: make it, look at it, set what holds for all, move a whole desk there or back',
    )
  withExamples(group, ['phd desk init --db postgres://desk.example/phd', 'phd desk status'])
  const init = group
    .command('init')
    .description('make a desk in a database of a server, and the roles that say who may read, record and administer')
    .action(act(async (context) => (await import('./init.ts')).runInit(context), { apart: true }))
  withExamples(init, [
    'phd desk init --db postgres://desk.example/phd',
    'phd desk init --db service=desk --dry-run',
    'phd desk init --json',
  ])
  const status = group
    .command('status')
    .description('where the desk is, whether the connection is encrypted, what you may do, how much it holds')
    .action(act(async (context) => (await import('./status.ts')).runStatus(context), { apart: true }))
  withExamples(status, ['phd desk status', 'phd desk status --db postgres://desk.example/phd --json'])
  const verify = group
    .command('verify')
    .description('look over the whole desk: its audit, the last entry you saw, imports and records; also after it was restored')
    .option('--accept', 'after a restore that you know of: go on from the last entry there is now')
    .action(act<VerifyFlags>(async (context, flags) => (await import('./verify.ts')).runVerify(context, flags)))
  withExamples(verify, ['phd desk verify', 'phd desk verify --db service=restored --json', 'phd desk verify --accept'])
  const upgrade = group
    .command('upgrade')
    .description('bring the desk to the schema of this phd, after it was updated')
    .action(act(async (context) => (await import('./upgrade.ts')).runUpgrade(context), { apart: true }))
  withExamples(upgrade, ['phd desk upgrade --dry-run', 'phd desk upgrade --db postgres://desk.example/phd'])
  const grant = group
    .command('grant')
    .description('give a login of the server one role: reader, desk or admin; or none')
    .argument('<login>', 'the login, by its name on the server')
    .argument(
      '<role>',
      'reader: asks; desk: also records and imports; admin: also prunes and gives roles; none: takes what it has',
    )
    .action(
      act(async (context, _flags, [login = '', role = '']) => (await import('./grant.ts')).runGrant(context, login, role), {
        apart: true,
      }),
    )
  withExamples(grant, [
    'phd desk grant ann desk',
    'phd desk grant auditor reader',
    'phd desk grant ben admin --dry-run',
    'phd desk grant cyd none',
  ])
  withSettings(group, act)
  withMoving(group, act)
}

/** Adds what lists and changes the settings that hold for everyone. */
function withSettings(group: Command, act: Act): void {
  const settings = group
    .command('settings')
    .description('list the settings that hold for everyone at the desk')
    .action(act(async (context) => (await import('./settings.ts')).runSettings(context), { apart: true }))
  withExamples(settings, ['phd desk settings', 'phd desk settings --json'])
  const set = group
    .command('set')
    .description('set a value for everyone at the desk, after checking it')
    .argument('<key>', 'the setting; a part of it after a dot')
    .argument('<value>', 'its value; an object as JSON')
    .action(
      act(async (context, _flags, [key = '', value = '']) => (await import('./settings.ts')).runSet(context, key, value), {
        apart: true,
      }),
    )
  withExamples(set, ['phd desk set zone Europe/Berlin', 'phd desk set dateOrder.accounts dmy --dry-run'])
  const unset = group
    .command('unset')
    .description('remove a value, so that the usual one holds for everyone at the desk')
    .argument('<key>', 'the setting; a part of it after a dot')
    .action(act(async (context, _flags, [key = '']) => (await import('./settings.ts')).runUnset(context, key), { apart: true }))
  withExamples(unset, ['phd desk unset maxAge', 'phd desk unset dateOrder.accounts'])
}

/** Adds what copies a whole desk, and takes one up again that was copied. */
function withMoving(group: Command, act: Act): void {
  const copy = group
    .command('copy')
    .description('copy a whole desk from a file to a server or back, into an empty one, and compare both')
    .argument('<from>', 'the desk to copy: a file, or postgres://host/database')
    .argument('<to>', 'an empty desk of a server (phd desk init), or a file that is not there yet')
    .option('--keep-open', 'let the old desk take records too, as for a trial; else it is marked as moved')
    .action(
      act<CommonFlags & { keepOpen?: boolean }>(
        async (context, { keepOpen = false }, places) => (await import('./copy.ts')).runCopy(context, places, keepOpen),
        { apart: true },
      ),
    )
  withExamples(copy, [
    'phd desk copy ~/.local/share/phd/phd.db postgres://desk.example/phd --dry-run',
    'phd desk copy ~/.local/share/phd/phd.db postgres://desk.example/phd',
    'phd desk copy postgres://desk.example/phd desk.db --keep-open',
  ])
  const reopen = group
    .command('reopen')
    .description('let a desk take records again that was marked as moved when it was copied')
    .action(act(async (context) => (await import('./reopen.ts')).runReopen(context), { apart: true }))
  withExamples(reopen, ['phd desk reopen --db old.db --dry-run', 'phd desk reopen --db old.db'])
}
