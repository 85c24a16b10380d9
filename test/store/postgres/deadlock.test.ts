import { readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../../src/store/postgres/connection/connect.ts'
import type { Connection } from '../../../src/store/postgres/connection/connection.ts'
import { namedDesk } from '../../../src/store/postgres/connection/named-desk.ts'
import { Desk } from '../../cli/phd.ts'
import { Cluster, HAS_POSTGRES } from './cluster.ts'
import { type Started, startAt, stateOf } from './strained.ts'

/*
 * Promise: whoever is in a deadlock with others begins again, and does all of it once; after three times phd gives up, and nothing was
 * changed. Another connection brings each about: it holds what the command asks for last, and asks for what the command has. It waits
 * for a minute before it looks for a deadlock, so that the command is the one that the server ends. Who waits looks once, so the command
 * looks only when the other has had the time to ask.
 */

const END = 'SELECT 1 FROM phd.audit_end FOR UPDATE'
const IMPORTING = 'pg_advisory_lock(7367780)'

describe.skipIf(!HAS_POSTGRES)('a command in a deadlock', () => {
  let cluster: Cluster
  let other: Connection
  let count = 0
  const desk = new Desk()

  beforeAll(async () => {
    cluster = await Cluster.start({ settings: { deadlock_timeout: '700ms' } })
    cluster.createDatabase('template')
    desk.put(
      'desk/sfdc-accounts.csv',
      'desk/impartner-users.csv',
      'broken/accounts-with-problems.csv',
      'history/accounts-2026-11-27.csv',
    )
    for (const args of [
      ['desk', 'init'],
      ['import', 'sfdc-accounts.csv', 'impartner-users.csv'],
      ['import', 'accounts-2026-11-27.csv', '--allow-shrink', '--now', '2026-11-28T09:00:00Z'],
    ])
      expect(desk.run(args, { PHD_DB: cluster.address('template') }).stderr).toBe('')
  })
  afterAll(async () => {
    desk.remove()
    await cluster.stop()
  })

  /** A copy of the desk, and the other connection to it. */
  async function newDesk(): Promise<string> {
    count++
    const name = `desk_${count}`
    cluster.sql('postgres', `CREATE DATABASE ${name} TEMPLATE template`)
    // A desk of its own: what was seen of another copy is not missed here.
    cluster.sql(name, "UPDATE phd.meta SET value = gen_random_uuid() WHERE name = 'id'")
    const settings = { deadlock_timeout: '1min', statement_timeout: '1min' }
    other = await connect(namedDesk(cluster.address(name), {}), { waitSeconds: 60, settings })
    return name
  }

  /** Waits until a command waits for what the other has. */
  async function untilWaits({ ended }: Started): Promise<void> {
    let isOver = false
    void ended.then(() => {
      isOver = true
    })
    // Of what others do, a transaction is told once and no more; of their locks, each time.
    const waiting = 'SELECT 1 FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()'
    while ((await other.lists(waiting)).length === 0) {
      if (isOver) throw new Error(`it did not wait: ${JSON.stringify(await ended)}`)
      await pause(5)
    }
  }

  const deadlocks = (): number => cluster.log().split('deadlock detected').length - 1

  it.each([
    { args: ['import', 'accounts-with-problems.csv', '--allow-older'], code: 1, has: IMPORTING, asks: END },
    { args: ['imports', 'undo', '3', '--yes'], code: 0, has: IMPORTING, asks: END },
    { args: ['prune', '--older-than', '2026-11-28', '--yes'], code: 0, has: IMPORTING, asks: END },
    { args: ['forget', 'mei.smith0@cobaltlabs10.example', '--yes'], code: 0, has: IMPORTING, asks: END },
    {
      args: ['partner', 'alias', 'add', 'Lumen', 'Lumen Labs 4'],
      code: 0,
      has: null,
      asks: 'LOCK TABLE phd.aliases IN EXCLUSIVE MODE',
    },
  ])('begins again: phd $args', async ({ args, code, has, asks }) => {
    const line = [...args, '--now', '2026-12-01T09:00:00Z']
    const alone = await newDesk()
    await other.close()
    const expected = await startAt(desk, cluster.address(alone), line).ended
    const name = await newDesk()
    const before = deadlocks()
    await other.run(`BEGIN; ${asks}`)
    const started = startAt(desk, cluster.address(name), line)
    await untilWaits(started)
    await other.run(has === null ? END : `SELECT ${has}`)
    await other.run(`ROLLBACK; SELECT pg_advisory_unlock_all()`)
    const run = await started.ended
    await other.close()
    expect(run).toEqual(expected)
    expect([run.code, deadlocks() - before]).toEqual([code, 1])
    expect(stateOf(cluster, name)).toBe(stateOf(cluster, alone))
  })

  it('gives up after three times: nothing was changed, and phd says so', async () => {
    const name = await newDesk()
    const before = { state: stateOf(cluster, name), deadlocks: deadlocks() }
    const files = readdirSync(desk.folder).sort()
    await other.run(`BEGIN; ${END}`)
    const started = startAt(desk, cluster.address(name), ['import', 'accounts-with-problems.csv', '--allow-older'])
    for (let times = 1; times <= 3; times++) {
      await untilWaits(started)
      await other.run(`SELECT ${IMPORTING}`)
      // While the command waits for this one, the other still has the end of the audit.
      if (times < 3) await untilWaits(started)
      await other.run('SELECT pg_advisory_unlock_all()')
    }
    const run = await started.ended
    expect(run.code).toBe(6)
    expect(run.stdout + run.stderr).toContain(`others are writing to ${cluster.folder}/${name} at the same time`)
    expect(run.stdout + run.stderr).toContain('nothing was changed')
    await other.run('ROLLBACK')
    await other.close()
    expect(deadlocks() - before.deadlocks).toBe(3)
    expect(stateOf(cluster, name)).toBe(before.state)
    expect(readdirSync(desk.folder).sort()).toEqual(files)
  })
})
