import type { Command } from 'commander'
import type { Context } from '../app/context.ts'
import { usageError } from '../errors.ts'

const JOBS = [
  { args: ['loa', 'check'], name: 'Check a partner for a letter of authorization' },
  { args: ['nfr', 'check'], name: 'Check a partner for a not-for-resale license' },
  { args: ['loa', 'list'], name: 'See open requests for letters' },
  { args: ['authorized'], name: 'See what a partner may do: transact, register, quote' },
  { args: ['deal', 'sla'], name: 'See the deal registrations that are late' },
  { args: ['distributor'], name: 'Find the distributor of a country', question: 'Which country?' },
  { args: ['cam', 'owner'], name: 'See who should own an account' },
  { args: ['cert-report'], name: 'Make a certification report' },
  { args: ['partner', 'show'], name: 'Look up a partner' },
  { args: ['handbook', 'search'], name: 'Ask the handbook', question: 'What would you like to know?' },
  { args: ['import'], name: 'Import an export', question: 'Which file?' },
  { args: ['imports', 'list'], name: 'See what was imported' },
  { args: ['help'], name: 'Show all commands' },
]

/**
 * `phd` alone, or with options only (`typed`), which apply to what is chosen: on a terminal it asks what to do; elsewhere it shows
 * the help and says that a command is missing.
 */
export async function runMenu(context: Context, program: Command, typed: readonly string[]): Promise<undefined> {
  if (!context.interactive) {
    if (context.format === 'table') for (const line of program.helpInformation().trimEnd().split('\n')) context.io.note(line)
    throw usageError('no command given', 'see: phd --help')
  }
  const { askForChoice, askForText } = await import('../terminal/prompts.ts')
  const choices = JOBS.map(({ args, name }) => ({ value: args.join(' '), name }))
  const chosen = await askForChoice('What would you like to do?', choices)
  const job = JOBS.find(({ args }) => args.join(' ') === chosen)
  const args = [...(job?.args ?? []), ...(job?.question ? [await askForText(job.question)] : [])]
  // The chosen command sets the exit code.
  await program.parseAsync([...args, ...typed], { from: 'user' })
  return undefined
}
