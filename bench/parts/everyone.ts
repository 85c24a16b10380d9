import { join } from 'node:path'
import { writeDesk } from '../make-desk.ts'
import { type Bench, bin, inTurn, secondsInTurn, typical } from '../measure.ts'
import { type Goal, megabytes, type Report } from '../report.ts'

/** Questions about all partners at once. */
export function measureEveryone(bench: Bench, report: Report): void {
  const twenty = writeDesk(join(bench.folder, 'all'), 20_000, 5)
  bench.seconds([bin, 'import', twenty.accounts, twenty.users, twenty.dashboard, twenty.staff], 'all.db')
  const hundred = writeDesk(join(bench.folder, 'hundred'), 100_000, 2)
  bench.seconds([bin, 'import', hundred.accounts, hundred.users, hundred.dashboard, hundred.staff], 'hundred.db')
  checkAll(bench, report, { database: 'all.db', partners: '20,000', seconds: 0.6, most: 150 })
  checkAll(bench, report, { database: 'hundred.db', partners: '100,000', seconds: 3, most: 200 })
  const names = ['nfr check --all', 'authorized --all', 'cam owner --all', 'cam plan --json', 'today', 'digest']
  const measured = secondsInTurn(
    bench,
    3,
    names.map((name) => [bin, ...name.split(' ')]),
    'all.db',
  )
  for (const [i, name] of names.entries()) report.add(`${name}, 20,000 partners`, `${measured[i]?.toFixed(2)} s`)
}

interface Size {
  database: string
  partners: string
  seconds: number
  most: number
}

/** The time and the memory of a check of all partners: two goals. */
function checkAll(bench: Bench, report: Report, { database, partners, seconds, most }: Size): void {
  const [measures = []] = inTurn(3, [() => bench.measure([bin, 'loa', 'check', '--all'], database)])
  const { seconds: took, megabytes: held } = typical(measures)
  const room: Goal = { figure: held, atMost: most, words: megabytes(most) }
  report.add(`loa check --all, ${partners} partners`, `${took.toFixed(2)} s`, report.within(seconds, took))
  report.add('the memory it takes', megabytes(held), room)
}
