/** Usage errors in phd's own words: what is wrong, what was probably meant, and which help describes it. */

import type { Command, CommanderError, Option } from 'commander'
import { type PhdError, usageError } from '../errors.ts'
import { didYouMean } from '../records/near.ts'

/** Makes every command of a program throw usage errors in these words. */
export function throwUsageErrors(command: Command): void {
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : usageOf(error, command)
  })
  for (const each of command.commands) throwUsageErrors(each)
}

/** Takes one of a few words as the value of an option. */
export function oneOf<T extends string>(option: string, known: readonly T[]): (value: string) => T {
  return (value) => {
    const found = known.find((each) => each === value)
    if (found) return found
    throw unknownValue(`unknown ${option} "${value}"`, value, known)
  }
}

/** The usage error for a word that an option or argument does not take. */
export function unknownValue(message: string, typed: string, known: readonly string[]): PhdError {
  return usageError(`${message}${didYouMean(typed, known)}`, `use one of: ${known.join(', ')}`)
}

/** A group has nothing to do by itself. */
function noCommand(command: Command): PhdError {
  return usageError('no command given', commandsOf(command))
}

/** The usage error for a word where the name of a command is expected. */
export function unknownCommand(command: Command, word: string): PhdError {
  const typed = [...wordsOf(command), word].join(' ')
  return usageError(`unknown command "${typed}"${didYouMean(typed, namesIn(command))}`, commandsOf(command))
}

function commandsOf(command: Command): string {
  return `use one of: ${namesIn(command).join(', ')}`
}

function namesIn(command: Command): string[] {
  return command.commands.map((each) => wordsOf(each).join(' '))
}

function usageOf({ code, message }: CommanderError, command: Command): PhdError {
  const see = `see: ${['phd', ...wordsOf(command)].join(' ')} --help`
  const named = /'(.*)'/s.exec(message)?.[1] ?? ''
  switch (code) {
    case 'commander.help':
      return command.args[1] === undefined ? noCommand(command) : unknownCommand(command, command.args[1])
    case 'commander.unknownCommand':
      return unknownCommand(command, named)
    case 'commander.unknownOption':
      return usageError(`unknown option ${named}${didYouMean(named, optionsOf(command))}`, see)
    case 'commander.missingArgument':
      return usageError(`missing: <${named}> (${aboutArgument(command, named)})`, see)
    case 'commander.optionMissingArgument':
      return usageError(`${named.split(' ')[0]} needs a value: ${named}`, see)
    case 'commander.excessArguments':
      return usageError(
        excessOf(command),
        command.registeredArguments.length > 0 ? `put a name with several words in quotes; ${see}` : see,
      )
    default:
      return usageError(message.replace(/^error: /, ''), see)
  }
}

function excessOf(command: Command): string {
  const most = command.registeredArguments.length
  const [first = ''] = command.args
  const path = `"${wordsOf(command).join(' ')}"`
  if (most === 0) return `${path} takes no arguments, but got "${first}"`
  return `${path} takes at most ${most === 1 ? 'one argument' : `${most} arguments`}, but got ${command.args.length}: ${command.args.join(', ')}`
}

function aboutArgument(command: Command, named: string): string {
  return command.registeredArguments.find((argument) => argument.name() === named)?.description ?? ''
}

/** The options a command takes, its own and those of every command. */
function optionsOf(command: Command): string[] {
  const own = command.options.flatMap(({ long }: Option) => long ?? [])
  return command.parent ? [...own, ...optionsOf(command.parent)] : [...own, '--help']
}

/** The words of a command, without "phd". */
export function wordsOf(command: Command): string[] {
  return command.parent ? [...wordsOf(command.parent), command.name()] : []
}
