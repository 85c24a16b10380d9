import { type Command, CommanderError } from 'commander'
import type { Act, Ended, RunLine } from './app/command.ts'
import { type CommonFlags, type Context, makeContext } from './app/context.ts'
import { wordsOf } from './app/usage.ts'
import { readSettings } from './app/user-files.ts'
import { buildProgram, completeLine } from './commands/program.ts'
import { ExitCode, PhdError } from './errors.ts'
import { endAtOnce, hasUnendedThread } from './terminal/end.ts'
import type { Format } from './terminal/print.ts'

/**
 * Runs one command line (without "node" and the script) and gives its exit code; `ran` is told which command that is, with the names of
 * its options. The one place that catches: a PhdError is printed with what to do next; anything else is a bug and is printed with its
 * trace.
 */
export async function main(argv: readonly string[], ran: Ran = () => {}): Promise<number> {
  const exitCode = await run(argv, ran)
  if (hasUnendedThread()) await endAtOnce(exitCode)
  return exitCode
}

type Ran = (command: string) => void

async function run(argv: readonly string[], ran: Ran): Promise<number> {
  process.umask(0o077)
  process.stdout.on('error', whenStdoutFails)
  process.stderr.on('error', () => {})
  if (argv[0] !== 'complete') return (await runLine(argv, ran)).code
  ran('complete')
  const today = (process.env.PHD_NOW || new Date().toISOString()).slice(0, 10)
  process.stdout.write(await completeLine(argv.slice(1), process.env, today))
  return ExitCode.yes
}

async function runLine(argv: readonly string[], ran: Ran): Promise<Ended> {
  let exitCode: ExitCode = ExitCode.yes
  let format = formatOf(argv)
  const act: Act = (run, how) =>
    async function () {
      const options = this.optsWithGlobals() as CommonFlags & Parameters<typeof run>[1]
      ran(commandOf(this, options))
      if (options.cron) options.quiet = true
      const { env, stdin, stdout, stderr } = process
      const context = await makeContext(options, { env, stdin, stdout, stderr, clock: () => new Date(), ...how })
      format = context.format
      const work = (): Promise<ExitCode | undefined> =>
        atDesk(context, { apart: how?.apart, partner: how?.asksOf && onlyOne(this.args) }, () =>
          run(context, options, this.args),
        ).catch(async (error: unknown) => {
          throw await nameBackup(await blameEmptiness(error, context), context)
        })
      const code = context.runs.log === null ? await work() : await withLog(context, this, work)
      // One that only runs others has no answer of its own: each of them ended by itself.
      if (code === undefined) return
      exitCode = code
      if (context.nothingImported) {
        context.io.note(`note: ${context.nothingImported.message}`)
        context.io.note(`  ${context.nothingImported.hint}`)
      }
    }
  const again: RunLine = async (args) => {
    const ended = await runLine(args, ran)
    exitCode = ended.code
    return ended
  }
  try {
    await (await buildProgram(act, argv, again)).parseAsync(argv, { from: 'user' })
    return { code: exitCode, error: null }
  } catch (error) {
    return { code: await report(error, format ?? (await configuredFormat()), typedOptions(argv).includes('--cron')), error }
  }
}

/** Does the work of a command by the settings of its desk, unless it works apart from it; `partner`: the one that it only asks about. */
async function atDesk<T>(
  context: Context,
  { apart = false, partner }: { apart: boolean | undefined; partner: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  try {
    if (!apart) await context.askDesk(partner)
    return await work()
  } finally {
    await context.engine.shared?.letGo()
  }
}

function onlyOne(args: readonly string[]): string | undefined {
  return args.length === 1 ? args[0] : undefined
}

/** A command by its words, and by the options that the command line names. */
function commandOf(command: Command, options: object): string {
  const named = Object.keys(options).filter((name) => command.getOptionValueSourceWithGlobals(name) === 'cli')
  return [...wordsOf(command), ...named.sort()].join(' ')
}

/** Runs a command that is logged; what that takes is loaded for no other. */
async function withLog(context: Context, command: Command, work: () => Promise<ExitCode | undefined>) {
  const { logged } = await import('./app/runs/logged.ts')
  const codeSet = (): ExitCode | undefined => process.exitCode as ExitCode | undefined
  const end = (code: ExitCode): void => (hasUnendedThread() ? void endAtOnce(code) : process.exit(code))
  return await logged(context, command, work, { end, codeSet })
}

/** In an empty database nothing can be found: the error names that as the cause. */
async function blameEmptiness(error: unknown, { nothingImported }: Context): Promise<unknown> {
  if (!nothingImported || !(error instanceof PhdError)) return error
  const { exitCodeOf } = await import('./app/failures.ts')
  const code = exitCodeOf(error)
  if (code !== ExitCode.notFound && code !== ExitCode.cannotTell) return error
  return error.withHint(`${nothingImported.message}; ${nothingImported.hint}`)
}

/** Of a damaged database the error names the backup to go back to; what finds it is loaded for no other. */
async function nameBackup(error: unknown, context: Context): Promise<unknown> {
  if (!(error instanceof PhdError) || error.kind !== 'database_damaged') return error
  const { newestGoodBackup, restoreGood } = await import('./app/backups/newest-good.ts')
  const word = await newestGoodBackup(context)
  return word === null ? error : error.withHint(restoreGood(word))
}

/**
 * A reader that stops early, as in `phd loa check --all | head`, is not an error: the command goes on to its own exit code. A
 * result that could not be written is one.
 */
function whenStdoutFails(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return
  process.stderr.write(
    `phd: the result could not be written (${error.code ?? error.message})\n  free some space, or send it elsewhere\n`,
  )
  process.exitCode = ExitCode.refused
}

async function report(error: unknown, format: Format | null, inOneLine: boolean): Promise<ExitCode> {
  if (error instanceof CommanderError && error.exitCode === 0) return ExitCode.yes
  const { bugDocument, bugText, errorDocument, errorLine, errorText } = await import('./terminal/error.ts')
  const { explain } = await import('./app/failures.ts')
  const known = error instanceof PhdError ? explain(error) : null
  if (format === 'json' || format === 'ndjson') {
    const { safeJson } = await import('./terminal/safe-text.ts')
    process.stdout.write(`${safeJson(known ? errorDocument(known) : bugDocument(error))}\n`)
  }
  const { isTTY, columns } = process.stderr
  const width = isTTY && columns > 0 ? columns : Number.POSITIVE_INFINITY
  process.stderr.write(known ? (inOneLine ? errorLine(known) : errorText(known, width)) : bugText(error))
  return known?.exitCode ?? ExitCode.bug
}

/** The format that the settings ask for, for what fails before they were read. */
async function configuredFormat(): Promise<Format | null> {
  try {
    return (await readSettings(process.env)).format ?? null
  } catch {
    return null
  }
}

/** The format a command line asks for, read without parsing it, for it may be what is wrong. */
function formatOf(argv: readonly string[]): Format | null {
  const options = typedOptions(argv)
  if (options.includes('--json')) return 'json'
  const at = options.findLastIndex((arg) => arg === '--format' || arg.startsWith('--format='))
  const given = at === -1 ? undefined : options[at] === '--format' ? options[at + 1] : options[at]?.slice('--format='.length)
  return given === 'json' || given === 'ndjson' ? given : null
}

/** A command line up to what ends its options. */
function typedOptions(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end === -1 ? argv : argv.slice(0, end)
}
