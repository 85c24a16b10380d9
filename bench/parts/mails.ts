import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, bin, inTurn, root, typical } from '../measure.ts'
import { megabytes, type Report } from '../report.ts'

const MAILS = 1000

/** A thousand mails of the fixtures, each with a subject and Message-ID of its own, sorted and drafted at the desk of the fixtures. */
export function measureMails(bench: Bench, report: Report): void {
  const fixtures = join(root, 'fixtures')
  const samples = readdirSync(join(fixtures, 'mails')).filter((file) => file.endsWith('.eml'))
  const folder = join(bench.folder, 'mails')
  mkdirSync(folder)
  for (let i = 0; i < MAILS; i++) {
    const text = readFileSync(join(fixtures, 'mails', samples[i % samples.length] ?? ''), 'latin1')
    const own = text.replace('Subject: ', `Subject: [${i}] `).replace('Message-ID: <', `Message-ID: <${i}.`)
    writeFileSync(join(folder, `${i}.eml`), own, 'latin1')
  }
  const exports = [
    ...['accounts', 'users', 'opportunities', 'registrations'].map((name) => `sfdc-${name}.csv`),
    'impartner-users.csv',
  ]
  bench.seconds([bin, 'import', ...exports.map((file) => join(fixtures, 'desk', file))], 'mails.db')
  const [measures = []] = inTurn(3, [
    () => bench.measure([bin, 'mail', 'route', 'mails', '--drafts', 'drafts', '--again'], 'mails.db'),
  ])
  const { seconds, megabytes: held } = typical(measures)
  report.add('mail route, 1,000 mails with drafts', `${seconds.toFixed(2)} s, ${megabytes(held)}`, report.within(4, seconds))
}
