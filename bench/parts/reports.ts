import { join } from 'node:path'
import { writeCertifications, writeWork } from '../make-desk.ts'
import { type Bench, bin, inTurn, type Measure, typical } from '../measure.ts'
import { megabytes, type Report } from '../report.ts'

/** The reports over all partners, at the desk of {@link measureEveryone} with certifications and deals. */
export function measureReports(bench: Bench, report: Report): void {
  const folder = join(bench.folder, 'all')
  bench.seconds([bin, 'import', writeCertifications(folder, 20_000, 5, 2), ...writeWork(folder, 20_000)], 'all.db')
  const commands = {
    'scorecard partner, one': ['scorecard', 'partner', 'Partner 8 Inc.'],
    'scorecard partner --all': ['scorecard', 'partner', '--all', '--format', 'csv'],
    'insights --all': ['insights', '--all', '--format', 'csv'],
    awards: ['awards', 'FY27', '--format', 'csv'],
  }
  const measured = inTurn(
    3,
    Object.values(commands).map((args) => () => bench.measure([bin, ...args], 'all.db')),
  )
  let cards: Measure = { seconds: 0, megabytes: 0 }
  for (const [i, what] of Object.keys(commands).entries()) {
    const each = typical(measured[i] ?? [])
    if (what === 'scorecard partner --all') cards = each
    report.add(`${what}, 20,000 partners, 200,000 certifications`, `${each.seconds.toFixed(2)} s, ${megabytes(each.megabytes)}`)
  }
  const pages = bench.measure([bin, 'scorecard', 'partner', '--all', '--out', 'pages'], 'all.db')
  const page = (pages.seconds - cards.seconds) / 20_000
  report.add('a page of it in a folder', `${(page * 1000).toFixed(1)} ms, ${megabytes(pages.megabytes)}`)
}
