import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { DistantServer } from '../store/postgres/distant.ts'
import { Desk } from './phd.ts'

/*
 * Promise: how often a command waits for a server does not grow with what it asks about, so a desk at the far end of a network stays
 * quick. What is counted is the waiting, not the clock.
 */

const NAME = `round_trips_${process.pid}`
const EXPORTS = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv']
/** A command that is slow on a busy machine has said all it has to say by then. */
const ROUND_TRIP_MS = 150

describe.skipIf(!HAS_POSTGRES)('a desk on a distant server', () => {
  let far: DistantServer
  let desk: Desk
  let db: string
  beforeAll(async () => {
    const cluster = await sharedCluster()
    const near = cluster.createDatabase(NAME)
    far = await DistantServer.start(cluster.folder, ROUND_TRIP_MS)
    db = near.replace(encodeURIComponent(cluster.folder), encodeURIComponent(far.folder))
    desk = new Desk()
    desk.imported()
    expect(desk.run(['desk', 'init'], { PHD_DB: near }).code).toBe(0)
    expect(desk.run(['import', ...EXPORTS], { PHD_DB: near }).stderr).toBe('')
  })
  afterAll(async () => {
    await far.stop()
    desk.remove()
    const cluster = await sharedCluster()
    cluster.sql('postgres', `DROP DATABASE ${NAME} WITH (FORCE)`)
  })

  /** Runs a command on the distant desk, which must say what the desk in a file says; gives how often it waited. */
  function trips(...args: string[]): number {
    const wanted = desk.phd(...args)
    far.takeTrips()
    const run = desk.run(args, { PHD_DB: db })
    expect([run.code, run.stdout, run.stderr]).toEqual([wanted.code, wanted.stdout, wanted.stderr])
    return far.takeTrips()
  }

  it.each([
    ['loa', 'check', 'Lumen Labs 4'],
    ['nfr', 'check', 'Lumen Labs 4'],
    ['authorized', 'Lumen Labs 4'],
    ['cert-report', 'Lumen Labs 4'],
    ['partner', 'show', 'Lumen Labs 4'],
  ])('answers %j in few round trips', (...args) => {
    expect(trips(...args)).toBeLessThanOrEqual(3)
  })

  it('answers for 300 names in a file, some of them unknown, in at most 10', () => {
    const names = desk.read('sfdc-accounts.csv').matchAll(/^"\w+","([^"]+)"/gm)
    const known = [...names].map(([, name = '']) => name)
    const list = Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? `Nobody ${i}` : (known[i % known.length] ?? '')))
    desk.write('names.txt', ...list)
    expect(trips('loa', 'check', '--file', 'names.txt')).toBeLessThanOrEqual(10)
    expect(trips('nfr', 'check', '--file', 'names.txt')).toBeLessThanOrEqual(10)
  })
})
