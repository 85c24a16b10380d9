import { type Act, type Register, withExamples } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { unknownValue } from '../../app/usage.ts'
import { ExitCode } from '../../errors.ts'
import { print } from '../../terminal/print.ts'
import type { Surroundings } from './answer.ts'
import { SHELLS } from './shell-words.ts'

const INSTALL = `
To turn it on:
  bash  put this line into ~/.bashrc: eval "$(phd completion bash)"
  zsh   phd completion zsh > "\${fpath[1]}/_phd", then start a new shell
  fish  phd completion fish > ~/.config/fish/completions/phd.fish`

export const completion: Register = (program, act: Act) => {
  const command = program
    .command('completion')
    .description('print what makes a shell complete commands, options and partner names')
    .argument('<shell>', 'the shell: bash, zsh or fish')
    .action(act(runCompletion, { despiteSettings: true, apart: true }))
  withExamples(command, ['phd completion bash', 'phd completion zsh > ~/.zfunc/_phd'])
  command.addHelpText('after', INSTALL)
}

async function runCompletion({ io, format }: Context, _flags: CommonFlags, [typed = '']: string[]): Promise<ExitCode> {
  const shell = SHELLS.find((each) => each === typed)
  if (!shell) throw unknownValue(`unknown shell "${typed}"`, typed, SHELLS)
  const { scriptView } = await import('./script-view.ts')
  print(io, format, scriptView(shell))
  return ExitCode.yes
}

/** What a shell that completes a line is told. */
export async function answerLine(asked: readonly string[], around: Surroundings): Promise<string> {
  return (await import('./answer.ts')).answerShell(asked, around)
}
