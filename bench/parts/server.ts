import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Cluster, HAS_POSTGRES } from '../../test/store/postgres/cluster.ts'
import { DistantServer } from '../../test/store/postgres/distant.ts'
import { writeDesk } from '../make-desk.ts'
import { type Bench, bin, inTurn, type Measure, median, ratio, secondsInTurn, typical } from '../measure.ts'
import { type Goal, megabytes, ms, type Report, times, timesAtMost } from '../report.ts'
import { exportsOf, importInto, speed, USERS_EACH } from './imports.ts'

const CHECK = [bin, 'loa', 'check', 'Partner 7 GmbH']
const PARTNERS = 20_000

/** The same work on a desk on a server of this machine, beside a desk in a file. */
export async function measureServer(bench: Bench, report: Report, quick: boolean): Promise<void> {
  if (!HAS_POSTGRES) {
    report.add('a desk on a server', 'PostgreSQL is not installed')
    return
  }
  // As it is installed: what is committed is on the disk.
  const cluster = await Cluster.start({ under: tmpdir(), settings: { fsync: 'on' } })
  try {
    const peaks = (quick ? [200_000] : [200_000, 1_000_000]).map((count) => measureImports(bench, report, cluster, count))
    const [small = 1, large] = peaks
    if (large !== undefined) report.add('memory, a million to 200,000', times(large / small), timesAtMost(1.3, large / small))
    await measureQuestions(bench, report, cluster)
  } finally {
    await cluster.stop()
  }
}

/** Imports portal users on both engines in turn; gives the most memory that one on the server took. */
function measureImports(bench: Bench, report: Report, cluster: Cluster, count: number): number {
  const desk = writeDesk(join(bench.folder, `served-${count}`), count / USERS_EACH, USERS_EACH)
  const { users, again } = exportsOf(desk.users, count)
  const onServer = (name: string, file: string, from?: string): Measure =>
    bench.measure([bin, 'import', file], newDatabase(bench, cluster, name, from))
  const [first = [], firstServed = [], second = [], secondServed = []] = inTurn(count > 200_000 ? 1 : 3, [
    () => importInto(bench, null, users, 'first.db'),
    () => onServer('first', users),
    () => importInto(bench, 'first.db', again, 'again.db'),
    () => onServer('again', again, 'first'),
  ])
  const say = (what: string, served: readonly Measure[], inFile: readonly Measure[], atMost: number): void => {
    const [own, other] = [served, inFile].map((measures) => measures.map(({ seconds }) => seconds))
    const beside = ratio(own ?? [], other ?? [])
    const title = `on a server: import ${count.toLocaleString('en')} portal users${what}`
    report.add(title, `${speed(count, typical(served))}, ${times(beside)} SQLite`, timesAtMost(atMost, beside))
  }
  say(', the first', firstServed, first, 1.3)
  say(' again, 1 % changed', secondServed, second, 2)
  return Math.max(...[...firstServed, ...secondServed].map((each) => each.megabytes))
}

/** An empty desk, or a copy of another. */
function newDatabase(bench: Bench, cluster: Cluster, name: string, from?: string): string {
  cluster.sql('postgres', `DROP DATABASE IF EXISTS ${name}`)
  if (from !== undefined) {
    cluster.sql('postgres', `CREATE DATABASE ${name} TEMPLATE ${from}`)
    return cluster.address(name)
  }
  const address = cluster.createDatabase(name)
  bench.seconds([bin, 'desk', 'init'], address)
  return address
}

async function measureQuestions(bench: Bench, report: Report, cluster: Cluster): Promise<void> {
  const files = Object.values(writeDesk(join(bench.folder, 'served'), PARTNERS, 5))
  bench.seconds([bin, 'import', ...files], 'served.db')
  const served = newDatabase(bench, cluster, 'served')
  bench.seconds([bin, 'import', ...files], served)
  const [inFile = [], onServer = []] = inTurn(
    15,
    ['served.db', served].map((place) => () => bench.seconds(CHECK, place)),
  )
  const beyond = median(onServer) - median(inFile)
  const partners = `${PARTNERS.toLocaleString('en')} partners`
  report.add(
    `on a server: loa check, ${partners}`,
    `${ms(median(onServer))}, ${ms(beyond)} beyond SQLite`,
    report.within(0.04, beyond),
  )
  const all = typical(inTurn(3, [() => bench.measure([bin, 'loa', 'check', '--all'], served)])[0] ?? [])
  report.add(
    `on a server: loa check --all, ${partners}`,
    `${all.seconds.toFixed(2)} s, ${megabytes(all.megabytes)}`,
    report.within(1.5, all.seconds),
  )
  const names = join(bench.folder, 'names-served.txt')
  writeFileSync(names, Array.from({ length: 300 }, (_, i) => `Partner ${i * 60}`).join('\n'))
  const list = [bin, 'loa', 'check', '--file', names]
  await atDistance(cluster, 100, served, (far) =>
    report.add('on a server 100 ms away: loa check', ...seconds(0.6, secondsInTurn(bench, 5, [CHECK], far))),
  )
  await atDistance(cluster, 20, served, (far) =>
    report.add('on a server 20 ms away: loa check of 300 names', ...seconds(2, secondsInTurn(bench, 5, [list], far))),
  )
}

/** Does work on a database as if its server were so many milliseconds away, there and back. */
async function atDistance(cluster: Cluster, roundTripMs: number, address: string, work: (far: string) => void): Promise<void> {
  const far = await DistantServer.start(cluster.folder, roundTripMs)
  try {
    work(address.replace(encodeURIComponent(cluster.folder), encodeURIComponent(far.folder)))
  } finally {
    await far.stop()
  }
}

/** What was measured, and a goal in seconds that most of is the distance, so that it does not depend on the machine. */
function seconds(atMost: number, [took = 0]: readonly number[]): [string, Goal] {
  return [`${took.toFixed(2)} s`, { figure: took, atMost, words: `${atMost} s` }]
}
