/** Measures whole processes against the aims, and prints a table. `npm run bench -- --quick` skips the million rows, `--year` imports every night for a year. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { withSqlite3, withSqliteUtils } from './alternatives.ts'
import { decideOften } from './decide-often.ts'
import { type DeskFiles, writeCertifications, writeDesk } from './make-desk.ts'

if (process.argv.includes('--year')) {
  await import('./year.ts')
  process.exit()
}

const root = join(import.meta.dirname, '..')
const bin = join(root, 'bin', 'phd.cjs')
const folder = mkdtempSync(join(tmpdir(), 'phd-bench-'))
const quick = process.argv.includes('--quick')
const NOW = '2026-11-20T09:00:00Z'

interface Measure {
  seconds: number
  megabytes: number
}

/** Runs a command to its end; its own accounting of memory comes with it. */
function run(args: readonly string[], database: string): Measure {
  const report = join(folder, 'memory')
  const hook = `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)))`
  writeFileSync(join(folder, 'hook.cjs'), hook)
  const env = { ...process.env, PHD_DB: join(folder, database), PHD_NOW: NOW, NO_COLOR: '1' }
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--require', join(folder, 'hook.cjs'), ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const seconds = (performance.now() - start) / 1000
  if (status === null || ![0, 1, 4].includes(status)) throw new Error(`${args.join(' ')}: ${stderr}`)
  return { seconds, megabytes: Number(spawnSync('cat', [report], { encoding: 'utf8' }).stdout) / 1024 }
}

/** A thousand mails of the fixtures, each with a subject and Message-ID of its own, sorted and drafted at the desk of the fixtures. */
async function routeMails(): Promise<void> {
  const fixtures = join(root, 'fixtures')
  const samples = readdirSync(join(fixtures, 'mails')).filter((file) => file.endsWith('.eml'))
  mkdirSync(join(folder, 'mails'))
  for (let i = 0; i < 1000; i++) {
    const text = readFileSync(join(fixtures, 'mails', samples[i % samples.length] ?? ''), 'latin1')
    const own = text.replace('Subject: ', `Subject: [${i}] `).replace('Message-ID: <', `Message-ID: <${i}.`)
    writeFileSync(join(folder, 'mails', `${i}.eml`), own, 'latin1')
  }
  const exports = ['accounts', 'users', 'opportunities', 'registrations'].map((name) => `sfdc-${name}.csv`)
  run([bin, 'import', ...[...exports, 'impartner-users.csv'].map((file) => join(fixtures, 'desk', file))], 'mails.db')
  const measures = Array.from({ length: 3 }, () =>
    run([bin, 'mail', 'route', 'mails', '--drafts', 'drafts', '--again'], 'mails.db'),
  )
  const peak = Math.max(...measures.map(({ megabytes }) => megabytes))
  add(
    'mail route, 1,000 mails',
    `${median(measures.map((each) => each.seconds)).toFixed(2)} s, ${peak.toFixed(0)} MB`,
    'under 10 s',
  )
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** The median of each of several commands, run in turn, so that the machine's drift is the same for all. */
function inTurn(rounds: number, commands: readonly (readonly string[])[], database: string): number[] {
  const times = commands.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    commands.forEach((args, i) => {
      const { seconds } = run(args, database)
      if (round > 0) times[i]?.push(seconds)
    })
  }
  return times.map(median)
}

/** Another export of the same people, in which one in a hundred has another phone; gives how many, and its path. */
function changeOneInHundred(users: string): [changed: number, path: string] {
  const again = users.replace('.csv', '-again.csv')
  let row = 0
  let changed = 0
  const lines = readFileSync(users, 'utf8').replaceAll('+49 30 901820', (phone) => {
    if (row++ % 100 !== 0) return phone
    changed++
    return '+49 30 901821'
  })
  writeFileSync(again, lines)
  return [changed, again]
}

/** The headings of a file whose headings hold no comma. */
function headingsOf(path: string): string[] {
  const [line = ''] = readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .split('\r\n', 1)
  return line.split(',')
}

const seconds = (value: number): string => `${value.toFixed(1)} s`

function speed(count: number, measure: Measure): string {
  const rate = Math.round(count / measure.seconds).toLocaleString('en')
  return `${rate} rows/s, ${seconds(measure.seconds)}, ${Math.round(measure.megabytes)} MB`
}

const rows: string[][] = [['what', 'measured', 'aim']]
const add = (what: string, measured: string, aim: string): void => {
  rows.push([what, measured, aim])
  process.stderr.write(`${what}: ${measured}\n`)
}

