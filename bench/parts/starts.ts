import { join } from 'node:path'
import { writeDesk } from '../make-desk.ts'
import { type Bench, bin, inTurn, median, ratio, root } from '../measure.ts'
import { ms, type Report, times, timesAtMost } from '../report.ts'

const ROUNDS = 15

/** The least that an answer from the database can take: the engine is loaded, asked once, and a line is printed. */
const FLOOR = `const Database = require(${JSON.stringify(join(root, 'node_modules', 'better-sqlite3'))})
const db = new Database(process.env.PHD_DB, { readonly: true })
process.stdout.write(JSON.stringify(db.prepare('SELECT count(*) FROM imports').get()))`

/** How long short questions take from start to end, beside node that does nothing. */
export function measureStarts(bench: Bench, report: Report): void {
  const small = writeDesk(join(bench.folder, 'small'), 200, 5)
  bench.seconds([bin, 'import', small.accounts, small.users, small.dashboard], 'small.db')
  const commands = {
    'node -e 0': ['-e', '0'],
    'node, the engine and one query': ['-e', FLOOR],
    'phd --version': [bin, '--version'],
    'phd loa check': [bin, 'loa', 'check', 'Partner 7 GmbH'],
    'phd nfr check': [bin, 'nfr', 'check', 'Partner 7 GmbH'],
    'phd partner show': [bin, 'partner', 'show', 'Partner 7 GmbH'],
    'phd cert-report': [bin, 'cert-report', 'Partner 7 GmbH'],
    'phd cam owner': [bin, 'cam', 'owner', 'Partner 7 GmbH'],
  }
  const works = Object.values(commands).map((args) => () => bench.seconds(args, 'small.db'))
  const measured = inTurn(ROUNDS + 1, works).map(([, ...counted]) => counted)
  const [node = []] = measured
  for (const [i, what] of Object.keys(commands).entries()) {
    const own = measured[i] ?? []
    const beside = ratio(own, node)
    const figure = i === 0 ? '' : `, ${times(beside)} node`
    report.add(`start: ${what}`, `${ms(median(own))}${figure}`, what === 'phd loa check' ? timesAtMost(2, beside) : null)
  }
}
