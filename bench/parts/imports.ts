import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withSqlite3, withSqliteUtils } from '../alternatives.ts'
import { writeDesk } from '../make-desk.ts'
import { type Bench, bin, inTurn, type Measure, median, ratio, secondsInTurn, typical } from '../measure.ts'
import { megabytes, ms, type Report, times, timesAtMost } from '../report.ts'

/** So many portal users each partner has. */
export const USERS_EACH = 50
const FEW = 1000

export interface Exports {
  users: string
  /** Another export of the same people, in which one in a hundred has another phone. */
  again: string
  /** The first rows of it: a small file that came before. */
  few: string
  count: number
}

/** Imports portal users in the three ways that there are, beside the tools that a person could use instead. */
export function measureImports(bench: Bench, report: Report, quick: boolean): void {
  const sizes = quick ? [200_000] : [200_000, 1_000_000]
  const peaks = sizes.map((count) => {
    const desk = writeDesk(join(bench.folder, `users-${count}`), count / USERS_EACH, USERS_EACH)
    const files = exportsOf(desk.users, count)
    const peak = measureSize(bench, report, files)
    if (count > 200_000) askAmongMany(bench, report, [desk.accounts, desk.dashboard], desk.users)
    return peak
  })
  const [small = 1, large] = peaks
  if (large !== undefined) report.add('memory, a million to 200,000', times(large / small), timesAtMost(1.3, large / small))
}

/** Measures the imports of so many users; gives the most memory that one took. */
function measureSize(bench: Bench, report: Report, { users, again, few, count }: Exports): number {
  const rounds = count > 200_000 ? 1 : 5
  const [first = [], small = [], second = [], shell = []] = inTurn(rounds, [
    () => importInto(bench, null, users, 'first.db'),
    () => importInto(bench, few, users, 'few.db'),
    () => importInto(bench, 'first.db', again, 'again.db'),
    () => ({ seconds: withSqlite3(bench.folder, users, headingsOf(users)) ?? Number.NaN, megabytes: 0 }),
  ])
  const secondsOf = (measures: readonly Measure[]): number[] => measures.map(({ seconds }) => seconds)
  const sqlite3 = secondsOf(shell).filter(Number.isFinite)
  const title = `${count.toLocaleString('en')} portal users`
  if (sqlite3.length === 0) report.add(`sqlite3 .import of ${title}, keyed`, 'not installed')
  else {
    report.add(`sqlite3 .import of ${title}, keyed`, `${median(sqlite3).toFixed(2)} s`)
    if (count === 200_000) report.scaleBy(median(sqlite3))
  }
  const say = (what: string, measures: readonly Measure[], atMost: number): void => {
    const beside = ratio(secondsOf(measures), sqlite3)
    const ofSqlite3 = sqlite3.length === 0 ? '' : `, ${times(beside)} sqlite3`
    const goal = sqlite3.length === 0 ? null : timesAtMost(atMost, beside)
    report.add(`import ${title}, ${what}`, `${speed(count, typical(measures))}${ofSqlite3}`, goal)
  }
  say('the first', first, 1.2)
  say(`where ${FEW.toLocaleString('en')} are`, small, 1.3)
  const oneIn = report.within((1.2 * count) / 200_000, median(secondsOf(second)))
  report.add(`import ${title} again, 1 % changed`, speed(count, typical(second)), oneIn)
  besideSqliteUtils(bench, report, { users, again, few, count }, [median(secondsOf(first)), median(secondsOf(second))])
  return Math.max(...[...first, ...second].map((each) => each.megabytes))
}

/** Imports a file into a copy of a database, into one that has a small file, or into a new one. */
export function importInto(bench: Bench, before: string | null, file: string, database: string): Measure {
  for (const ending of ['', '-wal', '-shm']) rmSync(join(bench.folder, database + ending), { force: true })
  if (before?.endsWith('.db')) copyFileSync(join(bench.folder, before), join(bench.folder, database))
  else if (before) bench.seconds([bin, 'import', before], database)
  return bench.measure([bin, 'import', file], database)
}

function besideSqliteUtils(
  bench: Bench,
  report: Report,
  { users, again, count }: Exports,
  [first, second]: [number, number],
): void {
  const utils = withSqliteUtils(bench.folder, users, again)
  const what = `sqlite-utils upsert of ${count.toLocaleString('en')} portal users, and again`
  if (!utils) {
    report.add(what, 'not installed')
    return
  }
  const [slower, slowerAgain] = [utils.first / first, (utils.again ?? 0) / second]
  report.add(
    what,
    `${utils.first.toFixed(1)} s, ${(utils.again ?? 0).toFixed(1)} s: ${times(slower)} and ${times(slowerAgain)} phd`,
  )
}

/** Questions about partners where a million people are. */
function askAmongMany(bench: Bench, report: Report, others: readonly string[], users: string): void {
  bench.seconds([bin, 'import', users, ...others], 'million.db')
  const names = join(bench.folder, 'names.txt')
  writeFileSync(names, Array.from({ length: 300 }, (_, i) => `Partner ${i * 60}`).join('\n'))
  const commands = [
    [bin, 'loa', 'check', 'Partner 7 GmbH'],
    [bin, 'loa', 'check', '--file', names],
  ]
  const [one = 0, list = 0] = secondsInTurn(bench, 5, commands, 'million.db')
  report.add('loa check, a million users', ms(one))
  report.add('loa check of 300 names, a million users', ms(list))
}

/** The other exports of the same people. */
export function exportsOf(users: string, count: number): Exports {
  const text = readFileSync(users, 'utf8')
  const again = users.replace('.csv', '-again.csv')
  let row = 0
  writeFileSync(
    again,
    text.replaceAll('+49 30 901820', (phone) => (row++ % 100 === 0 ? '+49 30 901821' : phone)),
  )
  const few = users.replace('.csv', '-few.csv')
  writeFileSync(
    few,
    text
      .split('\r\n', FEW + 1)
      .map((line) => `${line}\r\n`)
      .join(''),
  )
  return { users, again, few, count }
}

/** The headings of a file whose headings hold no comma. */
function headingsOf(path: string): string[] {
  const [line = ''] = readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .split('\r\n', 1)
  return line.split(',')
}

/** What an import took, in words. */
export function speed(count: number, { seconds, megabytes: peak }: Measure): string {
  return `${seconds.toFixed(2)} s, ${Math.round(count / seconds).toLocaleString('en')} rows/s, ${megabytes(peak)}`
}
