import type { Command } from 'commander'
import type { RunLine } from '../../app/command.ts'
import type { Context } from '../../app/context.ts'
import { usageError } from '../../errors.ts'

export interface MenuParts {
  program: Command
  /** The options before the menu. */
  typed: readonly string[]
  runLine: RunLine
}

/**
 * `phd` alone, or with options only (`typed`), which apply to what is chosen: on a terminal it asks what came in, and leads to the answer;
 * elsewhere it shows the help and says that a command is missing. The exit code is that of the last command that it ran.
 */
export async function runMenu(context: Context, { program, typed, runLine }: MenuParts): Promise<undefined> {
  if (!context.interactive) {
    if (context.format === 'table') for (const line of program.helpInformation().trimEnd().split('\n')) context.io.note(line)
    throw usageError('no command given', 'see: phd --help')
  }
  // Each answer is that of a command of its own; the menu itself asks again and again.
  await context.askDesk()
  await context.engine.shared?.letGo()
  const [{ walk }, { startOf }] = await Promise.all([import('./walk.ts'), import('./start.ts')])
  await walk({ context, runLine, typed, start: startOf(context, program) })
  return undefined
}
