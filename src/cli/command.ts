import type { Command } from 'commander'
import type { CommonFlags, Context } from '../context.ts'
import { type ExitCode, usageError } from '../errors.ts'

/** What a command's file exports: it adds its commands to the program. */
export type Register = (program: Command, act: Act) => void

/** Runs a command with its context and keeps its exit code; a command that hands over to another one gives none. */
export type Act = <Options extends object>(
  run: (context: Context, options: Options & CommonFlags, args: string[]) => Promise<ExitCode | undefined>,
) => (this: Command) => Promise<void>

/** Adds runnable examples to a command's help. */
export function withExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`)
}

/** The value of an option that was given; an empty one, as from an unset variable of a script, is a usage error. */
export function givenValue(option: string, value: string | undefined): string | undefined {
  if (value?.trim() === '') throw usageError(`${option} needs a value`, `name it, or leave out ${option}`)
  return value
}
