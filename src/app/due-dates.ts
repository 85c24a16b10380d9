/** The option of every list with due dates: a calendar file of them. */

import type { Command } from 'commander'
import { usageError } from '../errors.ts'
import type { Due } from '../files/calendar-file.ts'
import type { Context } from './context.ts'
import { givenValue } from './option-values.ts'

/** What {@link withDueDates} adds to the options of a list. */
export interface DueDatesFlags {
  ics?: string
  force?: boolean
}

/** Adds --ics and --force to a list. */
export function withDueDates(command: Command): Command {
  return command
    .option('--ics <file.ics>', 'also write the due dates to a file for a calendar')
    .option('--force', 'overwrite the --ics file')
}

/**
 * Writes the due dates of a list where --ics asks for it, and notes how many; called before the list is printed, so that a list is
 * never printed whose file was refused. Throws usage errors and what `writeDueDates` throws.
 */
export async function keepDueDates(
  { io, now, dryRun }: Pick<Context, 'io' | 'now' | 'dryRun'>,
  { ics, force }: DueDatesFlags,
  dues: () => Iterable<Due>,
): Promise<void> {
  const file = givenValue('--ics', ics)
  if (file === undefined) {
    if (force) throw usageError('--force is for the --ics file', 'add --ics due.ics, or remove --force')
    return
  }
  const { writeDueDates } = await import('../files/calendar-file.ts')
  io.note(await writeDueDates(file, dues(), { at: now, overwrite: force ?? false, dryRun }))
}
