import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { DistantServer } from '../store/postgres/distant.ts'
import { Desk } from './phd.ts'

/*
 * Promise: how often a command waits for a server does not grow with what it asks about, nor with what the lists have in them, so a desk at
 * the far end of a network stays quick. What is counted is the waiting, not the clock: each time that something is said after an answer.
 */

/** A command that is slow on a busy machine has said all it has to say by then. */
const ROUND_TRIP_MS = 150

/** One desk in a file, and the same one on a server far away. */
class TwoDesks {
  readonly desk: Desk
  readonly #name: string
  readonly #far: DistantServer
  readonly #db: string

  private constructor(desk: Desk, name: string, far: DistantServer, db: string) {
    this.desk = desk
    this.#name = name
    this.#far = far
    this.#db = db
  }

  /** Imports files of a folder, each by itself, into both. */
  static async with(name: string, desk: Desk, files: readonly string[]): Promise<TwoDesks> {
    const cluster = await sharedCluster()
    const near = cluster.createDatabase(name)
    const far = await DistantServer.start(cluster.folder, ROUND_TRIP_MS)
    expect(desk.run(['desk', 'init'], { PHD_DB: near }).code).toBe(0)
    expect(desk.run(['import', ...files], { PHD_DB: near }).stderr).toBe('')
    return new TwoDesks(desk, name, far, near.replace(encodeURIComponent(cluster.folder), encodeURIComponent(far.folder)))
  }

  /** Runs a command on the distant desk, which must say what the desk in a file says; gives how often it waited. */
  trips(...args: string[]): number {
    const wanted = this.desk.phd(...args)
    this.#far.takeTrips()
    const run = this.desk.run(args, { PHD_DB: this.#db })
    expect([run.code, run.stdout, run.stderr]).toEqual([wanted.code, wanted.stdout, wanted.stderr])
    return this.#far.takeTrips()
  }

  async remove(): Promise<void> {
    await this.#far.stop()
    this.desk.remove()
    const cluster = await sharedCluster()
    cluster.sql('postgres', `DROP DATABASE ${this.#name} WITH (FORCE)`)
  }
}

describe.skipIf(!HAS_POSTGRES)('a desk on a distant server', () => {
  let both: TwoDesks
  beforeAll(async () => {
    const desk = new Desk().imported()
    const exports = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv']
    both = await TwoDesks.with(`round_trips_${process.pid}`, desk, exports)
  })
  afterAll(() => both.remove())

  it.each([
    ['loa', 'check', 'Lumen Labs 4'],
    ['nfr', 'check', 'Lumen Labs 4'],
    ['authorized', 'Lumen Labs 4'],
    ['cert-report', 'Lumen Labs 4'],
    ['partner', 'show', 'Lumen Labs 4'],
  ])('answers %j in few round trips', (...args) => {
    expect(both.trips(...args)).toBeLessThanOrEqual(3)
  })

  it('answers for 300 names in a file, some of them unknown, in at most 10', () => {
    const { desk } = both
    const names = desk.read('sfdc-accounts.csv').matchAll(/^"\w+","([^"]+)"/gm)
    const known = [...names].map(([, name = '']) => name)
    const list = Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? `Nobody ${i}` : (known[i % known.length] ?? '')))
    desk.write('names.txt', ...list)
    expect(both.trips('loa', 'check', '--file', 'names.txt')).toBeLessThanOrEqual(10)
    expect(both.trips('nfr', 'check', '--file', 'names.txt')).toBeLessThanOrEqual(10)
  })
})

describe.skipIf(!HAS_POSTGRES)('a desk on a distant server with every list, each with rows of many partners', () => {
  let both: TwoDesks
  beforeAll(async () => {
    const desk = new Desk()
    for (const folder of ['desk', 'requests', 'leads', 'lists']) desk.putAll(folder)
    const partners = [...desk.read('sfdc-accounts.csv').matchAll(/^"(001\w+)","([^"]+)"/gm)].map(([, id = '', name = '']) => ({
      id,
      name,
    }))
    /** Writes a list with the headings of another, and a row for each partner. */
    const write = (file: string, like: string, rowOf: (partner: { id: string; name: string }, i: number) => string): void => {
      const [headings = ''] = desk.read(like).split(/\r?\n/)
      desk.write(file, headings, ...partners.map(rowOf))
    }
    write(
      'nfr-requests.csv',
      'nfr-requests.csv',
      ({ name }, i) => `11/18/2026 8:${10 + i}:03,a@p.example,Ana ${i},"${name}",Select,SaaS,5,New,,,,,`,
    )
    write(
      'nfr-licenses.csv',
      'nfr-licenses.csv',
      ({ id, name }, i) => `${id},"${name}",SaaS,Ultimate,${i + 1},2025-12-02,2026-12-02,False`,
    )
    write(
      'letters-issued.csv',
      'letters-issued.csv',
      ({ id, name }, i) => `"${name}",${id},Ana ${i},a@p.example,2025-12-02,2026-12-02,,Completed`,
    )
    const files = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', 'sfdc-opportunities.csv']
    files.push('sfdc-registrations.csv', 'staff.csv', 'nfr-requests.csv', 'nfr-licenses.csv', 'letters-issued.csv')
    files.push('prospects.csv', 'evaluation-licenses.csv', 'pse-vouchers.csv', 'rebate-exceptions.csv', 'psp-eligibility.csv')
    desk.imports(...files)
    both = await TwoDesks.with(`round_trips_of_lists_${process.pid}`, desk, files)
  })
  afterAll(() => both.remove())

  it.each([
    [['today'], 30],
    [['loa', 'list'], 6],
    [['loa', 'expiring'], 8],
    [['nfr', 'list'], 8],
    [['nfr', 'expiring'], 8],
    [['deal', 'list'], 10],
    [['loa', 'check', '--all'], 10],
    [['cam', 'owner', 'Lumen Labs 4'], 6],
    [['cam', 'owner', '--all'], 8],
    [['partner', 'unlinked'], 7],
  ])('answers %j in few round trips', (args, atMost) => {
    expect(both.trips(...args)).toBeLessThanOrEqual(atMost)
  })
})