try {
  const desk = (name: string, partners: number, users: number): DeskFiles => writeDesk(join(folder, name), partners, users)
  const small = desk('small', 200, 5)
  run([bin, 'import', small.accounts, small.users, small.dashboard], 'small.db')
  const [node = 1, version = 0, check = 0] = inTurn(
    11,
    [
      ['-e', '0'],
      [bin, '--version'],
      [bin, 'loa', 'check', 'Partner 7 GmbH'],
    ],
    'small.db',
  )
  const ms = (seconds: number): string => `${Math.round(seconds * 1000)} ms`
  add('start: node -e 0', ms(node), '')
  add('start: phd --version', `${ms(version)}, ${(version / node).toFixed(1)} times node`, 'at most 2.5 times')
  add('start: phd loa check', `${ms(check)}, ${(check / node).toFixed(1)} times node`, 'at most 2.5 times')

  let memory = 0
  for (const partners of quick ? [4_000] : [4_000, 20_000]) {
    const many = desk(`many-${partners}`, partners, 50)
    const count = partners * 50
    const database = `many-${partners}.db`
    const first = run([bin, 'import', many.users], database)
    const [changed, again] = changeOneInHundred(many.users)
    const second = run([bin, 'import', again], database)
    const users = `${count.toLocaleString('en')} portal users`
    const peak = Math.max(first.megabytes, second.megabytes)
    add(`import ${users}`, speed(count, first), '')
    add(`import them again, ${changed.toLocaleString('en')} changed`, speed(count, second), 'no slower than first')
    if (memory > 0) add('memory, a million to 200,000', `${(peak / memory).toFixed(2)} times`, 'at most 1.3 times')
    memory = peak
    const shell = withSqlite3(folder, many.users, headingsOf(many.users))
    add(`sqlite3 .import of ${users}`, shell ? seconds(shell.first) : 'not installed', '')
    if (shell) add('phd, beside it', `${(first.seconds / shell.first).toFixed(1)} times its time`, 'at most 3.5 times')
    const utils = withSqliteUtils(folder, many.users, again)
    add(
      `sqlite-utils upsert of ${users}, and again`,
      utils ? `${seconds(utils.first)}, ${seconds(utils.again ?? 0)}` : 'not installed',
      '',
    )
    if (utils) {
      const faster = [utils.first / first.seconds, (utils.again ?? 0) / second.seconds]
      add('phd, beside it', `${faster.map((times) => times.toFixed(1)).join(' and ')} times as fast`, 'at least 3 times')
    }
    if (count < 1_000_000) continue
    run([bin, 'import', many.accounts, many.dashboard], database)
    const names = join(folder, 'names.txt')
    writeFileSync(names, Array.from({ length: 300 }, (_, i) => `Partner ${i * 60}`).join('\n'))
    const [one = 0, list = 0] = inTurn(
      5,
      [
        [bin, 'loa', 'check', 'Partner 7 GmbH'],
        [bin, 'loa', 'check', '--file', names],
      ],
      database,
    )
    add('loa check, a million users', ms(one), '')
    add('loa check of 300 names, a million users', ms(list), '')
  }
  const all = desk('all', 20_000, 5)
  run([bin, 'import', all.accounts, all.users, all.dashboard, all.staff], 'all.db')
  const [every = 0, licenses = 0] = inTurn(
    5,
    [
      [bin, 'loa', 'check', '--all'],
      [bin, 'nfr', 'check', '--all'],
    ],
    'all.db',
  )
  add('loa check --all, 20,000 partners', `${every.toFixed(2)} s`, 'under 1.5 s')
  add('nfr check --all, 20,000 partners', `${licenses.toFixed(2)} s`, '')
  const [planned = 0, owners = 0] = inTurn(
    5,
    [
      [bin, 'cam', 'plan', '--json'],
      [bin, 'cam', 'owner', '--all'],
    ],
    'all.db',
  )
  add('cam plan, 20,000 accounts', `${planned.toFixed(2)} s`, 'under 2 s')
  add('cam owner --all, 20,000 accounts', `${owners.toFixed(2)} s`, '')
  run([bin, 'import', writeCertifications(join(folder, 'all'), 20_000, 5, 2)], 'all.db')
  const [scored = 0] = inTurn(3, [[bin, 'scorecard', 'partner', '--all', '--format', 'csv']], 'all.db')
  add('scorecard partner --all, 20,000 partners, 200,000 certifications', `${scored.toFixed(2)} s`, 'under 10 s')
  const pages = run([bin, 'scorecard', 'partner', '--all', '--out', 'pages'], 'all.db')
  const page = (pages.seconds - scored) / 20_000
  add('a page of it in a folder', `${(page * 1000).toFixed(1)} ms, ${pages.megabytes.toFixed(0)} MB`, 'under 100 ms')
  await routeMails()
  await decideOften(join(folder, 'all.db'), 10_000)
  const [known = 0, listed = 0, verified = 0] = inTurn(
    5,
    [
      [bin, 'loa', 'check', 'Partner 7 GmbH'],
      [bin, 'loa', 'list', '--closed'],
      [bin, 'audit', 'verify'],
    ],
    'all.db',
  )
  add('loa check, 10,000 decisions on record', ms(known), '')
  add('loa list --closed, 10,000 decisions', ms(listed), '')
  add('audit verify, 20,000 entries', ms(verified), '')

  const table = rows.map((row) => `| ${row.join(' | ')} |`)
  table.splice(1, 0, '| --- | --- | --- |')
  process.stdout.write(
    `${table.join('\n')}\n\n${cpus().length} processors (${cpus()[0]?.model.trim()}), Node ${process.versions.node}\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
