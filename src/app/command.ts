import type { Command } from 'commander'
import type { ExitCode } from '../errors.ts'
import type { CommonFlags, Context } from './context.ts'

/** What a command's file exports: it adds its commands to the program. */
export type Register = (program: Command, act: Act) => void

/**
 * Runs a command with its context and keeps its exit code; a command that calls another one gives none. `despiteSettings`: it runs
 * although `config.json` is wrong, as what corrects it must. `pages`: it also has the formats of a page. `apart`: it does not work at the
 * desk, so that a shared one is not asked for the settings that hold there. `asksOf`: what it is asked about is its one argument, so that a
 * shared desk looks for that with the first thing it is asked.
 */
export type Act = <Options extends object>(
  run: (context: Context, options: Options & CommonFlags, args: string[]) => Promise<ExitCode | undefined>,
  how?: { despiteSettings?: boolean; pages?: boolean; apart?: boolean; asksOf?: 'partner' },
) => (this: Command) => Promise<void>

/** How a command line ended: with this exit code; `error`: what stopped it, which was printed. */
export interface Ended {
  code: ExitCode
  error: unknown
}

/** Runs a whole command line, as typed after "phd", and prints what it says, errors too. */
export type RunLine = (args: readonly string[]) => Promise<Ended>

/** The narrowest terminal that help is written for. */
const HELP_WIDTH = 80

/** Adds runnable examples to a command's help; only the help lays them out. */
export function withExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText('after', () => `\nExamples:\n${examples.map((example) => `  $ ${continued(example)}`).join('\n')}`)
}

/** A long command continues on the next line, before an option, as a shell takes it. */
function continued(example: string): string {
  const lines: string[] = []
  let line = ''
  for (const part of example.split(/ (?=--\w)/)) {
    if (line !== '' && `      ${line} ${part} \\`.length > HELP_WIDTH) {
      lines.push(line)
      line = part
    } else line = line === '' ? part : `${line} ${part}`
  }
  return [...lines, line].join(' \\\n      ')
}

/** Names with what they are, in two columns; long text wraps below itself. */
export function helpColumns(entries: ReadonlyArray<readonly [name: string, about: string]>): string {
  const width = Math.max(...entries.map(([name]) => name.length))
  const room = HELP_WIDTH - width - 4
  const lines = entries.flatMap(([name, about]) =>
    linesOf(about, room).map((line, i) => `  ${(i === 0 ? name : '').padEnd(width)}  ${line}`),
  )
  return lines.join('\n')
}

function linesOf(text: string, room: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || `${last} ${word}`.length > room) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

/** Collects the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
