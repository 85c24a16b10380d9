import { type Register, withExamples } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { readDay } from '../../app/option-values.ts'
import { unknownValue } from '../../app/usage.ts'
import { ExitCode } from '../../errors.ts'
import { inForce } from '../../rules/policy.ts'
import { print } from '../../terminal/print.ts'
import type { KnownPolicy } from './sentences.ts'

interface ShowFlags extends CommonFlags {
  at?: string
}

export const policy: Register = (program, act) => {
  const group = program.command('policy').description('show the rules in words, when each was in force, and its handbook section')
  withExamples(group, ['phd policy list', 'phd policy show nfr'])
  const list = group.command('list').description('list every version of every rule, and its days in force').action(act(runList))
  withExamples(list, ['phd policy list'])
  const show = group
    .command('show')
    .description('show one rule in words, as in force today or on another day')
    .argument(
      '<rule>',
      'authorized, distributors, loa, nfr, cam, mail, proof, deals, sources, marketplace, leads, evaluations, price-files, rebates or psp',
    )
    .option('--at <day>', 'the day (default: today)')
    .action(act<ShowFlags>(runShow))
  withExamples(show, ['phd policy show loa', 'phd policy show nfr --at 2022-11-15'])
}

async function policies(): Promise<readonly KnownPolicy[]> {
  return (await import('../../reference/overview/policies.ts')).readPolicies()
}

async function runList(context: Context): Promise<ExitCode> {
  const { policiesView } = await import('./list-view.ts')
  print(context.io, context.format, policiesView(await policies(), context.today, context.io))
  return ExitCode.yes
}

async function runShow(context: Context, { at }: ShowFlags, [rule = '']: string[]): Promise<ExitCode> {
  const day = readDay('--at', at, '2022-11-15') ?? context.today
  const known = await policies()
  const found = known.find(({ id }) => id === rule.toLowerCase())
  if (!found)
    throw unknownValue(
      `unknown rule "${rule}"`,
      rule,
      known.map(({ id }) => id),
    )
  const version = inForce<KnownPolicy['versions'][number]>(found.versions, day)
  const { policyView } = await import('./show-view.ts')
  print(context.io, context.format, policyView(found, version, day, context.io))
  return version ? ExitCode.yes : ExitCode.cannotTell
}
