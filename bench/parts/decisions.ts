import { join } from 'node:path'
import { decideOften } from '../decide-often.ts'
import { type Bench, bin, secondsInTurn } from '../measure.ts'
import { ms, type Report } from '../report.ts'

/** What questions take where many decisions are on record, at the desk of {@link measureEveryone}. */
export async function measureDecisions(bench: Bench, report: Report): Promise<void> {
  await decideOften(join(bench.folder, 'all.db'), 10_000)
  const names = ['loa check', 'loa list --closed', 'audit verify']
  const measured = secondsInTurn(
    bench,
    5,
    names.map((name) => [bin, ...name.split(' '), ...(name === 'loa check' ? ['Partner 7 GmbH'] : [])]),
    'all.db',
  )
  for (const [i, name] of names.entries()) report.add(`${name}, 10,000 decisions on record`, ms(measured[i] ?? 0))
}
