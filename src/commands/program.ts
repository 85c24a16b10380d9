import { type Argument, Command, Option } from 'commander'
import { type Act, type Register, type RunLine, withExamples } from '../app/command.ts'
import type { Context } from '../app/context.ts'
import { oneOf, throwUsageErrors, unknownCommand } from '../app/usage.ts'
import { version } from '../app/version.ts'
import { FORMATS, PAGE_FORMATS } from '../terminal/print.ts'
import { audit } from './audit/command.ts'
import { authorized } from './authorized/command.ts'
import { awards } from './awards/command.ts'
import { backup } from './backup/command.ts'
import { cam } from './cam/command.ts'
import { certReport } from './cert-report/command.ts'
import { answerLine, completion } from './completion/command.ts'
import { config } from './config/command.ts'
import { deal } from './deal/command.ts'
import { digest } from './digest/command.ts'
import { distributor } from './distributor/command.ts'
import { doctor } from './doctor/command.ts'
import { evaluation } from './evaluation/command.ts'
import { forget } from './forget/command.ts'
import { handbook } from './handbook/command.ts'
import { importFiles } from './import/command.ts'
import { imports } from './imports/command.ts'
import { inbox } from './inbox/command.ts'
import { influence } from './influence/command.ts'
import { insights } from './insights/command.ts'
import { invoices } from './invoices/command.ts'
import { leads } from './leads/command.ts'
import { loa } from './loa/command.ts'
import { mail } from './mail/command.ts'
import type { MenuParts } from './menu/command.ts'
import { nfr } from './nfr/command.ts'
import { partner } from './partner/command.ts'
import { poe } from './poe/command.ts'
import { policy } from './policy/command.ts'
import { priceFile } from './price-file/command.ts'
import { prune } from './prune/command.ts'
import { psp } from './psp/command.ts'
import { query } from './query/command.ts'
import { rebate } from './rebate/command.ts'
import { rebates } from './rebates/command.ts'
import { reply } from './reply/command.ts'
import { restore } from './restore/command.ts'
import { role } from './role/command.ts'
import { runs } from './runs/command.ts'
import { scorecard } from './scorecard/command.ts'
import { today } from './today/command.ts'
import { vouchers } from './vouchers/command.ts'

const ALL_FORMATS = [...FORMATS, ...PAGE_FORMATS]

const EXIT_CODES = `
Exit codes:
    0  done; the answer is yes
    1  done; the answer is no
    2  usage: unknown command or option, bad value
    3  not found, or the name matches several partners
    4  cannot tell: evidence missing, stale or contradictory
    5  input refused
    6  busy: another phd is writing; try again
   70  a bug in phd
  130  stopped by Ctrl-C`

/** An argument as usage shows it. */
function humanReadable(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

/** Every job by its first word, in the order of the help. */
const JOBS: Readonly<Record<string, Register>> = {
  today,
  digest,
  import: importFiles,
  imports,
  inbox,
  partner,
  authorized,
  distributor,
  role,
  loa,
  nfr,
  leads,
  evaluation,
  invoices,
  'cert-report': certReport,
  vouchers,
  scorecard,
  psp,
  insights,
  influence,
  cam,
  deal,
  poe,
  awards,
  mail,
  reply,
  handbook,
  'price-file': priceFile,
  rebate,
  rebates,
  policy,
  audit,
  query,
  forget,
  backup,
  restore,
  doctor,
  config,
  completion,
  runs,
  prune,
}

/**
 * The command line, `typed` as it was: with the job that it names alone, for all of them take as long to set up as a short command to
 * run; with every job where it names none. Nothing is opened here: --help touches no file. `runLine` is for the menu, whose answers are
 * those of other command lines.
 */
export function buildProgram(act: Act, typed: readonly string[] = [], runLine: RunLine = noLine): Command {
  const program = new Command('phd')
    .description('The Partner Help Desk’s toolkit: look up partners, decide by the handbook, show the evidence.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .option('--db <file>', 'database file (PHD_DB; default ~/.local/share/phd/phd.db)')
    .addOption(
      // The formats of a page are for the commands that have one; the help of those says so.
      new Option('--format <format>', 'output format (default table)').choices(FORMATS).argParser(oneOf('--format', ALL_FORMATS)),
    )
    .option('--json', 'same as --format json')
    .option('--now <time>', 'time to use as now, ISO 8601 (PHD_NOW; default: the clock)')
    .option('--as-of <time>', 'answer from what was known then: a day, a time, or import:12')
    .option('--max-age <days>', 'days after which evidence is stale (PHD_MAX_AGE; default 7)')
    .option('--wait <seconds>', 'seconds to wait for another phd that is writing (PHD_WAIT; default 30)')
    .option('--actor <name>', 'name to record in the audit (PHD_ACTOR; default: your login name)')
    .option('--no-input', 'never prompt (PHD_NO_INPUT); phd never does without a terminal')
    .option('--yes', 'skip confirmation prompts')
    .option('--dry-run', 'show what would be done, write nothing')
    .option('--quiet', 'print only results and errors')
    .option('--cron', 'for cron: --quiet --no-input, one line per problem, logged, not twice at once')
    .option('--log <file>', 'append how the run went to this file (PHD_LOG; with --cron by default)')
    .option('--no-color', 'no color (NO_COLOR)')
    .configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      // Each has its own help, which shows its options.
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(humanReadable)].join(' '),
      minWidthToWrap: 20,
    })
    .showHelpAfterError(false)
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
  for (const register of jobsOf(program, typed)) register(program, act)
  // Only now, because the commands would inherit it: each refuses a word too many by itself.
  program.allowExcessArguments(true).action(act((context, _options, words) => menu(context, words, { program, typed, runLine })))
  withExamples(program, ['phd import exports/*.csv', 'phd loa check "Acme GmbH"', 'phd cert-report "Acme GmbH" --out acme.csv'])
  program.addHelpText('after', EXIT_CODES)
  throwUsageErrors(program)
  return program
}

/** What a shell that completes a line is told (YYYY-MM-DD is today); see `phd completion`. */
export function completeLine(asked: readonly string[], env: NodeJS.ProcessEnv, today: string): Promise<string> {
  return answerLine(asked, { env, today, build: (typed) => buildProgram(() => async () => {}, typed) })
}

/** Where no line is run, none is needed. */
const noLine: RunLine = () => Promise.reject(new Error('no way to run another command line'))

async function menu(context: Context, [word]: readonly string[], { program, ...rest }: MenuParts): Promise<undefined> {
  if (word !== undefined) throw unknownCommand(program, word)
  const { runMenu } = await import('./menu/command.ts')
  return runMenu(context, { program, ...rest })
}

function jobsOf(program: Command, typed: readonly string[]): readonly Register[] {
  const [only = '', another] = typed
  if (another === undefined && ['--version', '-V'].includes(only)) return []
  const word = firstWord(program, typed) ?? ''
  const job = Object.hasOwn(JOBS, word) ? JOBS[word] : undefined
  return job ? [job] : Object.values(JOBS)
}

/** The first word after the program's own options and their values; undefined where there is none, or another option is before it. */
function firstWord({ options }: Command, typed: readonly string[]): string | undefined {
  for (let i = 0; i < typed.length; i++) {
    const each = typed[i] ?? ''
    if (!each.startsWith('-')) return each
    const [name = '', value] = each.split('=', 2)
    const option = options.find(({ long }) => long === name)
    if (!option) return undefined
    if (option.required && value === undefined) i++
  }
  return undefined
}
