/**
 * Measures phd against its goals and beside other tools, and prints a table. `npm run bench -- --quick` leaves the million rows out,
 * `--only imports` runs one part (goals in seconds need what sqlite3 takes there), `--year` imports every night for a year.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchIn } from './measure.ts'
import { measureDecisions } from './parts/decisions.ts'
import { measureEveryone } from './parts/everyone.ts'
import { measureImports } from './parts/imports.ts'
import { measureMails } from './parts/mails.ts'
import { measureReports } from './parts/reports.ts'
import { measureServer } from './parts/server.ts'
import { measureStarts } from './parts/starts.ts'
import { Report } from './report.ts'

if (process.argv.includes('--year')) {
  await import('./year.ts')
  process.exit()
}

const folder = mkdtempSync(join(tmpdir(), 'phd-bench-'))
const bench = benchIn(folder)
const report = new Report()
const at = process.argv.indexOf('--only')
const only = at === -1 ? null : process.argv[at + 1]
const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  starts: () => measureStarts(bench, report),
  imports: () => measureImports(bench, report, process.argv.includes('--quick')),
  mails: () => measureMails(bench, report),
  partners: async () => {
    measureEveryone(bench, report)
    measureReports(bench, report)
    await measureDecisions(bench, report)
  },
  server: () => measureServer(bench, report, process.argv.includes('--quick')),
}
if (only !== null && !(only && Object.hasOwn(parts, only)))
  throw new Error(`--only takes one of: ${Object.keys(parts).join(', ')}`)

try {
  for (const [name, part] of Object.entries(parts)) if (only === null || only === name) await part()
  const [{ model } = { model: 'unknown' }] = cpus()
  process.stdout.write(`${report.text()}\n\n${cpus().length} processors (${model.trim()}), Node ${process.versions.node}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
