/** Every command, by what it does; what a chosen one must be given is asked for. */

import type { Argument, Command } from 'commander'
import { type Choice, choose, run, type Step, type, whichPartner } from '../step.ts'

interface Listed {
  words: readonly string[]
  command: Command
}

/** Begins with the command. */
export function everything(program: Command): Step {
  const all = program.commands.flatMap((command) => listed(command, []))
  return {
    kind: 'search',
    key: 'command',
    message: 'Which command?',
    what: 'part of its name, or of what it does',
    options: all.map(({ words, command }) => ({ value: words.join(' '), name: `${words.join(' ')}: ${shortOf(command)}` })),
    leads: (value) => {
      const found = all.find(({ words }) => words.join(' ') === value)
      return found ? whatOf(program, found) : 'start'
    },
  }
}

function listed(command: Command, before: readonly string[]): Listed[] {
  const words = [...before, command.name()]
  return command.commands.length === 0 ? [{ words, command }] : command.commands.flatMap((each) => listed(each, words))
}

function whatOf(program: Command, { words, command }: Listed): Step {
  const next = (): Choice[] => [{ name: 'Another command', leads: () => everything(program) }]
  return choose(`phd ${words.join(' ')}`, [
    { name: 'Run it', leads: () => argumentsOf(command.registeredArguments, [], (about) => run({ words, about }, next)) },
    {
      name: 'Show its help, with every option',
      leads: () =>
        run({ words: [...words, '--help'] }, () => [
          { name: 'Run it', leads: () => whatOf(program, { words, command }) },
          ...next(),
        ]),
    },
  ])
}

/** Asks for one argument after the other. */
function argumentsOf(left: readonly Argument[], given: readonly string[], leads: (about: readonly string[]) => Step): Step {
  const [argument, ...others] = left
  if (!argument) return leads(given)
  const go = (value: string): Step => argumentsOf(others, value === '' ? given : [...given, value], leads)
  const name = argument.name()
  if (['partner', 'account'].includes(name)) return whichPartner('Which partner?', ({ word }) => go(word))
  return type({
    key: `argument ${name}`,
    message: argument.description === '' ? `The ${name}` : `The ${name}: ${argument.description}`,
    optional: !argument.required,
    leads: go,
  })
}

/** The beginning of what a command does, where it is long. */
function shortOf(command: Command): string {
  return command.description().split(/[;:(]/)[0]?.trim() ?? ''
}
