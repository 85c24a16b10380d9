import { type Argument, Command, Option } from 'commander'
import { type Act, type Register, type RunLine, withExamples } from '../app/command.ts'
import type { Context } from '../app/context.ts'
import { oneOf, throwUsageErrors, unknownCommand } from '../app/usage.ts'
import { version } from '../app/version.ts'
import { FORMATS, PAGE_FORMATS } from '../terminal/print.ts'
import type { MenuParts } from './menu/command.ts'

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

/** Every job by its first word, in the order of the help; what says how it is called is read for no other. */
const JOBS: Readonly<Record<string, () => Promise<Register>>> = {
  today: async () => (await import('./today/command.ts')).today,
  digest: async () => (await import('./digest/command.ts')).digest,
  import: async () => (await import('./import/command.ts')).importFiles,
  imports: async () => (await import('./imports/command.ts')).imports,
  inbox: async () => (await import('./inbox/command.ts')).inbox,
  partner: async () => (await import('./partner/command.ts')).partner,
  authorized: async () => (await import('./authorized/command.ts')).authorized,
  distributor: async () => (await import('./distributor/command.ts')).distributor,
  role: async () => (await import('./role/command.ts')).role,
  loa: async () => (await import('./loa/command.ts')).loa,
  nfr: async () => (await import('./nfr/command.ts')).nfr,
  leads: async () => (await import('./leads/command.ts')).leads,
  evaluation: async () => (await import('./evaluation/command.ts')).evaluation,
  invoices: async () => (await import('./invoices/command.ts')).invoices,
  'cert-report': async () => (await import('./cert-report/command.ts')).certReport,
  vouchers: async () => (await import('./vouchers/command.ts')).vouchers,
  scorecard: async () => (await import('./scorecard/command.ts')).scorecard,
  psp: async () => (await import('./psp/command.ts')).psp,
  insights: async () => (await import('./insights/command.ts')).insights,
  influence: async () => (await import('./influence/command.ts')).influence,
  cam: async () => (await import('./cam/command.ts')).cam,
  deal: async () => (await import('./deal/command.ts')).deal,
  poe: async () => (await import('./poe/command.ts')).poe,
  awards: async () => (await import('./awards/command.ts')).awards,
  mail: async () => (await import('./mail/command.ts')).mail,
  reply: async () => (await import('./reply/command.ts')).reply,
  handbook: async () => (await import('./handbook/command.ts')).handbook,
  'price-file': async () => (await import('./price-file/command.ts')).priceFile,
  rebate: async () => (await import('./rebate/command.ts')).rebate,
  rebates: async () => (await import('./rebates/command.ts')).rebates,
  policy: async () => (await import('./policy/command.ts')).policy,
  audit: async () => (await import('./audit/command.ts')).audit,
  query: async () => (await import('./query/command.ts')).query,
  forget: async () => (await import('./forget/command.ts')).forget,
  backup: async () => (await import('./backup/command.ts')).backup,
  restore: async () => (await import('./restore/command.ts')).restore,
  doctor: async () => (await import('./doctor/command.ts')).doctor,
  desk: async () => (await import('./desk/command.ts')).desk,
  config: async () => (await import('./config/command.ts')).config,
  completion: async () => (await import('./completion/command.ts')).completion,
  runs: async () => (await import('./runs/command.ts')).runs,
  prune: async () => (await import('./prune/command.ts')).prune,
}

/**
 * The command line, `typed` as it was: with the job that it names alone, for all of them take as long to set up as a short command to
 * run; with every job where it names none. Nothing is opened here: --help touches no file. `runLine` is for the menu, whose answers are
 * those of other command lines.
 */
export async function buildProgram(act: Act, typed: readonly string[] = [], runLine: RunLine = noLine): Promise<Command> {
  const program = new Command('phd')
    .description('The Partner Help Desk’s toolkit: look up partners, decide by the handbook, show the evidence.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .option('--db <file>', 'database: a file (PHD_DB; default ~/.local/share/phd/phd.db), or postgres://host/database')
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
  const jobs = await Promise.all(jobsOf(program, typed).map((load) => load()))
  for (const register of jobs) register(program, act)
  // Only now, because the commands would inherit it: each refuses a word too many by itself.
  program
    .allowExcessArguments(true)
    .action(act((context, _options, words) => menu(context, words, { program, typed, runLine }), { apart: true }))
  withExamples(program, ['phd import exports/*.csv', 'phd loa check "Acme GmbH"', 'phd cert-report "Acme GmbH" --out acme.csv'])
  program.addHelpText('after', EXIT_CODES)
  throwUsageErrors(program)
  return program
}

/** What a shell that completes a line is told (YYYY-MM-DD is today); see `phd completion`. */
export async function completeLine(asked: readonly string[], env: NodeJS.ProcessEnv, today: string): Promise<string> {
  const { answerLine } = await import('./completion/command.ts')
  return answerLine(asked, { env, today, build: (typed) => buildProgram(() => async () => {}, typed) })
}

/** Where no line is run, none is needed. */
const noLine: RunLine = () => Promise.reject(new Error('no way to run another command line'))

async function menu(context: Context, [word]: readonly string[], { program, ...rest }: MenuParts): Promise<undefined> {
  if (word !== undefined) throw unknownCommand(program, word)
  const { runMenu } = await import('./menu/command.ts')
  return runMenu(context, { program, ...rest })
}

function jobsOf(program: Command, typed: readonly string[]): ReadonlyArray<() => Promise<Register>> {
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
