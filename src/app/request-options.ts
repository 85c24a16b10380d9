/** Commands and options that letters and licenses both have. */

import type { Command } from 'commander'
import type { ExitCode } from '../errors.ts'
import { type ClaimFlags, withClaimOptions } from './claims/options.ts'
import { type Act, withExamples } from './command.ts'
import type { CommonFlags, Context } from './context.ts'

export interface ReasonFlags extends CommonFlags {
  reason?: string
}

type RunOnRequest = (context: Context, flags: ReasonFlags, question: 'loa' | 'nfr', request: string) => Promise<ExitCode>

interface Taking {
  question: 'loa' | 'nfr'
  /** How a request is named: its number, or more. */
  reference: string
  examples: readonly string[]
  load: () => Promise<{
    runTake: (context: Context, flags: ClaimFlags, question: 'loa' | 'nfr', request: string) => Promise<ExitCode>
  }>
}

/** Adds `take` to a group. */
export function addTake(group: Command, act: Act, { question, reference, examples, load }: Taking): void {
  const take = withClaimOptions(
    group
      .command('take')
      .description('take a request for two hours, so that no colleague answers it too; nobody else can decide it meanwhile')
      .argument('<request>', reference),
  ).action(act<ClaimFlags>(async (context, flags, [request = '']) => (await load()).runTake(context, flags, question, request)))
  withExamples(take, [...examples])
}

/** Adds deciding what a colleague has taken, to a command that decides. */
export function withTakeOver(command: Command): Command {
  return command.option('--take-over', 'decide what a colleague has taken; the audit shows that')
}

interface Withdrawing {
  question: 'loa' | 'nfr'
  /** How a request is named: its number, or more. */
  reference: string
  example: string
  load: () => Promise<{ runWithdraw: RunOnRequest; runReopen: RunOnRequest }>
}

/** Adds `withdraw` and `reopen` to a group. */
export function addWithdraw(group: Command, act: Act, { question, reference, example, load }: Withdrawing): void {
  const withdraw = group
    .command('withdraw')
    .description('take a request off the list: it came twice, or the requester withdrew it; this decides nothing')
    .argument('<request>', reference)
    .option('--reason <text>', 'the reason')
    .action(
      act<ReasonFlags>(async (context, flags, [request = '']) => (await load()).runWithdraw(context, flags, question, request)),
    )
  withExamples(withdraw, [example])
  const reopen = group
    .command('reopen')
    .description('reopen a request that was decided or withdrawn by mistake; its approval no longer counts')
    .argument('<request>', 'number of the request')
    .option('--reason <text>', 'the reason')
    .action(
      act<ReasonFlags>(async (context, flags, [request = '']) => (await load()).runReopen(context, flags, question, request)),
    )
  withExamples(reopen, [`phd ${question} reopen 7 --reason "the document names another company"`])
}

/** Adds who asks and when, to a command on a request that may not be on record. */
export function withRequester(command: Command): Command {
  return command
    .option('--requester <name>', 'name of the requester, if no request is on record')
    .option('--email <address>', 'email address of the requester')
    .option('--received <time>', 'when it arrived, if no request is on record')
}
