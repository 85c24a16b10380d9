/** Commands that price files and rebates both have. */

import type { Command } from 'commander'
import type { ExitCode } from '../../errors.ts'
import { type Act, withExamples } from '../command.ts'
import type { CommonFlags, Context } from '../context.ts'
import { withDueDates } from '../due-dates.ts'

export interface DoneFlags extends CommonFlags {
  quarter?: string
  note?: string
}

export interface ReopenFlags extends CommonFlags {
  quarter?: string
  reason?: string
}

/** Records on a step of one kind of work. */
interface Recorder {
  done: (context: Context, flags: DoneFlags, step: string) => Promise<ExitCode>
  reopen: (context: Context, flags: ReopenFlags, step: string) => Promise<ExitCode>
}

/** The option that names a quarter. */
const QUARTER = ['--quarter <quarter>', 'the fiscal quarter, such as FY27-Q4'] as const

/** Adds `status` to a group, with the options that every work has. */
export function addStatus(group: Command, description: string): Command {
  return withDueDates(
    group
      .command('status')
      .description(description)
      .option(...QUARTER),
  )
}

/** Adds `done` and `reopen` to a group; `step` is an example of one. */
export function addRecording(
  group: Command,
  act: Act,
  { steps, step, load }: { steps: string; step: string; load: () => Promise<Recorder> },
): void {
  const name = group.name()
  const done = group
    .command('done')
    .description('record that a step is done, with who and when')
    .argument('<step>', steps)
    .option(...QUARTER)
    .option('--note <text>', 'a note to keep with it')
    .action(act<DoneFlags>(async (context, flags, [which = '']) => (await load()).done(context, flags, which)))
  withExamples(done, [`phd ${name} done ${step}`, `phd ${name} done ${step} --quarter FY27-Q4 --note "all departments tagged"`])
  const reopen = group
    .command('reopen')
    .description('record that a step is not done after all')
    .argument('<step>', steps)
    .option(...QUARTER)
    .option('--reason <text>', 'the reason')
    .action(act<ReopenFlags>(async (context, flags, [which = '']) => (await load()).reopen(context, flags, which)))
  withExamples(reopen, [`phd ${name} reopen ${step} --quarter FY27-Q4 --reason "recorded by mistake"`])
}
