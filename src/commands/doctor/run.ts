import type { CommonFlags, Context } from '../../app/context.ts'
import { version } from '../../app/version.ts'
import { ExitCode, PhdError, usageError } from '../../errors.ts'
import { type Finding, findingsOf } from '../../reports/health.ts'
import { print } from '../../terminal/print.ts'
import { doctorView } from './doctor-view.ts'
import { examine } from './examine.ts'
import type { FixResult } from './fix.ts'

export interface DoctorFlags extends Pick<CommonFlags, 'quiet' | 'yes'> {
  thorough?: boolean
  fix?: boolean
}

/** Prints what is wrong with phd, its database and its sources; the exit code is that of the worst finding that is left. */
export async function runDoctor(context: Context, { quiet, yes, thorough = false, fix }: DoctorFlags): Promise<ExitCode> {
  if (fix && context.asOf !== null) throw usageError('--fix changes what is there now', 'run it without --as-of')
  await askDesk(context)
  let examined = await examine(context, { thorough })
  let fixes: FixResult[] | null = null
  if (fix) {
    const { fixWhatIsSafe } = await import('./fix.ts')
    fixes = await fixWhatIsSafe(context, examined, yes ?? false)
    if (fixes.some(({ state }) => state === 'done')) examined = await examine(context, { thorough })
  }
  const { around, health, error } = examined
  const findings = findingsOf(around, health)
  const { now, asOf, maxAgeDays, settingsFile } = context
  const seen = {
    version,
    node: process.versions.node,
    settings: settingsFile,
    now,
    asOf,
    maxAgeDays,
    ...health,
    findings,
    fixes,
    error,
  }
  print(context.io, context.format, doctorView(seen, quiet ?? false, context.io))
  return error ? ExitCode.refused : codeOf(findings)
}

function codeOf(findings: readonly Finding[]): ExitCode {
  if (findings.some(({ level }) => level === 'problem')) return ExitCode.refused
  return findings.some(({ level }) => level === 'warning') ? ExitCode.no : ExitCode.yes
}

/** Asks a shared desk for its settings. Where it cannot be asked at all, the examination finds that out, and tells it. */
async function askDesk(context: Context): Promise<void> {
  try {
    await context.askDesk()
  } catch (error) {
    if (!(error instanceof PhdError)) throw error
    if (error.kind === 'newer_database') context.io.note(`note: without the settings of the desk: ${error.message}`)
  }
}
