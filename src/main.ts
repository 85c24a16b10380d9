import { CommanderError } from 'commander'
import type { Act } from './cli/command.ts'
import { buildProgram } from './cli/program.ts'
import { type CommonFlags, makeContext } from './context.ts'
import { ExitCode, PhdError } from './errors.ts'

/**
 * Runs one command line (without "node" and the script) and gives its exit code. The one place that catches: a PhdError is printed
 * with what to do next; anything else is a bug and is printed with its trace.
 */
export async function main(argv: readonly string[]): Promise<number> {
  process.umask(0o077)
  process.stdout.on('error', quietWhenClosed)
  process.stderr.on('error', quietWhenClosed)
  let exitCode: ExitCode = ExitCode.yes
  const act: Act = (run) =>
    async function (...rest) {
      const args = rest
        .slice(0, -2)
        .flat()
        .filter((arg): arg is string => typeof arg === 'string')
      const options = this.optsWithGlobals() as CommonFlags & Parameters<typeof run>[1]
      const { env, stdin, stdout, stderr } = process
      const code = await run(await makeContext(options, { env, stdin, stdout, stderr, clock: () => new Date() }), options, args)
      if (code !== undefined) exitCode = code
    }
  try {
    await buildProgram(act).parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    return await report(error, argv)
  }
}

/** A reader that has seen enough, as in `phd loa check --all | head`, ends the program without a word. */
function quietWhenClosed(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}

async function report(error: unknown, argv: readonly string[]): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return 0
  const { errorJson, errorText } = await import('./output/error.ts')
  const known = error instanceof PhdError ? error : error instanceof CommanderError ? usageOf(error) : null
  if (wantsJson(argv)) process.stdout.write(errorJson(known ?? error))
  if (known) process.stderr.write(errorText(known))
  else
    process.stderr.write(
      `phd: a bug in phd: ${(error as Error)?.stack ?? String(error)}\nPlease report it with the command you ran.\n`,
    )
  return known?.exitCode ?? ExitCode.bug
}

function usageOf(error: CommanderError): PhdError {
  const message = error.message.replace(/^error: /, '').replace(/\n\(/, ' (')
  return new PhdError('usage', ExitCode.usage, message === '(outputHelp)' ? 'no command was given' : message, {
    hint: 'see: phd --help',
  })
}

/** Whether the command line asks for JSON, read without parsing it, for it may be what is wrong. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (arg, i) =>
      arg === '--json' || /^--format=(?:nd)?json$/.test(arg) || (arg === '--format' && /^(?:nd)?json$/.test(argv[i + 1] ?? '')),
  )
}
