import type { Command } from 'commander'
import { usageError } from '../errors.ts'
import type { Context } from './context.ts'

const JOBS = [
  { value: 'loa', name: 'Check a partner for a letter of authorization' },
  { value: 'nfr', name: 'Check a partner for a not-for-resale license' },
  { value: 'requests', name: 'See open requests for letters' },
  { value: 'cam', name: 'See who should own an account' },
  { value: 'cert-report', name: 'Make a certification report' },
  { value: 'partner', name: 'Look up a partner' },
  { value: 'import', name: 'Import an export' },
  { value: 'imports', name: 'See what was imported' },
  { value: 'help', name: 'Show all commands' },
] as const

/**
 * `phd` alone, or with options only (`typed`), which apply to what is chosen: on a terminal it asks what to do; elsewhere it shows the
 * help and says that a command is missing.
 */
export async function runMenu(context: Context, program: Command, typed: readonly string[]): Promise<undefined> {
  if (!context.interactive) {
    if (context.format === 'table') for (const line of program.helpInformation().trimEnd().split('\n')) context.io.note(line)
    throw usageError('no command given', 'see: phd --help')
  }
  const { askForChoice, askForText } = await import('../terminal/prompts.ts')
  const job = await askForChoice('What would you like to do?', JOBS)
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
  await program.parseAsync([...args, ...typed], { from: 'user' })
  return undefined
}
