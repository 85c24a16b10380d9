/** The commands that take a request off the list and put it back; letters and licences have both. */

import type { Command } from 'commander'
import { type Act, withExamples } from '../app/command.ts'
import type { Question } from '../requests/request.ts'
import type { WithdrawFlags } from './withdraw.ts'

interface Words {
  /** How a person names a request that waits. */
  reference: string
  withdraw: string
}

/** Adds `withdraw` and `reopen` to a group. */
export function addClosing(group: Command, act: Act, question: Question, { reference, withdraw: example }: Words): void {
  const withdraw = group
    .command('withdraw')
    .description('takes a request off the list: it came twice, or who asked took it back; nothing is decided by it')
    .argument('<request>', reference)
    .option('--reason <text>', 'why')
    .action(
      act<WithdrawFlags>(async (context, flags, [request = '']) =>
        (await import('./withdraw.ts')).runWithdraw(context, flags, question, request),
      ),
    )
  withExamples(withdraw, [example])
  const reopen = group
    .command('reopen')
    .description('opens a request again that was decided or withdrawn by mistake; what was approved for it counts no more')
    .argument('<request>', 'its number')
    .option('--reason <text>', 'why')
    .action(
      act<WithdrawFlags>(async (context, flags, [request = '']) =>
        (await import('./withdraw.ts')).runReopen(context, flags, question, request),
      ),
    )
  withExamples(reopen, [`phd ${question} reopen 7 --reason "the document names another company"`])
}
