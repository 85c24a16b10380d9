import type { CommonFlags, Context } from '../../app/context.ts'
import { version } from '../../app/version.ts'
import { ExitCode } from '../../errors.ts'
import { type Finding, findingsOf } from '../../reports/health.ts'
import { print } from '../../terminal/print.ts'
import { doctorView } from './doctor-view.ts'
import { examineDatabase } from './examine.ts'

export type DoctorFlags = Pick<CommonFlags, 'quiet'>

/** Prints what is wrong with the database and its sources; the exit code is that of the worst finding. */
export async function runDoctor(context: Context, { quiet }: DoctorFlags): Promise<ExitCode> {
  const { health, error } = await examineDatabase(context)
  const findings = findingsOf(health)
  const { now, asOf, maxAgeDays, settingsFile } = context
  const seen = { version, node: process.versions.node, settings: settingsFile, now, asOf, maxAgeDays, ...health, findings, error }
  print(context.io, context.format, doctorView(seen, quiet ?? false, context.io))
  return error ? ExitCode.refused : codeOf(findings)
}

function codeOf(findings: readonly Finding[]): ExitCode {
  if (findings.some(({ level }) => level === 'problem')) return ExitCode.refused
  return findings.some(({ level }) => level === 'warning') ? ExitCode.no : ExitCode.yes
}
