import { type Argument, Command, Option } from 'commander'
import { type Act, withExamples } from '../app/command.ts'
import type { Context } from '../app/context.ts'
import { oneOf, throwUsageErrors, unknownCommand } from '../app/usage.ts'
import { version } from '../app/version.ts'
import { FORMATS } from '../terminal/print.ts'
import { audit } from './audit/command.ts'
import { cam } from './cam/command.ts'
import { certReport } from './cert-report/command.ts'
import { doctor } from './doctor/command.ts'
import { importFiles } from './import/command.ts'
import { imports } from './imports/command.ts'
import { inbox } from './inbox/command.ts'
import { loa } from './loa/command.ts'
import { mail } from './mail/command.ts'
import { nfr } from './nfr/command.ts'
import { partner } from './partner/command.ts'
import { policy } from './policy/command.ts'
import { reply } from './reply/command.ts'

const EXIT_CODES = `
Exit codes:
    0  done; the answer is yes
    1  done; the answer is no
    2  usage: unknown command or option, bad value
    3  not found, or the name fits several
    4  cannot tell: evidence missing, stale or contradictory
    5  an input was refused
    6  busy: another phd is writing; try again
   70  a bug in phd
  130  stopped by Ctrl-C`

/** An argument as usage shows it. */
function humanReadable(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

/** Builds the whole command line; `said` is what was typed. Nothing is opened here: --help touches no file. */
export function buildProgram(act: Act, said: readonly string[] = []): Command {
  const program = new Command('phd')
    .description('The Partner Help Desk’s toolkit: look a partner up, decide by the handbook, show the evidence.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .option('--db <file>', 'the database (PHD_DB; default ~/.local/share/phd/phd.db)')
    .addOption(
      new Option('--format <format>', 'how to print the result (default table)')
        .choices(FORMATS)
        .argParser(oneOf('--format', FORMATS)),
    )
    .option('--json', 'the same as --format json')
    .option('--now <time>', 'what "today" means, ISO 8601 (PHD_NOW; default the clock)')
    .option('--as-of <time>', 'answer from what was known then: a day, a time, or import:12')
    .option('--max-age <days>', 'evidence last seen longer ago is stale (PHD_MAX_AGE; default 7)')
    .option('--wait <seconds>', 'how long to wait for another phd that is writing (PHD_WAIT; default 30)')
    .option('--actor <name>', 'who decides, for the audit (PHD_ACTOR; default the login name)')
    .option('--no-input', 'never ask (PHD_NO_INPUT); without a terminal phd never does')
    .option('--yes', 'answer yes to confirmations')
    .option('--dry-run', 'say what would be done, write nothing')
    .option('--quiet', 'only results and errors')
    .option('--no-color', 'no colour (NO_COLOR)')
    .configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      // Each has its own help, which shows its options.
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(humanReadable)].join(' '),
      minWidthToWrap: 20,
    })
    .showHelpAfterError(false)
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
  for (const register of [importFiles, imports, inbox, partner, loa, nfr, certReport, cam, mail, reply, policy, audit, doctor])
    register(program, act)
  // Only now, for the commands would inherit it: a word too many is theirs to refuse.
  program.allowExcessArguments(true).action(act((context, _options, words) => menu(context, program, words, said)))
  withExamples(program, ['phd import exports/*.csv', 'phd loa check "Acme GmbH"', 'phd cert-report "Acme GmbH" --out acme.csv'])
  program.addHelpText('after', EXIT_CODES)
  throwUsageErrors(program)
  return program
}

async function menu(context: Context, program: Command, words: readonly string[], said: readonly string[]): Promise<undefined> {
  const [word] = words
  if (word !== undefined) throw unknownCommand(program, word)
  const { runMenu } = await import('../app/menu.ts')
  return runMenu(context, program, said)
}
