import type { Command } from 'commander'
import { usageError } from '../errors.ts'
import type { Context } from './context.ts'

const JOBS = [
  { value: 'loa', name: 'May a partner have a letter of authorization?' },
  { value: 'nfr', name: 'May a partner have a not-for-resale licence?' },
  { value: 'requests', name: 'See the requests for letters that are open' },
  { value: 'cam', name: 'Who should own an account?' },
  { value: 'cert-report', name: 'Print a certification report' },
  { value: 'partner', name: 'Look a partner up' },
  { value: 'import', name: 'Import an export' },
  { value: 'imports', name: 'See what was imported' },
  { value: 'help', name: 'Show all commands' },
] as const

/**
 * `phd` alone, or with options only (`said`), which hold for what is chosen: on a terminal it asks what to do; elsewhere it shows the
 * help and says that a command is missing.
 */
export async function runMenu(context: Context, program: Command, said: readonly string[]): Promise<undefined> {
  if (!context.interactive) {
    if (context.format === 'table') for (const line of program.helpInformation().trimEnd().split('\n')) context.io.note(line)
    throw usageError('no command was given', 'see: phd --help')
  }
  const { askForChoice, askForText } = await import('../terminal/prompts.ts')
  const job = await askForChoice('What is to be done?', JOBS)
  const args = {
    loa: ['loa', 'check'],
    nfr: ['nfr', 'check'],
    requests: ['loa', 'list'],
    cam: ['cam', 'owner'],
    'cert-report': ['cert-report'],
    partner: ['partner', 'show'],
    import: ['import'],
    imports: ['imports', 'list'],
    help: ['help'],
  }[job]
  if (job === 'import') args.push(await askForText('Which file?'))
  // The chosen command sets the exit code.
  await program.parseAsync([...args, ...said], { from: 'user' })
  return undefined
}
